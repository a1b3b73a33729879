"""What else is about one zaak: besluiten, substatussen, eigenschappen, deelzaken; beyond what was recorded."""

from typing import Any

import httpx
import pytest

from mijnzaken_bff.demo.gemeente import vulling
from mijnzaken_bff.demo.gemeente.client import CLIENT_ID, SECRET, Client
from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.dialecten import ONEGROUND, OPEN_ZAAK, ZAKEN_16
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from mijnzaken_bff.demo.gemeente.opslag import Resource, collectie_van
from mijnzaken_bff.demo.gemeente.vulling_besluiten import (
    besluit,
    besluittype,
    hang_onder,
    voeg_eigenschap_toe,
    voeg_substatus_toe,
)
from mijnzaken_bff.demo.gemeente.vulling_documenten import document, documentregister
from tests.opnamen.lezen import uitwisselingen
from tests.opnamen.schema import Standaard, controleer, eis_standaarden
from tests.rooms.demo.verhaal import ANNA, BESLUITEN, OP_BSN, ZAKEN, ZOEK, codes, gestart, nummers, vul

SUBSTATUSSEN = "/zaken/api/v1/substatussen"


@pytest.fixture
def dialect() -> Dialect:
    return OPEN_ZAAK


@pytest.fixture
def verleend(waterdam: Gemeente, zaak: Resource) -> Resource:
    """A besluit in Z-1, with the letter that says it."""
    soort = besluittype(waterdam, "Vergunning verleend", waterdam.opslag.vind(zaak["zaaktype"]))
    brief = document(waterdam, zaak, titel="Brief")
    return besluit(waterdam, zaak, soort, datum="2026-03-04", documenten=[brief], verzenddatum="2026-03-05")


# --- besluiten --------------------------------------------------------------------------------------------------------


def test_a_besluit_is_known_to_its_zaak_and_its_document(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource, verleend: Resource
) -> None:
    brief = waterdam.opslag.alle("enkelvoudiginformatieobjecten")[0]

    van_zaak = http.get(BESLUITEN, params={"zaak": zaak["url"]}).json()["results"]
    onder_zaak = http.get(f"{zaak['url']}/besluiten").json()
    banden = http.get("/besluiten/api/v1/besluitinformatieobjecten", params={"besluit": verleend["url"]}).json()
    andersom = http.get("/documenten/api/v1/objectinformatieobjecten", params={"informatieobject": brief["url"]}).json()
    assert van_zaak == [http.get(verleend["url"]).json()] == [verleend]
    assert verleend["ingangsdatum"] == "2026-03-04"
    assert [een["besluit"] for een in onder_zaak] == [verleend["url"]]
    assert http.get(onder_zaak[0]["url"]).json() == onder_zaak[0]
    assert [een["informatieobject"] for een in banden] == [brief["url"]]
    assert [(een["objectType"], een["object"]) for een in andersom] == [
        ("zaak", zaak["url"]),
        ("besluit", verleend["url"]),
    ]


@pytest.mark.parametrize(
    ("query", "aantal"),
    [
        ({"identificatie": "BES-W-000001"}, 1),
        ({"identificatie": "bes-w-000001"}, 0),
        ({"verantwoordelijkeOrganisatie": "000740457"}, 1),
        ({"besluittype": "http://elders.example/besluittypen/1"}, 0),
        ({"zaak": "http://elders.example/zaken/1"}, 0),
        ({"zaak": ""}, 1),
    ],
)
def test_besluiten_have_filters(query: dict[str, str], aantal: int, http: httpx.Client, verleend: Resource) -> None:
    assert http.get(BESLUITEN, params=query).json()["count"] == aantal


def test_an_unknown_key_is_refused_and_expand_is_one(http: httpx.Client, verleend: Resource) -> None:
    assert codes(http.get(BESLUITEN, params={"expand": "besluittype"})) == [("nonFieldErrors", "unknown-parameters")]
    assert codes(http.get(BESLUITEN, params={"zaak": "abc"})) == [("zaak", "invalid")]


