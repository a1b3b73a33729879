"""What a configuration means for personal data."""
