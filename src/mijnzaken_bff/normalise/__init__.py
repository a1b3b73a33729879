"""What a register said becomes what we promise. Models of the standard enter, those of the contract leave; pure."""
