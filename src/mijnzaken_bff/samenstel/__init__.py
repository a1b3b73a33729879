"""What one configuration is made of: settings enter; what answers requests leaves, with all that had not changed."""
