"""The dialect of the e-Suite, as its clients describe it: little is understood, and much is answered all the same."""

from dataclasses import replace

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vormen import zonder_volgnummer
from tests.opnamen.schema import controleer, eis_standaarden
from tests.rooms.demo.verhaal import (
    ANNA,
    BRAM,
    KVK,
    NIEMAND,
    NP,
    OP_BSN,
    OP_KVK,
    OP_RSIN,
    OP_VESTIGING,
    ROLLEN,
    RSIN,
    VESTIGING,
    ZAKEN,
    ZOEK,
    nummers,
)

IEDEREEN = ["Z-1", "Z-2", "Z-3", "Z-4", "Z-5", "Z-6"]


@pytest.fixture
def dialect() -> Dialect:
    return ESUITE


def test_there_is_no_search(http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]) -> None:
    met_405 = http.post(ZOEK, json={OP_BSN: ANNA}).status_code
    waterdam.dialect = replace(ESUITE, zoek_geweigerd=404)

    assert (met_405, http.post(ZOEK, json={OP_BSN: ANNA}).status_code) == (405, 404)


@pytest.mark.parametrize(
    ("query", "verwacht"),
    [
        ({OP_BSN: ANNA}, ["Z-1", "Z-2", "Z-6"]),
        ({OP_BSN: NIEMAND}, []),
        ({OP_RSIN: KVK}, ["Z-4"]),
        ({OP_RSIN: RSIN}, []),
        ({"startdatum": "2026-03-01"}, ["Z-1", "Z-6"]),
        ({"identificatie": "Z-3"}, ["Z-3"]),
    ],
)
def test_it_knows_a_few_filters(
    query: dict[str, str], verwacht: list[str], http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert nummers(http.get(ZAKEN, params=query)) == verwacht


@pytest.mark.parametrize(
    "query",
    [
        {OP_KVK: KVK},
        {OP_VESTIGING: VESTIGING},
        {"einddatum__isnull": "true"},
        {"startdatum__lte": "2026-01-31"},
        {"maximaleVertrouwelijkheidaanduiding": "openbaar"},
        {"rol__omschrijvingGeneriek": "beslisser"},
        {"ordering": "-startdatum"},
        {"pageSize": "1"},
        {"onzin": "1"},
    ],
)
def test_what_it_does_not_know_it_ignores_and_so_it_gives_everybodys_zaken(
    query: dict[str, str], http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert nummers(http.get(ZAKEN, params=query)) == IEDEREEN
    assert nummers(http.get(ZAKEN, params={**query, OP_BSN: BRAM})) == ["Z-2", "Z-3"]


def test_nothing_is_expanded_and_nobody_says_so(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    lijst = http.get(ZAKEN, params={OP_BSN: ANNA, "expand": "onzin,rollen"}).json()["results"]
    detail = http.get(zaken["Z-1"]["url"], params={"expand": "onzin,rollen"}).json()

    assert [zaak for zaak in (*lijst, detail) if "_expand" in zaak] == []


def test_a_kvk_number_is_kept_where_the_rsin_belongs(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    rollen = http.get(ROLLEN, params={"zaak": zaken["Z-4"]["url"]}).json()["results"]

    wie = next(rol["betrokkeneIdentificatie"] for rol in rollen if rol["betrokkeneType"] == "niet_natuurlijk_persoon")
    assert wie["innNnpId"] == KVK
    assert "kvkNummer" not in wie


@pytest.mark.parametrize("erbij", [{NP: BRAM}, {"betrokkeneType": "vestiging"}, {"omschrijvingGeneriek": "beslisser"}])
def test_the_rollen_of_a_zaak_come_all_or_not_at_all(
    erbij: dict[str, str], http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    query = {"zaak": zaken["Z-1"]["url"], **erbij}
    alle = http.get(ROLLEN, params=query).json()["results"]
    waterdam.dialect = replace(ESUITE, rollen_van_zaak="weigeren")

    assert [rol["omschrijvingGeneriek"] for rol in alle] == ["initiator", "behandelaar"]
    assert http.get(ROLLEN, params=query).status_code == 400
    assert http.get(ROLLEN, params={"zaak": zaken["Z-1"]["url"]}).json()["count"] == 2
    assert http.get(ROLLEN, params={NP: BRAM}).json()["count"] == 2


def test_its_pages_are_numbered_and_oldest_first(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ESUITE, bladmaat=4)

    eerste = http.get(ZAKEN)
    tweede = http.get(eerste.json()["next"])

    assert nummers(eerste) + nummers(tweede) == IEDEREEN
    assert tweede.json()["next"] is None
    assert http.get(f"{ZAKEN}?page=3").status_code == 404


def test_a_register_may_know_no_pages_at_all(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ESUITE, in_bladen=False)

    assert isinstance(http.get(ZAKEN).json(), list)
    assert nummers(http.get(ZAKEN, params={OP_BSN: ANNA})) == ["Z-1", "Z-2", "Z-6"]
    assert isinstance(http.get(ROLLEN).json(), list)
    assert isinstance(http.get("/catalogi/api/v1/statustypen").json(), list)


def test_a_status_is_set_at_midnight_and_a_medewerker_has_one_name(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    status = http.get("/zaken/api/v1/statussen", params={"zaak": zaken["Z-1"]["url"]}).json()["results"][0]
    rol = http.get(ROLLEN, params={"zaak": zaken["Z-1"]["url"]}).json()["results"][1]

    assert status["datumStatusGezet"] == "2026-03-01T00:00:00Z"
    assert rol["betrokkeneIdentificatie"] == {"identificatie": "MED002", "volledigeNaam": "Ambtenaar"}


def test_the_catalogus_is_there_but_for_its_own_list(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert http.get("/catalogi/api/v1/catalogussen").status_code == 500
    assert http.get(zaken["Z-1"]["zaaktype"]).json()["omschrijving"] == "Parkeervergunning aanvragen"
    statustypen = http.get("/catalogi/api/v1/statustypen", params={"zaaktype": zaken["Z-1"]["zaaktype"]}).json()
    assert [een["volgnummer"] for een in statustypen["results"]] == [1, 2, 3]


def test_a_statustype_may_be_without_a_volgnummer_and_a_collection_may_be_missing(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(
        ESUITE, vormen=(*ESUITE.vormen, zonder_volgnummer), afwezig=frozenset({"resultaattypen"})
    )

    statustypen = http.get("/catalogi/api/v1/statustypen").json()["results"]
    assert [een for een in statustypen if "volgnummer" in een] == []
    assert http.get("/catalogi/api/v1/resultaattypen").status_code == 404


def test_it_asks_for_no_crs_and_says_nothing_about_versions(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    del http.headers["Accept-Crs"]

    antwoord = http.get(ZAKEN)

    assert antwoord.status_code == 200
    assert [naam for naam in antwoord.headers if "version" in naam or "crs" in naam] == []


@pytest.mark.parametrize("pad", ["zaken", "rollen", "statussen", "resultaten"])
def test_its_lists_are_those_of_zaken_1_0(pad: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    inhoud = http.get(f"/zaken/api/v1/{pad}").json()

    assert inhoud["results"]
    controleer(inhoud, "zaken", f"/{pad}", "1.0")


@pytest.mark.parametrize("nummer", ["Z-1", "Z-3", "Z-6"])
def test_its_detail_is_that_of_zaken_1_0(nummer: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    inhoud = http.get(zaken[nummer]["url"]).json()

    assert "rollen" not in inhoud
    controleer(inhoud, "zaken", "/zaken/{uuid}", "1.0")


@pytest.mark.parametrize("pad", ["zaaktypen", "statustypen", "resultaattypen", "roltypen"])
def test_its_catalogus_is_that_of_the_standard(pad: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    controleer(http.get(f"/catalogi/api/v1/{pad}").json(), "catalogi", f"/{pad}", "1.0")
