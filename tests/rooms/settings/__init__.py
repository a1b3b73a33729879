"""The configuration, as somebody writes it."""
