"""By what tokens and keys of the demo are known: it gives a token to whoever asks, so nobody else may trust it."""

from __future__ import annotations

from typing import Final

DEMO_ISSUER: Final = "urn:mijnzaken:uitgever:demo"
"""The ``iss`` of every token that the demo makes."""
DEMO_KID: Final = "demo-"
"""What the ``kid`` of every key of the demo begins with."""
