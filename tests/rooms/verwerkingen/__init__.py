"""The log of verwerkingen."""
