"""What a burger notices: the real app in front, simulated gemeenten behind, real HTTP in between."""
