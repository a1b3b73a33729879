"""What a real register would answer: asked once of simulated gemeenten by the service itself, and kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from urllib.parse import unquote

import httpx

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente, Ontvangen
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from mijnzaken_bff.demo.uitgever import DemoUitgever
from mijnzaken_bff.domain.clock import SystemClock, vandaag
from tests.bench.server import BASIS, BSN, RSIN, SEARCH, Recorded, Recording
from tests.bench.service import AANTAL, CLIENT_ID, JWKS_PATH, SECRET, Place, asked_for, running_service

EMPTY: Final = "empty"
"""The recording of a register that has nothing of this person."""
FULL: Final = ("full-0", "full-1", "full-2", "full-3")
"""The recordings of registers with a full page; several, or caches would find the country too much alike."""

_OTHER_BSN: Final = "999990020"
_NOT_RECORDED: Final = frozenset({"content-length", "connection", "transfer-encoding", "date"})
_NOT_REPEATED: Final = frozenset({"host", "content-length", "connection", "transfer-encoding"})

_SOORTEN: Final = (
    ("ZT-PARKEREN", "Parkeervergunning behandelen", ("Ontvangen", "Toetsing gestart", "Besluit genomen", "Afgehandeld"),
     ("Verleend", "Geweigerd"), "P56D", "P28D"),
    ("ZT-MELDING", "Melding openbare ruimte", ("Melding ontvangen", "In behandeling", "Afgehandeld"),
     ("Verholpen", "Niet verholpen"), "P21D", None),
    ("ZT-BEZWAAR", "Bezwaarschrift behandelen",
     ("Ontvangen", "Ontvankelijk verklaard", "Hoorzitting gehouden", "Advies uitgebracht", "Beslissing genomen",
      "Afgehandeld"), ("Gegrond", "Ongegrond"), "P12W", None),
    ("ZT-WMO", "Wmo-voorziening aanvragen", ("Melding ontvangen", "Gesprek gevoerd", "Besluit genomen", "Afgehandeld"),
     ("Toegekend", "Afgewezen"), "P8W", "P6W"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Recordings:
    """Every recording by name, and the search that the service sends: its headers and its body."""

    by_name: dict[str, Recording]
    headers: dict[str, str]
    body: bytes
    uitgever: DemoUitgever
    """Whose keys every register publishes."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Bytes of the answer to a search, per recording."""


async def record() -> Recordings:
    """Let the service ask simulated gemeenten, and keep every answer that it asked for."""
    with _gemeenten() as running:
        places = [
            Place(name, gemeente.naam, gemeente.rsin, adres, aliassen=(BASIS,))
            for name, (gemeente, adres) in running.items()
        ]
        async with running_service(places) as service:
            overzicht = await service.overzicht(tuple(running))
        asked_for(overzicht, rows=AANTAL, read=AANTAL * len(FULL))
        uitgever = DemoUitgever("")
        keys = json.dumps(uitgever.jwks()).encode()
        jwks = {JWKS_PATH: Recorded((("Content-Type", "application/json"),), keys)}
        by_name: dict[str, Recording] = {
            name: _recorded(gemeente, adres) | jwks for name, (gemeente, adres) in running.items()
        }
        search = next(one for one in running[FULL[0]][0].ontvangen if one.methode == "POST")
    sizes = {name: len(recording[SEARCH].body) for name, recording in by_name.items()}
    return Recordings(by_name, _repeated(search), search.body, uitgever, sizes)


@contextmanager
def _gemeenten() -> Iterator[dict[str, tuple[Gemeente, str]]]:
    with Loopback() as loopback:
        running = {}
        for number, name in enumerate((*FULL, EMPTY)):
            gemeente = Gemeente(f"Gemeente Proef {number}", RSIN, basis=BASIS, clients={CLIENT_ID: Client(SECRET)})
            _fill(gemeente, number, 0 if name == EMPTY else AANTAL)
            running[name] = (gemeente, start_gemeente(loopback, gemeente))
        yield running


def _recorded(gemeente: Gemeente, adres: str) -> dict[str, Recorded]:
    """Ask again what the service asked, over HTTP, and keep what comes."""
    recording: dict[str, Recorded] = {}
    with httpx.Client(base_url=adres, trust_env=False, timeout=30) as client:
        for asked in [one for one in gemeente.ontvangen if one.pad.startswith(("/zaken/", "/catalogi/"))]:
            target = f"{asked.pad}?{asked.query}" if asked.query else asked.pad
            answer = client.request(asked.methode, target, headers=_repeated(asked), content=asked.body)
            if answer.status_code != 200:
                raise RuntimeError(f"the simulated gemeente answered {answer.status_code} to {asked.methode}")
            kept = tuple((k, v) for k, v in answer.headers.items() if k.lower() not in _NOT_RECORDED)
            key = SEARCH if asked.methode == "POST" else unquote(target)
            recording[key] = Recorded(kept, answer.content)
    return recording


def _repeated(asked: Ontvangen) -> dict[str, str]:
    return {name: value for name, value in asked.headers.items() if name not in _NOT_REPEATED}


def _fill(gemeente: Gemeente, variant: int, count: int) -> None:
    """Zaken of one person, some closed, every third with another person in it, on days that differ per variant."""
    soorten = [
        zaaktype(
            gemeente, code, naam, statustypen=[_statustype(status) for status in statussen],
            resultaattypen=resultaten, doorlooptijd=duur, servicenorm=norm,
        )
        for code, naam, statussen, resultaten, duur, norm in _SOORTEN
    ]  # fmt: skip
    today = vandaag(SystemClock())
    for number in range(count):
        soort = soorten[(number + variant) % len(soorten)]
        begin = today - timedelta(days=3 + 11 * number + 2 * variant)
        zaak(
            gemeente,
            soort,
            bsn=BSN,
            startdatum=begin.isoformat(),
            omschrijving=f"Aanvraag over de Havenstraat {number + 1}, ingediend via het loket",
            statustoelichting="Er is gebeld over het vervolg." if number % 4 == 0 else "",
            extra_rollen=[_other()] if number % 3 == 0 else (),
            **_ended(begin, _SOORTEN[(number + variant) % len(_SOORTEN)][3][0]) if number % 5 >= 3 else {"status": 2},
        )


def _statustype(omschrijving: str) -> dict[str, str]:
    return {"omschrijving": omschrijving, "statustekst": f"{omschrijving}: wij laten het u weten."}


def _other() -> dict[str, object]:
    return {"betrokkeneType": "natuurlijk_persoon", "betrokkeneIdentificatie": {"inpBsn": _OTHER_BSN}}


def _ended(begin: date, resultaat: str) -> dict[str, str]:
    return {"einddatum": (begin + timedelta(days=2)).isoformat(), "resultaat": resultaat}
