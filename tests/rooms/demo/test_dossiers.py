"""The demo has something to show on the page of one zaak, of every kind that a portal must be able to tell apart."""

from datetime import date

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.wereld import PLAATSEN, richt_in

VANDAAG = date(2026, 11, 23)


@pytest.fixture(scope="module")
def gemeenten() -> list[Gemeente]:
    gemaakt = []
    for plaats in PLAATSEN:
        gemeente = Gemeente(plaats.naam, plaats.rsin, basis=f"http://{plaats.id}.example", dialect=plaats.dialect)
        richt_in(gemeente, VANDAAG)
        gemaakt.append(gemeente)
    return gemaakt


def alle(gemeenten: list[Gemeente], collectie: str) -> list[Resource]:
    return [resource for gemeente in gemeenten for resource in gemeente.opslag.alle(collectie)]


def test_there_are_documents_in_every_direction_state_and_kind(gemeenten: list[Gemeente]) -> None:
    documenten = alle(gemeenten, "enkelvoudiginformatieobjecten")
    richtingen = {een["richting"] for een in alle(gemeenten, "zaaktype-informatieobjecttypen")}

    assert richtingen == {"inkomend", "intern", "uitgaand"}
    assert {een["status"] for een in documenten} == {"definitief", "in_bewerking"}
    assert {een["formaat"] for een in documenten} == {"application/pdf", "text/plain"}
    assert {een["vertrouwelijkheidaanduiding"] for een in documenten} == {"openbaar", "vertrouwelijk"}
    assert {bool(een["ontvangstdatum"]) for een in documenten} == {True, False}
    assert {een["versie"] for een in documenten} == {1, 2}


def test_every_document_can_be_downloaded_and_is_what_it_says(gemeenten: list[Gemeente]) -> None:
    for gemeente in gemeenten:
        for document in gemeente.opslag.alle("enkelvoudiginformatieobjecten"):
            versie = gemeente.opslag.archief.versie(document["url"])
            assert versie is not None
            assert versie.inhoud is not None
            inhoud = b"".join(versie.inhoud.lees())
            assert len(inhoud) == document["bestandsomvang"]
            assert inhoud.startswith(b"%PDF-") is (document["formaat"] == "application/pdf")


def test_a_besluit_follows_from_a_zaak_and_nothing_in_the_demo_is_of_the_future(gemeenten: list[Gemeente]) -> None:
    genomen = alle(gemeenten, "besluiten")
    banden = alle(gemeenten, "besluitinformatieobjecten")
    dagen = [een["creatiedatum"] for een in alle(gemeenten, "enkelvoudiginformatieobjecten")]
    dagen += [een["tijdstip"][:10] for een in alle(gemeenten, "substatussen")]

    assert len(genomen) == 2
    assert [band["besluit"] for band in banden] == [een["url"] for een in genomen]
    assert max([*dagen, *(een["datum"] for een in genomen)]) <= VANDAAG.isoformat()


def test_some_substatussen_are_for_who_asked_and_some_are_not(gemeenten: list[Gemeente]) -> None:
    assert {een["doelgroep"] for een in alle(gemeenten, "substatussen")} == {"betrokkenen", "intern"}
    assert alle(gemeenten, "zaakeigenschappen") != []


def test_one_zaak_has_deelzaken_and_one_was_opened_again(gemeenten: list[Gemeente]) -> None:
    zaken = alle(gemeenten, "zaken")

    assert [len(een["deelzaken"]) for een in zaken if een["deelzaken"]] == [2]
    assert [een["omschrijving"] for een in zaken if een["resultaat"] and een["einddatum"] is None] == [
        "Weer open na een nieuw gegeven"
    ]
