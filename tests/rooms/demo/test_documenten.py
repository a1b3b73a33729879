"""The Documenten API of the simulated gemeente beyond what was recorded: builders, versions, searches, rights."""

import base64
from dataclasses import replace
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
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van
from mijnzaken_bff.demo.gemeente.pdf import pdf
from mijnzaken_bff.demo.gemeente.vulling_documenten import (
    document,
    documentregister,
    gebruiksrecht,
    informatieobjecttype,
    nieuwe_versie,
    voeg_informatieobjecttype_toe,
)
from tests.opnamen.lezen import uitwisselingen
from tests.opnamen.schema import Standaard, controleer, eis_standaarden
from tests.rooms.demo.verhaal import DOCUMENTEN, codes, gestart, token, vul

ZOEK = f"{DOCUMENTEN}/_zoek"
ONBEKEND = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def dialect() -> Dialect:
    return OPEN_ZAAK


def uuid_van(resource: Resource) -> str:
    return str(resource["url"].rpartition("/")[2])


def titels(antwoord: httpx.Response) -> list[str]:
    assert antwoord.status_code == 200, antwoord.text
    return [een["titel"] for een in antwoord.json()["results"]]


# --- builders ---------------------------------------------------------------------------------------------------------


def test_a_document_is_tied_to_its_zaak_on_both_sides(http: httpx.Client, waterdam: Gemeente, zaak: Resource) -> None:
    brief = document(waterdam, zaak, titel="Brief", titel_relatie="Brief bij de zaak", verzenddatum="2026-03-02")

    van_zaak = http.get("/zaken/api/v1/zaakinformatieobjecten", params={"zaak": zaak["url"]}).json()
    van_document = http.get(
        "/documenten/api/v1/objectinformatieobjecten", params={"informatieobject": brief["url"]}
    ).json()
    uitgevouwen = http.get(zaak["url"], params={"expand": "zaakinformatieobjecten"}).json()["_expand"]
    assert [(een["informatieobject"], een["titel"]) for een in van_zaak] == [(brief["url"], "Brief bij de zaak")]
    assert [(een["object"], een["objectType"]) for een in van_document] == [(zaak["url"], "zaak")]
    assert uitgevouwen["zaakinformatieobjecten"] == van_zaak
    assert zaak["zaakinformatieobjecten"] == [van_zaak[0]["url"]]


