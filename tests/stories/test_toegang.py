"""Gemeenten that want another proof than a ZGW JWT: a gateway stands in front, and lets nobody else through."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.portaal import ANNA, CLIENT_ID, SECRET, Portaal, Toneel, uitkomsten, zaaknummers

KEY = "een-sleutel-die-alleen-in-deze-verhalen-bestaat"


class Gateway:
    """Stands in front of a gemeente: who brings the right proof, goes on with a ZGW JWT of the gateway."""

    def __init__(self, toneel: Toneel, gemeente: Gemeente, lets_in: Callable[[dict[str, str]], bool]) -> None:
        self.klok = toneel.klok
        self.gemeente = gemeente
        self.lets_in = lets_in
        self.seen: list[dict[str, str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.gemeente.app(scope, receive, send)
            return
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        self.seen.append(headers)
        if not self.lets_in(headers):
            await answer(send, 401, {"code": "not_authenticated"})
            return
        claims = {"iss": CLIENT_ID, "client_id": CLIENT_ID, "iat": int(self.klok.now().timestamp())}
        token = f"Bearer {jwt.encode(claims, SECRET, algorithm='HS256')}".encode()
        rest = [(name, value) for name, value in scope["headers"] if name.lower() != b"authorization"]
        await self.gemeente.app({**scope, "headers": [*rest, (b"authorization", token)]}, receive, send)


class Tokens:
    """A token endpoint that counts, and can be told to fail."""

    def __init__(self) -> None:
        self.given = 0
        self.status = 200
        self.valid: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif self.status != 200:
            await answer(send, self.status, {"error": "invalid_client"})
        else:
            self.given += 1
            self.valid = {f"Bearer token-{self.given}"}
            await answer(send, 200, {"access_token": f"token-{self.given}", "expires_in": 300})

    def let_in(self, headers: dict[str, str]) -> bool:
        """Whether the newest token was shown."""
        return headers.get("authorization") in self.valid


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def answer(send: Send, status: int, body: Any) -> None:
    start: Message = {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/json")]}
    await send(start)
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def gateway(toneel: Toneel, gemeente: Gemeente, lets_in: Callable[[dict[str, str]], bool]) -> tuple[Gateway, str]:
    """A running gateway, and its address."""
    built = Gateway(toneel, gemeente, lets_in)
    return built, toneel._start(built)


def behind(gemeente: Gemeente, adres: str, toegang: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What is configured of a bron whose gemeente is reached through ``adres``."""
    return {
        api: {"url": f"{adres}/{api}/api/v1/", "aliassen": [f"{gemeente.basis}/{api}/api/v1/"], **more}
        for api in ("zaken", "catalogi")
    } | {"toegang": toegang}


def opened(toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, **waterdam_settings: Any) -> Portaal:
    for gemeente, nummer in ((waterdam, "W-1"), (heuvelrijk, "H-1")):
        zaak(
            gemeente,
            zaaktype(gemeente, "ZT-1", "Parkeervergunning", statustypen=("Ontvangen", "Afgehandeld")),
            bsn=ANNA,
            identificatie=nummer,
        )
    return toneel.portaal({"waterdam": waterdam, "heuvelrijk": heuvelrijk}, per_bron={"waterdam": waterdam_settings})


def oauth2(adres: str) -> dict[str, Any]:
    return {"soort": "oauth2", "tokenUrl": f"{adres}/token", "clientId": CLIENT_ID, "secret": SECRET}


PROOFS: dict[str, tuple[dict[str, Any], dict[str, str], dict[str, str]]] = {
    "apiSleutel": ({"soort": "apiSleutel", "header": "X-API-Key", "sleutel": KEY}, {}, {"x-api-key": KEY}),
    "token": ({"soort": "token", "schema": "Token", "token": KEY}, {}, {"authorization": f"Token {KEY}"}),
    "outway": ({"soort": "geen"}, {"Fsc-Grant-Hash": "$1$3$Zm9v$"}, {"fsc-grant-hash": "$1$3$Zm9v$"}),
}
"""What is configured of toegang and headers, and what the gateway then sees."""


@pytest.mark.parametrize("kind", PROOFS)
def test_a_gemeente_behind_a_gateway_is_asked_with_the_proof_that_the_gateway_wants(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, kind: str
) -> None:
    toegang, headers, proof = PROOFS[kind]
    poort, adres = gateway(toneel, waterdam, lambda shown: shown.items() >= proof.items())
    portaal = opened(toneel, waterdam, heuvelrijk, **behind(waterdam, adres, toegang, headers=headers))

    overzicht = portaal.find_zaken(ANNA)

    assert overzicht["volledig"] is True
    assert sorted(zaaknummers(overzicht)) == ["H-1", "W-1"]
    assert poort.seen
    other = " ".join(f"{asked.headers}" for asked in heuvelrijk.ontvangen)
    assert not any(value in other for value in proof.values())


def test_a_gemeente_behind_a_token_endpoint_is_asked_with_one_token_for_all_its_apis(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
) -> None:
    tokens = Tokens()
    _, adres = gateway(toneel, waterdam, tokens.let_in)
    portaal = opened(toneel, waterdam, heuvelrijk, **behind(waterdam, adres, oauth2(toneel._start(tokens))))

    for _ in range(3):
        assert portaal.find_zaken(ANNA)["volledig"] is True

    assert tokens.given == 1


def test_a_token_that_was_revoked_is_renewed_and_nobody_notices(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
) -> None:
    tokens = Tokens()
    _, adres = gateway(toneel, waterdam, tokens.let_in)
    portaal = opened(toneel, waterdam, heuvelrijk, **behind(waterdam, adres, oauth2(toneel._start(tokens))))
    portaal.find_zaken(ANNA)
    tokens.valid.clear()

    overzicht = portaal.find_zaken(ANNA)

    assert sorted(zaaknummers(overzicht)) == ["H-1", "W-1"]
    assert overzicht["volledig"] is True
    assert tokens.given == 2


@pytest.mark.parametrize(("status", "uitkomst"), [(401, "geenToegang"), (500, "onbereikbaar"), (503, "overbelast")])
def test_a_token_endpoint_that_fails_costs_its_own_bron_and_is_called_by_its_name(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente, status: int, uitkomst: str
) -> None:
    tokens = Tokens()
    tokens.status = status
    _, adres = gateway(toneel, waterdam, tokens.let_in)
    portaal = opened(toneel, waterdam, heuvelrijk, **behind(waterdam, adres, oauth2(toneel._start(tokens))))

    overzicht = portaal.find_zaken(ANNA)

    assert zaaknummers(overzicht) == ["H-1"]
    assert uitkomsten(overzicht) == {"heuvelrijk": "ok", "waterdam": uitkomst}
    toneel.klok.later(seconds=2)
    tokens.status = 200
    assert portaal.find_zaken(ANNA)["volledig"] is True


def test_a_gemeente_that_refuses_us_once_is_asked_once_more(
    toneel: Toneel, waterdam: Gemeente, heuvelrijk: Gemeente
) -> None:
    portaal = opened(toneel, waterdam, heuvelrijk)
    waterdam.fault = Fault("401", keer=1)

    overzicht = portaal.find_zaken(ANNA)

    assert overzicht["volledig"] is True
    assert sorted(zaaknummers(overzicht)) == ["H-1", "W-1"]
