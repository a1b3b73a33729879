"""Every recorded question to the four APIs that it has, put again to the simulated gemeente over real HTTP.

Compared are the status, the headers that matter and the body. Volatile, and left out: the ``instance`` of an error.
Without order: links, and the resources inside ``_expand``, which the real register gives in varying order.
"""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import jwt
import pytest

from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from tests.opnamen.lezen import Letter, Uitwisseling, uitwisselingen
from tests.opnamen.schema import controleer, eis_standaarden
from tests.opnamen.vullen import APIS, SECRET, gemeente_uit_opnamen

_DEEL = "asks the whole register, of which 300 zaken only those of the recorded persons and companies are here"
_HTML = "the HTML page is the product's own dashboard, which is not ours to copy"

UITZONDERINGEN: Mapping[str, str] = {
    "a/valkuilen/bsn-leeg-geeft-alles": _DEEL,
    "a/valkuilen/zoek-typefout-geeft-alles": _DEEL,
    "a/valkuilen/zoek-bsn-leeg-geeft-alles": _DEEL,
    "a/valkuilen/statussen-zonder-zaak": _DEEL,
    "a/fouten/404-html-slash": _HTML,
    "a/fouten/404-html-pad": _HTML,
}
"""The exchanges whose body is not the same, and why. Their status is, here as well."""

_HEADERS = (
    "content-type",
    "content-crs",
    "api-version",
    "vary",
    "content-length",
    "content-disposition",
    "last-modified",
)

Claims = dict[str, Any]


def _token(claims: Claims, secret: str = SECRET) -> str:
    return jwt.encode({naam: waarde for naam, waarde in claims.items() if waarde is not None}, secret, "HS256")


def _authorization(uitwisseling: Uitwisseling, nu: int) -> str:
    """The header as it must have been: the tokens themselves were left out of the recordings."""
    goed: Claims = {"iss": uitwisseling.client_id, "client_id": uitwisseling.client_id, "iat": nu}
    varianten = {
        "403-jwt-verlopen": _token({**goed, "iat": nu - 7200}),
        "403-jwt-exp-voorbij": _token({**goed, "exp": nu - 60}),
        "403-jwt-nbf-toekomst": _token({**goed, "nbf": nu + 600}),
        "200-jwt-iat-toekomst": _token({**goed, "iat": nu + 120}),
        "403-jwt-zonder-iat": _token({**goed, "iat": None}),
        "403-fout-secret": _token(goed, "een-heel-ander-geheim-dat-ook-lang-genoeg-is"),
        "403-onbekende-client": _token({**goed, "client_id": "onbekend"}),
        "403-client-zonder-applicatie": _token({**goed, "client_id": "lab-zonder-applicatie"}),
        "403-geen-jwt": "dit-is-geen-jwt",
    }
    return f"Bearer {varianten.get(uitwisseling.naam) or _token(goed)}"


def _stel(http: httpx.Client, uitwisseling: Uitwisseling, etags: Mapping[str, str], nu: int) -> httpx.Response:
    headers = dict(uitwisseling.headers)
    if "Authorization" in headers:
        headers["Authorization"] = _authorization(uitwisseling, nu)
    if "If-None-Match" in headers:
        headers["If-None-Match"] = etags[uitwisseling.pad]  # an ETag means something to its own register only
    if uitwisseling.status == 204:
        headers["Connection"] = "close"  # a 204 with a body spoils a connection that is kept
    return http.request(uitwisseling.methode, uitwisseling.pad, headers=headers, json=uitwisseling.body)


def _vergelijkbaar(waarde: Any, *, binnenin: bool = False) -> Any:
    """``waarde`` without what is volatile, and with the lists that have no order in a fixed one."""
    if isinstance(waarde, dict):
        return {
            veld: _vergelijkbaar(inhoud, binnenin=binnenin or veld == "_expand")
            for veld, inhoud in waarde.items()
            if veld != "instance"
        }
    if isinstance(waarde, list):
        items = [_vergelijkbaar(item, binnenin=binnenin) for item in waarde]
        links = all(isinstance(item, str) and item.startswith("http") for item in items)
        return sorted(items, key=json.dumps) if links or binnenin else items
    return waarde


def _verschillen(uitwisseling: Uitwisseling, antwoord: httpx.Response) -> list[str]:
    verschillen = []
    if antwoord.status_code != uitwisseling.status:
        verschillen.append(f"status {antwoord.status_code} instead of {uitwisseling.status}")
    for header in _HEADERS:
        verwacht = uitwisseling.antwoord_headers.get(header)
        if antwoord.headers.get(header) != verwacht:
            verschillen.append(f"{header} {antwoord.headers.get(header)} instead of {verwacht}")
    if ("etag" in antwoord.headers) is not ("etag" in uitwisseling.antwoord_headers):
        verschillen.append("an etag too many or too few")
    inhoud = antwoord.json() if antwoord.headers.get("content-type") == "application/json" else None
    if uitwisseling.binair is not None and antwoord.content != uitwisseling.binair:
        verschillen.append("other bytes")
    if _vergelijkbaar(inhoud) != _vergelijkbaar(uitwisseling.inhoud):
        verschillen.append("another body")
    return verschillen


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture(scope="module")
def opgenomen(loopback: Loopback) -> Iterator[httpx.Client]:
    """What asks gemeente a everything, as the client that may see it."""
    token = _token({"client_id": "lab-alles", "iat": int(time.time())})
    headers = {"Authorization": f"Bearer {token}", "Accept-Crs": "EPSG:4326"}
    adres = start_gemeente(loopback, gemeente_uit_opnamen("a"))
    with httpx.Client(base_url=adres, headers=headers, trust_env=False) as http:
        yield http


