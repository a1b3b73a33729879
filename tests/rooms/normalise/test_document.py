"""May this document be shown? One predicate; and what is told of it."""

from datetime import date

import pytest

from mijnzaken_bff.contract.document import Document
from mijnzaken_bff.normalise.document import (
    Documentoordeel,
    Stuk,
    document_of,
    documenten_of,
    documentoordeel_of,
    is_downloadable,
    richting_of,
)
from mijnzaken_bff.normalise.settings import Documentbeleid
from tests.rooms.normalise.bouwen import UUID, document, document_uuid, stuk

ZAAK = f"waterdam-{UUID}"
VERPLICHT = {"tonenAanInitiator": "verplicht"}
GEWEIGERD = {"soorten": {"weiger": ["Interne notitie"]}}
GETOOND = {"soorten": {"toon": ["Brief"]}}
TYPE = "https://zgw.waterdam.example/catalogi/api/v1/informatieobjecttypen/50000000-0000-4000-8000-000000000001"
CLOSED = {"omschrijving": "Brief", "vertrouwelijkheidaanduiding": "geheim"}


def oordeel(told: Stuk, beleid: object = None) -> str:
    return documentoordeel_of(told, Documentbeleid.model_validate(beleid or {})).value


@pytest.mark.parametrize(
    ("told", "beleid", "verwacht"),
    [
        pytest.param(stuk(), {}, "tonen", id="an ordinary document"),
        pytest.param(stuk(status="gearchiveerd"), {}, "tonen", id="an archived one"),
        pytest.param(stuk(status="Definitief"), {}, "tonen", id="with a capital"),
        pytest.param(stuk(status="in_bewerking"), {}, "status", id="a draft"),
        pytest.param(stuk(status="ter_vaststelling"), {}, "status", id="not yet final"),
        pytest.param(stuk(status=""), {}, "status", id="that does not say how far it is"),
        pytest.param(stuk(status="gearchiveerd"), {"statussen": ["definitief"]}, "status", id="only final ones"),
        pytest.param(stuk(status="in_bewerking"), {"statussen": ["in_bewerking"]}, "tonen", id="drafts by choice"),
        pytest.param(stuk(vertrouwelijkheidaanduiding="openbaar"), {}, "tonen", id="an open one"),
        pytest.param(stuk(vertrouwelijkheidaanduiding="vertrouwelijk"), {}, "vertrouwelijkheid", id="too confidential"),
        pytest.param(stuk(vertrouwelijkheidaanduiding="vertrouwelijk"), {"maximaal": "vertrouwelijk"}, "tonen",
                     id="a higher ceiling"),
        pytest.param(stuk(vertrouwelijkheidaanduiding="geheimzinnig"), {}, "vertrouwelijkheid", id="an unknown level"),
        pytest.param(stuk(vertrouwelijkheidaanduiding=""), {}, "tonen", id="the level of its type"),
        pytest.param(stuk(soort=CLOSED, vertrouwelijkheidaanduiding=""), {}, "vertrouwelijkheid",
                     id="the level of its type, too high"),
        pytest.param(stuk(soort=CLOSED), {}, "tonen", id="its own level goes before that of its type"),
        pytest.param(stuk(soort=None, vertrouwelijkheidaanduiding=""), {}, "vertrouwelijkheid", id="no level anywhere"),
        pytest.param(stuk(soort=None, vertrouwelijkheidaanduiding="", informatieobjecttype=TYPE), {}, "soortOnbekend",
                     id="the level of its type, which is unreadable"),
        pytest.param(stuk(soort={"omschrijving": "Brief"}, vertrouwelijkheidaanduiding="", informatieobjecttype=TYPE),
                     {}, "vertrouwelijkheid", id="the level of its type, which has none"),
        pytest.param(stuk(soort="Interne notitie"), GEWEIGERD, "soort", id="a type that is refused"),
        pytest.param(stuk(soort="interne-NOTITIE!"), GEWEIGERD, "soort", id="only the words of a type count"),
        pytest.param(stuk(soort="Foto"), GEWEIGERD, "tonen", id="another type"),
        pytest.param(stuk(soort="Foto"), GETOOND, "soort", id="a type that is not among those shown"),
        pytest.param(stuk(), GETOOND, "tonen", id="a type that is"),
        pytest.param(stuk(soort=None), {}, "tonen", id="an unreadable type without a rule about types"),
        pytest.param(stuk(soort=None), GEWEIGERD, "soortOnbekend", id="an unreadable type with one"),
        pytest.param(stuk(soort={"omschrijving": ""}), GETOOND, "soortOnbekend", id="a type without a name"),
        pytest.param(stuk(inhoudIsVervallen=True), {}, "vervallen", id="destroyed"),
        pytest.param(stuk(tonenAanInitiator=False), {}, "tonen", id="not meant for a portal, which is ignored"),
        pytest.param(stuk(tonenAanInitiator=False), VERPLICHT, "nietVoorInitiator", id="not meant for a portal"),
        pytest.param(stuk(), VERPLICHT, "nietVoorInitiator", id="the register does not say whether it is"),
        pytest.param(stuk(tonenAanInitiator="true"), VERPLICHT, "nietVoorInitiator", id="a word is no yes"),
        pytest.param(stuk(tonenAanInitiator=True), VERPLICHT, "tonen", id="meant for a portal"),
        pytest.param(stuk(bestandsdelen=[{"volgnummer": 1}]), {}, "tonen", id="not all there yet"),
        pytest.param(stuk(inhoud=None), {}, "tonen", id="without content"),
        pytest.param(stuk(url=None), {}, "zonderSleutel", id="without a link"),
        pytest.param(stuk(url="https://x.example/00000000-0000-0000-0000-000000000000"), {}, "zonderSleutel",
                     id="a link of zeros"),
    ],
)  # fmt: skip
def test_whether_a_document_is_shown(told, beleid, verwacht):
    assert oordeel(told, beleid) == verwacht


