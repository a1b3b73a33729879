"""mijnzaken-bff: one question to many zaakregisters, one honest answer."""

__version__ = "0.1.0"
