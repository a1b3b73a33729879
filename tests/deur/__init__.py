"""The door, from outside: tokens of every dialect put to the running service, and what it must refuse."""