def test_what_nobody_says_of_a_document_follows_from_its_titel_and_zaak(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    eerste = document(waterdam, zaak, titel="Kopie (rijbewijs) — Zoë")
    document(waterdam, zaak, titel="Tweede")

    metadata = http.get(eerste["url"]).json()
    inhoud = http.get(metadata["inhoud"]).content
    assert metadata["bestandsnaam"] == "kopie-rijbewijs-zoe.pdf"
    assert metadata["creatiedatum"] == zaak["startdatum"]
    assert (inhoud[:5], len(inhoud)) == (b"%PDF-", metadata["bestandsomvang"])
    assert [een["omschrijving"] for een in waterdam.opslag.alle("informatieobjecttypen")] == ["Bijlage"]
    (band,) = waterdam.opslag.alle("zaaktype-informatieobjecttypen")
    assert (band["zaaktype"], band["richting"]) == (zaak["zaaktype"], "inkomend")


def test_a_kind_of_document_has_a_direction_in_each_zaaktype(waterdam: Gemeente, zaak: Resource) -> None:
    zaaktype = waterdam.opslag.vind(zaak["zaaktype"])
    assert zaaktype is not None
    brief = informatieobjecttype(waterdam, "Besluitbrief", zaaktype=zaaktype, richting="uitgaand")
    ander = vulling.zaaktype(waterdam, "ZT-2", "Iets anders", statustypen=["Ontvangen"])
    voeg_informatieobjecttype_toe(waterdam, ander, brief, "intern")

    banden = waterdam.opslag.alle("zaaktype-informatieobjecttypen")
    assert [(een["zaaktypeIdentificatie"], een["richting"]) for een in banden] == [
        ("ZT-PARKEREN", "uitgaand"),
        ("ZT-2", "intern"),
    ]
    assert brief["zaaktypen"] == [zaak["zaaktype"], ander["url"]]
    assert zaaktype["informatieobjecttypen"] == ander["informatieobjecttypen"] == [brief["url"]]


def test_what_is_built_has_every_field_that_the_real_register_serves(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    document(waterdam, zaak, titel="Brief")
    echt: dict[str, set[str]] = {}
    for uitwisseling in uitwisselingen("a"):
        inhoud = uitwisseling.inhoud
        for resource in inhoud if isinstance(inhoud, list) else (inhoud or {}).get("results", [inhoud or {}]):
            if "url" in resource:
                echt.setdefault(collectie_van(resource["url"]), set(resource) - {"_expand"})

    for collectie in ("zaakinformatieobjecten", "informatieobjecttypen", "zaaktype-informatieobjecttypen"):
        for resource in waterdam.opslag.alle(collectie):
            assert set(resource) == echt[collectie], resource["url"]
    (geserveerd,) = http.get(DOCUMENTEN).json()["results"]
    assert set(geserveerd) - {"_expand"} == echt["enkelvoudiginformatieobjecten"]


def test_a_pdf_says_where_its_parts_are() -> None:
    inhoud = pdf("Eén regel (met haakjes)", "en \\ nog een, €")

    begin = int(inhoud.rpartition(b"startxref\n")[2].split()[0])
    plaatsen = [int(regel[:10]) for regel in inhoud[begin:].splitlines()[3:8]]
    assert inhoud[begin:].startswith(b"xref\n0 6\n")
    assert [inhoud[plaats:].split()[0] for plaats in plaatsen] == [b"1", b"2", b"3", b"4", b"5"]
    assert b"(E\xe9n regel \\(met haakjes\\)) Tj" in inhoud


@pytest.mark.parametrize("wat", ["document", "zaak"])
def test_what_is_removed_is_gone_and_nothing_points_to_it(
    wat: str, http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    brief = document(waterdam, zaak, titel="Brief")
    blijft = document(waterdam, None, titel="Van niemand")
    gebruiksrecht(waterdam, brief, "Alleen lezen", startdatum="2026-01-01")
    inhoud = http.get(brief["url"]).json()["inhoud"]

    vulling.verwijder(waterdam, (brief if wat == "document" else zaak)["url"])

    assert waterdam.opslag.alle("zaakinformatieobjecten") == []
    assert waterdam.opslag.alle("objectinformatieobjecten") == []
    assert titels(http.get(DOCUMENTEN)) == (["Van niemand"] if wat == "document" else ["Brief", "Van niemand"])
    assert http.get(blijft["url"]).status_code == 200
    if wat == "document":
        assert zaak["zaakinformatieobjecten"] == waterdam.opslag.alle("gebruiksrechten") == []
        assert http.get(inhoud).status_code == 404


# --- versions ---------------------------------------------------------------------------------------------------------


def test_the_url_of_a_document_gives_its_newest_version_and_the_others_are_asked_by_number(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    eerste = document(waterdam, zaak, titel="Concept", inhoud=b"een")
    nieuwe_versie(waterdam, eerste, b"twee!", titel="Af", status="in_bewerking")

    nieuw, oud = http.get(eerste["url"]), http.get(eerste["url"], params={"versie": 1})
    assert (nieuw.json()["versie"], nieuw.json()["titel"], nieuw.json()["bestandsomvang"]) == (2, "Af", 5)
    assert (oud.json()["versie"], oud.json()["titel"], oud.json()["bestandsomvang"]) == (1, "Concept", 3)
    assert nieuw.headers["etag"] == oud.headers["etag"]
    assert http.get(nieuw.json()["inhoud"]).content == b"twee!"
    assert http.get(oud.json()["inhoud"]).content == b"een"
    assert http.get(f"{eerste['url']}/download").content == b"twee!"
    assert titels(http.get(DOCUMENTEN)) == ["Af"]


@pytest.mark.parametrize(("versie", "status"), [("3", 404), ("0", 404), ("abc", 400), ("", 200)])
def test_a_version_that_does_not_exist_is_not_found(
    versie: str, status: int, http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    brief = document(waterdam, zaak, titel="Brief", inhoud=b"een")

    assert http.get(brief["url"], params={"versie": versie}).status_code == status
    assert http.get(f"{brief['url']}/download", params={"versie": versie}).status_code == status


def test_in_a_list_each_link_to_content_names_the_version_of_the_first_document(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    """As recorded, and as the source of Open Zaak says: whoever follows the link may get another version, or a 404."""
    eerste = document(waterdam, zaak, titel="A", inhoud=b"a1")
    document(waterdam, zaak, titel="B", inhoud=b"b1")
    document(waterdam, zaak, titel="C", inhoud=None)
    nieuwe_versie(waterdam, eerste, b"a2")

    links = [een["inhoud"] for een in http.get(DOCUMENTEN).json()["results"]]

    assert [link and link.rpartition("?")[2] for link in links] == ["versie=2", "versie=2", None]
    assert [http.get(link).status_code for link in links[:2]] == [200, 404]


# --- searches and lists -----------------------------------------------------------------------------------------------


@pytest.fixture
def drie(waterdam: Gemeente, zaken: dict[str, Resource]) -> list[Resource]:
    """Two documents of one zaak and one of another."""
    return [
        document(waterdam, zaken["Z-1"], titel="A", creatiedatum="2026-03-01"),
        document(waterdam, zaken["Z-1"], titel="B", creatiedatum="2026-03-05", trefwoorden=["foto", "kade"]),
        document(waterdam, zaken["Z-2"], titel="C", vertrouwelijkheidaanduiding="geheim"),
    ]


def test_several_documents_are_found_in_one_search(http: httpx.Client, drie: list[Resource]) -> None:
    def gevonden(*uuids: str) -> list[str]:
        return titels(http.post(ZOEK, json={"uuid__in": list(uuids)}))

    assert gevonden(uuid_van(drie[2]), uuid_van(drie[0]), ONBEKEND) == ["A", "C"]
    assert gevonden() == []


def test_a_search_expands_the_kind_of_document(http: httpx.Client, drie: list[Resource]) -> None:
    vraag: dict[str, Any] = {"uuid__in": [uuid_van(drie[0])]}

    kaal = http.post(ZOEK, json=vraag).json()["results"][0]
    uit = http.post(ZOEK, json={**vraag, "expand": ["informatieobjecttype"]}).json()["results"][0]
    assert kaal["_expand"] == {}
    assert uit["_expand"]["informatieobjecttype"]["omschrijving"] == "Bijlage"
    assert http.get(drie[0]["url"], params={"expand": "informatieobjecttype"}).json() == uit
    assert http.get(DOCUMENTEN, params={"expand": "informatieobjecttype"}).json()["results"][0] == uit
    assert codes(http.post(ZOEK, json={**vraag, "expand": ["zaak"]})) == [("expand", "invalid_choice")]


def test_a_search_has_pages(http: httpx.Client, drie: list[Resource]) -> None:
    vraag = {"uuid__in": [uuid_van(een) for een in drie]}

    eerste = http.post(f"{ZOEK}?pageSize=2", json=vraag)
    tweede = http.post(f"{ZOEK}?page=2&pageSize=2", json=vraag)

    assert titels(eerste) + titels(tweede) == ["A", "B", "C"]
    assert eerste.json()["next"].endswith("_zoek?page=2&pageSize=2")
    assert http.post(f"{ZOEK}?page=3&pageSize=2", json=vraag).status_code == 404


@pytest.mark.parametrize(
    ("body", "fout"),
    [
        ({}, ("uuid__in", "required")),
        ({"uuid_in": []}, ("uuid__in", "required")),
        ({"uuid__in": None}, ("uuid__in", "null")),
        ({"uuid__in": "abc"}, ("uuid__in", "not_a_list")),
        ({"uuid__in": ["abc"]}, ("uuid__in.", "invalid")),
    ],
)
def test_a_search_without_uuids_is_refused(
    body: dict[str, Any], fout: tuple[str, str], http: httpx.Client, drie: list[Resource]
) -> None:
    assert codes(http.post(ZOEK, json=body)) == [fout]


@pytest.mark.parametrize(
    ("query", "verwacht"),
    [
        ({}, ["A", "B", "C"]),
        ({"identificatie": "DOC-W-000002"}, ["B"]),
        ({"vertrouwelijkheidaanduiding": "geheim"}, ["C"]),
        ({"creatiedatum__gte": "2026-03-02"}, ["B"]),
        ({"trefwoorden": "kade,foto"}, ["B"]),
        ({"locked": "true"}, []),
        ({"objectinformatieobjecten__objectType": "zaak"}, ["A", "B", "C"]),
        ({"objectinformatieobjecten__objectType": "besluit"}, []),
    ],
)
def test_the_list_of_documents_has_filters(
    query: dict[str, str], verwacht: list[str], http: httpx.Client, drie: list[Resource]
) -> None:
    assert titels(http.get(DOCUMENTEN, params=query)) == verwacht


def test_the_documents_of_a_zaak_are_found_by_its_url(
    http: httpx.Client, zaken: dict[str, Resource], drie: list[Resource]
) -> None:
    per_zaak = http.get(DOCUMENTEN, params={"objectinformatieobjecten__object": zaken["Z-1"]["url"]})
    in_standaard = http.get(DOCUMENTEN, params={"objectinformatieobjecten_object": zaken["Z-1"]["url"]})

    assert titels(per_zaak) == ["A", "B"]
    assert codes(in_standaard) == [("nonFieldErrors", "unknown-parameters")]


def test_what_is_said_about_a_document_is_listed_by_it(
    http: httpx.Client, waterdam: Gemeente, drie: list[Resource]
) -> None:
    recht = gebruiksrecht(waterdam, drie[0], "Niet verspreiden", startdatum="2026-01-01")

    def rechten(een: Resource) -> Any:
        return http.get("/documenten/api/v1/gebruiksrechten", params={"informatieobject": een["url"]}).json()

    assert rechten(drie[0]) == [recht]
    assert rechten(drie[1]) == []
    assert http.get(drie[0]["url"]).json()["indicatieGebruiksrecht"] is True


# --- rights -----------------------------------------------------------------------------------------------------------


def test_a_client_without_the_right_to_read_documents_reads_none(
    http: httpx.Client, waterdam: Gemeente, drie: list[Resource]
) -> None:
    waterdam.clients[CLIENT_ID] = Client(SECRET, documenten_lezen=False)

    vragen = [
        http.get(DOCUMENTEN),
        http.get(drie[0]["url"]),
        http.post(ZOEK, json={"uuid__in": []}),
        http.get("/documenten/api/v1/objectinformatieobjecten"),
    ]
    assert [antwoord.status_code for antwoord in vragen] == [403] * 4
    download = http.get(f"{drie[0]['url']}/download")
    assert (download.status_code, download.content) == (403, b"application/octet-stream")
    assert http.get("/zaken/api/v1/zaakinformatieobjecten").status_code == 200


@pytest.mark.parametrize(
    ("rechten", "zichtbaar"),
    [
        ({"maximale_vertrouwelijkheid_documenten": "confidentieel"}, ["A", "B"]),
        ({"maximale_vertrouwelijkheid_documenten": "geheim"}, ["A", "B", "C"]),
        ({"informatieobjecttypen": frozenset()}, []),
    ],
)
def test_a_client_with_fewer_rights_gets_shorter_lists_and_a_403_for_the_rest(
    rechten: dict[str, Any], zichtbaar: list[str], http: httpx.Client, waterdam: Gemeente, drie: list[Resource]
) -> None:
    waterdam.clients[CLIENT_ID] = Client(SECRET, **rechten)

    assert titels(http.get(DOCUMENTEN)) == zichtbaar
    assert titels(http.post(ZOEK, json={"uuid__in": [uuid_van(een) for een in drie]})) == zichtbaar
    banden = http.get("/documenten/api/v1/objectinformatieobjecten").json()
    assert [een["informatieobject"] for een in banden] == [een["url"] for een in drie if een["titel"] in zichtbaar]
    for een in drie:
        status = 200 if een["titel"] in zichtbaar else 403
        assert http.get(een["url"]).status_code == http.get(f"{een['url']}/download").status_code == status


def test_a_document_that_does_not_say_how_confidential_it_is_shows_only_to_who_may_see_all(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    document(waterdam, zaak, titel="Brief", vertrouwelijkheidaanduiding="")
    assert titels(http.get(DOCUMENTEN)) == ["Brief"]

    waterdam.clients[CLIENT_ID] = Client(SECRET, maximale_vertrouwelijkheid_documenten="geheim")
    assert titels(http.get(DOCUMENTEN)) == []


def test_expanding_the_kind_of_document_takes_the_right_to_read_the_catalogus(
    http: httpx.Client, waterdam: Gemeente, drie: list[Resource]
) -> None:
    waterdam.clients[CLIENT_ID] = Client(SECRET, catalogi_lezen=False)
    vraag = {"uuid__in": [uuid_van(drie[0])], "expand": ["informatieobjecttype"]}

    assert http.post(ZOEK, json=vraag).status_code == 403
    assert http.get(drie[0]["url"], params={"expand": "informatieobjecttype"}).status_code == 403
    assert http.get(drie[0]["url"]).status_code == 200


# --- a register of its own --------------------------------------------------------------------------------------------


def test_the_documents_of_a_zaak_may_be_in_another_register(
    loopback: Loopback, http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    archief = documentregister("Archief", "000740457", clients={CLIENT_ID: Client("een-ander-geheim" * 3)})
    adres = start_gemeente(loopback, archief)
    brief = document(waterdam, zaak, titel="Brief", bij=archief)

    (band,) = http.get("/zaken/api/v1/zaakinformatieobjecten", params={"zaak": zaak["url"]}).json()
    met_ons_geheim = httpx.get(
        band["informatieobject"], headers={"Authorization": http.headers["Authorization"]}, trust_env=False
    )
    archief.clients[CLIENT_ID] = Client(SECRET)
    daar = httpx.get(band["informatieobject"], headers={"Authorization": f"Bearer {token()}"}, trust_env=False)
    banden = archief.opslag.alle("objectinformatieobjecten")
    assert band["informatieobject"] == brief["url"]
    assert brief["url"].startswith(f"{adres}/documenten/")
    assert brief["informatieobjecttype"].startswith(f"{waterdam.basis}/catalogi/")
    assert (met_ons_geheim.status_code, met_ons_geheim.json()["code"]) == (403, "invalid-jwt-signature")
    assert (daar.status_code, daar.json()["titel"]) == (200, "Brief")
    assert [een["object"] for een in banden] == [zaak["url"]]
    assert http.get(DOCUMENTEN).json()["count"] == 0
    assert httpx.get(f"{adres}/zaken/api/v1/zaken", trust_env=False).status_code == 404


# --- dialects ---------------------------------------------------------------------------------------------------------

PRODUCTEN: list[tuple[Dialect, Standaard]] = [
    (OPEN_ZAAK, "open-zaak"),
    (OPEN_ZAAK, "1.5"),
    (ONEGROUND, "1.7"),
    (ZAKEN_16, "1.6"),
    (GATEWAY, "open-zaak"),
]


@pytest.mark.parametrize(("dialect", "standaard"), PRODUCTEN, ids=lambda een: getattr(een, "naam", een))
def test_what_each_product_answers_is_what_its_openapi_file_promises(
    dialect: Dialect, standaard: Standaard, loopback: Loopback
) -> None:
    eis_standaarden()
    with gestart(loopback, dialect) as (gemeente, http):
        zaak = vul(gemeente)["Z-1"]
        brief = document(gemeente, zaak, titel="Brief", tonenAanInitiator=True)
        document(gemeente, zaak, titel="Leeg", inhoud=None, ontvangstdatum="2026-03-01")
        gebruiksrecht(gemeente, brief, "Alleen lezen", startdatum="2026-01-01")
        pad = brief["url"].removeprefix(gemeente.basis)
        sleutel = dialect.documentsleutel
        # The file of Documenten 1.7 expands into a later Catalogi API than OneGround has.
        expand = {} if dialect is ONEGROUND else {"expand": "informatieobjecttype"}

        gevraagd = {
            "/enkelvoudiginformatieobjecten": http.get(DOCUMENTEN, params=expand),
            "/enkelvoudiginformatieobjecten/{uuid}": http.get(pad),
            "/objectinformatieobjecten": http.get("/documenten/api/v1/objectinformatieobjecten"),
            "/gebruiksrechten": http.get("/documenten/api/v1/gebruiksrechten"),
        }
        for waar, antwoord in gevraagd.items():
            assert antwoord.json()
            controleer(antwoord.json(), "documenten", waar, standaard)
        gezocht = http.post(ZOEK, json={sleutel: [uuid_van(brief)]})
        assert titels(gezocht) == ["Brief"]
        controleer(gezocht.json(), "documenten", "/enkelvoudiginformatieobjecten/_zoek", standaard, "post")


@pytest.mark.parametrize(
    ("dialect", "velden"),
    [
        (OPEN_ZAAK, set()),
        (ESUITE, set()),
        (ZAKEN_16, {"inhoudIsVervallen", "tonenAanInitiator"}),
        (ONEGROUND, {"inhoudIsVervallen", "tonenAanInitiator", "isGereedVoorPublicatie"}),
    ],
    ids=lambda een: getattr(een, "naam", ""),
)
def test_each_product_has_the_fields_of_its_version(dialect: Dialect, velden: set[str], loopback: Loopback) -> None:
    later = {"inhoudIsVervallen", "tonenAanInitiator", "isGereedVoorPublicatie"}
    with gestart(loopback, dialect) as (gemeente, http):
        brief = document(gemeente, vul(gemeente)["Z-1"], titel="Brief", tonenAanInitiator=True)

        metadata = http.get(brief["url"]).json()

        assert set(metadata) & later == velden
        assert metadata.get("tonenAanInitiator", True) is True


@pytest.fixture
def oneground(loopback: Loopback) -> Any:
    with gestart(loopback, ONEGROUND) as (gemeente, http):
        zaken = vul(gemeente)
        document(gemeente, zaken["Z-1"], titel="A", bestandsnaam="één brief.pdf")
        document(gemeente, zaken["Z-1"], titel="B", inhoud=None)
        yield gemeente, http, zaken


def test_oneground_searches_by_a_key_with_one_underscore(oneground: tuple[Gemeente, httpx.Client, Any]) -> None:
    gemeente, http, _ = oneground
    eerste = [uuid_van(gemeente.opslag.alle("enkelvoudiginformatieobjecten")[0])]

    assert titels(http.post(ZOEK, json={"uuid_In": eerste})) == titels(http.post(ZOEK, json={"uuid_in": eerste}))
    assert titels(http.post(ZOEK, json={"uuid_In": eerste})) == ["A"]
    assert codes(http.post(ZOEK, json={"uuid__in": eerste})) == [("uuid__in", "invalid")]
    assert titels(http.post(ZOEK, json={})) == ["B", "A"]


def test_oneground_1_5_ignores_the_key_of_the_standard_and_finds_everything(
    oneground: tuple[Gemeente, httpx.Client, Any],
) -> None:
    gemeente, http, _ = oneground
    http.headers["Api-Version"] = "1.5.0"
    eerste = [uuid_van(gemeente.opslag.alle("enkelvoudiginformatieobjecten")[0])]

    antwoord = http.post(ZOEK, json={"uuid__in": eerste})

    assert titels(antwoord) == ["B", "A"]
    assert antwoord.headers["api-version"] == "1.5.0"
    assert {"inhoudIsVervallen", "tonenAanInitiator"} & set(antwoord.json()["results"][0]) == {"inhoudIsVervallen"}
    assert titels(http.post(ZOEK, json={"uuid_In": eerste})) == ["A"]


@pytest.mark.parametrize("versie", ["1.0.0", "1.1"])
def test_an_older_oneground_has_no_search(versie: str, oneground: tuple[Gemeente, httpx.Client, Any]) -> None:
    _, http, _ = oneground
    http.headers["Api-Version"] = versie

    assert http.post(ZOEK, json={"uuid_In": []}).status_code == 404
    assert "trefwoorden" not in http.get(DOCUMENTEN).json()["results"][0]
    http.headers["Api-Version"] = "1.6.0"
    assert http.get(DOCUMENTEN).status_code == 405


def test_oneground_expands_the_kind_of_document_and_nothing_else_in_a_search(
    oneground: tuple[Gemeente, httpx.Client, Any],
) -> None:
    gemeente, http, zaken = oneground
    brief = gemeente.opslag.alle("enkelvoudiginformatieobjecten")[0]
    diep = "informatieobjecttype.catalogus"

    gezocht = http.post(ZOEK, json={"uuid_In": [uuid_van(brief)], "expand": "informatieobjecttype"})
    detail = http.get(brief["url"], params={"expand": diep}).json()
    zaak = http.get(
        zaken["Z-1"]["url"], params={"expand": "zaakinformatieobjecten.informatieobject.informatieobjecttype"}
    ).json()
    assert gezocht.json()["results"][0]["_expand"]["informatieobjecttype"]["omschrijving"] == "Bijlage"
    assert detail["_expand"]["informatieobjecttype"]["_expand"]["catalogus"]["domein"] == "DEMO"
    (eerste, _) = zaak["_expand"]["zaakinformatieobjecten"]
    assert eerste["_expand"]["informatieobject"]["titel"] == "A"
    assert codes(http.get(DOCUMENTEN, params={"expand": diep})) == [("expand", "disabled-expand")]
    assert codes(http.get(brief["url"], params={"expand": "onzin"})) == [("expand", "invalid-expand-field")]


def test_oneground_gives_a_download_its_own_name_and_kind(oneground: tuple[Gemeente, httpx.Client, Any]) -> None:
    gemeente, http, _ = oneground
    brief, leeg = gemeente.opslag.alle("enkelvoudiginformatieobjecten")

    antwoord, niets = http.get(f"{brief['url']}/download"), http.get(f"{leeg['url']}/download")

    assert antwoord.headers["content-type"] == "application/pdf"
    assert antwoord.headers["content-disposition"] == "attachment; filename=%C3%A9%C3%A9n%20brief.pdf"
    assert (niets.status_code, niets.content, "content-length" in niets.headers) == (204, b"", False)
    assert http.get(leeg["url"]).json()["bestandsomvang"] == 0
    assert http.get(f"{brief['url']}/download", params={"versie": 9}).json()["status"] == 404


def test_a_page_of_oneground_holds_a_hundred_documents(oneground: tuple[Gemeente, httpx.Client, Any]) -> None:
    gemeente, http, _ = oneground
    for nummer in range(99):
        document(gemeente, None, titel=f"{nummer}", inhoud=None)

    eerste = http.post(ZOEK, json={})

    assert len(eerste.json()["results"]) == 100
    assert titels(http.post(f"{ZOEK}?page=2", json={})) == ["A"]
    assert codes(http.get(DOCUMENTEN, params={"pageSize": "5"})) == [("pageSize", "invalid")]


def test_the_esuite_has_the_content_in_the_metadata_and_no_search(loopback: Loopback) -> None:
    with gestart(loopback, ESUITE) as (gemeente, http):
        zaak = vul(gemeente)["Z-1"]
        brief = document(gemeente, zaak, titel="Brief", inhoud=b"inhoud")
        leeg = document(gemeente, zaak, titel="Leeg", inhoud=None)

        metadata = http.get(brief["url"]).json()
        (band, _) = http.get("/zaken/api/v1/zaakinformatieobjecten", params={"zaak": zaak["url"]}).json()
        assert base64.b64decode(metadata["inhoud"]) == http.get(f"{brief['url']}/download").content == b"inhoud"
        assert http.get(leeg["url"]).json()["inhoud"] is None
        assert metadata["beginRegistratie"] == band["registratiedatum"] == "2026-03-01"
        assert http.post(ZOEK, json={"uuid__in": [uuid_van(brief)]}).status_code == 405
        assert http.get("/besluiten/api/v1/besluiten").status_code == 404
        assert http.get(f"{zaak['url']}/besluiten").status_code == 404
        assert http.get("/zaken/api/v1/substatussen").status_code == 404


def test_zaken_1_6_expands_a_document_from_whatever_points_to_it(loopback: Loopback) -> None:
    with gestart(loopback, ZAKEN_16) as (gemeente, http):
        zaak = vul(gemeente)["Z-1"]
        document(gemeente, zaak, titel="Brief")
        pad = "informatieobject.informatieobjecttype.catalogus"
        elders = documentregister("Archief", "000740457", basis="http://archief.example")
        document(gemeente, zaak, titel="Elders", bij=elders)

        hier, daar = http.get("/zaken/api/v1/zaakinformatieobjecten", params={"expand": pad}).json()
        (band,) = http.get("/documenten/api/v1/objectinformatieobjecten", params={"expand": pad}).json()
        assert hier["_expand"]["informatieobject"] == band["_expand"]["informatieobject"]
        soort = hier["_expand"]["informatieobject"]["_expand"]["informatieobjecttype"]
        assert soort["_expand"]["catalogus"]["domein"] == "DEMO"
        assert daar["_expand"] == {} or "_expand" not in daar


def test_zaken_1_6_refuses_an_unknown_key_of_a_search(loopback: Loopback) -> None:
    with gestart(loopback, ZAKEN_16) as (_, http):
        assert codes(http.post(ZOEK, json={"uuid__in": [], "onzin": 1})) == [("nonFieldErrors", "unknown-parameters")]


def test_behind_a_gateway_every_link_of_a_document_names_the_internal_host(loopback: Loopback) -> None:
    with gestart(loopback, GATEWAY) as (gemeente, http):
        brief = document(gemeente, vul(gemeente)["Z-1"], titel="Brief", inhoud=b"inhoud")

        metadata = http.get(f"{DOCUMENTEN}/{uuid_van(brief)}").json()

        assert metadata["inhoud"].startswith(f"{GATEWAY.interne_basis}/documenten/")
        assert http.get(metadata["inhoud"].removeprefix(gemeente.basis)).content == b"inhoud"


# --- faults -----------------------------------------------------------------------------------------------------------


def test_a_register_can_ignore_which_documents_are_searched(
    http: httpx.Client, waterdam: Gemeente, drie: list[Resource]
) -> None:
    waterdam.fault = Fault("negeertUuids", alleen="/documenten")

    assert titels(http.post(ZOEK, json={"uuid__in": [uuid_van(drie[0])]})) == ["A", "B", "C"]


def test_a_register_can_be_without_pages_and_documents_are_then_an_array(
    http: httpx.Client, waterdam: Gemeente, drie: list[Resource]
) -> None:
    waterdam.dialect = replace(OPEN_ZAAK, in_bladen=False)

    assert [een["titel"] for een in http.get(DOCUMENTEN).json()] == ["A", "B", "C"]