def test_the_first_reason_against_it_counts_in_one_fixed_order():
    wrong = {
        "url": None,
        "status": "in_bewerking",
        "vertrouwelijkheidaanduiding": "geheim",
        "soort": "Interne notitie",
        "inhoudIsVervallen": True,
        "tonenAanInitiator": False,
    }
    right = {
        "url": document().url,
        "status": "definitief",
        "vertrouwelijkheidaanduiding": "openbaar",
        "soort": "Brief",
        "inhoudIsVervallen": False,
        "tonenAanInitiator": True,
    }
    found = [oordeel(stuk(**wrong), GEWEIGERD | VERPLICHT)]
    for key, value in right.items():
        wrong[key] = value
        found.append(oordeel(stuk(**wrong), GEWEIGERD | VERPLICHT))

    assert found == [
        "zonderSleutel", "status", "vertrouwelijkheid", "soort", "vervallen", "nietVoorInitiator", "tonen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "downloadable"),
    [
        ({}, True),
        ({"inhoud": "JVBERi0xLjcK"}, True),
        ({"inhoud": None}, False),
        ({"inhoud": ""}, False),
        ({"bestandsdelen": [{"volgnummer": 1}]}, False),
    ],
)
def test_what_is_not_there_or_not_complete_cannot_be_fetched(changes, downloadable):
    assert is_downloadable(document(**changes)) is downloadable


RECEIVED, SENT = {"ontvangstdatum": "2026-11-01"}, {"verzenddatum": "2026-11-02"}


@pytest.mark.parametrize(
    ("changes", "of_type", "richting"),
    [
        (RECEIVED, None, "vanU"),
        (SENT, None, "vanOrganisatie"),
        (RECEIVED, "uitgaand", "vanU"),
        (SENT, "inkomend", "vanOrganisatie"),
        (RECEIVED | SENT, "inkomend", "vanU"),
        (RECEIVED | SENT, "Uitgaand", "vanOrganisatie"),
        (RECEIVED | SENT, None, "onbekend"),
        ({}, "inkomend", "vanU"),
        ({}, "uitgaand", "vanOrganisatie"),
        ({}, "intern", "onbekend"),
        ({}, "heen en weer", "onbekend"),
        ({}, None, "onbekend"),
        ({"ontvangstdatum": "1753-01-01"} | SENT, None, "vanOrganisatie"),
    ],
)
def test_which_way_a_document_went(changes, of_type, richting):
    assert richting_of(stuk(richting=of_type, **changes)).value == richting


