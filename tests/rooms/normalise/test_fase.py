"""How far a zaak is: the first rule that tells, and which one it was."""

import pytest

from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.normalise.fase import voortgang_of
from mijnzaken_bff.normalise.settings import Fasen
from mijnzaken_bff.zgw.catalogus import Soort
from tests.rooms.normalise.bouwen import item, read, soort, statustype, statustype_link

REG, ACC, BEH, AFG, ONB = Fase
DEN_HAAG = ("Geregistreerd", "Geaccepteerd", "In behandeling genomen", "Afgehandeld")
KLEUREN = ("Rood", "Oranje", "Geel", "Groen")
"""Names that tell nothing."""


def fasen(**told: object) -> Fasen:
    return Fasen.model_validate(told)


def regels(**told: object) -> Fasen:
    return fasen(zaaktypen={"ZT-PARKEREN": told})


def fase(zaak: dict, kind: Soort, told: Fasen | None = None) -> tuple[Fase, str]:
    voortgang = voortgang_of(read(zaak), kind, told or Fasen())
    return voortgang.fase, voortgang.herkomst.value


def stap(zaak: dict, kind: Soort, told: Fasen | None = None) -> tuple[int, int] | None:
    found = voortgang_of(read(zaak), kind, told or Fasen()).stap
    return (found.nummer, found.totaal) if found else None


@pytest.mark.parametrize("status", [None, 1, 2, 99])
def test_an_einddatum_closes_a_zaak_whatever_its_status(status):
    assert fase(item(status=status, einddatum="2026-11-20"), soort()) == (AFG, "einddatum")


def test_an_einddatum_is_above_the_configuration():
    told = regels(statussen={"Ontvangen": {"fase": "inBehandeling"}})

    assert fase(item(status=1, einddatum="2026-11-20"), soort(), told) == (AFG, "einddatum")


def test_a_zaak_without_status_is_registered():
    assert fase(item(status=None), soort()) == (REG, "geenStatus")


def test_a_bron_says_for_itself_what_no_status_means():
    assert fase(item(status=None), soort(), fasen(zonderStatus="inBehandeling")) == (BEH, "geenStatus")


def test_a_status_that_was_not_expanded_tells_nothing():
    zaak = item(status=2)
    del zaak["_expand"]["status"]

    assert fase(zaak, soort()) == (ONB, "geen")


def test_a_status_whose_statustype_is_nowhere_tells_nothing():
    assert fase(item(status=99), soort()) == (ONB, "geen")


def test_a_status_without_a_readable_catalogue_tells_nothing():
    assert fase(item(status=2), Soort()) == (ONB, "geen")


@pytest.mark.parametrize(
    ("key", "naam"),
    [
        pytest.param("Betaling ontvangen", "Betaling ontvangen", id="to the letter"),
        pytest.param("betaling ONTVANGEN.", "Betaling ontvangen", id="other case and punctuation"),
        pytest.param("  Betaling   ontvangen ", "Betaling-ontvangen", id="other blanks"),
        pytest.param("beeindigd vooroverleg", "Beëindigd vooroverleg", id="without accents"),
        pytest.param(2, "Wat dan ook", id="on its volgnummer"),
    ],
)
def test_the_configuration_of_a_zaaktype_goes_first(key, naam):
    told = regels(statussen={key: {"fase": "geaccepteerd"}})

    assert fase(item(status=2), soort("Ontvangen", naam, "Klaar"), told) == (ACC, "configuratie")


def test_a_name_goes_before_a_volgnummer():
    told = regels(statussen={2: {"fase": "geregistreerd"}, "Toets": {"fase": "geaccepteerd"}})

    assert fase(item(status=2), soort("Ontvangen", "Toets", "Klaar"), told) == (ACC, "configuratie")


def test_the_configuration_of_one_zaaktype_does_not_count_for_another():
    told = regels(statussen={"Toetsing": {"fase": "geaccepteerd"}})

    assert fase(item(status=2), soort("Ontvangen", "Toetsing", identificatie="ZT-ANDERS"), told) == (BEH, "naam")


