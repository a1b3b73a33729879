"""The documents of a zaak: one predicate for what is listed, what stands in the timeline and what can be fetched."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mijnzaken_bff.demo.gemeente.client import Client
from mijnzaken_bff.demo.gemeente.dialecten import ESUITE, OPEN_ZAAK
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.vulling import verwijder, zaak
from mijnzaken_bff.demo.gemeente.vulling_besluiten import besluit, besluittype
from mijnzaken_bff.demo.gemeente.vulling_documenten import (
    document,
    documentregister,
    informatieobjecttype,
    nieuwe_versie,
)
from tests.stories.bijlagen import (
    NIEMANDS,
    Ondertussen,
    detail,
    downloads,
    haal,
    inhoudspad,
    is_te_zien,
    loket,
    onderdeel,
    parkeren,
    service_van,
    titels,
    uuid_van,
    verteld,
)
from tests.stories.dialecten import STREEKTALEN, Streektaal
from tests.stories.portaal import ANNA, BILAL, CLIENT_ID, SECRET, Portaal, Toneel, vragen_aan

BRIEF = b"%PDF-1.7 een brief"
NIEUW = replace(OPEN_ZAAK, naam="open-zaak-documenten-1.6", vormen=())
"""An Open Zaak that has the fields of Documenten 1.6 too."""


class Alziend(Client):
    """A client that sees documents of a level that nobody knows, too."""

    def mag_document_zien(self, document: Mapping[str, Any]) -> bool:
        """Any."""
        return True


@pytest.fixture
def aanvraag(waterdam: Gemeente) -> Resource:
    """A zaak of Anna."""
    return zaak(waterdam, parkeren(waterdam), bsn=ANNA, startdatum="2026-10-28")


@pytest.fixture
def portaal(toneel: Toneel, waterdam: Gemeente) -> Portaal:
    return loket(toneel, waterdam)


# --- what is told of a document ---


def test_g1_of_a_document_is_told_what_it_is_how_large_it_is_and_of_which_day(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(
        waterdam, aanvraag, titel="Uw aanvraag", inhoud=BRIEF, bestandsnaam="Aanvraag.PDF", ontvangstdatum="2026-10-30"
    )

    assert detail(portaal, aanvraag)["documenten"] == [
        {
            "id": uuid_van(brief),
            "titel": "Uw aanvraag",
            "bestandsnaam": "Aanvraag.PDF",
            "extensie": "pdf",
            "formaat": "application/pdf",
            "grootte": len(BRIEF),
            "datum": "2026-10-30",
            "richting": "vanU",
            "soort": "Bijlage",
            "downloadbaar": True,
            "inhoud": inhoudspad(aanvraag, brief).removeprefix("/v1"),
        }
    ]


def test_a_document_is_fetched_where_the_list_says(portaal: Portaal, waterdam: Gemeente, aanvraag: Resource) -> None:
    document(waterdam, aanvraag, titel="Brief", inhoud=BRIEF)
    listed = detail(portaal, aanvraag)["documenten"][0]

    answered = portaal.get(f"/v1{listed['inhoud']}")

    assert answered.content == BRIEF
    assert answered.headers["content-type"] == listed["formaat"]
    assert answered.headers["content-length"] == str(listed["grootte"])
    assert f'filename="{listed["bestandsnaam"]}"' in answered.headers["content-disposition"]


@pytest.mark.parametrize("name", ["Scan.PDF", "", "besluit", "map/../x.pdf", "€ 5.pdf", "factuur\u202efdp.exe"])
def test_a_document_is_fetched_under_a_safe_name_whatever_it_is_called(
    name: str, portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    document(waterdam, aanvraag, titel="Uw brief", inhoud=BRIEF, bestandsnaam=name)
    listed = detail(portaal, aanvraag)["documenten"][0]

    answered = portaal.get(f"/v1{listed['inhoud']}")

    assert listed["extensie"] in ("pdf", "exe")
    assert not set(listed["bestandsnaam"]) & set('/\\"\u202e')
    told = answered.headers.get_list("content-disposition")
    assert len(told) == 1
    assert told[0].startswith('attachment; filename="')
    assert "filename*=UTF-8''" in told[0]


@pytest.mark.parametrize(
    ("days", "way", "told"),
    [
        ({"ontvangstdatum": "2026-11-02"}, "uitgaand", ("vanU", "2026-11-02")),
        ({"verzenddatum": "2026-11-03"}, "inkomend", ("vanOrganisatie", "2026-11-03")),
        ({}, "inkomend", ("vanU", "2026-11-01")),
        ({}, "uitgaand", ("vanOrganisatie", "2026-11-01")),
        ({}, "intern", ("onbekend", "2026-11-01")),
    ],
)
def test_g6_which_way_a_document_went_its_days_tell_and_else_its_kind(
    days: Mapping[str, Any], way: Any, told: tuple[str, str], portaal: Portaal, waterdam: Gemeente
) -> None:
    soort = parkeren(waterdam)
    aanvraag = zaak(waterdam, soort, bsn=ANNA, startdatum="2026-10-28")
    brief = informatieobjecttype(waterdam, "Brief", zaaktype=soort, richting=way)
    document(waterdam, aanvraag, titel="B", informatieobjecttype=brief, creatiedatum="2026-11-01", **days)

    (listed,) = detail(portaal, aanvraag)["documenten"]

    assert (listed["richting"], listed["datum"]) == told


def test_a_document_that_belongs_to_a_zaak_twice_is_listed_once(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(waterdam, aanvraag, titel="Brief")
    besluit(waterdam, aanvraag, besluittype(waterdam, "Besluit"), datum="2026-11-01", documenten=[brief, brief])

    told = detail(portaal, aanvraag)

    assert titels(told) == ["Brief"]
    assert told["besluiten"][0]["documenten"] == [uuid_van(brief)]
    assert onderdeel(told) == ("ok", 0)


# --- one predicate ---

SHOWN: Mapping[str, Mapping[str, Any]] = {
    "definitief": {},
    "gearchiveerd": {"status": "gearchiveerd"},
    "zaakvertrouwelijk": {"vertrouwelijkheidaanduiding": "zaakvertrouwelijk"},
    "the level of its kind": {"vertrouwelijkheidaanduiding": ""},
}
HIDDEN: Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {
    "a draft": ("status", {"status": "in_bewerking"}, {}),
    "to be approved": ("status", {"status": "ter_vaststelling"}, {}),
    "without a status": ("status", {"status": ""}, {}),
    "of an unknown status": ("status", {"status": "concept"}, {}),
    "archived, where only final ones are shown": (
        "status", {"status": "gearchiveerd"}, {"statussen": ["definitief"]},
    ),
    "vertrouwelijk": ("vertrouwelijkheid", {"vertrouwelijkheidaanduiding": "vertrouwelijk"}, {}),
    "zeer geheim": ("vertrouwelijkheid", {"vertrouwelijkheidaanduiding": "zeer_geheim"}, {}),
    "of an unknown level": ("vertrouwelijkheid", {"vertrouwelijkheidaanduiding": "eigenlijk_wel"}, {}),
    "above a lower ceiling": (
        "vertrouwelijkheid", {"vertrouwelijkheidaanduiding": "zaakvertrouwelijk"}, {"maximaal": "intern"},
    ),
    "of a kind that is refused": ("soort", {}, {"soorten": {"weiger": ["intern  ADVIES"]}}),
    "of a kind that is not among those shown": ("soort", {}, {"soorten": {"toon": ["Bijlage"]}}),
    "destroyed": ("vervallen", {"inhoudIsVervallen": True}, {}),
    "not meant for a portal": (
        "nietVoorInitiator", {"tonenAanInitiator": False}, {"tonenAanInitiator": "verplicht"},
    ),
    "not said to be meant for a portal": (
        "nietVoorInitiator", {"tonenAanInitiator": None}, {"tonenAanInitiator": "verplicht"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("velden", SHOWN.values(), ids=SHOWN)
def test_g2_what_is_final_or_archived_and_not_above_the_ceiling_is_shown(
    velden: Mapping[str, Any], portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    assert is_te_zien(portaal, aanvraag, document(waterdam, aanvraag, titel="Brief", **velden))


@pytest.mark.parametrize(("reden", "velden", "beleid"), HIDDEN.values(), ids=HIDDEN)
def test_g7_what_may_not_be_seen_is_not_listed_not_in_the_timeline_and_not_given(
    reden: str, velden: Mapping[str, Any], beleid: Mapping[str, Any], toneel: Toneel
) -> None:
    gemeente = toneel.gemeente(dialect=NIEUW, clients={CLIENT_ID: Alziend(SECRET)})
    soort = parkeren(gemeente)
    aanvraag = zaak(gemeente, soort, bsn=ANNA)
    advies = informatieobjecttype(gemeente, "Intern advies", zaaktype=soort)
    buur = document(gemeente, aanvraag, titel="Buur", inhoud=BRIEF, tonenAanInitiator=True)
    verborgen = document(
        gemeente,
        aanvraag,
        titel="Verborgen titel",
        informatieobjecttype=advies,
        **{"tonenAanInitiator": True, **velden},
    )
    portaal = loket(toneel, gemeente, bron={"zichtbaarheid": {"documenten": dict(beleid)}})

    assert not is_te_zien(portaal, aanvraag, verborgen)

    assert is_te_zien(portaal, aanvraag, buur)
    told = detail(portaal, aanvraag)
    assert onderdeel(told) == ("ok", 0)
    assert "Verborgen titel" not in str(told)
    assert not [one for one in downloads(gemeente) if uuid_van(verborgen) in one]
    assert portaal.counted(f'mijnzaken_documenten_verborgen_total{{bron="waterdam",reden="{reden}"}}') == 3


def test_g3_of_a_document_without_a_level_that_of_its_kind_counts(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    geheim = informatieobjecttype(waterdam, "Vonnis", vertrouwelijkheidaanduiding="geheim")
    niets = informatieobjecttype(waterdam, "Notitie", vertrouwelijkheidaanduiding="")
    secret, unknown, neighbour = (
        document(waterdam, aanvraag, titel=titel, informatieobjecttype=soort, vertrouwelijkheidaanduiding="")
        for titel, soort in (("Vonnis", geheim), ("Notitie", niets), ("Bijlage", None))
    )

    assert not is_te_zien(portaal, aanvraag, secret)
    assert not is_te_zien(portaal, aanvraag, unknown)
    assert is_te_zien(portaal, aanvraag, neighbour)


@pytest.mark.parametrize("soorten", [{"toon": ["Bijlage"]}, {"weiger": ["Bijlage"]}])
def test_g4_where_kinds_decide_a_document_whose_kind_cannot_be_read_is_not_given(
    soorten: Mapping[str, Any], toneel: Toneel, waterdam: Gemeente, aanvraag: Resource
) -> None:
    """It may be one that is shown, so asking for it is no 404: nobody knows."""
    brief = document(waterdam, aanvraag, titel="Verborgen titel")
    verwijder(waterdam, brief["informatieobjecttype"])
    portaal = loket(toneel, waterdam, bron={"zichtbaarheid": {"documenten": {"soorten": dict(soorten)}}})

    told = detail(portaal, aanvraag)
    answered = haal(portaal, aanvraag, brief)

    assert told["documenten"] == []
    assert "Verborgen titel" not in str(told)
    assert onderdeel(told, "catalogus") == ("gedeeltelijk", 1)
    assert answered.status_code == 503
    assert downloads(waterdam) == []


def test_g4_where_kinds_decide_a_document_of_no_kind_is_as_unknown_as_any(
    toneel: Toneel, waterdam: Gemeente, aanvraag: Resource
) -> None:
    buur = document(waterdam, aanvraag, titel="Brief")
    soortloos = document(waterdam, aanvraag, titel="Zonder soort")
    soortloos["informatieobjecttype"] = ""
    portaal = loket(toneel, waterdam, bron={"zichtbaarheid": {"documenten": {"soorten": {"weiger": ["Advies"]}}}})

    assert not is_te_zien(portaal, aanvraag, soortloos)
    assert is_te_zien(portaal, aanvraag, buur)


def test_g4_a_kind_that_cannot_be_read_costs_only_its_name_where_kinds_do_not_decide(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(waterdam, aanvraag, titel="Brief")
    verwijder(waterdam, brief["informatieobjecttype"])

    assert is_te_zien(portaal, aanvraag, brief)
    assert detail(portaal, aanvraag)["documenten"][0]["soort"] is None


def test_g5_what_a_register_says_of_portals_counts_only_where_the_bron_says_so(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=NIEUW)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    yes, no, unsaid = (
        document(gemeente, aanvraag, titel=f"{said}", tonenAanInitiator=said) for said in (True, False, None)
    )
    strict = loket(toneel, gemeente, bron={"zichtbaarheid": {"documenten": {"tonenAanInitiator": "verplicht"}}})
    lenient = loket(toneel, gemeente)

    assert [is_te_zien(strict, aanvraag, one) for one in (yes, no, unsaid)] == [True, False, False]
    assert [is_te_zien(lenient, aanvraag, one) for one in (yes, no, unsaid)] == [True, True, True]


def test_g13_a_document_without_content_or_still_being_sent_in_is_listed_and_not_given(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=NIEUW)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    leeg = document(gemeente, aanvraag, titel="Leeg", inhoud=None)
    half = document(gemeente, aanvraag, titel="Half", bestandsdelen=[{"volgnummer": 1}])
    portaal = loket(toneel, gemeente)

    told = detail(portaal, aanvraag)["documenten"]

    assert [(one["titel"], one["downloadbaar"], one["inhoud"], one["bestandsnaam"]) for one in told] == [
        ("Half", False, None, None),
        ("Leeg", False, None, None),
    ]
    nobodys = verteld(haal(portaal, aanvraag, NIEMANDS))
    assert [verteld(haal(portaal, aanvraag, one)) for one in (leeg, half)] == [nobodys, nobodys]
    assert downloads(gemeente) == []


# --- what changes between the list and the download ---


@pytest.mark.parametrize(
    "velden", [{"status": "in_bewerking"}, {"vertrouwelijkheidaanduiding": "geheim"}], ids=["a draft", "secret"]
)
def test_g7_what_has_become_hidden_since_it_was_listed_is_not_given(
    velden: Mapping[str, Any], portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(waterdam, aanvraag, titel="Brief")
    assert is_te_zien(portaal, aanvraag, brief)
    waterdam.ontvangen.clear()

    brief.update(velden)

    assert verteld(haal(portaal, aanvraag, brief)) == verteld(haal(portaal, aanvraag, NIEMANDS))
    assert downloads(waterdam) == []


def test_g7_a_document_that_was_taken_from_the_zaak_since_it_was_listed_is_not_given(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(waterdam, aanvraag, titel="Brief")
    assert is_te_zien(portaal, aanvraag, brief)

    verwijder(waterdam, waterdam.opslag.van_zaak("zaakinformatieobjecten", aanvraag["url"])[0]["url"])

    assert not is_te_zien(portaal, aanvraag, brief)


def test_g13_the_version_that_was_judged_is_the_one_that_is_sent(toneel: Toneel) -> None:
    """A draft that appears between the two is not sent in its place."""
    made: dict[str, Resource] = {}
    gemeente = Ondertussen(
        toneel, lambda: nieuwe_versie(gemeente, made["brief"], b"een concept", status="in_bewerking")
    )
    toneel.opening(gemeente)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    made["brief"] = document(gemeente, aanvraag, titel="Brief", inhoud=BRIEF)
    portaal = loket(toneel, gemeente)

    answered = haal(portaal, aanvraag, made["brief"])

    assert answered.content == BRIEF
    (asked,) = downloads(gemeente)
    assert asked.endswith("/download?versie=1")
    assert haal(portaal, aanvraag, made["brief"]).status_code == 404


def test_g13_a_document_of_which_the_newest_version_is_a_draft_is_hidden(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(waterdam, aanvraag, titel="Brief")
    concept = nieuwe_versie(waterdam, brief, b"een concept", status="in_bewerking")

    assert not is_te_zien(portaal, aanvraag, brief)

    nieuwe_versie(waterdam, concept, b"vastgesteld", status="definitief")
    assert is_te_zien(portaal, aanvraag, brief)
    assert haal(portaal, aanvraag, brief).content == b"vastgesteld"


def test_g13_of_two_documents_each_is_sent_in_its_own_version(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    """Open Zaak writes the version of the first document of a page in every link to content."""
    first = document(waterdam, aanvraag, titel="A", inhoud=b"a1")
    second = document(waterdam, aanvraag, titel="B", inhoud=b"b1")
    nieuwe_versie(waterdam, nieuwe_versie(waterdam, first, b"a2"), b"a3")

    assert [haal(portaal, aanvraag, one).content for one in (first, second)] == [b"a3", b"b1"]
    assert [asked.rpartition("?")[2] for asked in downloads(waterdam)] == ["versie=3", "versie=1"]


# --- whose it is ---


def test_t22_a_document_is_found_under_its_own_zaak_only(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    other = zaak(waterdam, parkeren(waterdam), bsn=ANNA)
    hers = zaak(waterdam, parkeren(waterdam), bsn=BILAL)
    mine, elsewhere, bilals, nobodys = (
        document(waterdam, one, titel="Brief", inhoud=BRIEF) for one in (aanvraag, other, hers, None)
    )

    for one in (elsewhere, bilals, nobodys):
        assert not is_te_zien(portaal, aanvraag, one)
    assert downloads(waterdam) == []
    assert [is_te_zien(portaal, *pair) for pair in ((aanvraag, mine), (other, elsewhere))] == [True, True]
    assert is_te_zien(portaal, hers, bilals, BILAL)


def test_t22_a_draft_and_a_document_of_somebody_elses_zaak_are_the_same_404_and_ask_nothing(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    draft = document(waterdam, aanvraag, titel="Concept", status="in_bewerking")
    hers = zaak(waterdam, parkeren(waterdam), bsn=BILAL)
    bilals = document(waterdam, hers, titel="Brief")
    unknown = verteld(haal(portaal, aanvraag, NIEMANDS))
    waterdam.ontvangen.clear()

    answers = [haal(portaal, aanvraag, draft), haal(portaal, hers, bilals), haal(portaal, hers, NIEMANDS)]

    assert [verteld(answer) for answer in answers] == [unknown] * 3
    assert not [one for one in waterdam.ontvangen if uuid_van(bilals) in one.pad or NIEMANDS in one.pad]
    assert downloads(waterdam) == []


# --- documents of besluiten ---


def test_a_document_of_a_besluit_is_one_of_the_zaak_once_the_besluit_was_made_known(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    soort = besluittype(waterdam, "Vergunning")
    known, ahead = (document(waterdam, None, titel=titel, inhoud=BRIEF) for titel in ("Beschikking", "Straks"))
    besluit(waterdam, aanvraag, soort, datum="2026-11-01", verzenddatum="2026-11-02", documenten=[known])
    besluit(waterdam, aanvraag, soort, datum="2026-11-20", verzenddatum="2026-12-01", documenten=[ahead])

    assert is_te_zien(portaal, aanvraag, known)
    assert not is_te_zien(portaal, aanvraag, ahead)

    told = detail(portaal, aanvraag)
    assert [one["documenten"] for one in told["besluiten"]] == [[uuid_van(known)]]
    assert not [one for one in waterdam.ontvangen if uuid_van(ahead) in one.pad]
    portaal.toneel.klok.later(days=9)
    assert is_te_zien(portaal, aanvraag, ahead)


def test_a_document_of_a_besluit_obeys_the_same_rules(portaal: Portaal, waterdam: Gemeente, aanvraag: Resource) -> None:
    draft = document(waterdam, None, titel="Concept", status="in_bewerking")
    besluit(waterdam, aanvraag, besluittype(waterdam, "Vergunning"), datum="2026-11-01", documenten=[draft])

    assert not is_te_zien(portaal, aanvraag, draft)
    assert detail(portaal, aanvraag)["besluiten"][0]["documenten"] == []


# --- several Documenten APIs ---

ANDER = "een-ander-geheim-dat-alleen-het-archief-kent-0001"


def archief_van(toneel: Toneel, client: str, secret: str, naam: str = "Archief") -> Gemeente:
    """A register that holds documents and nothing else, and lets in this client alone."""
    return toneel.opening(documentregister(naam, "001117518", clients={client: Client(secret)}, nu=toneel.klok.now))


def test_g10_documents_of_several_apis_are_asked_each_where_it_is_with_its_own_credentials(
    toneel: Toneel, waterdam: Gemeente, aanvraag: Resource
) -> None:
    archief = archief_van(toneel, "archiefklant", ANDER)
    derde = archief_van(toneel, CLIENT_ID, SECRET, "Elders")
    here, there, nowhere = (
        document(waterdam, aanvraag, titel=titel, inhoud=titel.encode(), bij=bij)
        for titel, bij in (("hier", None), ("archief", archief), ("derde", derde))
    )
    toegang = {"soort": "zgwJwt", "clientId": "archiefklant", "secret": ANDER}
    apis = [service_van(waterdam, "documenten"), service_van(archief, "documenten", toegang=toegang)]
    portaal = loket(toneel, waterdam, bron={"documenten": apis})

    told = detail(portaal, aanvraag)

    assert sorted(titels(told)) == ["archief", "hier"]
    assert onderdeel(told) == ("gedeeltelijk", 1)
    assert [haal(portaal, aanvraag, one).content for one in (here, there)] == [b"hier", b"archief"]
    assert haal(portaal, aanvraag, nowhere).status_code == 404
    assert derde.ontvangen == []
    assert {one.status for one in archief.ontvangen} == {200}
    assert not [one for one in waterdam.ontvangen if uuid_van(there) in one.pad]


def test_g10_an_api_that_fails_costs_its_own_documents_only(
    toneel: Toneel, waterdam: Gemeente, aanvraag: Resource
) -> None:
    archief = archief_van(toneel, CLIENT_ID, SECRET)
    here = document(waterdam, aanvraag, titel="hier")
    there = document(waterdam, aanvraag, titel="daar", bij=archief)
    apis = [service_van(one, "documenten") for one in (waterdam, archief)]
    portaal = loket(toneel, waterdam, bron={"documenten": apis})
    archief.fault = Fault("500")

    told = detail(portaal, aanvraag)

    assert titels(told) == ["hier"]
    assert onderdeel(told) == ("gedeeltelijk", 1)
    assert haal(portaal, aanvraag, here).status_code == 200
    failed = haal(portaal, aanvraag, there)
    assert failed.status_code in (502, 503)
    assert failed.json()["bronnen"][0]["id"] == "waterdam"


# --- how registers differ ---


@pytest.mark.parametrize("taal", STREEKTALEN.values(), ids=STREEKTALEN)
def test_in_every_dialect_the_same_documents_are_listed_and_given(taal: Streektaal, toneel: Toneel) -> None:
    gemeente = taal.gemeente(toneel)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    brief, draft, secret = (
        document(gemeente, aanvraag, titel=titel, inhoud=BRIEF, **velden)
        for titel, velden in (
            ("Brief", {}),
            ("Concept", {"status": "in_bewerking"}),
            ("Geheim", {"vertrouwelijkheidaanduiding": "geheim"}),
        )
    )
    elsewhere = document(gemeente, zaak(gemeente, parkeren(gemeente), bsn=ANNA), titel="Elders")
    portaal = loket(toneel, gemeente, bron=taal.bron)

    assert is_te_zien(portaal, aanvraag, brief)
    assert not any(is_te_zien(portaal, aanvraag, one) for one in (draft, secret, elsewhere))

    told = detail(portaal, aanvraag)
    assert titels(told) == ["Brief"]
    assert onderdeel(told) == ("ok", 0)
    assert haal(portaal, aanvraag, brief).content == BRIEF
    assert all(one.endswith("versie=1") for one in downloads(gemeente))


def test_a_web_page_that_is_a_document_is_given_and_one_that_wants_a_login_is_not(toneel: Toneel) -> None:
    """OneGround calls its answer what the document is."""
    gemeente = STREEKTALEN["oneground"].gemeente(toneel)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    page = document(gemeente, aanvraag, titel="Mail", inhoud=b"<html>mail</html>", formaat="text/html")
    portaal = loket(toneel, gemeente, bron=STREEKTALEN["oneground"].bron)

    answered = haal(portaal, aanvraag, page)
    gemeente.fault = Fault("html", eindigt="/download")
    login = haal(portaal, aanvraag, page)

    assert (answered.status_code, answered.content) == (200, b"<html>mail</html>")
    assert answered.headers["content-type"] == "application/octet-stream"
    assert login.status_code == 502


def test_content_that_comes_with_the_metadata_is_not_kept_and_not_passed_on(toneel: Toneel) -> None:
    gemeente = STREEKTALEN["esuite"].gemeente(toneel)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    secret = b"dit staat alleen in het document zelf, en nergens anders"
    first, second = (document(gemeente, aanvraag, titel=titel, inhoud=secret) for titel in ("Een", "Twee"))
    portaal = loket(toneel, gemeente, bron=STREEKTALEN["esuite"].bron)
    gemeente.ontvangen.clear()

    told = detail(portaal, aanvraag)

    assert sorted(titels(told)) == ["Een", "Twee"]
    assert base64.b64encode(secret).decode()[4:40] not in str(told)
    asked = [one.pad for one in gemeente.ontvangen if one.pad.startswith("/documenten/") and one.methode == "GET"]
    assert sorted(pad.rpartition("/")[2] for pad in asked) == sorted(map(uuid_van, (first, second)))
    assert haal(portaal, aanvraag, first).content == secret


# --- what cannot be read, and what is much ---


def test_g11_one_document_that_cannot_be_read_is_counted_and_the_others_stay(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    for n in range(5):
        document(waterdam, aanvraag, titel=f"Brief {n}")
    waterdam.fault = Fault("gedeeltelijk", alleen="/documenten", eindigt="/_zoek", index=2)

    told = detail(portaal, aanvraag)

    assert len(told["documenten"]) == 4
    assert onderdeel(told) == ("gedeeltelijk", 1)
    assert told["volledig"] is False
    assert "Eén document" in next(one["melding"] for one in told["onderdelen"] if one["onderdeel"] == "documenten")


def test_g11_a_document_that_is_gone_at_its_register_is_counted_and_the_others_stay(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    stays, gone = (document(waterdam, aanvraag, titel=titel) for titel in ("Blijft", "Weg"))
    link = dict(waterdam.opslag.van_zaak("zaakinformatieobjecten", aanvraag["url"])[-1])
    verwijder(waterdam, gone["url"])
    waterdam.opslag.bewaar(link)
    aanvraag["zaakinformatieobjecten"].append(link["url"])

    assert not is_te_zien(portaal, aanvraag, gone)
    assert is_te_zien(portaal, aanvraag, stays)
    assert onderdeel(detail(portaal, aanvraag)) == ("gedeeltelijk", 1)


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (100, 1), (101, 2), (120, 2), (435, 5)])
def test_every_page_of_documents_is_read_and_none_twice(
    number: int, pages: int, portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    for n in range(number):
        document(waterdam, aanvraag, titel=f"Brief {n:03}", inhoud=BRIEF)

    told = detail(portaal, aanvraag)

    assert titels(told) == [f"Brief {n:03}" for n in range(number)]
    assert onderdeel(told) == ("ok", 0)
    assert vragen_aan(waterdam, "/documenten/") == pages


def test_more_documents_than_are_asked_for_are_counted_and_told(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    made = [document(waterdam, aanvraag, titel=f"Brief {n:03}", inhoud=BRIEF) for n in range(510)]

    told = detail(portaal, aanvraag)

    assert len(told["documenten"]) == 500
    assert onderdeel(told) == ("gedeeltelijk", 10)
    listed = {one["id"] for one in told["documenten"]}
    left_out = next(one for one in made if uuid_van(one) not in listed)
    assert haal(portaal, aanvraag, left_out).status_code == 200


def test_a_register_that_is_asked_one_by_one_is_not_asked_for_hundreds(toneel: Toneel) -> None:
    gemeente = toneel.gemeente(dialect=ESUITE)
    aanvraag = zaak(gemeente, parkeren(gemeente), bsn=ANNA)
    for n in range(435):
        document(gemeente, aanvraag, titel=f"Brief {n:03}", inhoud=BRIEF)
    portaal = loket(toneel, gemeente, bron={**STREEKTALEN["esuite"].bron, "wachtrij": {"aantal": 100, "geduld": "2s"}})

    told = detail(portaal, aanvraag)

    assert len(told["documenten"]) == 50
    assert onderdeel(told) == ("gedeeltelijk", 385)
    by_address = [
        one for one in gemeente.ontvangen if "/enkelvoudiginformatieobjecten/" in one.pad and one.methode == "GET"
    ]
    assert len(by_address) == 50


def test_a_bron_without_documents_says_nothing_of_them_and_gives_none(
    toneel: Toneel, waterdam: Gemeente, aanvraag: Resource
) -> None:
    brief = document(waterdam, aanvraag, titel="Brief")
    portaal = toneel.portaal({"waterdam": waterdam})

    told = detail(portaal, aanvraag)

    assert told["documenten"] == []
    assert "documenten" not in [one["onderdeel"] for one in told["onderdelen"]]
    assert verteld(haal(portaal, aanvraag, brief)) == verteld(haal(portaal, aanvraag, NIEMANDS))
    assert vragen_aan(waterdam, "/documenten/") == 0


def test_where_the_identifier_of_the_link_is_asked_there_is_no_document(
    portaal: Portaal, waterdam: Gemeente, aanvraag: Resource
) -> None:
    document(waterdam, aanvraag, titel="Brief")
    (link,) = waterdam.opslag.van_zaak("zaakinformatieobjecten", aanvraag["url"])

    assert haal(portaal, aanvraag, uuid_van(link)).status_code == 404
