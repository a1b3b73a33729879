"""What ``mijnzaken-bff token`` can be told. Apart from the rest of the demo, which only the demo itself loads."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Nummer, OngeldigNummer, Rsin, Vestigingsnummer
from mijnzaken_bff.domain.tijdsduur import parse_seconds

_WAT: Final = {
    Bsn: "een BSN heeft negen cijfers en doorstaat de elfproef",
    Rsin: "een RSIN heeft negen cijfers en doorstaat de elfproef",
    Kvk: "een KvK-nummer heeft acht cijfers",
    Vestigingsnummer: "een vestigingsnummer heeft twaalf cijfers",
}


def add_token_arguments(parser: argparse.ArgumentParser, folder: Path) -> None:
    """What ``token`` can be told; ``folder`` is where the keys are, unless another is named."""
    parser.add_argument("--persoon", metavar="NAAM", help="iemand uit de demo, bijvoorbeeld anna")
    parser.add_argument("--bsn", type=_number(Bsn), help="een persoon")
    parser.add_argument("--kvk", type=_number(Kvk), help="een bedrijf")
    parser.add_argument("--rsin", type=_number(Rsin), help="het RSIN van het bedrijf")
    parser.add_argument(
        "--vestiging", type=_number(Vestigingsnummer), help="beperkt tot deze vestiging van het bedrijf"
    )
    parser.add_argument(
        "--niveau", choices=[n.value for n in Niveau], default="substantieel", help="hoe sterk er is ingelogd"
    )
    parser.add_argument(
        "--duur",
        type=_duration,
        default=3600.0,
        metavar="TIJD",
        help="hoe lang het geldt, bijvoorbeeld 15m (anders 1h)",
    )
    parser.add_argument(
        "--claim", type=_claim, action="append", default=[], metavar="NAAM=WAARDE",
        help="een claim erbij of in plaats van; naam=tekst, of naam:=json (naam:=null laat hem weg)",
    )  # fmt: skip
    parser.add_argument(
        "--uitgever", action="store_true", help="geen token, maar het stuk configuratie dat deze tokens vertrouwt"
    )
    parser.add_argument(
        "--map", type=Path, default=folder, help="waar de sleutel van de demo staat (anders: %(default)s)"
    )


def _number(kind: type[Nummer]) -> Any:
    def check(text: str) -> str:
        try:
            kind(text)
        except OngeldigNummer:
            raise argparse.ArgumentTypeError(_WAT[kind]) from None
        return text

    return check


def _duration(text: str) -> float:
    try:
        seconds = parse_seconds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if seconds < 1:
        raise argparse.ArgumentTypeError("korter dan een seconde: dan is het token al verlopen als u het krijgt")
    return seconds


def _claim(text: str) -> tuple[str, Any]:
    told, equals, value = text.partition("=")
    name = told.removesuffix(":")
    if not equals or not name:
        raise argparse.ArgumentTypeError("verwacht naam=waarde, of naam:=json")
    if name == "iss":
        raise argparse.ArgumentTypeError("iss ligt vast: deze opdracht maakt alleen tokens van de uitgever van de demo")
    if told == name:
        return name, value
    try:
        return name, json.loads(value, parse_constant=_no_json)
    except (ValueError, RecursionError):
        raise argparse.ArgumentTypeError(f"{name} is geen JSON") from None


def _no_json(text: str) -> Any:
    """``NaN`` and ``Infinity``: Python reads them, and JSON has none (RFC 8259, 6)."""
    raise ValueError(text)
