"""When the caller leaves: what was asked for him is broken off, and nothing more is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.stories.bedrijven import LOGINS
from tests.stories.draad import wire
from tests.stories.portaal import CLIENT_ID, SECRET, Toneel, vragen_aan
from tests.stories.proces import serving
from tests.stories.wachten import until

WINKEL = LOGINS["kvk en rsin"]
"""A company with a KvK-nummer and an RSIN: searched for in two ways, so at each bron a question stands in line."""
ONDERWEG = "mijnzaken_verzoeken_onderweg"


class Luisteraar(Gemeente):
    """Notices when a question that it lets wait is broken off."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.afgebroken = 0

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""

        async def counted() -> Message:
            message = await receive()
            self.afgebroken += message["type"] == "http.disconnect"
            return message

        await super().app(scope, counted, send)


@pytest.fixture
def gemeenten(toneel: Toneel) -> dict[str, Luisteraar]:
    """Four gemeenten that let everybody wait."""
    gemeenten = {}
    for naam, rsin in (("a", "001117518"), ("b", "000740457"), ("c", "111222333"), ("d", "999990160")):
        gemeente = Luisteraar(f"Gemeente {naam}", rsin, clients={CLIENT_ID: Client(SECRET)}, nu=toneel.klok.now)
        toneel.opening(gemeente)
        gemeente.fault = Fault("hangt")
        gemeenten[naam] = gemeente
    return gemeenten


def slow(toneel: Toneel, gemeenten: dict[str, Luisteraar]) -> dict[str, Any]:
    """A configuration with time enough to leave in, and one question to a bron at a time: others stand in line."""
    bron = {"tijd": {"totaal": "50s", "verbinden": "2s", "lezen": "50s"}, "gelijktijdig": 1}
    return toneel.configuratie(gemeenten, tijd={"lijst": "55s"}, bron=bron)


def leave(adres: str, token: str, gemeenten: dict[str, Luisteraar]) -> None:
    """Ask, wait until every gemeente is asked, and leave."""
    with httpx.Client(base_url=adres, trust_env=False, timeout=30) as client, pytest.raises(httpx.ReadTimeout):
        client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"}, timeout=1.0)
    assert [vragen_aan(gemeente) for gemeente in gemeenten.values()] == [1] * len(gemeenten)


def assert_all_is_still(gemeenten: dict[str, Luisteraar], counted: Callable[[str], float]) -> None:
    """Every question that ran is broken off, and those that stood in line were never put."""
    until(lambda: counted(ONDERWEG) == 0)
    until(lambda: [gemeente.afgebroken for gemeente in gemeenten.values()] == [1] * len(gemeenten))
    assert [vragen_aan(gemeente) for gemeente in gemeenten.values()] == [1] * len(gemeenten)


def assert_nobody_lost_a_place(
    adres: str, token: str, gemeenten: dict[str, Luisteraar], counted: Callable[[str], float]
) -> None:
    """The next who asks gets an answer of every gemeente: the one place at each of them came free."""
    for gemeente in gemeenten.values():
        gemeente.fault = Fault()
    answer = httpx.get(f"{adres}/v1/zaken", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=30)

    assert answer.status_code == 200
    assert answer.json()["volledig"] is True
    assert counted(ONDERWEG) == 0


def test_when_the_caller_leaves_every_question_stops_and_no_other_starts(
    toneel: Toneel, gemeenten: dict[str, Luisteraar]
) -> None:
    portaal = toneel.portaal_op(slow(toneel, gemeenten))
    token = portaal.token_of(WINKEL)

    leave(portaal.adres, token, gemeenten)

    assert_all_is_still(gemeenten, portaal.counted)
    assert [event.uitkomst for event in portaal.events.told if event.soort == "verzoek"] == ["afgebroken"]
    assert_nobody_lost_a_place(portaal.adres, token, gemeenten, portaal.counted)


def test_the_same_holds_for_the_service_as_it_is_run(
    toneel: Toneel, gemeenten: dict[str, Luisteraar], tmp_path: Path
) -> None:
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    token = toneel.uitgever.token(acr="http://eidas.europa.eu/LoA/substantial", **WINKEL)

    with serving(tmp_path, slow(toneel, gemeenten)) as proces:
        leave(proces.adres, token, gemeenten)

        assert_all_is_still(gemeenten, proces.counted)
        assert_nobody_lost_a_place(proces.adres, token, gemeenten, proces.counted)


@pytest.mark.parametrize("later", [False, True], ids=["at once", "while the first is answered"])
def test_the_same_holds_for_who_asked_something_more_on_the_same_connection(
    toneel: Toneel, gemeenten: dict[str, Luisteraar], tmp_path: Path, later: bool
) -> None:
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    token = toneel.uitgever.token(acr="http://eidas.europa.eu/LoA/substantial", **WINKEL)
    first = f"GET /v1/zaken HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    second = b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"

    with serving(tmp_path, slow(toneel, gemeenten)) as proces:
        with wire(proces.adres) as connected:
            connected.sendall(first if later else first + second)
            until(lambda: [vragen_aan(gemeente) for gemeente in gemeenten.values()] == [1] * len(gemeenten))
            if later:
                connected.sendall(second)

        assert_all_is_still(gemeenten, proces.counted)
