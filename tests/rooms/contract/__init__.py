"""What we promise the portal."""
