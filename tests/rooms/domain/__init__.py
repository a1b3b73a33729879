"""The words every room uses, put to the test."""
