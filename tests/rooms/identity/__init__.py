"""The identity room, seen from its door."""
