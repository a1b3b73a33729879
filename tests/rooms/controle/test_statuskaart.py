"""What is told of a statustype before a zaak has it: the same as residents read when one does, and why."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.controle.catalogus.statuskaart import StatusKaart, statuskaarten
from mijnzaken_bff.normalise.settings import Fasen
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import StatusType
from tests.rooms.normalise.bouwen import item, rij, soort, statustype, weergave


def fasen(**told: Any) -> Fasen:
    return Fasen.model_validate(told)


def parkeren(**regels: Any) -> Fasen:
    return fasen(zaaktypen={"ZT-PARKEREN": regels})


def kaarten(*namen: str | StatusType, told: Fasen | None = None) -> tuple[StatusKaart, ...]:
    return statuskaarten(soort(*namen), told or Fasen())


def why(*namen: str | StatusType, told: Fasen | None = None) -> list[str]:
    return [kaart.waarom for kaart in kaarten(*namen, told=told)]


def test_each_fase_comes_with_its_reason_in_words():
    generic = statustype(2, "Rood", omschrijvingGeneriek="In behandeling")

    told = parkeren(statussen={"Blauw": {"fase": "geaccepteerd"}})

    assert why("Aanvraag ontvangen", generic, "Groen", "Blauw", told=told) == [
        'door het woord "ontvangen"',
        'door de woorden "in behandeling" in de generieke omschrijving',
        "door de plaats in het rijtje: 3 van 4",
        "door uw configuratie",
    ]


def test_a_name_for_the_whole_bron_is_the_configuration_too():
    assert why("Toets uitgevoerd", told=fasen(namen={"toets uitgevoerd": "geaccepteerd"})) == ["door uw configuratie"]


def test_a_status_that_is_still_going_on_is_told_by_the_one_before():
    told = fasen(betekenis="fase")

    assert why("Aanvraag ontvangen", "In behandeling", told=told) == [
        "zij is nog bezig en er is nog niets bereikt: zonderStatus",
        'door het woord "ontvangen" van de status ervoor, "Aanvraag ontvangen"',
    ]


def test_an_eindstatus_that_closes_a_zaak_says_so():
    (_, last) = kaarten("Rood", "Groen", told=fasen(eindstatusSluit=True))

    assert (last.fase, last.herkomst) == (Fase.AFGEROND, FaseHerkomst.EINDSTATUS)
    assert last.waarom == "door de eindstatus, want eindstatusSluit staat aan"


def test_without_an_order_nothing_is_known_and_the_numbers_still_order_the_list():
    listed = [statustype(9, "Groen"), statustype(2, "Rood"), statustype(2, "Geel"), statustype(1, "Blauw")]
    loose = StatusType(omschrijving="Zwart")

    told = statuskaarten(soort(*listed, loose), Fasen())

    assert [kaart.omschrijving for kaart in told] == ["Blauw", "Geel", "Rood", "Groen", "Zwart"]
    assert {kaart.waarom for kaart in told} == {"niet te bepalen"}


def test_what_residents_read_is_ours_where_we_say_something():
    listed = statustype(1, "Wachtstand", statustekst="Beste {{naam}}, wij wachten.")
    regel = {"naam": "Wij wachten op u", "uitleg": "Stuur de kopie.", "actieNodig": True}

    (plain,) = kaarten(listed)
    (ours,) = kaarten(listed, told=parkeren(statussen={"wachtstand": regel}))
    (hidden,) = kaarten(listed, told=parkeren(verberg=["Wachtstand"]))

    assert (plain.naam, plain.uitleg, plain.unhelpful) == ("Wachtstand", None, True)
    assert (ours.naam, ours.uitleg, ours.actie_nodig) == ("Wij wachten op u", "Stuur de kopie.", True)
    assert (ours.invulplek, ours.unhelpful) == (True, False)
    assert (hidden.verborgen, hidden.unhelpful) == (True, False)


NAMES = st.sampled_from(
    ["Ontvangen", "In behandeling", "Toets", "Afgehandeld", "Groen", "Besluit genomen", "Betaling ontvangen", ""]
)


@given(
    names=st.lists(NAMES, min_size=1, max_size=5),
    texts=st.lists(st.sampled_from(["", "Wij kijken.", "Beste {{naam}}", "[datum]"]), min_size=5, max_size=5),
    numbers=st.one_of(st.none(), st.lists(st.integers(1, 4), min_size=5, max_size=5)),
    betekenis=st.sampled_from(["mijlpaal", "fase"]),
    sluit=st.booleans(),
    regel=st.booleans(),
)
def test_what_is_told_beforehand_is_what_a_zaak_with_that_status_shows(
    *, names: list[str], texts: list[str], numbers: list[int] | None, betekenis: str, sluit: bool, regel: bool
):
    told = {
        "betekenis": betekenis,
        "eindstatusSluit": sluit,
        "zaaktypen": {"ZT-PARKEREN": {"statussen": {"Toets": {"fase": "geaccepteerd", "naam": "Wij toetsen"}}}}
        if regel
        else {},
    }
    types = [
        statustype(
            number,
            name or None,
            statustekst=texts[number - 1],
            volgnummer=numbers[number - 1] if numbers else number,
            isEindstatus=number == len(names),
        )
        for number, name in enumerate(names, 1)
    ]
    kind: Soort = soort(*types)
    of_status = {kaart.volgnummer: kaart for kaart in statuskaarten(kind, fasen(**told))}

    for number, listed in enumerate(types, 1):
        if numbers and numbers.count(listed.volgnummer or 0) > 1:
            continue
        kaart = of_status[listed.volgnummer]
        row = rij(item(status=number), kind, weergave=weergave(fasen=told))
        assert (row.hoofdstatus.fase, row.hoofdstatus.herkomst) == (kaart.fase, kaart.herkomst)
        assert row.status is not None
        assert (row.status.naam, row.status.uitleg) == (kaart.naam, kaart.uitleg)