@pytest.mark.parametrize("letter", ["a", "b"])
def test_the_simulated_gemeente_answers_as_the_real_register_did(
    letter: Letter, loopback: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    adres = start_gemeente(loopback, gemeente_uit_opnamen(letter))
    nu = int(time.time())
    etags: dict[str, str] = {}
    anders: dict[str, list[str]] = {}
    gesteld = [een for een in uitwisselingen(letter) if een.api in APIS]
    with httpx.Client(base_url=adres, trust_env=False) as http:
        for uitwisseling in gesteld:
            antwoord = _stel(http, uitwisseling, etags, nu)
            if "etag" in antwoord.headers:
                etags[uitwisseling.pad] = antwoord.headers["etag"]
            verschillen = _verschillen(uitwisseling, antwoord)
            if verschillen:
                anders[uitwisseling.sleutel] = verschillen

    uitgezonderd = {sleutel for sleutel in UITZONDERINGEN if sleutel.startswith(f"{letter}/")}
    gelijk = len(gesteld) - len(anders)
    with capsys.disabled():
        print(f"\ngemeente {letter}: {gelijk} of {len(gesteld)} equal ({gelijk / len(gesteld):.2%})")  # noqa: T201
    onverwacht = {sleutel: waarom for sleutel, waarom in anders.items() if sleutel not in uitgezonderd}
    assert onverwacht == {}
    assert uitgezonderd - anders.keys() == set(), "these exceptions are none any more"
    assert not [waarom for waarom in anders.values() if waarom[0].startswith("status")]
    assert gelijk / len(gesteld) >= 0.99


def test_the_links_in_an_answer_are_a_set_and_the_items_of_a_page_are_not() -> None:
    assert _vergelijkbaar({"rollen": ["http://b", "http://a"]}) == _vergelijkbaar({"rollen": ["http://a", "http://b"]})
    assert _vergelijkbaar({"results": [{"n": 2}, {"n": 1}]}) != _vergelijkbaar({"results": [{"n": 1}, {"n": 2}]})


def test_a_204_with_a_length_has_that_many_bytes_behind_it(opgenomen: httpx.Client) -> None:
    """What was measured and no recording can hold: a client that keeps the connection reads them as the next answer."""
    (leeg,) = (een for een in uitwisselingen("a") if een.naam == "download-zonder-inhoud")
    adres = opgenomen.base_url
    vraag = f"GET {leeg.pad} HTTP/1.1\r\nHost: x\r\nAuthorization: {opgenomen.headers['Authorization']}\r\n"

    with socket.create_connection((adres.host, adres.port or 80), timeout=5) as lijn:
        lijn.sendall(f"{vraag}Connection: close\r\n\r\n".encode())
        with lijn.makefile("rb") as stroom:
            kop, _, body = stroom.read().partition(b"\r\n\r\n")

    assert kop.startswith(b"HTTP/1.1 204")
    assert body == b"application/octet-stream"
    assert len(body) == int(leeg.antwoord_headers["content-length"])


@pytest.mark.parametrize(
    ("api", "pad", "query"),
    [
        ("zaken", "/zaken", "?expand=status,rollen,resultaat"),
        ("zaken", "/statussen", ""),
        ("zaken", "/rollen", "?pageSize=500"),
        ("zaken", "/resultaten", ""),
        ("catalogi", "/catalogussen", ""),
        ("catalogi", "/zaaktypen", ""),
        ("catalogi", "/statustypen", ""),
        ("catalogi", "/resultaattypen", ""),
        ("catalogi", "/roltypen", ""),
        ("catalogi", "/informatieobjecttypen", ""),
        ("catalogi", "/besluittypen", ""),
        ("catalogi", "/eigenschappen", ""),
        ("catalogi", "/zaaktype-informatieobjecttypen", ""),
        ("documenten", "/enkelvoudiginformatieobjecten", "?expand=informatieobjecttype"),
        ("besluiten", "/besluiten", ""),
    ],
)
def test_its_answers_are_what_the_openapi_file_of_open_zaak_promises(
    api: str, pad: str, query: str, opgenomen: httpx.Client
) -> None:
    eis_standaarden()

    antwoord = opgenomen.get(f"/{api}/api/v1{pad}{query}")

    assert antwoord.json()["results"]
    controleer(antwoord.json(), api, pad)
