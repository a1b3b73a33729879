"""What the ZGW standard says, read from whatever a register writes."""
