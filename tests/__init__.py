"""The tests: stories from the outside, rooms from the door."""