def test_a_whole_document():
    told = document_of(stuk(ontvangstdatum="2026-11-01"), ZAAK)

    assert told.model_dump(mode="json") == {
        "id": document_uuid(1),
        "titel": "Brief 1",
        "bestandsnaam": "brief-1.pdf",
        "extensie": "pdf",
        "formaat": "application/pdf",
        "grootte": 1234,
        "datum": "2026-11-01",
        "richting": "vanU",
        "soort": "Brief",
        "downloadbaar": True,
        "inhoud": f"/zaken/{ZAAK}/documenten/{document_uuid(1)}/inhoud",
    }


def test_what_cannot_be_fetched_has_no_name_kind_or_address():
    told = document_of(stuk(inhoud=None), ZAAK)

    assert (told.downloadbaar, told.bestandsnaam, told.extensie, told.formaat, told.inhoud) == (False, *[None] * 4)
    assert told.titel == "Brief 1"


@pytest.mark.parametrize(
    ("changes", "relatie", "titel"),
    [
        ({}, "In de zaak", "Brief 1"),
        ({"titel": ""}, "In de zaak", "In de zaak"),
        ({"titel": ""}, None, "brief-1.pdf"),
        ({"titel": "", "bestandsnaam": ""}, None, "Document"),
        ({"titel": "\u202eBrief\x00"}, None, "Brief"),
    ],
)
def test_a_document_always_has_a_titel(changes, relatie, titel):
    assert document_of(Stuk(document(**changes), None, None, relatie), ZAAK).titel == titel


@pytest.mark.parametrize(
    ("changes", "of_type", "datum"),
    [
        ({}, None, date(2026, 11, 3)),
        (RECEIVED, None, date(2026, 11, 1)),
        (SENT, None, date(2026, 11, 2)),
        (RECEIVED | SENT, "inkomend", date(2026, 11, 1)),
        (RECEIVED | SENT, "uitgaand", date(2026, 11, 2)),
        ({"creatiedatum": None}, None, None),
    ],
)
def test_the_day_of_a_document_is_the_day_it_came_or_went_else_the_day_it_was_made(changes, of_type, datum):
    assert document_of(stuk(richting=of_type, **changes), ZAAK).datum == datum


@pytest.mark.parametrize(("omvang", "grootte"), [(0, 0), (5, 5), (-1, None), (None, None), ("12", None)])
def test_the_size_is_what_the_register_says_if_it_is_one(omvang, grootte):
    assert document_of(stuk(bestandsomvang=omvang), ZAAK).grootte == grootte


def shown(*stukken: Stuk) -> list[Document]:
    return documenten_of(stukken, Documentbeleid(), ZAAK)[0]


def test_documents_come_newest_first_and_those_without_a_day_last():
    days = {1: "2026-11-01", 2: None, 3: "2026-11-05", 4: "2026-11-05"}

    told = shown(*(stuk(number, creatiedatum=day) for number, day in days.items()))

    assert [one.titel for one in told] == ["Brief 3", "Brief 4", "Brief 1", "Brief 2"]


def test_a_document_that_came_twice_is_shown_once_in_its_newest_version():
    told = shown(stuk(versie=2, titel="Nieuw"), stuk(versie=1, titel="Oud"))

    assert [one.titel for one in told] == ["Nieuw"]


def test_a_document_that_came_twice_is_hidden_if_anything_speaks_against_it():
    told, hidden = documenten_of([stuk(), stuk(status="in_bewerking")], Documentbeleid(), ZAAK)

    assert told == []
    assert hidden == {Documentoordeel.STATUS: 1}


def test_what_is_hidden_is_counted_by_its_reason():
    drafts = [stuk(number, status="in_bewerking") for number in (1, 2)]

    told, hidden = documenten_of([*drafts, stuk(3, inhoudIsVervallen=True), stuk(4, url=None), stuk(5)],
                                 Documentbeleid(), ZAAK)  # fmt: skip

    assert [one.id for one in told] == [document_uuid(5)]
    assert hidden == {
        Documentoordeel.STATUS: 2,
        Documentoordeel.VERVALLEN: 1,
        Documentoordeel.ZONDER_SLEUTEL: 1,
    }


def test_a_document_does_not_print_what_it_is_called():
    assert repr(stuk(titel="Bezwaar van Anna")) == "Stuk(…)"