def test_the_zaaktype_goes_before_the_whole_bron():
    told = fasen(
        namen={"Toets uitgevoerd": "geregistreerd"},
        zaaktypen={"ZT-PARKEREN": {"statussen": {"Toets uitgevoerd": {"fase": "geaccepteerd"}}}},
    )

    assert fase(item(status=2), soort("Ontvangen", "Toets uitgevoerd"), told) == (ACC, "configuratie")


def test_a_name_for_the_whole_bron_counts_in_every_zaaktype():
    told = fasen(namen={"Toets uitgevoerd": "geaccepteerd"})

    assert fase(item(status=2), soort("Ontvangen", "toets-uitgevoerd!"), told) == (ACC, "configuratie")


def test_a_rule_without_a_fase_leaves_the_fase_to_the_other_rules():
    told = regels(statussen={"Toetsing": {"naam": "Wij kijken ernaar"}})

    assert fase(item(status=2), soort("Ontvangen", "Toetsing"), told) == (BEH, "naam")


def test_the_generic_name_goes_before_the_name():
    kind = soort("Rood", statustype(2, "Ontvangen", omschrijvingGeneriek="In behandeling genomen"), "Groen")

    assert fase(item(status=2), kind) == (BEH, "generiek")


@pytest.mark.parametrize("generiek", ["", None, "horeca_start", "   "])
def test_a_generic_name_that_tells_nothing_is_passed_over(generiek):
    kind = soort("Rood", statustype(2, "Ontvangen", omschrijvingGeneriek=generiek), "Groen")

    assert fase(item(status=2), kind) == (REG, "naam")


@pytest.mark.parametrize(
    ("chain", "told"),
    [
        pytest.param(DEN_HAAG, [REG, ACC, BEH, BEH], id="Den Haag, Decos"),
        pytest.param(
            ("Intake afgerond", "Indieningsvereisten getoetst", "Bezwaar beoordeeld", "Hoorzitting gehouden",
             "Concept besluit opgesteld", "Besluit vastgesteld", "Zaak afgerond"),
            [ACC, ACC, BEH, BEH, BEH, BEH, BEH],
            id="Den Haag, another bezwaar",
        ),
        pytest.param(("Ontvangen", "In behandeling", "Afgerond"), [REG, BEH, BEH], id="Nijmegen"),
        pytest.param(
            ("Aanvraag ontvangen", "In behandeling genomen", "Afgehandeld"), [REG, BEH, BEH], id="Open Zaak demo"
        ),
        pytest.param(
            ("Registreren", "Toetsen", "Behandelen", "Afhandelen"), [REG, ACC, BEH, BEH], id="by position alone"
        ),
    ],
)  # fmt: skip
def test_the_chains_met_in_the_field_give_the_fasen_one_expects_of_an_open_zaak(chain, told):
    assert [fase(item(status=number), soort(*chain))[0] for number in range(1, len(chain) + 1)] == told


@pytest.mark.parametrize("naam", ["Afgehandeld", "Zaak afgerond", "Ingetrokken", "Niet ontvankelijk", "Verleend"])
def test_without_an_einddatum_no_name_closes_a_zaak(naam):
    assert fase(item(status=3), soort("Ontvangen", "Toetsing", naam)) == (BEH, "positie")


@pytest.mark.parametrize("naam", ["Afgehandeld", "Zaak afgerond", "Ingetrokken", "Niet ontvankelijk", "Verleend"])
def test_where_a_status_may_close_a_zaak_the_last_one_does_so_by_its_name(naam):
    told = fasen(eindstatusSluit=True)

    assert fase(item(status=3), soort("Ontvangen", "Toetsing", naam), told) == (AFG, "naam")


def test_even_there_a_name_in_the_middle_closes_nothing():
    told = fasen(eindstatusSluit=True)

    assert fase(item(status=2), soort("Ontvangen", "Afgehandeld", "Gearchiveerd"), told) == (BEH, "positie")


