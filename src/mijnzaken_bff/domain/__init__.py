"""The words every room uses. Nothing enters, nothing leaves: values that cannot be wrong, and the standard library."""
