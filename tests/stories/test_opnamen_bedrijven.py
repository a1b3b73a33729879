"""The service on two gemeenten filled with what real registers held: for every recorded company the right overzicht.

What is right comes from ``tests/opnamen/verwacht.py``, which reads the recordings and nothing of ours. That no number
of a company travels in a URL or comes back is seen by the stage itself, as for persons.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.opnamen.verwacht import VREEMDE_VESTIGING, ZOEKWIJZEN, bedrijven, overzicht_bedrijf, personen
from tests.stories.opnamen import Opnamen, rows
from tests.stories.portaal import uitkomsten, vragen_aan

BEDRIJVEN = bedrijven("a")
NAMEN = sorted(BEDRIJVEN)
EIGEN = {naam: bedrijf.vestigingsnummer for naam, bedrijf in BEDRIJVEN.items()}
ZOEKEN: dict[str, Any] = {"bedrijven": list(ZOEKWIJZEN)}


def claims(naam: str, *, met_rsin: bool = True, vestiging: str | None = None) -> dict[str, str]:
    """The login of a recorded company: its KvK number, and what else the token says."""
    bedrijf = BEDRIJVEN[naam]
    nummers = {"kvk": bedrijf.kvk, "rsin": bedrijf.rsin if met_rsin else None, "vestiging": vestiging}
    return {claim: nummer for claim, nummer in nummers.items() if nummer}


@pytest.mark.parametrize("maximaal", ["zaakvertrouwelijk", "zeer_geheim"])
@pytest.mark.parametrize("welke", ["heel het bedrijf", "eigen vestiging", "vreemde vestiging"])
@pytest.mark.parametrize("met_rsin", [True, False])
@pytest.mark.parametrize("naam", NAMEN)
def test_the_overzicht_of_every_recorded_company_is_right(
    opnamen: Opnamen, naam: str, met_rsin: bool, welke: str, maximaal: str
) -> None:
    vestiging = {"eigen vestiging": EIGEN[naam], "vreemde vestiging": VREEMDE_VESTIGING}.get(welke)

    pages = opnamen.portaal(maximaal, **ZOEKEN).walk(claims(naam, met_rsin=met_rsin, vestiging=vestiging), aantal=100)

    assert rows(pages) == overzicht_bedrijf(naam, maximaal=maximaal, met_rsin=met_rsin, vestiging=vestiging)
    assert all(page["volledig"] for page in pages)
    assert {uitkomst for page in pages for uitkomst in uitkomsten(page).values()} == {"ok"}
    assert {page["voor"]["vestigingBeperkt"] for page in pages} == {vestiging is not None}


@pytest.mark.parametrize("aantal", [1, 2, 3])
@pytest.mark.parametrize("naam", NAMEN)
def test_the_same_zaken_of_a_company_come_whatever_the_length_of_a_page(
    opnamen: Opnamen, naam: str, aantal: int
) -> None:
    pages = opnamen.portaal(**ZOEKEN).walk(claims(naam), aantal=aantal)

    assert rows(pages) == overzicht_bedrijf(naam)
    assert all(len(page["zaken"]) == aantal for page in pages[:-1])


@pytest.mark.parametrize("lopend", [True, False])
@pytest.mark.parametrize("naam", NAMEN)
def test_lopend_and_afgerond_are_right_for_every_recorded_company(opnamen: Opnamen, naam: str, lopend: bool) -> None:
    pages = opnamen.portaal("zeer_geheim", **ZOEKEN).walk(claims(naam), lopend=str(lopend).lower())

    assert rows(pages) == overzicht_bedrijf(naam, maximaal="zeer_geheim", lopend=lopend)


@pytest.mark.parametrize(("naam", "ander"), list(permutations(NAMEN, 2)))
def test_the_numbers_of_another_company_bring_in_none_of_its_zaken(opnamen: Opnamen, naam: str, ander: str) -> None:
    """The registers do find them by that RSIN or vestigingsnummer, but the KvK number of their rol is not ours.

    One of these companies has its RSIN on its rollen beside its KvK number: a login with another RSIN contradicts them.
    """
    portaal = opnamen.portaal("zeer_geheim", **ZOEKEN)
    wij, zij = claims(naam, met_rsin=False), claims(ander, vestiging=EIGEN[ander])

    with_their_rsin = portaal.find_zaken({**wij, "rsin": zij["rsin"]})
    with_their_vestiging = portaal.find_zaken({**wij, "vestiging": zij["vestiging"]})

    eigen = [] if naam == "nnp_rsin_kvk" else overzicht_bedrijf(naam, maximaal="zeer_geheim", met_rsin=False)
    assert rows([with_their_rsin]) == eigen
    assert rows([with_their_vestiging]) == []


@pytest.mark.parametrize("zoekwijze", ZOEKWIJZEN)
def test_a_bron_that_is_searched_in_one_way_shows_what_that_way_finds(opnamen: Opnamen, zoekwijze: str) -> None:
    portaal = opnamen.portaal(bedrijven=[zoekwijze])

    for naam in NAMEN:
        vestiging = EIGEN[naam] if zoekwijze == "vestiging" else None
        shown = portaal.find_zaken(claims(naam, vestiging=vestiging))

        assert rows([shown]) == overzicht_bedrijf(naam, vestiging=vestiging, zoekwijzen=[zoekwijze])


@pytest.mark.parametrize(("zoekwijze", "claim"), [("nnp_rsin", "rsin"), ("vestiging", "vestiging")])
def test_a_bron_that_cannot_be_searched_with_this_login_is_not_asked_and_not_empty(
    opnamen: Opnamen, zoekwijze: str, claim: str
) -> None:
    portaal = opnamen.portaal(bedrijven=[zoekwijze])
    before = calls(opnamen)

    answer = portaal.get("/v1/zaken", claims("nnp_rsin_kvk", met_rsin=claim != "rsin"))

    assert answer.status_code == 503
    assert set(uitkomsten(answer.json()).values()) == {"overgeslagen"}
    assert calls(opnamen) == before


def test_one_call_per_bron_for_every_way_to_search_of_which_the_token_has_the_number(opnamen: Opnamen) -> None:
    portaal = opnamen.new_portaal(**ZOEKEN)
    extra: dict[str, Any]
    for naam in NAMEN:
        for extra, asked in (
            ({"met_rsin": False}, 2),
            ({"met_rsin": True}, 3),
            ({"met_rsin": False, "vestiging": EIGEN[naam]}, 3),
            ({"met_rsin": True, "vestiging": EIGEN[naam]}, 4),
        ):
            before = calls(opnamen)

            portaal.find_zaken(claims(naam, **extra))

            made = {bron: total - before[bron] for bron, total in calls(opnamen).items()}
            assert made == {"gemeente-a": asked, "gemeente-b": asked}, (naam, extra)


def test_a_person_sees_no_zaak_of_a_company_and_a_company_none_of_a_person(opnamen: Opnamen) -> None:
    """A BSN and an RSIN both have nine digits; each is searched as what it is."""
    portaal = opnamen.portaal("zeer_geheim", **ZOEKEN)
    rsin, bsn = claims("nnp_rsin_kvk")["rsin"], personen("a")["veel-zaken"]

    asked_as_a_person = portaal.walk(rsin)
    asked_as_a_company = portaal.walk({**claims("nnp_kvk"), "rsin": bsn})

    assert rows(asked_as_a_person) == []
    assert rows(asked_as_a_company) == overzicht_bedrijf("nnp_kvk", maximaal="zeer_geheim")


def calls(opnamen: Opnamen) -> dict[str, int]:
    """How often the Zaken API of each bron was asked so far, by its own count."""
    return {bron: vragen_aan(gemeente) for bron, gemeente in opnamen.gemeenten.items()}
