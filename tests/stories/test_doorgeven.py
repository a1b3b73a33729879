"""What is passed on between a caller and the gemeenten: what is meant for it, and nothing else in either direction."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.draad import said
from tests.stories.portaal import ANNA, BILAL, CARLA, CLIENT_ID, SECRET, Portaal, Toneel, zaaknummers
from tests.stories.portier import portier

STAPPEN = ("Ontvangen", "In behandeling", "Afgehandeld")


def filled(gemeente: Gemeente) -> Gemeente:
    """A gemeente in which Anna and Bilal each have a zaak."""
    soort = zaaktype(gemeente, "ZT-1", "Parkeervergunning", statustypen=STAPPEN, resultaattypen=("Verleend",))
    zaak(gemeente, soort, bsn=ANNA, identificatie="W-ANNA")
    zaak(gemeente, soort, bsn=BILAL, identificatie="W-BILAL")
    return gemeente


def with_more(tree: Any) -> Any:
    """Fifty fields that no standard knows in every object, with the BSN of somebody else in many places."""
    match tree:
        case dict():
            odd: dict[str, Any] = {f"extra{n}": f"bsn {CARLA}, intern {n}" for n in range(44)}
            odd |= {"bsn": CARLA, "inpBsn": CARLA, "naam": "Carla Verzonnen", "_intern": [{"bsn": CARLA}]}
            odd |= {"volledig": False, "aantal": 999}
            return {**odd, **{key: with_more(value) for key, value in tree.items()}}
        case list():
            return [with_more(value) for value in tree]
        case _:
            return tree


def test_t25_fifty_fields_that_nobody_asked_for_change_nothing_in_the_answer(toneel: Toneel) -> None:
    gemeente = portier(toneel)
    filled(gemeente)
    portaal = toneel.portaal({"waterdam": gemeente})
    as_it_was = portaal.find_zaken(ANNA)

    gemeente.herschrijving = lambda _, answer: with_more(answer)
    again = toneel.portaal({"waterdam": gemeente})
    answer = again.get("/v1/zaken", ANNA)

    assert zaaknummers(as_it_was) == ["W-ANNA"]
    assert answer.json() == as_it_was
    assert "extra" not in answer.text
    assert "Verzonnen" not in answer.text
    assert CARLA not in answer.text
    assert CARLA not in again.get("/v1/bronnen").text


class Koekenbakker(Gemeente):
    """Gives everybody a cookie with every answer."""

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""

        async def baked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("Set-Cookie", "sessie=van-anna; Path=/; Max-Age=3600")
                headers.append("Set-Cookie", "volg=1")
            await send(message)

        await super().app(scope, receive, baked)


def test_t28_a_cookie_of_a_gemeente_is_never_sent_back_nor_handed_on(toneel: Toneel) -> None:
    gemeente = Koekenbakker("Gemeente Waterdam", "001117518", clients={CLIENT_ID: Client(SECRET)}, nu=toneel.klok.now)
    filled(toneel.opening(gemeente))
    portaal = toneel.portaal({"waterdam": gemeente})

    answers = [portaal.get("/v1/zaken", wie) for wie in (ANNA, BILAL, ANNA)]

    assert [zaaknummers(answer.json()) for answer in answers] == [["W-ANNA"], ["W-BILAL"], ["W-ANNA"]]
    assert len(gemeente.ontvangen) >= 3
    assert not [o for o in gemeente.ontvangen if "cookie" in {name.lower() for name in o.headers}]
    assert not [answer for answer in answers if "set-cookie" in answer.headers]


NAMES = (
    "Fsc-Grant-Hash", "Fsc-Transaction-Id", "X-Ontvanger", "X-API-Key", "X-Forwarded-For", "X-Forwarded-Host",
    "X-Forwarded-Proto", "Forwarded", "traceparent", "tracestate", "Cookie", "Accept-Crs", "Content-Crs",
    "X-NLX-Logrecord-ID", "X-Request-Id", "X-NLX-Request-Subject-Identifier", "Api-Version", "User-Agent", "Referer",
    "Accept-Language", "Raadpleegsleutel",
)  # fmt: skip
HOSTILE = (
    "van-de-vrager",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,van-de-vrager",
    "van-de-vrager\t; x=%0d%0aX-Ingevoegd:%20ja",
    "van-de-vrager \u00ff\u00e9",
)
"""What HTTP lets through in a value; CR, LF and NUL it does not, see below."""


@pytest.mark.parametrize("value", HOSTILE)
def test_t49_nothing_that_a_caller_writes_in_a_header_reaches_a_gemeente(
    toneel: Toneel, waterdam: Gemeente, value: str
) -> None:
    filled(waterdam)
    portaal = toneel.portaal({"waterdam": waterdam}, dienst={"proxies": ["127.0.0.1"]})
    headers = [(name.encode(), value.encode("latin-1")) for name in NAMES]
    token = (b"Authorization", f"Bearer {portaal.token(ANNA)}".encode())

    answer = portaal.client.get("/v1/zaken?zaaknummer=%0d%0aX-Ingevoegd:ja", headers=[token, *headers])
    assert answer.status_code == 400
    answer = portaal.client.get("/v1/zaken", headers=[token, *headers])

    assert answer.status_code == 200
    assert waterdam.ontvangen
    told = json.dumps([[o.pad, o.query, dict(o.headers)] for o in waterdam.ontvangen]).lower()
    assert "van-de-vrager" not in told
    assert "ingevoegd" not in told
    for name in NAMES[:11]:
        assert f'"{name.lower()}"' not in told, name


@pytest.mark.parametrize("breaking", [b"a\rX-Ingevoegd: ja", b"a\x00b", b"a\n b", b"a\x0bb"])
def test_t49_a_line_that_is_smuggled_into_a_header_is_no_http(
    portaal: Portaal, waterdam: Gemeente, breaking: bytes
) -> None:
    request = b"GET /v1/zaken HTTP/1.1\r\nHost: x\r\ntraceparent: " + breaking + b"\r\nConnection: close\r\n\r\n"

    assert said(portaal.adres, request).status == 400
    assert waterdam.ontvangen == []


def test_t50_baggage_of_a_caller_goes_nowhere(
    portaal: Portaal, waterdam: Gemeente, caplog: pytest.LogCaptureFixture
) -> None:
    filled(waterdam)
    caplog.set_level("DEBUG")

    answer = portaal.get("/v1/zaken", ANNA, headers={"baggage": f"bsn={CARLA},wie=carla", "tracestate": f"x={CARLA}"})

    assert zaaknummers(answer.json()) == ["W-ANNA"]
    told = json.dumps([[o.pad, o.query, dict(o.headers)] for o in waterdam.ontvangen]).lower()
    assert CARLA not in told
    assert "baggage" not in told
    assert "tracestate" not in told
    assert not [record for record in caplog.records if CARLA in repr(vars(record))]
    assert CARLA not in f"{answer.text} {answer.headers}"
    assert CARLA not in portaal.app.metrics().decode()
