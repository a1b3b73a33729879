"""Who may use a route: every route names its channels, and gets a caller that fits."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request

from mijnzaken_bff.api import bronnen, documenten, stroom, zaakdetail, zaken
from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.api.toelating import Toelating, callers
from mijnzaken_bff.app import published_contract
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.domain.caller import KANALEN_MET_BETROKKENE, BetrokkeneCaller, Caller, Kanaal
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground
from tests.stories.portaal import Toneel, vragen_aan
from tests.stories.sleutelhuis import Sleutelhuis

ROUTERS = (zaken.router, stroom.router, zaakdetail.router, documenten.router, bronnen.router)
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
OF_PEOPLE = {Kanaal.BURGER, Kanaal.ONDERNEMER}
TOT = datetime(2026, 11, 23, 16, tzinfo=UTC)


def doors(route: APIRoute) -> list[Toelating]:
    return [found.call for found in route.dependant.dependencies if isinstance(found.call, Toelating)]


def request_of(caller: Caller) -> Request:
    async def verify(_: object) -> Caller:
        return caller

    tempo = Tempogrenzen(Grenzen(), ticks=lambda: 0.0)
    diensten = SimpleNamespace(verify=verify, tempo=tempo, klanten=frozenset(), meter=NoMeter())
    return Request({"type": "http", "headers": [], "client": ("127.0.0.1", 1), "state": {"diensten": diensten}})


def test_these_are_all_routes_of_the_contract() -> None:
    assert {route.path for route in ROUTES} == set(published_contract()["paths"])


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_route_of_the_contract_names_its_channels(route: APIRoute) -> None:
    (door,) = doors(route)

    assert door.kanalen
    wants = [p.annotation for p in inspect.signature(route.endpoint, eval_str=True).parameters.values()]
    if BetrokkeneCaller in wants:
        assert door.kanalen <= KANALEN_MET_BETROKKENE
    assert "403" in published_contract()["paths"][route.path]["get"]["responses"]


def test_the_zaken_are_for_people_and_the_bronnen_for_everybody() -> None:
    assert {route.path: doors(route)[0].kanalen for route in ROUTES} == {
        "/zaken": OF_PEOPLE,
        "/zaken/stroom": OF_PEOPLE,
        "/zaken/{zaakId}": OF_PEOPLE,
        "/zaken/{zaakId}/documenten/{documentId}/inhoud": OF_PEOPLE,
        "/bronnen": set(Kanaal),
    }


class Kanalen:
    """The service with an issuer for each channel, and beside its own routes one that is for each channel alone.

    The contract has no route yet that is for medewerkers alone, so this is how the other direction is shown.
    """

    def __init__(self, toneel: Toneel, waterdam: Gemeente) -> None:
        self.waterdam = waterdam
        self.huizen = {kanaal: Sleutelhuis(toneel, f"voor-{kanaal}") for kanaal in Kanaal}
        of_people = {"betrokkene": [{"type": "bsn", "pad": ["bsn"]}, {"type": "kvk", "pad": ["kvk"]}]}
        of_nobody: dict[str, Any] = {"betrokkene": ..., "betrouwbaarheid": ...}
        uitgevers = [
            huis.uitgever(kanaal=kanaal.value, **(of_people if kanaal in KANALEN_MET_BETROKKENE else of_nobody))
            for kanaal, huis in self.huizen.items()
        ]
        self.portaal = toneel.portaal({"waterdam": waterdam}, uitgevers=uitgevers)
        for kanaal in Kanaal:
            self.portaal.app.fastapi.get(f"/v1/{kanaal}")(self._route(kanaal))

    @staticmethod
    def _route(kanaal: Kanaal) -> Callable[..., Awaitable[dict[str, str]]]:
        async def who_asks(caller: Caller = callers(kanaal)) -> dict[str, str]:
            return {"kanaal": caller.kanaal.value}

        return who_asks

    def get(self, pad: str, own: Kanaal) -> httpx.Response:
        """The answer to somebody of the channel ``own``, whose token names Anna whatever that is."""
        return self.portaal.client.get(pad, headers={"Authorization": f"Bearer {self.huizen[own].token()}"})

    def refused(self, own: Kanaal) -> float:
        """How often somebody of this channel came to a door of another."""
        name = f'mijnzaken_token_geweigerd_total{{reden="kanaal",uitgever="voor-{own}"}}'
        return self.portaal.counted(name)


@pytest.fixture
def kanalen(toneel: Toneel, waterdam: Gemeente) -> Iterator[Kanalen]:
    kanalen = Kanalen(toneel, waterdam)
    yield kanalen
    for huis in kanalen.huizen.values():
        huis.stop()


@pytest.mark.parametrize("own", Kanaal)
def test_t31_a_token_opens_the_door_of_its_own_channel_alone(kanalen: Kanalen, own: Kanaal) -> None:
    answers = {door: kanalen.get(f"/v1/{door}", own) for door in Kanaal}

    assert {door: answer.status_code for door, answer in answers.items()} == {**dict.fromkeys(Kanaal, 403), own: 200}
    assert answers.pop(own).json() == {"kanaal": own.value}
    assert {answer.json()["type"] for answer in answers.values()} == {"urn:mijnzaken:probleem:geen-toegang"}
    assert kanalen.refused(own) == len(answers)


def test_t31_a_citizen_can_do_nothing_an_employee_can_and_the_reverse(kanalen: Kanalen) -> None:
    citizen = [kanalen.get(pad, Kanaal.BURGER).status_code for pad in ("/v1/medewerker", "/v1/zaken")]
    asked = vragen_aan(kanalen.waterdam)
    employee = [kanalen.get(pad, Kanaal.MEDEWERKER).status_code for pad in ("/v1/medewerker", "/v1/zaken")]

    assert (citizen, employee) == ([403, 200], [200, 403])
    assert vragen_aan(kanalen.waterdam) == asked > 0


async def test_t31_a_caller_without_a_betrokkene_never_gets_through_a_door_for_people() -> None:
    """Even if an issuer of that channel could give one: none can, so here the door stands by itself."""
    with pytest.raises(CallerForbidden) as refusal:
        await Toelating(KANALEN_MET_BETROKKENE)(request_of(Caller(Kanaal.BURGER, "x", None, TOT)))
    assert refusal.value.reden is Ground.CHANNEL
