"""A register behind a gateway, and the other ways to be let in: a fixed key, a fixed token, another token endpoint."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente import vulling
from mijnzaken_bff.demo.gemeente.client import CLIENT_ID, SECRET, Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, GATEWAY, ONEGROUND, OPEN_ZAAK, ZAKEN_16
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from tests.opnamen.schema import controleer, eis_standaarden
from tests.rooms.demo.verhaal import ANNA, OP_BSN, ROLLEN, ZAKEN, ZOEK, gestart, nummers, token, vul

INTERN = "http://open-zaak.intern.example:8000/oz"
SLEUTEL = "een-sleutel-die-nergens-anders-past-0123456789"


@pytest.fixture
def dialect() -> Dialect:
    return GATEWAY


def links_in(waarde: Any) -> Iterator[str]:
    if isinstance(waarde, dict):
        for deel in waarde.values():
            yield from links_in(deel)
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from links_in(deel)
    elif isinstance(waarde, str) and waarde.startswith("http"):
        yield waarde


# --- the gateway ------------------------------------------------------------------------------------------------------


def test_every_link_names_a_host_and_a_path_that_nobody_called(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    expand = ["zaaktype", "status", "status.statustype", "rollen"]
    antwoord = http.post(f"{ZOEK[1:]}?pageSize=1", json={OP_BSN: ANNA, "expand": expand})

    inhoud = antwoord.json()
    gevonden = list(links_in(inhoud))
    assert [link for link in gevonden if not link.startswith(f"{INTERN}/")] == []
    assert inhoud["next"] == f"{INTERN}{ZOEK}?page=2&pageSize=1"
    assert len(gevonden) > 20
    assert waterdam.adres != waterdam.basis
    assert str(waterdam.adres).endswith("/zgw/gemeente-x")


def test_it_is_reached_at_the_outer_address_only(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    pad = zaken["Z-1"]["url"].removeprefix(INTERN)
    kaal = str(waterdam.adres).removesuffix("/zgw/gemeente-x")

    assert http.get(pad[1:]).json()["url"] == zaken["Z-1"]["url"]
    assert http.get(f"{kaal}{pad}").status_code == 404
    assert http.get(f"{kaal}/oz{pad}").status_code == 404
    assert http.get(f"{kaal}/zgw/gemeente-xyz{pad}").status_code == 404
    assert waterdam.ontvangen[0].pad == f"/zgw/gemeente-x{pad}"


def test_a_filter_compares_with_the_link_as_it_was_served(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    intern = zaken["Z-1"]["url"]
    buiten = intern.replace(INTERN, str(waterdam.adres))

    assert http.get(ROLLEN[1:], params={"zaak": intern}).json()["count"] == 2
    assert http.get(ROLLEN[1:], params={"zaak": buiten}).json()["count"] == 0
    assert nummers(http.get(ZAKEN[1:], params={"zaaktype": zaken["Z-1"]["zaaktype"], OP_BSN: ANNA})) == [
        "Z-6",
        "Z-2",
        "Z-1",
    ]


def test_an_error_and_the_root_name_the_inner_address_too(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert http.get(f"{ZAKEN[1:]}?onzin=1").json()["type"].startswith(INTERN)
    assert http.get("zaken/api/v1/").json()["zaken"] == f"{INTERN}{ZAKEN}"


def test_a_fault_is_kept_to_an_api_by_its_own_path(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.fault = Fault("503", alleen="/catalogi")

    assert http.get("catalogi/api/v1/zaaktypen").status_code == 503
    assert http.get(ROLLEN[1:]).status_code == 200


def test_what_is_stored_before_it_runs_has_the_inner_address_already() -> None:
    gemeente = Gemeente("Waterdam", "000740457", dialect=GATEWAY)

    assert gemeente.adres is None
    assert vulling.catalogus(gemeente)["url"].startswith(f"{INTERN}/catalogi/api/v1/")


def test_a_gateway_can_be_stopped_by_the_address_it_gave(loopback: Loopback) -> None:
    adres = start_gemeente(loopback, Gemeente("Duinoord", "000740457", dialect=GATEWAY))

    loopback.stop(adres)

    with pytest.raises(httpx.ConnectError):
        httpx.get(adres, trust_env=False)


@pytest.mark.parametrize("pad", ["zaken", "rollen", "statussen", "resultaten"])
def test_what_passes_the_gateway_is_what_open_zaak_promises(
    pad: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    eis_standaarden()

    controleer(http.get(f"zaken/api/v1/{pad}").json(), "zaken", f"/{pad}")


@pytest.mark.parametrize("pad", ["zaaktypen", "statustypen", "resultaattypen"])
def test_the_catalogus_behind_the_gateway_is_what_open_zaak_promises(
    pad: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    eis_standaarden()

    controleer(http.get(f"catalogi/api/v1/{pad}").json(), "catalogi", f"/{pad}")
    controleer(http.get(zaken["Z-1"]["url"].removeprefix(f"{INTERN}/")).json(), "zaken", "/zaken/{uuid}")


# --- other ways in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", [OPEN_ZAAK, ESUITE, ZAKEN_16, ONEGROUND], ids=lambda dialect: str(dialect.naam))
@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (Client(SLEUTEL, header="X-Api-Key"), {"X-Api-Key": SLEUTEL}),
        (Client(SLEUTEL, header="Authorization", schema="Token"), {"Authorization": f"Token {SLEUTEL}"}),
        (Client(SLEUTEL, header="Authorization", schema="Bearer"), {"Authorization": f"Bearer {SLEUTEL}"}),
    ],
)
def test_a_fixed_header_lets_one_in_and_nothing_else_does(
    client: Client, headers: dict[str, str], dialect: Dialect, loopback: Loopback
) -> None:
    gemeente = Gemeente("Duinoord", "000740457", clients={"vast": client}, dialect=dialect)
    adres = start_gemeente(loopback, gemeente)
    geweigerd = 401 if dialect.afgewezen_is_401 else 403

    def status(headers: dict[str, str]) -> int:
        return httpx.get(f"{adres}{ROLLEN}", headers=headers, trust_env=False).status_code

    bijna = {naam: f"{waarde}x" for naam, waarde in headers.items()}
    zelf_getekend = {"Authorization": f"Bearer {token(client_id='vast')}"}
    assert [status(een) for een in (headers, bijna, {}, zelf_getekend)] == [200, geweigerd, geweigerd, geweigerd]


def test_a_client_with_a_fixed_key_sees_no_more_than_it_may(loopback: Loopback) -> None:
    gemeente = Gemeente("Duinoord", "000740457", clients={})
    adres = start_gemeente(loopback, gemeente)
    zaken = vul(gemeente)
    gemeente.clients["vast"] = Client(
        SLEUTEL,
        header="X-Api-Key",
        alle=False,
        zaaktypen=frozenset({zaken["Z-1"]["zaaktype"]}),
        maximale_vertrouwelijkheid="zaakvertrouwelijk",
    )

    antwoord = httpx.get(f"{adres}{ZAKEN}", headers={"X-Api-Key": SLEUTEL, "Accept-Crs": "EPSG:4326"}, trust_env=False)

    assert "Z-4" in zaken
    assert nummers(antwoord) == ["Z-6", "Z-5", "Z-3", "Z-2", "Z-1"]


def test_a_secret_is_in_no_repr() -> None:
    assert SLEUTEL not in repr(Client(SLEUTEL, header="X-Api-Key"))


def test_another_token_endpoint_takes_json_and_says_nothing_about_a_lifetime(loopback: Loopback) -> None:
    dialect = replace(OPEN_ZAAK, tokenpad="/login", tokenvelden=("authorization",), zgw_jwt=False)
    with gestart(loopback, dialect) as (gemeente, http):
        antwoord = http.post(
            "/login",
            json={"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": SECRET},
        )
        uitgegeven = antwoord.json()["authorization"]

        assert list(antwoord.json()) == ["authorization"]
        assert http.get(ROLLEN).status_code == 403
        assert http.get(ROLLEN, headers={"Authorization": f"Bearer {uitgegeven}"}).status_code == 200
        gemeente.trek_tokens_in()
        assert http.get(ROLLEN, headers={"Authorization": f"Bearer {uitgegeven}"}).status_code == 403
        assert http.get("/login").status_code == 405
        assert http.post("/login", content="geen json", headers={"Content-Type": "application/json"}).status_code == 400


def test_where_no_tokens_are_issued_there_is_no_endpoint(loopback: Loopback) -> None:
    with gestart(loopback, OPEN_ZAAK) as (_, http):
        assert http.post(str(ONEGROUND.tokenpad)).status_code == 404


# --- dialects in general ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dialect", [OPEN_ZAAK, ONEGROUND, ESUITE, ZAKEN_16, GATEWAY], ids=lambda dialect: str(dialect.naam)
)
def test_the_same_zaken_go_into_every_dialect(dialect: Dialect) -> None:
    gemeente = Gemeente("Waterdam", "000740457", basis="http://waterdam.example", dialect=dialect)
    naast = Gemeente("Waterdam", "000740457", basis="http://waterdam.example")
    vul(gemeente)
    vul(naast)

    assert gemeente.opslag.alle("zaken") == naast.opslag.alle("zaken")
    assert gemeente.opslag.alle("rollen") == naast.opslag.alle("rollen")


def test_a_vorm_leaves_what_is_stored_as_it_was(loopback: Loopback) -> None:
    with gestart(loopback, ESUITE) as (gemeente, http):
        vul(gemeente)
        http.get(ROLLEN)

        assert [rol for rol in gemeente.opslag.alle("rollen") if "contactpersoonRol" not in rol] == []


def test_every_trait_of_every_product_is_one_that_somebody_asks_for() -> None:
    """A trait that all products share, and that no other test replaces, would be an idle promise."""
    producten = [
        OPEN_ZAAK,
        ONEGROUND,
        *ONEGROUND.oudere.values(),
        *ONEGROUND.oudere_documenten.values(),
        ESUITE,
        ZAKEN_16,
        GATEWAY,
    ]
    gelijk = {
        trait.name
        for trait in fields(Dialect)
        if all(getattr(product, trait.name) == getattr(OPEN_ZAAK, trait.name) for product in producten)
    }

    elders_beproefd = {
        "bladmaat",
        "document_expand_detail",
        "expand_detail",
        "in_bladen",
        "mislukte_relaties",
        "token_levensduur",
        "tokenvelden",
        "zgw_jwt",
    }
    assert gelijk == elders_beproefd


def test_a_detail_can_be_closed_to_expand_as_well(loopback: Loopback) -> None:
    with gestart(loopback, replace(ONEGROUND, expand_detail="status")) as (gemeente, http):
        zaak = vul(gemeente)["Z-1"]["url"]

        assert http.get(zaak, params={"expand": "rollen"}).status_code == 400
        assert http.get(zaak, params={"expand": "status"}).status_code == 200


def test_a_register_may_be_read_with_get_only_and_without_pages(loopback: Loopback) -> None:
    with gestart(loopback, replace(OPEN_ZAAK, zoek_geweigerd=405, in_bladen=False)) as (gemeente, http):
        vul(gemeente)

        assert http.post(ZOEK, json={OP_BSN: ANNA}).status_code == 405
        assert [zaak["identificatie"] for zaak in http.get(ZAKEN, params={OP_BSN: ANNA}).json()] == [
            "Z-6",
            "Z-2",
            "Z-1",
        ]
