"""TLS where there is none: the tests speak plain HTTP on loopback."""

from __future__ import annotations

import ssl
from typing import Final

GEEN_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody, and is there at once. A client that is given nothing reads the certificates of the whole world first:
20 ms each time, longer than most answers that it then waits for."""
