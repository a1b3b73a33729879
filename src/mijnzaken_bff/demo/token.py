"""``mijnzaken-bff token``: a token of the demo issuer, for whoever tries the service out."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final

import yaml

from mijnzaken_bff.demo.sleutels import PUBLIC_FILE, DemoSleutels, SleutelsOnbruikbaar
from mijnzaken_bff.demo.uitgever import DemoUitgever, vertrouwd
from mijnzaken_bff.demo.wereld import IEDEREEN
from mijnzaken_bff.domain.bestandsfout import why
from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.identity.betrouwbaarheid import BEKENDE_WAARDEN
from mijnzaken_bff.identity.demo import DEMO_ISSUER

PERSONEN: Final = {wie.id: wie for wie in IEDEREEN}
"""Who is known in the demo, by one word."""


def run_token(chosen: argparse.Namespace) -> int:
    """Print a token, and nothing else on standard output. The exit code."""
    problem = _problem(chosen)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    try:
        sleutels = DemoSleutels.kept_in(chosen.map)
    except (OSError, SleutelsOnbruikbaar) as error:
        told = str(error) if isinstance(error, SleutelsOnbruikbaar) else f"{chosen.map}: {why(error)}"
        print(f"De sleutel van de demo is niet te gebruiken. {told}", file=sys.stderr)
        return 1
    if chosen.uitgever:
        fragment = vertrouwd(sleutels={"bestand": str((chosen.map / PUBLIC_FILE).absolute())})
        print("# Alleen met ontwikkeling: true. Deze uitgever geeft iedereen een token.")
        print(yaml.safe_dump({"uitgevers": [fragment]}, allow_unicode=True, sort_keys=False), end="")
        return 0
    print(_token(chosen, sleutels))
    return 0


def _token(chosen: argparse.Namespace, sleutels: DemoSleutels) -> str:
    who: dict[str, Any] = {name: getattr(chosen, name) for name in ("bsn", "kvk", "rsin", "vestiging")}
    persoon = PERSONEN.get((chosen.persoon or "").lower())
    if persoon is not None:
        who |= persoon.claims()
    claims = who | {"acr": _acr(Niveau(chosen.niveau))} | dict(chosen.claim)
    return DemoUitgever(DEMO_ISSUER, sleutels=sleutels).token_with(claims, lifetime=round(chosen.duur))


def _problem(chosen: argparse.Namespace) -> str | None:
    """What is wrong with the choices together, in Dutch."""
    if chosen.persoon and chosen.persoon.lower() not in PERSONEN:
        return f"--persoon: kies uit {', '.join(sorted(PERSONEN))}."
    company = chosen.kvk or chosen.rsin or chosen.vestiging
    if sum(map(bool, (chosen.persoon, chosen.bsn, company))) > 1:
        return "Kies één: --persoon, --bsn, of een bedrijf (--kvk, --rsin, --vestiging)."
    if chosen.vestiging and not (chosen.kvk or chosen.rsin):
        return "--vestiging hoort bij een bedrijf: geef ook --kvk of --rsin."
    if not (chosen.persoon or chosen.bsn or company or chosen.claim or chosen.uitgever):
        return "Voor wie? Geef --persoon, --bsn, --kvk of --rsin."
    return None


def _acr(niveau: Niveau) -> str:
    """How eIDAS, or else the first scheme that we know, writes a level."""
    values = [value for value, known in BEKENDE_WAARDEN.items() if known is niveau]
    return next((value for value in values if "eidas" in value), values[0])
