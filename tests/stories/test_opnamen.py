"""The service on two gemeenten filled with what real registers held: for every recorded person the right overzicht.

What is right comes from ``tests/opnamen/verwacht.py``, which reads the recordings and nothing of ours.
"""

from __future__ import annotations

import pytest

from tests.opnamen.verwacht import overzicht as verwacht_overzicht
from tests.opnamen.verwacht import personen, verwacht
from tests.stories.opnamen import Opnamen, rows
from tests.stories.portaal import uitkomsten

BSNS = personen("a") | personen("b")
NIVEAUS = (
    "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk", "vertrouwelijk", "confidentieel",
    "geheim", "zeer_geheim",
)  # fmt: skip


@pytest.mark.parametrize("maximaal", ["zaakvertrouwelijk", "zeer_geheim"])
@pytest.mark.parametrize("persoon", sorted(BSNS))
def test_the_overzicht_of_every_recorded_person_is_right(opnamen: Opnamen, persoon: str, maximaal: str) -> None:
    pages = opnamen.portaal(maximaal).walk(BSNS[persoon], aantal=100)

    assert rows(pages) == verwacht_overzicht(persoon, maximaal=maximaal)
    assert all(page["volledig"] for page in pages)
    assert {uitkomst for page in pages for uitkomst in uitkomsten(page).values()} == {"ok"}


@pytest.mark.parametrize("aantal", [1, 7, 20])
def test_the_same_zaken_come_whatever_the_length_of_a_page(opnamen: Opnamen, aantal: int) -> None:
    pages = opnamen.portaal().walk(BSNS["veel-zaken"], aantal=aantal)

    assert rows(pages) == verwacht_overzicht("veel-zaken")
    assert all(len(page["zaken"]) == aantal for page in pages[:-1])


@pytest.mark.parametrize("lopend", [True, False])
@pytest.mark.parametrize("persoon", sorted(BSNS))
def test_lopend_and_afgerond_are_right_for_every_recorded_person(opnamen: Opnamen, persoon: str, lopend: bool) -> None:
    pages = opnamen.portaal("zeer_geheim").walk(BSNS[persoon], lopend=str(lopend).lower())

    assert rows(pages) == verwacht_overzicht(persoon, maximaal="zeer_geheim", lopend=lopend)


@pytest.mark.parametrize("maximaal", NIVEAUS)
def test_every_ceiling_shows_its_levels_and_no_more(opnamen: Opnamen, maximaal: str) -> None:
    pages = opnamen.portaal(maximaal).walk(BSNS["alle_niveaus"], bron="gemeente-a")

    assert rows(pages) == verwacht("a", "alle_niveaus", maximaal=maximaal)


@pytest.mark.parametrize(
    ("gemeente", "persoon"), [("a", "gewoon"), ("a", "alle_niveaus"), ("b", "gewoon"), ("b", "veel-zaken")]
)
def test_a_client_with_limited_rights_shows_what_it_may_see_and_says_that_something_is_missing(
    opnamen: Opnamen, gemeente: str, persoon: str
) -> None:
    pages = opnamen.portaal(client="lab-beperkt").walk(BSNS[persoon], bron=f"gemeente-{gemeente}")

    assert rows(pages) == verwacht(gemeente, persoon, client="lab-beperkt")
    assert not any(page["volledig"] for page in pages)
    assert {bron["reden"] for page in pages for bron in page["bronnen"]} == {"catalogusOnbereikbaar"}


def test_a_reopened_zaak_is_open_and_shows_no_resultaat(opnamen: Opnamen) -> None:
    pages = opnamen.portaal("zeer_geheim").walk(BSNS["heropend"], bron="gemeente-a")

    heropend = next(rij for rij in rows(pages) if rij["zaaknummer"] == "A-2026-000022")
    assert (heropend["lopend"], heropend["einddatum"], heropend["resultaat"]) == (True, None, None)


def test_one_call_per_bron_for_a_first_page_when_the_catalogue_is_known(opnamen: Opnamen) -> None:
    portaal = opnamen.portaal()
    portaal.find_zaken(BSNS["veel-zaken"])
    for gemeente in opnamen.gemeenten.values():
        gemeente.ontvangen.clear()

    portaal.find_zaken(BSNS["veel-zaken"])
    portaal.find_zaken(BSNS["gewoon"])

    assert {naam: len(gemeente.ontvangen) for naam, gemeente in opnamen.gemeenten.items()} == {
        "gemeente-a": 2,
        "gemeente-b": 2,
    }