def test_a_document_elsewhere_does_not_know_of_the_besluit(waterdam: Gemeente, zaak: Resource) -> None:
    archief = documentregister("Archief", "000740457", basis="http://archief.example")
    brief = document(waterdam, zaak, titel="Brief", bij=archief)
    besluit(waterdam, zaak, besluittype(waterdam, "Verleend"), datum="2026-03-04", documenten=[brief])

    (band,) = waterdam.opslag.alle("besluitinformatieobjecten")
    assert band["informatieobject"] == brief["url"]
    assert [een["objectType"] for een in archief.opslag.alle("objectinformatieobjecten")] == ["zaak"]
    assert waterdam.opslag.alle("objectinformatieobjecten") == []


def test_a_client_reads_besluiten_only_with_the_right_to(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource, verleend: Resource
) -> None:
    banden = "/besluiten/api/v1/besluitinformatieobjecten"

    waterdam.clients[CLIENT_ID] = Client(SECRET, besluiten_lezen=False)
    assert [http.get(pad).status_code for pad in (BESLUITEN, verleend["url"], banden)] == [403, 403, 403]
    assert http.get(f"{zaak['url']}/besluiten").status_code == 200

    waterdam.clients[CLIENT_ID] = Client(SECRET, besluittypen=frozenset())
    assert (http.get(BESLUITEN).json()["count"], http.get(banden).json()) == (0, [])
    assert http.get(verleend["url"]).status_code == 403


def test_what_is_built_has_every_field_that_the_real_register_serves(
    waterdam: Gemeente, zaak: Resource, verleend: Resource
) -> None:
    voeg_eigenschap_toe(waterdam, zaak, "kenteken", "XX-999-X")
    echt: dict[str, set[str]] = {}
    for uitwisseling in uitwisselingen("a"):
        inhoud = uitwisseling.inhoud
        for resource in inhoud if isinstance(inhoud, list) else (inhoud or {}).get("results", [inhoud or {}]):
            if "url" in resource:
                echt.setdefault(collectie_van(resource["url"]), set(resource))

    gebouwd = (
        "besluiten",
        "besluittypen",
        "zaakbesluiten",
        "besluitinformatieobjecten",
        "zaakeigenschappen",
        "eigenschappen",
    )
    for collectie in gebouwd:
        (resource,) = waterdam.opslag.alle(collectie)
        assert set(resource) == echt[collectie], collectie


@pytest.mark.parametrize(
    ("dialect", "standaard"),
    [(OPEN_ZAAK, "open-zaak"), (ONEGROUND, "1.5"), (ZAKEN_16, "1.6")],
    ids=lambda een: getattr(een, "naam", een),
)
def test_what_each_product_answers_is_what_its_openapi_file_promises(
    dialect: Dialect, standaard: Standaard, loopback: Loopback
) -> None:
    eis_standaarden()
    with gestart(loopback, dialect) as (gemeente, http):
        zaak = vul(gemeente)["Z-1"]
        brief = document(gemeente, zaak, titel="Brief")
        genomen = besluit(gemeente, zaak, besluittype(gemeente, "Ja"), datum="2026-03-04", documenten=[brief])
        voeg_eigenschap_toe(gemeente, zaak, "kenteken", "XX-999-X")
        gevraagd: list[tuple[str, str, str]] = [
            ("besluiten", BESLUITEN, "/besluiten"),
            ("besluiten", genomen["url"], "/besluiten/{uuid}"),
            ("besluiten", "/besluiten/api/v1/besluitinformatieobjecten", "/besluitinformatieobjecten"),
            ("zaken", f"{zaak['url']}/besluiten", "/zaken/{zaak_uuid}/besluiten"),
            ("zaken", f"{zaak['url']}/zaakeigenschappen", "/zaken/{zaak_uuid}/zaakeigenschappen"),
            ("zaken", "/zaken/api/v1/zaakinformatieobjecten", "/zaakinformatieobjecten"),
        ]
        for api, url, pad in gevraagd:
            inhoud = http.get(url).json()
            assert inhoud
            controleer(inhoud, api, pad, standaard)


