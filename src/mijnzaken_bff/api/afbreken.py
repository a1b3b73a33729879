"""Breaking off an answer that has begun."""

from __future__ import annotations


class CutShortError(Exception):
    """An answer broke off half-way: the server must break the connection, so that nobody takes it for whole."""
