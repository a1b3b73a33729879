"""Addresses where a boze bron does not answer, or is not the one that was meant."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import Final

from tests.poorten import a_full_port


def niemand(stack: ExitStack, _adres: str) -> str:
    """A port where nobody listens, and nobody else comes to listen meanwhile."""
    held = stack.enter_context(socket.socket())
    held.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{held.getsockname()[1]}"


def zwart_gat(stack: ExitStack, _adres: str) -> str:
    """A port that does not answer our greeting."""
    return f"http://127.0.0.1:{stack.enter_context(a_full_port())}"


def onbekende_naam(_stack: ExitStack, _adres: str) -> str:
    return "http://zgw.bestaat-niet.invalid"


TRAAG: Final = "zgw.traag.invalid"
"""A name that is found only when a test says so."""


def trage_naam(_stack: ExitStack, adres: str) -> str:
    """By a name of its own that is found late, if at all."""
    return f"http://{adres.rpartition(':')[2]}.{TRAAG}:{adres.rpartition(':')[2]}"


def bij_naam(_stack: ExitStack, adres: str) -> str:
    """By a name that leads to the boze bron, whoever that is."""
    return adres.replace("127.0.0.1", "localhost")
