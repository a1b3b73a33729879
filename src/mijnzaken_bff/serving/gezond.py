"""Asking the service that runs here how it is, on its management port: the health check of a container.

Source: the HEALTHCHECK of a Dockerfile: 0 is healthy, 1 is not.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
from typing import Any, Final

from mijnzaken_bff.settings.dienst import Beheer

PATIENCE: Final = 3.0
"""In seconds. Whoever does not say within that time that he lives, does not."""

_REASONS: Final = {"sleutels": "geen enkele uitgever heeft sleutels", "stopt": "hij stopt"}


def ask(beheer: Beheer, *, gereed: bool, patience: float = PATIENCE) -> tuple[bool, str]:
    """Whether the service lives, or is ready when ``gereed``, and a sentence that says so."""
    wanted, pad = ("gereed", "/readyz") if gereed else ("levend", "/livez")
    connection = http.client.HTTPConnection(_reachable(beheer.adres), beheer.poort, timeout=patience)
    try:
        connection.request("GET", pad)
        answer = connection.getresponse()
        told = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return False, f"De dienst antwoordt niet op de beheerpoort ({beheer.poort})."
    finally:
        connection.close()
    if not isinstance(told, dict) or told.get("status") not in ("levend", "gereed", "nietGereed"):
        return False, f"Op de beheerpoort ({beheer.poort}) antwoordt iets anders."
    if answer.status == 200 and told["status"] == wanted:
        return True, f"De dienst is {wanted}."
    return False, f"De dienst is niet {wanted}{_why(told.get('wachtOp'))}."


def _why(waits: Any) -> str:
    reasons = [_REASONS.get(word, word) for word in waits if isinstance(word, str)] if isinstance(waits, list) else []
    return f": {', '.join(reasons)}" if reasons else ""


def _reachable(adres: str) -> str:
    """Where to ask what listens on ``adres``: on every address is on loopback too."""
    try:
        address = ipaddress.ip_address(adres)
    except ValueError:
        return adres
    if not address.is_unspecified:
        return adres
    return "127.0.0.1" if address.version == 4 else "::1"
