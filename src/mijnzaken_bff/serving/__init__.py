"""Running the app: one server for callers, and one on a port of its own for the platform."""
