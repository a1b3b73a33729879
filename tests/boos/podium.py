"""Two healthy gemeenten, every boze bron beside them, one service before them all, and somebody who asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.boos import certificaten
from tests.boos.bron import BozeBron, Lus
from tests.boos.storingen import RUIM, STORINGEN, Storing
from tests.boos.vijandig import CATALOGUSGEHEIM, CATALOGUSKLANT, LUISTERAAR
from tests.lekken import leaks
from tests.stories.portaal import ANNA, Portaal, Toneel, uitkomsten, vragen_aan

GEZOND = ("heuvelrijk", "waterdam")


@dataclass(frozen=True)
class Gezien:
    """What came of a question: the row of the boze bron, and its zaken."""

    bron: Mapping[str, Any]
    zaken: Sequence[Mapping[str, Any]]
    overzicht: Mapping[str, Any]

    @property
    def uitkomst(self) -> str:
        uitkomst: str = self.bron["uitkomst"]
        return uitkomst

    @property
    def reden(self) -> str | None:
        reden: str | None = self.bron["reden"]
        return reden

    @property
    def zaaknummers(self) -> list[str]:
        return [row["zaaknummer"] for row in self.zaken]


class Podium:
    """The stage. Every fault has a bron of its own, so that nothing learned of one says anything about another."""

    def __init__(self, toneel: Toneel, lus: Lus, folder: Path, stack: ExitStack) -> None:
        self.toneel = toneel
        self.gezond = {
            "waterdam": toneel.gemeente("Gemeente Waterdam", "001117518"),
            "heuvelrijk": toneel.gemeente("Gemeente Heuvelrijk", "000740457"),
        }
        self.nummers = [nummer for gemeente in self.gezond.values() for nummer in vul(gemeente, 3)]
        self.boos: dict[str, BozeBron] = {}
        lus.run(LUISTERAAR.begin())
        stack.callback(lambda: lus.run(LUISTERAAR.stop()))
        assert httpx.get(LUISTERAAR.adres, trust_env=False).status_code == 200
        assert LUISTERAAR.verbindingen == 1, "who is sent there is seen"
        LUISTERAAR.vergeet()
        per_bron = {naam: {"tijd": RUIM} for naam in self.gezond}
        for naam, storing in STORINGEN.items():
            bron = self.boos[naam] = BozeBron(
                storing.script,
                waar=storing.waar,
                groet=storing.groet,
                # A handshake that stalls is one that nobody answers.
                tls=None if storing.tls is None or storing.groet is not None else storing.tls(),
            )
            lus.run(bron.begin())
            stack.callback(lambda bron=bron: lus.run(bron.stop()))
            bron.buren = tuple(gemeente.basis for gemeente in self.gezond.values())
            bron.gemeente.clients[CATALOGUSKLANT] = Client(CATALOGUSGEHEIM)
            vul(bron.gemeente, storing.zaken)
            per_bron[naam] = dict(_settings(storing, bron, folder, stack))
        self.portaal: Portaal = toneel.portaal_op(self._configuratie(per_bron))
        self.vraag("gezond")

    def _configuratie(self, per_bron: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        gemeenten = self.gezond | {naam: bron.gemeente for naam, bron in self.boos.items()}
        organisatie = {"id": "gm9901", "naam": "Gemeente Waterdam", "rsin": "001117518"}
        return self.toneel.configuratie(
            gemeenten,
            bron={"organisatie": "gm9901"},
            per_bron=per_bron,
            organisaties=[organisatie],
            vragen={"keuze": "gevraagd"},
            tijd={"lijst": "12s"},
            geheugen={"vers": "0s", "bijStoring": "0s"},
        )

    def vraag(self, naam: str, **query: Any) -> Gezien:
        """Ask this bron and the two healthy ones, which must not notice anything of it."""
        for gemeente in self.gezond.values():
            gemeente.reset()
        self.boos[naam].vergeet()

        overzicht = self.portaal.find_zaken(ANNA, bron=[naam, *GEZOND], aantal=100, **query)

        outcome = uitkomsten(overzicht)
        assert {bron: outcome[bron] for bron in GEZOND} == dict.fromkeys(GEZOND, "ok")
        others = [row["zaaknummer"] for row in overzicht["zaken"] if row["bron"] in GEZOND]
        assert sorted(others) == sorted(self.nummers)
        assert {bron: vragen_aan(gemeente) for bron, gemeente in self.gezond.items()} == dict.fromkeys(GEZOND, 1)
        assert overzicht["volledig"] is (outcome[naam] == "ok")
        row = next(bron for bron in overzicht["bronnen"] if bron["id"] == naam)
        zaken = [zaak for zaak in overzicht["zaken"] if zaak["bron"] == naam]
        assert row["beantwoord"] or not zaken
        self.no_number_in_a_url(naam)
        return Gezien(row, zaken, overzicht)

    def no_number_in_a_url(self, naam: str) -> None:
        """No URL and no header that this bron or the listener saw holds a number."""
        for ontvangen in (*self.boos[naam].ontvangen, *LUISTERAAR.ontvangen):
            assert not leaks(f"{ontvangen.doel} {ontvangen.headers}")


def _settings(storing: Storing, bron: BozeBron, folder: Path, stack: ExitStack) -> Mapping[str, Any]:
    settings: dict[str, Any] = {"tijd": dict(storing.tijd), **storing.bron(bron.adres)}
    adres = storing.adres(stack, bron.adres) if storing.adres is not None else bron.adres
    if storing.tls is not None:
        adres = adres.replace("http://", "https://")
        klant = certificaten.client_files(folder) if storing.klant else {}
        settings["tls"] = {"ca": certificaten.ca_file(folder), **klant}
    if adres != bron.adres:
        settings |= {
            api: {"url": f"{adres}/{api}/api/v1/", "aliassen": [f"{bron.adres}/{api}/api/v1/"]}
            for api in ("zaken", "catalogi")
        }
    return settings


def vul(gemeente: Gemeente, count: int) -> list[str]:
    """So many zaken of Anna, each a day older than the one before it; their numbers."""
    soort = zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=("Ontvangen", "Afgehandeld"))
    letter = gemeente.naam.removeprefix("Gemeente ")[0]
    numbers = [f"{letter}-{n:03d}" for n in range(count)]
    for n, nummer in enumerate(numbers):
        day = f"2026-{10 - n // 28:02d}-{28 - n % 28:02d}"
        zaak(gemeente, soort, bsn=ANNA, identificatie=nummer, behandelaar=False, startdatum=day)
    return numbers


def failures(caplog: pytest.LogCaptureFixture, naam: str) -> list[object]:
    """What operators are told of a bron that failed."""
    lines = [vars(record) for record in caplog.records if record.message == "bron_failed"]
    return [line["failure"] for line in lines if line["bron"] == naam]


@contextmanager
def podium(loopback: Loopback, folder: Path) -> Iterator[Podium]:
    """The stage, until it is taken down."""
    toneel, lus = Toneel(loopback), Lus()
    with ExitStack() as stack:
        stack.callback(lus.close)
        boos = ExitStack()
        stack.callback(boos.close)
        stack.callback(toneel.close)
        yield Podium(toneel, lus, folder, boos)
