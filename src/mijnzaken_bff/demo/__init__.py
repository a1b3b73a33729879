"""Simulated gemeenten and a token issuer, all on loopback. Nothing here is part of the service itself."""