def test_the_one_eindstatus_closes_a_zaak_only_where_that_was_configured():
    kind = soort(*KLEUREN)

    assert fase(item(status=4), kind, fasen(eindstatusSluit=True)) == (AFG, "eindstatus")
    assert fase(item(status=4), kind) == (BEH, "positie")


def test_the_one_eindstatus_closes_a_zaak_of_a_register_without_volgnummers():
    kind = soort(
        statustype(1, "Rood", volgnummer=None),
        statustype(2, "Groen", volgnummer=None, isEindstatus=True),
    )

    assert fase(item(status=2), kind, fasen(eindstatusSluit=True)) == (AFG, "eindstatus")


@pytest.mark.parametrize("number", [2, 3])
def test_one_of_several_eindstatussen_closes_nothing(number):
    kind = soort("Rood", statustype(2, "Geel", isEindstatus=True), statustype(3, "Groen", isEindstatus=True))

    assert fase(item(status=number), kind, fasen(eindstatusSluit=True)) == (BEH, "positie")


def test_an_eindstatus_of_another_zaaktype_closes_nothing():
    loose = statustype(99, "Paars", isEindstatus=True)
    kind = soort(*KLEUREN)
    kind = Soort(kind.zaaktype, kind.statustypen, kind.resultaattypen, {statustype_link(99): loose})

    assert fase(item(status=99), kind, fasen(eindstatusSluit=True)) == (ONB, "geen")


@pytest.mark.parametrize(
    ("namen", "told"),
    [
        pytest.param(KLEUREN[:1], [REG], id="one"),
        pytest.param(KLEUREN[:2], [REG, BEH], id="two"),
        pytest.param(KLEUREN[:3], [REG, BEH, BEH], id="three"),
        pytest.param(KLEUREN, [REG, ACC, BEH, BEH], id="four"),
        pytest.param((*KLEUREN, "Wit"), [REG, ACC, BEH, BEH, BEH], id="five"),
    ],
)
def test_names_that_tell_nothing_leave_the_position(namen, told):
    found = [fase(item(status=number), soort(*namen)) for number in range(1, len(namen) + 1)]

    assert found == [(expected, "positie") for expected in told]


def test_the_position_follows_the_volgnummers_and_not_the_order_of_the_register():
    kind = soort(statustype(9, "Rood"), statustype(2, "Geel"), statustype(4, "Groen"), statustype(1, "Wit"))

    assert [fase(item(status=n), kind)[0] for n in (1, 2, 4, 9)] == [REG, ACC, BEH, BEH]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(statustype(2, "Geel", volgnummer=None), id="a volgnummer missing"),
        pytest.param(statustype(2, "Geel", volgnummer=1), id="two with one volgnummer"),
        pytest.param(statustype(2, "Geel", volgnummer="2"), id="a volgnummer that is no number"),
    ],
)
def test_without_one_clear_order_there_is_no_position_and_no_step(second):
    kind = soort(statustype(1, "Rood"), second, statustype(3, "Groen"))

    assert [fase(item(status=n), kind) for n in (1, 2, 3)] == [(ONB, "geen")] * 3
    assert [stap(item(status=n), kind) for n in (1, 2, 3)] == [None] * 3


def test_without_an_order_a_name_still_tells():
    kind = soort(statustype(1, "Ontvangen", volgnummer=None), statustype(2, "Toetsing", volgnummer=None))

    assert fase(item(status=2), kind) == (BEH, "naam")


def test_a_statustype_that_its_zaaktype_does_not_list_tells_only_by_its_name():
    kind = soort(*KLEUREN)
    kind = Soort(
        kind.zaaktype,
        kind.statustypen,
        kind.resultaattypen,
        {statustype_link(98): statustype(98, "Toetsing"), statustype_link(99): statustype(99, "Paars")},
    )

    assert fase(item(status=98), kind) == (BEH, "naam")
    assert fase(item(status=99), kind) == (ONB, "geen")
    assert stap(item(status=98), kind) is None


