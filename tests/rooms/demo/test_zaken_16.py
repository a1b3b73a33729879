"""The dialect of Zaken 1.6: expand everywhere and to any depth, and ``fields`` in a search."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.client import CLIENT_ID, SECRET, Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ZAKEN_16
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from tests.opnamen.schema import controleer, eis_standaarden
from tests.rooms.demo.verhaal import ANNA, BRAM, KVK, OP_BSN, OP_KVK, ROLLEN, ZAKEN, ZOEK, codes, nummers

ALLES = "zaaktype,status.statustype,resultaat.resultaattype,rollen"


@pytest.fixture
def dialect() -> Dialect:
    return ZAKEN_16


def zoek(http: httpx.Client, body: object, **query: str) -> httpx.Response:
    return http.post(ZOEK, json=body, params=query)


# --- expand -----------------------------------------------------------------------------------------------------------


def test_a_search_expands_by_its_query_and_still_by_its_body(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    per_query = zoek(http, {OP_BSN: BRAM}, expand=ALLES)
    per_body = zoek(http, {OP_BSN: BRAM, "expand": ALLES})

    assert nummers(per_query) == ["Z-3", "Z-2"]
    assert per_query.json()["results"] == per_body.json()["results"]
    zaak = per_query.json()["results"][0]
    assert zaak["_expand"]["status"]["_expand"]["statustype"]["omschrijving"] == "Klaar"
    assert zaak["status"] == zaak["_expand"]["status"]["url"]


def test_the_body_may_be_closed_to_expand(http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]) -> None:
    waterdam.dialect = replace(ZAKEN_16, expand_in_zoekbody=None)

    assert "_expand" not in zoek(http, {OP_BSN: BRAM, "expand": ALLES}).json()["results"][0]
    assert "_expand" in zoek(http, {OP_BSN: BRAM}, expand=ALLES).json()["results"][0]


def test_there_is_no_bottom_to_a_path(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    pad = "status.statustype.zaaktype.catalogus"

    deel = zoek(http, {"identificatie": "Z-1"}, expand=pad).json()["results"][0]
    for naam in pad.split("."):
        deel = deel["_expand"][naam]

    assert deel["domein"] == "DEMO"


def test_what_was_not_asked_is_not_expanded_and_what_is_empty_is_an_empty_object(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    kaal = zoek(http, {"identificatie": "Z-6"}).json()["results"][0]
    uit = zoek(http, {"identificatie": "Z-6"}, expand="status,deelzaken").json()["results"][0]

    assert "_expand" not in kaal
    assert uit["_expand"] == {"status": {}, "deelzaken": []}


@pytest.mark.parametrize(
    ("pad", "expand", "naam"),
    [
        ("rollen", "roltype,zaak.zaaktype", "roltype"),
        ("statussen", "statustype", "statustype"),
        ("resultaten", "resultaattype.zaaktype", "resultaattype"),
    ],
)
def test_other_lists_and_details_expand_as_well(
    pad: str, expand: str, naam: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    eis_standaarden()
    lijst = http.get(f"/zaken/api/v1/{pad}", params={"expand": expand}).json()
    detail = http.get(lijst["results"][0]["url"], params={"expand": expand}).json()

    assert lijst["results"][0]["_expand"][naam]["omschrijving"]
    assert detail["_expand"][naam] == lijst["results"][0]["_expand"][naam]
    controleer(lijst, "zaken", f"/{pad}", "1.6")
    controleer(detail, "zaken", f"/{pad}/{{uuid}}", "1.6")


def test_a_link_that_leads_nowhere_is_left_out(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    zaken["Z-1"]["hoofdzaak"] = f"{zaken['Z-1']['url'][:-1]}x"

    assert list(http.get(zaken["Z-1"]["url"], params={"expand": "hoofdzaak,status"}).json()["_expand"]) == ["status"]
    assert "_expand" not in velden(http, "Z-1", ["url", {"hoofdzaak": ["url"]}])


@pytest.mark.parametrize("expand", ["onzin", "status.onzin", "omschrijving", "rollen.roltype.onzin"])
def test_a_path_that_does_not_exist_is_a_404(expand: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    url = zaken["Z-1"]["url"]
    antwoorden = [
        zoek(http, {OP_BSN: ANNA}, expand=expand),
        http.get(ZAKEN, params={"expand": expand}),
        http.get(url, params={"expand": expand}),
        http.get(ROLLEN, params={"expand": expand}),
    ]

    assert [antwoord.status_code for antwoord in antwoorden] == [404] * 4


# --- fields -----------------------------------------------------------------------------------------------------------


def velden(http: httpx.Client, nummer: str, fields: list[Any]) -> dict[str, Any]:
    antwoord = zoek(http, {"identificatie": nummer, "fields": fields})
    assert antwoord.status_code == 200, antwoord.text
    zaak: dict[str, Any] = antwoord.json()["results"][0]
    return zaak


def test_only_the_asked_columns_come_back(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert velden(http, "Z-1", ["identificatie", "startdatum"]) == {"identificatie": "Z-1", "startdatum": "2026-03-01"}


def test_what_is_asked_within_a_relation_comes_in_expand(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    zaak = velden(
        http,
        "Z-3",
        [
            "identificatie",
            {
                "zaaktype": ["omschrijving", {"catalogus": ["domein"]}],
                "status": ["datumStatusGezet", {"statustype": ["volgnummer"]}],
                "resultaat": ["*"],
                "rollen": ["omschrijvingGeneriek", "betrokkeneIdentificatie"],
                "processobject": ["identificatie"],
            },
        ],
    )

    uit = zaak.pop("_expand")
    assert zaak == {"identificatie": "Z-3", "processobject": {"identificatie": ""}}
    assert uit["zaaktype"] == {
        "omschrijving": "Parkeervergunning aanvragen",
        "_expand": {"catalogus": {"domein": "DEMO"}},
    }
    assert uit["status"] == {"datumStatusGezet": "2026-02-09T09:00:00Z", "_expand": {"statustype": {"volgnummer": 3}}}
    assert set(uit["resultaat"]) == {"url", "uuid", "zaak", "resultaattype", "toelichting"}
    assert [set(rol) for rol in uit["rollen"]] == [{"omschrijvingGeneriek", "betrokkeneIdentificatie"}] * 2
    assert uit["rollen"][0]["betrokkeneIdentificatie"]["inpBsn"] == BRAM


def test_everything_may_be_asked_with_a_star(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    heel = zoek(http, {"identificatie": "Z-1"}).json()["results"][0]

    assert velden(http, "Z-1", ["*"]) == heel
    assert velden(http, "Z-6", ["url", {"status": ["*"]}])["_expand"] == {"status": {}}


@pytest.mark.parametrize(
    "fields",
    [
        ["onzin"],
        ["laatstGemuteerd"],
        [{"onzin": ["url"]}],
        [{"status": ["onzin"]}],
        [{"status": [{"zaak": ["onzin"]}]}],
    ],
)
def test_a_column_that_does_not_exist_is_a_404(
    fields: list[Any], http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert zoek(http, {OP_BSN: ANNA, "fields": fields}).status_code == 404


def test_fields_and_expand_exclude_each_other(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    vraag = {OP_BSN: ANNA, "fields": ["url"]}

    assert codes(zoek(http, vraag, expand="status")) == [("fields", "invalid")]
    assert codes(zoek(http, {**vraag, "expand": "status"})) == [("fields", "invalid")]
    assert codes(zoek(http, {**vraag, "fields": "url"})) == [("fields", "invalid")]
    assert codes(zoek(http, {**vraag, "fields": [7]})) == [("fields", "invalid")]


def test_a_selection_from_the_catalogus_takes_the_right_to_read_it(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.clients[CLIENT_ID] = Client(SECRET, catalogi_lezen=False)

    assert zoek(http, {OP_BSN: ANNA, "fields": ["url", {"status": [{"statustype": ["url"]}]}]}).status_code == 403
    assert zoek(http, {OP_BSN: ANNA, "fields": ["url", {"status": ["url"]}]}).status_code == 200


# --- keys, pages, errors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sleutel", [OP_KVK, "pageSize", "onzin", "page", "status__statustype"])
def test_an_unknown_key_of_a_search_is_refused(sleutel: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    antwoord = zoek(http, {OP_BSN: ANNA, sleutel: "1"})

    assert codes(antwoord) == [("nonFieldErrors", "unknown-parameters")]
    assert antwoord.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("sleutel", [OP_KVK, "pageSize", "onzin"])
def test_an_unknown_key_of_a_list_is_refused(sleutel: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert codes(http.get(ZAKEN, params={sleutel: KVK})) == [("nonFieldErrors", "unknown-parameters")]
    assert codes(http.get(ROLLEN, params={"pageSize": "1"})) == [("nonFieldErrors", "unknown-parameters")]


def test_an_unknown_key_of_a_search_may_also_be_dropped(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ZAKEN_16, weigert_in_body=None)

    assert nummers(zoek(http, {OP_BSN: BRAM, "onzin": 1})) == ["Z-3", "Z-2"]


def test_a_page_holds_a_hundred(http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]) -> None:
    assert ZAKEN_16.bladmaat_van("zaken") == 100
    waterdam.dialect = replace(ZAKEN_16, bladmaat=4)

    assert len(nummers(zoek(http, {}))) == 4
    assert len(nummers(zoek(http, {}, page="2"))) == 2


def test_nothing_is_left_that_only_open_zaak_has(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    zaak = http.get(zaken["Z-1"]["url"]).json()
    rollen = http.get(ROLLEN).json()["results"]

    assert {"laatstGemuteerd", "laatstGeopend", "gerelateerdeZaken", "communicatiekanaalNaam"} & set(zaak) == set()
    assert {"beginGeldigheid", "authenticatieContext"} & set(rollen[0]) == set()
    wie = {rol["betrokkeneType"]: rol["betrokkeneIdentificatie"] for rol in rollen}
    assert "kvkNummer" not in wie["niet_natuurlijk_persoon"]
    assert wie["vestiging"]["kvkNummer"] == KVK


# --- the standard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("expand", ["", ALLES, "rollen.roltype.zaaktype,hoofdzaak,deelzaken,zaakinformatieobjecten"])
def test_its_zaken_are_those_of_the_openapi_file(expand: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    controleer(http.get(ZAKEN, params={"expand": expand}).json(), "zaken", "/zaken", "1.6")
    controleer(zoek(http, {OP_BSN: BRAM}, expand=expand).json(), "zaken", "/zaken/_zoek", "1.6", "post")
    for zaak in zaken.values():
        controleer(http.get(zaak["url"], params={"expand": expand}).json(), "zaken", "/zaken/{uuid}", "1.6")


@pytest.mark.parametrize("pad", ["zaaktypen", "statustypen", "resultaattypen", "roltypen"])
def test_its_catalogus_is_that_of_the_openapi_file(pad: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    """But for the catalogussen, of which the file says that they are zaaktypen."""
    eis_standaarden()

    controleer(http.get(f"/catalogi/api/v1/{pad}").json(), "catalogi", f"/{pad}", "1.6")
