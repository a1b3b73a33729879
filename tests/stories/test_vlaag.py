"""A squall: every bron fails in every way while people come and go, and afterwards everything is as it was."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, BILAL, CARLA, DIRK, RUIM, VLOT, Portaal, Toneel
from tests.stories.wachten import until

MENSEN: Final = (ANNA, BILAL, CARLA, DIRK)
ELK: Final = 5
"""Zaken that everybody has in every gemeente."""
FOUTEN: Final = (
    *[Fault()] * 6,
    Fault("traag", seconden=0.05),
    Fault("traag", seconden=0.4),
    Fault("hangt"),
    Fault("hangt", alleen="/catalogi"),
    Fault("breekt"),
    Fault("500"),
    Fault("503", wacht="1"),
    Fault("429", wacht="0"),
    Fault("401"),
    Fault("404"),
    Fault("html"),
    Fault("negeertFilters"),
    Fault("rollenLeeg"),
    Fault("gedeeltelijk"),
    Fault("zonderOrdening"),
)
VRAGEN: Final[tuple[Mapping[str, Any], ...]] = (
    {"aantal": 100},
    {"aantal": 3},
    {"aantal": 100, "vernieuw": "true"},
    {"lopend": "true"},
    {"bron": "waterdam"},
)
BRON: Final = {
    "tijd": {"totaal": "300ms", "verbinden": "200ms", "lezen": "10s"},
    "gelijktijdig": 2,
    "wachtrij": {"aantal": 5, "geduld": "100ms"},
    "proefnummers": {"bsn": "999999990"},
}


def fill(gemeente: Gemeente) -> None:
    soort = zaaktype(gemeente, "ZT-1", "Vergunning", statustypen=("Ontvangen", "Afgehandeld"))
    for wie, bsn in enumerate(MENSEN):
        for n in range(ELK):
            nummer = f"{gemeente.naam}-{wie}-{n}"
            zaak(gemeente, soort, bsn=bsn, identificatie=nummer, startdatum=f"2026-11-{10 + n:02d}")


def under_way(portaal: Portaal) -> dict[str, float]:
    """Whatever is under way or waits, by the name of its metric."""
    names = ("bron_onderweg", "bron_wachtend", "bronnen_onderweg", "bronnen_wachtend", "verzoeken_onderweg")
    lines = [line.rpartition(" ") for line in portaal.app.metrics().decode().splitlines()]
    values = {key: float(value) for key, _, value in lines if key.partition("{")[0].removeprefix("mijnzaken_") in names}
    assert len(values) == 9
    return {key: value for key, value in values.items() if value}


class Bezoekers:
    """People who ask all sorts of things, now and then leave before the answer, and notice what is wrong with it."""

    def __init__(self, portaal: Portaal) -> None:
        self.over = threading.Event()
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._adres = portaal.adres
        self._tokens = [portaal.token_of(wie) for wie in MENSEN]

    def ask(self, seed: int) -> None:
        draw = random.Random(seed)
        while not self.over.is_set():
            patience = draw.choice((10.0, 10.0, draw.uniform(0.001, 0.3)))
            timeout = httpx.Timeout(10.0, read=patience)
            with (
                httpx.Client(base_url=self._adres, trust_env=False, timeout=timeout) as client,
                suppress(httpx.ReadTimeout),
            ):
                self._walk(client, draw)

    def _walk(self, client: httpx.Client, draw: random.Random) -> None:
        wie, query = draw.randrange(len(MENSEN)), dict(draw.choice(VRAGEN))
        headers = {"Authorization": f"Bearer {self._tokens[wie]}"}
        if draw.random() < 0.2:
            headers["Prefer"] = "wait=1"
        while True:
            answer = client.get("/v1/zaken", params=query, headers=headers)
            if answer.status_code != 200:
                self._note(answer.status_code in (502, 503), answer.text)
                return
            overzicht = answer.json()
            self.seen.update(bron["uitkomst"] for bron in overzicht["bronnen"])
            nummers = [zaak["zaaknummer"] for zaak in overzicht["zaken"]]
            self._note(all(nummer.split("-")[1] == str(wie) for nummer in nummers), "a zaak of another")
            whole = len(set(nummers)) == len(nummers) == 3 * ELK
            self._note(whole or query.get("aantal") != 100 or not overzicht["volledig"], "called complete, and is not")
            if overzicht["volgende"] is None or draw.random() < 0.3:
                return
            query.pop("vernieuw", None)
            query["cursor"] = overzicht["volgende"]

    def _note(self, good: bool, what: str) -> None:
        if not good:
            self.wrong.append(what)


def test_after_a_squall_nothing_is_left_of_it_and_every_answer_is_whole(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, duinoord: Gemeente, caplog: pytest.LogCaptureFixture
) -> None:
    bronnen = {"waterdam": waterdam, "heuvelrijk": heuvelrijk, "duinoord": duinoord}
    for gemeente in bronnen.values():
        fill(gemeente)
    portaal = toneel.portaal(
        bronnen,
        bron=BRON,
        geheugen={"vers": "2s", "bijStoring": "10s"},
        tijd={"lijst": "500ms", "achtergrond": "600ms"},
        dienst={"grenzen": {**RUIM, "naarBronnen": 5}, "stoppen": VLOT},
    )
    until(lambda: portaal.get("/v1/zaken").json().get("volledig"))  # the first may be too late: catalogues are cold
    bezoekers, weather = Bezoekers(portaal), random.Random(5)

    with ThreadPoolExecutor(12) as people:
        asking = [people.submit(bezoekers.ask, seed) for seed in range(12)]
        end = time.monotonic() + 2.5
        while time.monotonic() < end:
            weather.choice(list(bronnen.values())).fault = weather.choice(FOUTEN)
            toneel.klok.later(seconds=weather.choice((0.1, 1, 3, 31)))
            time.sleep(0.05)
        bezoekers.over.set()
        for person in asking:
            person.result()

    assert bezoekers.wrong == []
    assert len(bezoekers.seen) >= 4, "it was no squall"
    assert not [r for r in caplog.records if r.message in ("question_crashed", "background_crashed", "request_crashed")]
    until(lambda: not under_way(portaal))
    for gemeente in bronnen.values():
        gemeente.reset()

    def whole() -> bool:
        toneel.klok.later(seconds=200)  # every breaker may be tried, and every canary is due
        answers = [portaal.get("/v1/zaken", wie, aantal=100).json() for wie in MENSEN]
        return all(a.get("volledig") and len(a["zaken"]) == 3 * ELK for a in answers)

    until(whole)
    until(lambda: not under_way(portaal))
    lines = portaal.app.metrics().decode().splitlines()
    breakers = {line.rpartition(" ")[2] for line in lines if line.startswith("mijnzaken_breker_stand{")}
    assert breakers == {"0.0"}
