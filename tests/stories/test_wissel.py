"""A gemeente that replaces our secret on a day of its own choosing: whoever asks then notices nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, BILAL, CARLA, CLIENT_ID, DIRK, Portaal, Toneel, zaaknummers

NEW = "een-nieuw-geheim-dat-alleen-in-dit-verhaal-bestaat"
PREVIOUS = "een-vorig-geheim-dat-alleen-in-dit-verhaal-bestaat"
AT_ONCE = 4
"""So many calls run at once at one bron, so so many at most can be under way with a secret that is just replaced."""

OPEN_ZAAK_401 = replace(OPEN_ZAAK, afgewezen_is_401=True)
TOKENS = replace(OPEN_ZAAK_401, tokenpad="/token")


@dataclass(frozen=True)
class Soort:
    """One way to log in: what is configured of it, and how the gemeente knows us by a secret."""

    dialect: Any
    toegang: dict[str, Any]
    client: Callable[[str], Client]


ZGW_JWT = {"soort": "zgwJwt", "clientId": CLIENT_ID, "secret": NEW, "vorigSecret": PREVIOUS}
SLEUTEL = {"soort": "apiSleutel", "header": "X-API-Key", "sleutel": NEW, "vorigeSleutel": PREVIOUS}
TOKEN = {"soort": "token", "schema": "Token", "token": NEW, "vorigToken": PREVIOUS}
SOORTEN = {
    "zgwJwt, 403 as Open Zaak says it": Soort(OPEN_ZAAK, ZGW_JWT, Client),
    "zgwJwt, 401": Soort(OPEN_ZAAK_401, ZGW_JWT, Client),
    "apiSleutel, 403": Soort(OPEN_ZAAK, SLEUTEL, lambda secret: Client(secret, header="X-API-Key")),
    "apiSleutel, 401": Soort(OPEN_ZAAK_401, SLEUTEL, lambda secret: Client(secret, header="X-API-Key")),
    "token, 401": Soort(OPEN_ZAAK_401, TOKEN, lambda secret: Client(secret, header="Authorization", schema="Token")),
    "oauth2": Soort(TOKENS, {**ZGW_JWT, "soort": "oauth2"}, Client),
}


class Wisselaar:
    """Stands before a gemeente, and replaces its secret when so many calls more have come in."""

    def __init__(self, gemeente: Gemeente, soort: Soort) -> None:
        self.gemeente = gemeente
        self.soort = soort
        self.after: int | None = None

    def takes(self, secret: str) -> None:
        """From now on the gemeente knows us by ``secret`` only, and nothing counts that was given for another."""
        self.gemeente.clients[CLIENT_ID] = self.soort.client(secret)
        self.gemeente.trek_tokens_in()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.after is not None:
            self.after -= 1
            if self.after == 0:
                self.takes(NEW)
        await self.gemeente.app(scope, receive, send)


class Verhaal:
    """The gemeente, the service that asks it, and what was counted."""

    def __init__(self, toneel: Toneel, soort: Soort) -> None:
        clients = {CLIENT_ID: soort.client(PREVIOUS)}
        self.gemeente = toneel.gemeente(clients=clients, dialect=soort.dialect)
        self.wisselaar = Wisselaar(self.gemeente, soort)
        self.adres = toneel._start(self.wisselaar)
        kind = zaaktype(self.gemeente, "ZT-1", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld"))
        for number, bsn in enumerate((ANNA, BILAL, CARLA, DIRK)):
            zaak(self.gemeente, kind, bsn=bsn, identificatie=f"W-{number}")
        toegang = soort.toegang
        if toegang["soort"] == "oauth2":
            toegang = {**toegang, "tokenUrl": f"{self.adres}/token"}
        apis = {
            api: {"url": f"{self.adres}/{api}/api/v1/", "aliassen": [f"{self.gemeente.basis}/{api}/api/v1/"]}
            for api in ("zaken", "catalogi")
        }
        self.portaal: Portaal = toneel.portaal(
            {"waterdam": self.gemeente}, bron={**apis, "toegang": toegang, "gelijktijdig": AT_ONCE}
        )

    def ask(self, times: int) -> None:
        """So many questions of four people, many at once: each is answered, whole and with their own zaak."""
        people = (ANNA, BILAL, CARLA, DIRK)
        with ThreadPoolExecutor(8) as pool:
            overzichten = list(pool.map(self.portaal.find_zaken, (people[n % 4] for n in range(times))))
        assert [overzicht["volledig"] for overzicht in overzichten] == [True] * times
        assert [zaaknummers(overzicht) for overzicht in overzichten] == [[f"W-{n % 4}"] for n in range(times)]

    def counted(self) -> tuple[int, int, int]:
        """How many calls were answered, how many refused, and how many asked for a token; and start again."""
        calls = list(self.gemeente.ontvangen)
        tokens = sum(call.pad == "/token" for call in calls)
        refused = sum(call.status in (401, 403) for call in calls if call.pad != "/token")
        self.gemeente.reset()
        return len(calls) - refused - tokens, refused, tokens


@pytest.fixture(params=SOORTEN)
def soort(request: pytest.FixtureRequest) -> Soort:
    return SOORTEN[request.param]


@pytest.fixture
def switches() -> Iterator[list[tuple[str, str, str]]]:
    """Every switch that was told, as it comes."""
    told: list[tuple[str, str, str]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() == "secret_switched":
                told.append((record.levelname, vars(record)["bron"], vars(record)["what"]))

    logger, reader = logging.getLogger("mijnzaken_bff.upstream"), Reader(logging.INFO)
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(reader)
    yield told
    logger.removeHandler(reader)
    logger.setLevel(before)


def test_a_secret_is_replaced_while_questions_run_and_no_overzicht_fails(
    toneel: Toneel, soort: Soort, switches: list[tuple[str, str, str]]
) -> None:
    verhaal = Verhaal(toneel, soort)
    by_token = soort.toegang["soort"] == "oauth2"
    verhaal.ask(1)
    _, refused, tokens = verhaal.counted()
    assert (refused, tokens) == ((0, 2) if by_token else (1, 0))
    assert switches == [("WARNING", "waterdam", "vorig")]

    verhaal.ask(40)
    assert verhaal.counted() == (40, 0, 0)

    verhaal.wisselaar.after = 20
    verhaal.ask(40)
    answered, refused, tokens = verhaal.counted()
    assert answered == 40
    assert 1 <= refused <= AT_ONCE
    assert tokens == (2 if by_token else 0)
    assert switches == [("WARNING", "waterdam", "vorig"), ("INFO", "waterdam", "nieuw")]

    verhaal.ask(40)
    assert verhaal.counted() == (40, 0, 0)
    assert len(switches) == 2


def test_many_questions_right_after_a_restart_find_the_secret_out_together(
    toneel: Toneel, soort: Soort, switches: list[tuple[str, str, str]]
) -> None:
    verhaal = Verhaal(toneel, soort)
    by_token = soort.toegang["soort"] == "oauth2"

    verhaal.ask(40)

    _, refused, tokens = verhaal.counted()
    assert tokens == (2 if by_token else 0)
    assert refused in (range(1) if by_token else range(1, AT_ONCE + 1))
    assert switches == [("WARNING", "waterdam", "vorig")]


def test_who_takes_the_new_secret_already_is_never_shown_the_previous_one(
    toneel: Toneel, soort: Soort, switches: list[tuple[str, str, str]]
) -> None:
    verhaal = Verhaal(toneel, soort)
    verhaal.wisselaar.takes(NEW)

    verhaal.ask(8)

    _, refused, tokens = verhaal.counted()
    assert (refused, tokens) == (0, 1 if soort.toegang["soort"] == "oauth2" else 0)
    assert switches == []