def test_statustypen_without_a_url_are_never_taken_for_the_present_one():
    nameless = tuple(statustype(n, naam, url=None) for n, naam in enumerate(KLEUREN, 1))
    kind = soort(*nameless)
    kind = Soort(kind.zaaktype, kind.statustypen, (), {statustype_link(3): statustype(3, "Geel", url=None)})

    assert fase(item(status=3), kind) == (ONB, "geen")
    assert stap(item(status=3), kind) is None


def test_a_link_under_another_host_is_the_same_statustype():
    zaak = item(status=2)
    zaak["_expand"]["status"]["statustype"] = statustype_link(2).replace("zgw.waterdam.example", "openzaak.intern")

    assert fase(zaak, soort()) == (BEH, "naam")
    assert stap(zaak, soort()) == (2, 4)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        pytest.param(1, (REG, "positie"), id="busy with the first: nothing was reached"),
        pytest.param(2, (REG, "naam"), id="busy with the second: the first was reached"),
        pytest.param(3, (ACC, "naam"), id="busy with the third: the second was reached"),
        pytest.param(4, (BEH, "naam"), id="busy with the last: the third was reached"),
    ],
)
def test_where_a_status_means_busy_with_it_the_one_before_was_reached(number, told):
    assert fase(item(status=number), soort(*DEN_HAAG), fasen(betekenis="fase")) == told


def test_busy_with_the_first_counts_as_no_status():
    told = fasen(betekenis="fase", zonderStatus="onbekend")

    assert fase(item(status=1), soort(*DEN_HAAG), told) == (ONB, "positie")


def test_busy_with_the_last_does_not_close_a_zaak():
    told = fasen(betekenis="fase", eindstatusSluit=True)

    assert fase(item(status=4), soort(*DEN_HAAG), told) == (BEH, "naam")


def test_a_configured_fase_belongs_to_the_status_that_was_named():
    told = fasen(betekenis="fase", namen={"Geaccepteerd": "geaccepteerd"})

    assert fase(item(status=2), soort(*DEN_HAAG), told) == (ACC, "configuratie")


def test_busy_with_a_status_without_an_order_leaves_its_own_name():
    kind = soort(statustype(1, "Ontvangen", volgnummer=None), statustype(2, "Toetsing", volgnummer=None))

    assert fase(item(status=2), kind, fasen(betekenis="fase")) == (BEH, "naam")


@pytest.mark.parametrize("number", range(1, 5))
def test_the_step_is_the_place_among_the_statussen_of_the_zaaktype(number):
    assert stap(item(status=number), soort()) == (number, 4)


def test_gaps_between_volgnummers_do_not_count():
    kind = soort(statustype(1, "Rood"), statustype(2, "Geel"), statustype(9, "Groen"))

    assert stap(item(status=9), kind) == (3, 3)


def test_a_hidden_statustype_does_not_count_as_a_step():
    told = regels(verberg=["intern GEPARKEERD"])
    kind = soort("Ontvangen", "Intern geparkeerd", "Toetsing", "Afgehandeld")

    assert stap(item(status=3), kind, told) == (2, 3)


def test_while_the_present_status_is_hidden_there_is_no_step():
    told = regels(verberg=["Intern geparkeerd"])
    kind = soort("Ontvangen", "Intern geparkeerd", "Toetsing", "Afgehandeld")

    voortgang = voortgang_of(read(item(status=2)), kind, told)

    assert voortgang.verborgen
    assert voortgang.stap is None
    assert voortgang.fase is ACC


@pytest.mark.parametrize("status", [None, 99])
def test_without_a_known_statustype_there_is_no_step(status):
    assert stap(item(status=status), soort()) is None


def test_a_closed_zaak_keeps_its_step():
    assert stap(item(status=4, einddatum="2026-11-20"), soort()) == (4, 4)


@pytest.mark.parametrize("kind", [Soort(), Soort(statustypen=())], ids=["unreadable", "empty"])
def test_without_statustypen_there_is_no_ladder(kind):
    assert list(kind.ladder) == []


def test_every_rule_that_can_tell_is_met_in_these_tests():
    assert {h.value for h in FaseHerkomst} == {
        "einddatum", "geenStatus", "configuratie", "generiek", "naam", "eindstatus", "positie", "geen",
    }  # fmt: skip
