"""The dialect of OneGround: what its source says it answers, put to it over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
import pytest

from mijnzaken_bff.demo.gemeente import vulling
from mijnzaken_bff.demo.gemeente.client import CLIENT_ID, SECRET, Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ONEGROUND
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback, start_gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
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
    codes,
    gestart,
    nummers,
    token,
)

TOKENPAD = "/realms/OneGround/protocol/openid-connect/token"
ALLES = "zaaktype,status,status.statustype,resultaat,resultaat.resultaattype,rollen"


@pytest.fixture
def dialect() -> Dialect:
    return ONEGROUND


def zoek(http: httpx.Client, body: object, **query: str) -> httpx.Response:
    return http.post(ZOEK, json=body, params=query)


# --- expand -----------------------------------------------------------------------------------------------------------


def test_as_shipped_a_search_and_a_list_expand_nothing(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    gezocht = zoek(http, {OP_BSN: ANNA, "expand": "status"})
    gelezen = http.get(ZAKEN, params={"expand": "status"})

    assert codes(gezocht) == codes(gelezen) == [("expand", "disabled-expand")]
    assert gezocht.json()["invalidParams"][0]["reason"] == "Expand is uitgeschakeld op deze operatie."
    assert gezocht.json()["code"] == "invalid"


def test_an_operator_may_allow_some_paths_and_refuses_the_others(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ONEGROUND, expand_zoek="status, resultaat")

    toegestaan = zoek(http, {OP_BSN: BRAM, "expand": "status,resultaat", "ordering": "startdatum"})

    assert nummers(toegestaan) == ["Z-2", "Z-3"]
    assert [set(zaak["_expand"]) for zaak in toegestaan.json()["results"]] == [{"status", "resultaat"}] * 2
    assert codes(zoek(http, {OP_BSN: BRAM, "expand": "status,status.statustype"})) == [("expand", "disabled-expand")]
    assert codes(http.get(ZAKEN, params={"expand": "status"})) == [("expand", "disabled-expand")]


def test_a_path_that_does_not_exist_is_refused_before_one_that_is_disabled(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = zoek(http, {OP_BSN: ANNA, "expand": "status,zaaktype.statustypen"})

    assert codes(antwoord) == [("expand", "invalid-expand-field")]


def test_the_expand_of_a_search_is_text_and_a_list_is_refused(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert codes(zoek(http, {OP_BSN: ANNA, "expand": ["status"]})) == [("expand", "other")]


def test_a_detail_expands_everything_and_parents_come_along(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    uit = http.get(zaken["Z-3"]["url"], params={"expand": "Status.StatusType, resultaat.resultaattype"}).json()

    assert uit["_expand"]["status"]["_expand"]["statustype"]["omschrijving"] == "Klaar"
    assert uit["_expand"]["resultaat"]["_expand"]["resultaattype"]["omschrijving"] == "Toegekend"
    assert uit["status"] == uit["_expand"]["status"]["url"]
    assert "_expand" not in http.get(zaken["Z-3"]["url"]).json()


def test_an_empty_relation_is_an_empty_object(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    paden = f"{ALLES},hoofdzaak,deelzaken,zaakverzoeken"
    uit = http.get(zaken["Z-6"]["url"], params={"expand": paden}).json()["_expand"]
    waterdam.dialect = replace(ONEGROUND, lege_relatie="null")
    anders = http.get(zaken["Z-6"]["url"], params={"expand": paden}).json()["_expand"]

    assert (uit["status"], uit["resultaat"], uit["hoofdzaak"]) == ({}, {}, {})
    assert (uit["deelzaken"], uit["zaakverzoeken"]) == ([], [])
    assert (anders["status"], anders["hoofdzaak"], anders["deelzaken"]) == (None, None, [])


@pytest.mark.parametrize("relatie", ["zaaktype", "status", "rollen", "status.statustype"])
def test_a_relation_that_failed_is_an_error_inside_a_200(
    relatie: str, http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ONEGROUND, mislukte_relaties=frozenset({relatie}))

    antwoord = http.get(zaken["Z-1"]["url"], params={"expand": ALLES})

    deel = antwoord.json()
    for naam in relatie.split("."):
        deel = deel["_expand"][naam]
    assert antwoord.status_code == 200
    assert list(deel) == ["_error"]
    assert deel["_error"]["status"] == 404


def test_a_link_that_leads_nowhere_is_an_error_in_its_place(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    zaken["Z-1"]["hoofdzaak"] = f"{zaken['Z-1']['url'][:-1]}x"

    antwoord = http.get(zaken["Z-1"]["url"], params={"expand": "hoofdzaak,status"})

    assert antwoord.json()["_expand"]["hoofdzaak"]["_error"]["code"] == "not_found"
    assert antwoord.json()["_expand"]["status"]["url"] == zaken["Z-1"]["status"]


def test_an_expanded_rol_spells_its_identification_with_a_capital(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    rol = http.get(zaken["Z-1"]["url"], params={"expand": "rollen"}).json()["_expand"]["rollen"][0]
    los = http.get(rol["url"]).json()

    assert rol["BetrokkeneIdentificatie"]["inpBsn"] == los["betrokkeneIdentificatie"]["inpBsn"] == ANNA
    assert "betrokkeneIdentificatie" not in rol


# --- pages and order --------------------------------------------------------------------------------------------------


def test_a_page_holds_fifty_zaken_and_a_page_of_zaaktypen_thirty(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    zaaktype = waterdam.opslag.alle("zaaktypen")[0]
    for _ in range(50):
        vulling.zaak(waterdam, zaaktype, bsn=NIEMAND)
    for nummer in range(31):
        vulling.zaaktype(waterdam, f"ZT-{nummer}", "Vergunning", statustypen=["Ontvangen"])

    gezocht = zoek(http, {})
    assert len(gezocht.json()["results"]) == 50
    assert gezocht.json()["next"] == f"{waterdam.basis}{ZOEK}?page=2"
    assert len(zoek(http, {}, page="2").json()["results"]) == 6
    assert zoek(http, {}, page="2").json()["previous"] == f"{waterdam.basis}{ZOEK}?page=1"
    assert len(http.get("/catalogi/api/v1/zaaktypen").json()["results"]) == 30


def test_a_link_to_the_next_page_repeats_the_bsn_and_not_the_order_and_encodes_nothing(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ONEGROUND, bladmaten={"zaken": 1})
    zaaktype = zaken["Z-1"]["zaaktype"]

    volgende = http.get(ZAKEN, params={OP_BSN: ANNA, "zaaktype": zaaktype, "ordering": "startdatum"}).json()["next"]

    assert volgende == f"{waterdam.basis}{ZAKEN}?{OP_BSN}={ANNA}&zaaktype={zaaktype}&page=2"


@pytest.mark.parametrize(("pagina", "status"), [("7", 404), ("0", 500), ("-1", 500), ("abc", 400)])
def test_a_page_that_does_not_exist_is_refused_in_one_of_three_ways(
    pagina: str, status: int, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = zoek(http, {OP_BSN: ANNA}, page=pagina)

    assert antwoord.status_code == status
    assert antwoord.json()["code"] == {404: "not_found", 500: "other", 400: "invalid"}[status]


def test_zaken_come_oldest_first_and_an_unknown_key_is_the_moment_of_registration(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    op_volgorde = [f"Z-{nummer}" for nummer in range(1, 7)]

    assert nummers(zoek(http, {})) == op_volgorde
    assert nummers(zoek(http, {"ordering": "onzin"})) == op_volgorde
    assert nummers(zoek(http, {"ordering": "-startdatum,-identificatie"})) == op_volgorde[::-1]


def test_zaken_of_one_day_come_in_another_order_every_time(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    vraag = {OP_BSN: ANNA, "ordering": "-startdatum"}

    eerste, tweede, derde = (nummers(zoek(http, vraag)) for _ in range(3))

    assert (eerste, tweede, derde) == (["Z-1", "Z-6", "Z-2"], ["Z-6", "Z-1", "Z-2"], ["Z-1", "Z-6", "Z-2"])


def test_so_between_two_pages_a_zaak_can_come_twice_and_another_not_at_all(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ONEGROUND, bladmaten={"zaken": 2})
    vraag = {OP_BSN: ANNA, "ordering": "startdatum"}

    eerste, tweede = (nummers(zoek(http, vraag, page=pagina)) for pagina in ("1", "2"))

    assert (eerste, tweede) == (["Z-2", "Z-1"], ["Z-1"])


def test_the_order_of_a_register_that_was_reset_is_that_of_the_first_time(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    vraag = {OP_BSN: ANNA, "ordering": "-startdatum"}
    eerste = nummers(zoek(http, vraag))

    waterdam.reset()

    assert nummers(zoek(http, vraag)) == eerste


# --- keys and values --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sleutel", ["pageSize", "page", OP_KVK, "onzin", "zaaktype__not_in", "status__statustype"])
def test_an_unknown_key_in_a_body_is_refused_by_name(
    sleutel: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = zoek(http, {OP_BSN: ANNA, sleutel: "1"})

    assert codes(antwoord) == [(sleutel, "invalid")]
    assert antwoord.json()["invalidParams"][0]["reason"] == "Invalid body parameter"


@pytest.mark.parametrize("sleutel", ["pageSize", OP_KVK, "onzin", "uuid__in"])
def test_an_unknown_key_in_a_query_is_refused_by_name(
    sleutel: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = http.get(ZAKEN, params={OP_BSN: ANNA, sleutel: "1"})

    assert codes(antwoord) == [(sleutel, "invalid")]
    assert antwoord.json()["invalidParams"][0]["reason"] == "Invalid query parameter"


def test_the_query_of_a_search_is_read_for_its_page_and_nothing_else(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert nummers(zoek(http, {OP_BSN: ANNA}, pageSize="1", onzin="1", expand="status")) == ["Z-1", "Z-2", "Z-6"]


def test_a_key_counts_in_any_case(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert nummers(zoek(http, {OP_BSN.lower(): ANNA})) == ["Z-1", "Z-2", "Z-6"]
    assert nummers(http.get(ZAKEN, params={OP_BSN.upper(): ANNA})) == ["Z-1", "Z-2", "Z-6"]


@pytest.mark.parametrize(
    ("waarde", "code"),
    [("99999365", "invalid-length"), ("99999365A", "only-digits"), ("999993654", "invalid"), ("", "invalid-length")],
)
def test_a_bsn_must_pass_the_elfproef(waarde: str, code: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    antwoord = zoek(http, {OP_BSN: waarde})

    assert codes(antwoord) == [(f"R{OP_BSN[1:]}", code)]
    assert nummers(zoek(http, {OP_BSN: NIEMAND})) == []


@pytest.mark.parametrize(
    ("sleutel", "waarde", "code"),
    [
        ("bronorganisatie", "123456789", "invalid"),
        ("startdatum__lte", "2026-3-1", "invalid"),
        ("startdatum__lte", "1752-12-31", "invalid"),
        ("startdatum__lte", "2026-03-01T00:00:00Z", "invalid"),
        ("startdatum__lte", "", "invalid"),
        ("einddatum__isnull", "1", "invalid"),
        ("maximaleVertrouwelijkheidaanduiding", "Openbaar", "invalid_choice"),
        ("rol__omschrijvingGeneriek", "Initiator", "invalid_choice"),
        ("rol__betrokkeneType", "burger", "invalid_choice"),
        ("zaaktype", "geen-url", "invalid-resource"),
        (OP_RSIN, "1234567890", "max_length"),
        (OP_VESTIGING, "1" * 25, "max_length"),
    ],
)
def test_a_value_that_is_wrong_is_refused_under_a_name_with_a_capital(
    sleutel: str, waarde: str, code: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert codes(zoek(http, {sleutel: waarde})) == [(sleutel[:1].upper() + sleutel[1:], code)]


@pytest.mark.parametrize(
    ("body", "verwacht"),
    [
        ({"einddatum__isnull": True, OP_BSN: BRAM}, ["Z-2"]),
        ({"einddatum__isnull": "false"}, ["Z-3"]),
        ({"startdatum__lte": "2026-02-01"}, ["Z-2", "Z-3"]),
        ({"maximaleVertrouwelijkheidaanduiding": "zaakvertrouwelijk", "startdatum__gte": "2026-04-01"}, ["Z-5"]),
        ({"bronorganisatie__in": ["000740457", RSIN], OP_BSN: BRAM}, ["Z-2", "Z-3"]),
        ({"uuid__in": []}, []),
        ({OP_RSIN: RSIN}, ["Z-4"]),
        ({OP_RSIN: "123456789"}, []),
        ({OP_RSIN: ""}, []),
        ({OP_VESTIGING: VESTIGING}, ["Z-5"]),
        ({OP_BSN: None}, ["Z-1", "Z-2", "Z-3", "Z-4", "Z-5", "Z-6"]),
        ({}, ["Z-1", "Z-2", "Z-3", "Z-4", "Z-5", "Z-6"]),
    ],
)
def test_a_search_finds_what_its_source_says(
    body: dict[str, Any], verwacht: list[str], http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert nummers(zoek(http, body)) == verwacht


@pytest.mark.parametrize("sleutel", [OP_BSN, "bronorganisatie", "ordering"])
def test_a_list_for_what_is_one_value_is_refused(sleutel: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    assert codes(zoek(http, {sleutel: [ANNA]})) == [(sleutel, "other")]


def test_an_empty_value_in_the_query_falls_away_the_bsn_included(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert len(nummers(http.get(f"{ZAKEN}?{OP_BSN}="))) == 6


def test_each_filter_on_a_rol_may_be_met_by_another_rol(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    vraag = {OP_BSN: ANNA, "rol__omschrijvingGeneriek": "initiator"}

    assert nummers(zoek(http, vraag)) == ["Z-1", "Z-2", "Z-6"]
    assert nummers(zoek(http, {OP_BSN: ANNA, "rol__betrokkeneType": "vestiging"})) == []


def test_where_all_filters_go_together_only_the_own_zaak_is_found(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.dialect = replace(ONEGROUND, rolfilters_samen=True)

    assert nummers(zoek(http, {OP_BSN: ANNA, "rol__omschrijvingGeneriek": "initiator"})) == ["Z-1", "Z-6"]


# --- other lists ------------------------------------------------------------------------------------------------------


def test_the_rollen_of_a_zaak_are_found_by_its_uuid_on_whatever_host(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    elders = zaken["Z-2"]["url"].replace(waterdam.basis, "https://elders.example")

    antwoord = http.get(ROLLEN, params={"zaak": elders, NP: ANNA, "ordering": "onzin", "expand": "onzin"})

    assert [rol["omschrijvingGeneriek"] for rol in antwoord.json()["results"]] == ["belanghebbende"]


def test_the_rollen_do_not_look_at_the_elfproef_and_refuse_an_unknown_key(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    assert http.get(ROLLEN, params={NP: "999993654"}).json()["count"] == 0
    assert codes(http.get(ROLLEN, params={"machtiging": "eigen"})) == [("machtiging", "invalid")]
    assert codes(http.get("/zaken/api/v1/statussen", params={"indicatieLaatstGezetteStatus": "1"})) == [
        ("indicatieLaatstGezetteStatus", "invalid")
    ]


def test_a_branch_has_its_kvknummer_in_lower_case_and_a_company_has_none(
    http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    rollen = http.get(ROLLEN).json()["results"]
    wie = {rol["betrokkeneType"]: rol["betrokkeneIdentificatie"] for rol in rollen}

    assert wie["vestiging"]["kvknummer"] == KVK
    assert "kvkNummer" not in wie["vestiging"]
    assert set(wie["niet_natuurlijk_persoon"]) & {"kvkNummer", "kvknummer", "vestigingsNummer"} == set()
    assert wie["niet_natuurlijk_persoon"]["innNnpId"] == RSIN


# --- headers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gevraagd", "versie"),
    [(None, "1.5.1"), ("1.5", "1.5.1"), ("1.5.0", "1.5.1"), ("1.2", "1.2.0"), ("1.0.0", "1.0.2"), ("1.0", "1.0.2")],
)
def test_a_header_picks_the_minor_version_and_gets_its_last_patch(
    gevraagd: str | None, versie: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = http.get(ZAKEN, headers={} if gevraagd is None else {"Api-Version": gevraagd})

    assert antwoord.headers["api-version"] == versie
    assert antwoord.headers["api-versions-supported"] == "1.0.0, 1.0.1, 1.0.2, 1.2.0, 1.5.0, 1.5.1"


@pytest.mark.parametrize(("pad", "versie"), [(ZAKEN, "1.6"), (ZAKEN, "1.5.9"), ("/catalogi/api/v1/zaaktypen", "1.5.1")])
def test_a_version_that_is_not_offered_is_a_405_before_anything_else(
    pad: str, versie: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = http.get(pad, headers={"Api-Version": versie, "Authorization": "", "Accept-Crs": ""})

    assert antwoord.status_code == 405
    assert "api-version" not in antwoord.headers
    assert antwoord.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("versie", ["1.0", "1.2"])
def test_an_older_version_finds_nobody_by_bsn_and_names_no_rollen(
    versie: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    http.headers["Api-Version"] = versie

    assert codes(http.get(ZAKEN, params={OP_BSN: ANNA})) == [(OP_BSN, "invalid")]
    assert codes(zoek(http, {OP_BSN: ANNA})) == [(OP_BSN, "invalid")]
    assert codes(http.get(ZAKEN, params={"startdatum": "1"})) == [("startdatum", "invalid")]
    zaak = http.get(ZAKEN, params={"identificatie": "Z-1"}).json()["results"][0]
    assert "rollen" not in zaak
    assert "kvknummer" not in http.get(ROLLEN, params={"betrokkeneType": "vestiging"}).text


def test_only_the_crs_of_the_answer_is_looked_at(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    del http.headers["Content-Crs"]
    goed = zoek(http, {OP_BSN: ANNA})
    anders = http.post(ZOEK, json={OP_BSN: ANNA}, headers={"Accept-Crs": "EPSG:1"})
    del http.headers["Accept-Crs"]
    zonder = zoek(http, {OP_BSN: ANNA})

    assert (goed.status_code, goed.headers["content-crs"]) == (200, "EPSG:4326")
    assert (anders.status_code, anders.json()["code"]) == (412, "not_acceptable")
    assert (zonder.status_code, zonder.json()["code"]) == (412, "precondition_failed")
    assert http.get(ROLLEN).status_code == 200


def test_an_error_is_json_with_null_for_detail_and_always_a_list_of_params(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    fout = zoek(http, {"onzin": 1})
    weg = http.get(f"{ZAKEN}/00000000-0000-0000-0000-000000000000")
    geen_uuid = http.get(f"{ZAKEN}/onzin")
    kapot = http.post(ZOEK, content="{", headers={"Content-Type": "application/json"})

    assert fout.headers["content-type"] == "application/json; charset=utf-8"
    assert {naam: waarde for naam, waarde in fout.json().items() if naam not in {"instance", "invalidParams"}} == {
        "type": f"{waterdam.basis}/ref/fouten/ValidationError/",
        "code": "invalid",
        "title": "Invalid input.",
        "status": 400,
        "detail": None,
    }
    assert (weg.status_code, weg.json()["invalidParams"], weg.json()["detail"]) == (404, [], "Niet gevonden.")
    assert geen_uuid.status_code == 404
    assert (kapot.status_code, kapot.json()["title"]) == (400, "Malformed JSON.")
    assert http.get("/zaken/api/v1/onzin").content == b""
    assert http.put(ZAKEN).status_code == 405


def test_an_etag_is_of_the_answer_with_all_that_is_expanded_in_it(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    url = zaken["Z-1"]["url"]
    kaal = http.get(url).headers["etag"]
    uitgevouwen = http.get(url, params={"expand": "status"}).headers["etag"]
    waterdam.opslag.van_zaak("statussen", url)[-1]["statustoelichting"] = "Iets anders"

    assert kaal != uitgevouwen
    assert http.get(url, headers={"If-None-Match": kaal}).status_code == 304
    assert http.get(url, params={"expand": "status"}, headers={"If-None-Match": uitgevouwen}).status_code == 200


# --- tokens -----------------------------------------------------------------------------------------------------------


def vraag_token(http: httpx.Client, **velden: str) -> httpx.Response:
    goed = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": SECRET}
    return http.post(TOKENPAD, data={**goed, **velden}, headers={"Authorization": ""})


def met(http: httpx.Client, authorization: str) -> int:
    return http.get(ROLLEN, headers={"Authorization": authorization}).status_code


def test_a_token_is_issued_for_client_credentials_and_lets_one_in(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    antwoord = vraag_token(http)

    uitgegeven = antwoord.json()
    claims = jwt.decode(uitgegeven["access_token"], options={"verify_signature": False})
    assert (uitgegeven["token_type"], uitgegeven["expires_in"]) == ("Bearer", 300)
    assert jwt.get_unverified_header(uitgegeven["access_token"])["alg"] == "RS256"
    assert claims["rsin"] == waterdam.rsin
    assert met(http, f"Bearer {uitgegeven['access_token']}") == 200
    assert waterdam.tokens_uitgegeven == 1
    assert [een.pad for een in waterdam.ontvangen] == [TOKENPAD, ROLLEN]


def test_the_client_may_also_name_itself_in_a_basic_header(http: httpx.Client, zaken: dict[str, Resource]) -> None:
    def status(secret: str) -> int:
        return http.post(
            TOKENPAD, data={"grant_type": "client_credentials"}, auth=httpx.BasicAuth(CLIENT_ID, secret)
        ).status_code

    assert (status(SECRET), status("onzin")) == (200, 401)


@pytest.mark.parametrize(
    ("velden", "status", "fout"),
    [
        ({"client_secret": "onzin"}, 401, "invalid_client"),
        ({"client_id": "onbekend"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_token_is_refused_in_the_words_of_oauth2(
    velden: dict[str, str], status: int, fout: str, http: httpx.Client, waterdam: Gemeente
) -> None:
    antwoord = vraag_token(http, **velden)

    assert (antwoord.status_code, antwoord.json()["error"]) == (status, fout)
    assert waterdam.tokens_uitgegeven == 0


def test_a_token_that_is_withdrawn_is_a_401_and_the_next_one_is_good(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    eerste = vraag_token(http).json()["access_token"]
    waterdam.trek_tokens_in()
    tweede = vraag_token(http).json()["access_token"]

    assert (met(http, f"Bearer {eerste}"), met(http, f"Bearer {tweede}")) == (401, 200)
    assert waterdam.tokens_uitgegeven == 2


def test_a_token_grows_old_by_the_clock_of_the_register(loopback: Loopback) -> None:
    uur = [12]
    gemeente = Gemeente(
        "Duinoord",
        "000740457",
        dialect=replace(ONEGROUND, token_levensduur=600),
        nu=lambda: datetime(2030, 1, 1, uur[0], tzinfo=UTC),
    )
    with httpx.Client(base_url=start_gemeente(loopback, gemeente), trust_env=False) as http:
        toegang = f"Bearer {vraag_token(http).json()['access_token']}"
        vers = met(http, toegang)
        uur[0] = 13

        assert (vers, met(http, toegang)) == (200, 401)


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (f"Bearer {token(iat=None)}", 200),
        (f"Bearer {token(iat=1)}", 200),
        (f"Bearer {token(exp=1)}", 401),
        (f"Bearer {token(client_id='onbekend')}", 401),
        (f"Bearer {jwt.encode({'client_id': CLIENT_ID}, 'g' * 40)}", 401),
        ("Bearer onzin", 401),
        ("", 401),
    ],
)
def test_a_token_that_the_client_signed_is_still_accepted(
    authorization: str, status: int, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    antwoord = http.get(ROLLEN, headers={"Authorization": authorization})

    assert antwoord.status_code == status
    if status == 401:
        assert antwoord.content == b""
        assert antwoord.headers["www-authenticate"].startswith("Bearer")


def test_who_is_known_and_may_do_nothing_gets_a_403(loopback: Loopback) -> None:
    gemeente = Gemeente(
        "Heuvelrijk", "000740457", dialect=ONEGROUND, clients={CLIENT_ID: Client(SECRET, applicatie=False)}
    )
    antwoord = httpx.get(
        f"{start_gemeente(loopback, gemeente)}{ROLLEN}",
        headers={"Authorization": f"Bearer {token()}"},
        trust_env=False,
    )

    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "permission_denied")


def test_a_register_that_takes_only_its_own_tokens_refuses_the_clients(loopback: Loopback) -> None:
    with gestart(loopback, replace(ONEGROUND, zgw_jwt=False)) as (_, http):
        assert met(http, f"Bearer {token()}") == 401
        assert met(http, f"Bearer {vraag_token(http).json()['access_token']}") == 200


def test_a_fault_can_be_kept_to_the_token_endpoint(http: httpx.Client, waterdam: Gemeente) -> None:
    waterdam.fault = Fault("503", alleen="/realms")

    assert (vraag_token(http).status_code, met(http, f"Bearer {token()}")) == (503, 200)


def test_the_hostile_register_gives_everybody_here_as_well(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    waterdam.fault = Fault("negeertFilters")

    assert len(nummers(zoek(http, {OP_BSN: ANNA}))) == 6


# --- the standard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pad", ["zaken", "rollen", "statussen", "resultaten"])
def test_its_lists_are_those_of_zaken_1_5(pad: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    inhoud = http.get(f"/zaken/api/v1/{pad}").json()

    assert inhoud["results"]
    controleer(inhoud, "zaken", f"/{pad}", "1.5")


def test_its_search_is_that_of_zaken_1_5(http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]) -> None:
    eis_standaarden()
    waterdam.dialect = replace(ONEGROUND, expand_zoek="all")

    controleer(zoek(http, {OP_BSN: BRAM}).json(), "zaken", "/zaken/_zoek", "1.5", "post")
    controleer(zoek(http, {OP_BSN: BRAM, "expand": ALLES}).json(), "zaken", "/zaken/_zoek", "1.5", "post")


@pytest.mark.parametrize("expand", ["", f"{ALLES},rollen.roltype,hoofdzaak,deelzaken"])
@pytest.mark.parametrize("nummer", ["Z-1", "Z-3", "Z-6"])
def test_its_detail_is_that_of_zaken_1_5(
    nummer: str, expand: str, http: httpx.Client, zaken: dict[str, Resource]
) -> None:
    eis_standaarden()

    inhoud = http.get(zaken[nummer]["url"], params={"expand": expand}).json()

    controleer(inhoud, "zaken", "/zaken/{uuid}", "1.5")


@pytest.mark.parametrize("pad", ["catalogussen", "zaaktypen", "statustypen", "resultaattypen", "roltypen"])
def test_its_catalogus_is_that_of_catalogi_1_3(pad: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    inhoud = http.get(f"/catalogi/api/v1/{pad}").json()

    assert inhoud["results"]
    controleer(inhoud, "catalogi", f"/{pad}", "1.5")


@pytest.mark.parametrize("pad", ["zaken", "rollen", "statussen", "resultaten"])
def test_its_oldest_lists_are_those_of_zaken_1_0(pad: str, http: httpx.Client, zaken: dict[str, Resource]) -> None:
    eis_standaarden()

    inhoud = http.get(f"/zaken/api/v1/{pad}", headers={"Api-Version": "1.0"}).json()

    controleer(inhoud, "zaken", f"/{pad}", "1.0")
