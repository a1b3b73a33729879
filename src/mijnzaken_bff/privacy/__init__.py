"""A configuration enters; what it means for personal data leaves, for a privacy officer to read."""