def test_besluiten_of_zaken_1_6_expand(loopback: Loopback) -> None:
    with gestart(loopback, ZAKEN_16) as (gemeente, http):
        zaak = vul(gemeente)["Z-1"]
        besluit(gemeente, zaak, besluittype(gemeente, "Vergunning verleend"), datum="2026-03-04")

        (lijst,) = http.get(BESLUITEN, params={"expand": "besluittype"}).json()["results"]
        (onder,) = http.get(f"{zaak['url']}/besluiten", params={"expand": "besluit.besluittype"}).json()
        assert lijst["_expand"]["besluittype"]["omschrijving"] == "Vergunning verleend"
        assert onder["_expand"]["besluit"] == lijst


# --- substatussen -----------------------------------------------------------------------------------------------------


def test_a_substatus_belongs_to_the_current_status_and_says_for_whom_it_is(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    eis_standaarden()
    zaak = zaken["Z-1"]
    wacht = voeg_substatus_toe(waterdam, zaak, "Wij wachten op uw kentekenbewijs", "2026-03-03")
    voeg_substatus_toe(waterdam, zaak, "Collega gebeld", "2026-03-04T10:00:00+01:00", "intern")
    voeg_substatus_toe(waterdam, zaken["Z-2"], "Van een ander", "2026-03-05")

    def gevonden(**query: str) -> list[str]:
        return [een["omschrijving"] for een in http.get(SUBSTATUSSEN, params=query).json()["results"]]

    assert gevonden(zaak=zaak["url"]) == ["Collega gebeld", "Wij wachten op uw kentekenbewijs"]
    assert gevonden(zaak=zaak["url"], doelgroep="betrokkenen") == ["Wij wachten op uw kentekenbewijs"]
    assert gevonden(status=zaak["status"], tijdstip__gt="2026-03-03T23:00:00+00:00") == ["Collega gebeld"]
    assert gevonden(tijdstip__lt="2026-03-04T09:00:00") == ["Wij wachten op uw kentekenbewijs"]
    assert http.get(wacht["url"]).json() == wacht
    assert codes(http.get(SUBSTATUSSEN, params={"doelgroep": "iedereen"})) == [("doelgroep", "invalid_choice")]
    assert codes(http.get(SUBSTATUSSEN, params={"tijdstip__gt": "gisteren"})) == [("tijdstip__gt", "invalid")]
    controleer(http.get(SUBSTATUSSEN).json(), "zaken", "/substatussen")


def test_the_substatussen_of_a_zaak_that_may_not_be_seen_are_not_seen_either(
    http: httpx.Client, waterdam: Gemeente, zaak: Resource
) -> None:
    voeg_substatus_toe(waterdam, zaak, "Wacht", "2026-03-03")
    waterdam.clients[CLIENT_ID] = Client(SECRET, alle=False)

    assert http.get(SUBSTATUSSEN).json()["count"] == 0


@pytest.mark.parametrize("dialect", [ONEGROUND, ZAKEN_16], ids=lambda een: een.naam)
def test_substatussen_are_of_open_zaak_alone(dialect: Dialect, loopback: Loopback) -> None:
    with gestart(loopback, dialect) as (_, http):
        assert http.get(SUBSTATUSSEN).status_code == 404


# --- eigenschappen and deelzaken --------------------------------------------------------------------------------------


def test_an_eigenschap_is_of_the_zaaktype_and_its_value_of_the_zaak(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    voeg_eigenschap_toe(waterdam, zaken["Z-1"], "kenteken", "XX-999-X")
    voeg_eigenschap_toe(waterdam, zaken["Z-2"], "kenteken", "YY-999-Y")

    waarden = http.get(f"{zaken['Z-1']['url']}/zaakeigenschappen").json()
    zaak = http.get(zaken["Z-1"]["url"], params={"expand": "eigenschappen,eigenschappen.eigenschap"}).json()
    assert [(een["naam"], een["waarde"]) for een in waarden] == [("kenteken", "XX-999-X")]
    assert zaak["eigenschappen"] == [waarden[0]["url"]]
    assert zaak["_expand"]["eigenschappen"][0]["_expand"]["eigenschap"]["naam"] == "kenteken"
    assert len(waterdam.opslag.alle("eigenschappen")) == 1


def test_a_deelzaak_and_its_hoofdzaak_know_each_other_and_go_together(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    hang_onder(waterdam, zaken["Z-2"], zaken["Z-1"])
    hang_onder(waterdam, zaken["Z-3"], zaken["Z-1"])

    uit = http.get(zaken["Z-1"]["url"], params={"expand": "deelzaken"}).json()
    assert [een["identificatie"] for een in uit["_expand"]["deelzaken"]] == ["Z-2", "Z-3"]
    assert http.get(zaken["Z-2"]["url"]).json()["hoofdzaak"] == zaken["Z-1"]["url"]

    vulling.verwijder(waterdam, zaken["Z-2"]["url"])
    assert zaken["Z-1"]["deelzaken"] == [zaken["Z-3"]["url"]]
    vulling.verwijder(waterdam, zaken["Z-1"]["url"])
    assert {"Z-1", "Z-2", "Z-3"} & set(nummers(http.get(ZAKEN))) == set()
    with pytest.raises(ValueError, match="another register"):
        hang_onder(Gemeente("Duinoord", "000740457", basis="http://duinoord.example"), zaken["Z-5"], zaken["Z-4"])


def test_what_is_removed_with_a_zaak_leaves_nothing_behind(
    waterdam: Gemeente, zaak: Resource, verleend: Resource
) -> None:
    voeg_substatus_toe(waterdam, zaak, "Wacht", "2026-03-03")
    voeg_eigenschap_toe(waterdam, zaak, "kenteken", "XX-999-X")

    vulling.verwijder(waterdam, zaak["url"])

    over = (
        "substatussen",
        "zaakeigenschappen",
        "zaakbesluiten",
        "besluiten",
        "besluitinformatieobjecten",
        "zaakinformatieobjecten",
        "objectinformatieobjecten",
    )
    assert [een for collectie in over for een in waterdam.opslag.alle(collectie)] == []
    assert len(waterdam.opslag.alle("enkelvoudiginformatieobjecten")) == 1


# --- faults -----------------------------------------------------------------------------------------------------------


def test_a_register_can_ignore_which_zaken_of_a_person_are_searched(
    http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    vraag: dict[str, Any] = {OP_BSN: ANNA, "uuid__in": [zaken["Z-1"]["uuid"]]}
    gezond = nummers(http.post(ZOEK, json=vraag))
    waterdam.fault = Fault("negeertUuids", alleen="/zaken")

    assert gezond == ["Z-1"]
    assert nummers(http.post(ZOEK, json=vraag)) == ["Z-6", "Z-2", "Z-1"]


@pytest.mark.parametrize(
    "pad", ["/zaken/api/v1/statussen", BESLUITEN, "/zaken/api/v1/zaakinformatieobjecten", SUBSTATUSSEN]
)
def test_a_register_can_give_what_belongs_to_everybodys_zaken(
    pad: str, http: httpx.Client, waterdam: Gemeente, zaken: dict[str, Resource]
) -> None:
    soort = besluittype(waterdam, "Verleend")
    for zaak in zaken.values():
        document(waterdam, zaak, titel="Brief")
        besluit(waterdam, zaak, soort, datum="2026-03-04")
        voeg_substatus_toe(waterdam, zaak, "Wacht", "2026-03-03")

    def van_wie() -> set[str]:
        inhoud = http.get(pad, params={"zaak": zaken["Z-1"]["url"]}).json()
        return {een["zaak"] for een in (inhoud if isinstance(inhoud, list) else inhoud["results"])}

    gezond = van_wie()
    waterdam.fault = Fault("negeertZaak", alleen=pad)

    assert gezond == {zaken["Z-1"]["url"]}
    assert len(van_wie()) > 4
