"""What a register said becomes what we promise."""
