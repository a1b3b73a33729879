"""Who may use a route: every route names its channels, and gets a caller that fits."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request

from mijnzaken_bff.api import bronnen, zaken
from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.api.tempo import Tempogrenzen
from mijnzaken_bff.api.toelating import Toelating, no_bron
from mijnzaken_bff.app import published_contract
from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.caller import KANALEN_MET_BETROKKENE, BetrokkeneCaller, Caller, Kanaal
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground

ROUTES = [route for router in (zaken.router, bronnen.router) for route in router.routes if isinstance(route, APIRoute)]
TOT = datetime(2026, 11, 23, 16, tzinfo=UTC)
ANNA = Persoon(Bsn("999990019"))


def doors(route: APIRoute) -> list[Toelating]:
    return [found.call for found in route.dependant.dependencies if isinstance(found.call, Toelating)]


def request_of(caller: Caller) -> Request:
    async def verify(_: object) -> Caller:
        return caller

    tempo = Tempogrenzen(Grenzen(), ticks=lambda: 0.0)
    diensten = SimpleNamespace(verify=verify, tempo=tempo, klanten=frozenset(), meter=NoMeter())
    app = SimpleNamespace(state=SimpleNamespace(diensten=diensten))
    return Request({"type": "http", "headers": [], "client": ("127.0.0.1", 1), "app": app})


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
        "/zaken": {Kanaal.BURGER, Kanaal.ONDERNEMER},
        "/bronnen": set(Kanaal),
    }


@pytest.mark.parametrize("own", Kanaal)
@pytest.mark.parametrize("door", Kanaal)
async def test_a_door_lets_in_its_own_channel_alone(own: Kanaal, door: Kanaal) -> None:
    kind = BetrokkeneCaller if own in KANALEN_MET_BETROKKENE else Caller
    caller = kind(own, "x", ANNA if kind is BetrokkeneCaller else None, TOT)

    if own is door:
        assert await Toelating(frozenset({door}), no_bron)(request_of(caller)) is caller
    else:
        with pytest.raises(CallerForbidden) as refusal:
            await Toelating(frozenset({door}), no_bron)(request_of(caller))
        assert refusal.value.reden is Ground.CHANNEL


async def test_a_caller_without_a_betrokkene_never_gets_through_a_door_for_people() -> None:
    """Even if an issuer of that channel could give one."""
    with pytest.raises(CallerForbidden):
        await Toelating(KANALEN_MET_BETROKKENE, no_bron)(request_of(Caller(Kanaal.BURGER, "x", None, TOT)))
