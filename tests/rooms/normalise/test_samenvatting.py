"""Where a zaak stands, in one or two sentences."""

from datetime import date

import pytest

from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.normalise.zinnen import Zin, datum_in_woorden, duur_in_woorden, wie_of, zin
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ResultaatType
from tests.rooms.normalise.bouwen import item, parkeren, resultaattype_link, rij, soort, weergave

VERLEEND = soort(
    resultaattypen=(ResultaatType.model_validate({"url": resultaattype_link(), "omschrijving": "Verleend"}),)
)
TERMS = soort(doorlooptijd="P8W")


@pytest.mark.parametrize(
    ("changes", "kind", "tekst"),
    [
        pytest.param({"status": None}, soort(), "De gemeente heeft uw aanvraag ontvangen.", id="no status"),
        pytest.param({"status": 1}, soort(), "De gemeente heeft uw aanvraag ontvangen.", id="received"),
        pytest.param(
            {}, soort("Rood", "Geaccepteerd", "Groen"), "De gemeente neemt uw aanvraag in behandeling.", id="accepted"
        ),
        pytest.param({}, soort(), "De gemeente behandelt uw aanvraag.", id="being handled"),
        pytest.param({}, Soort(), "Uw zaak loopt nog.", id="unknown"),
        pytest.param(
            {"einddatumGepland": "2026-12-01"}, soort(),
            "De gemeente behandelt uw aanvraag. U krijgt waarschijnlijk vóór 1 december 2026 bericht.",
            id="a planned day",
        ),
        pytest.param(
            {"einddatumGepland": "2026-11-23"}, soort(),
            "De gemeente behandelt uw aanvraag. U krijgt waarschijnlijk vandaag bericht: 23 november 2026.",
            id="planned for today",
        ),
        pytest.param(
            {"einddatumGepland": "2026-11-22"}, soort(),
            "De gemeente behandelt uw aanvraag. De geplande datum was 22 november 2026. Die is voorbij.",
            id="a planned day that passed",
        ),
        pytest.param(
            {"einddatumGepland": "2026-12-01", "verlenging": {"duur": "P6W"}}, TERMS,
            "De gemeente behandelt uw aanvraag. De planning is 1 december 2026, maar dat kan later worden.",
            id="a planned day, extended",
        ),
        pytest.param(
            {}, TERMS, "De gemeente behandelt uw aanvraag. U krijgt uiterlijk op 23 december 2026 bericht.",
            id="only a last day",
        ),
        pytest.param(
            {"verlenging": {"duur": "P6W"}}, TERMS,
            "De gemeente behandelt uw aanvraag. De uiterste datum is 23 december 2026, maar dat kan later worden.",
            id="only a last day, extended",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-01"}, soort(),
            "De gemeente behandelt uw aanvraag. De uiterste datum was 1 november 2026. Die is voorbij.",
            id="the last day passed",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-01", "einddatumGepland": "2026-12-01"}, soort(),
            "De gemeente behandelt uw aanvraag. De uiterste datum was 1 november 2026. Die is voorbij.",
            id="the last day passed, planned later",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-01", "verlenging": {"duur": "P6W"}}, soort(),
            "De gemeente behandelt uw aanvraag.",
            id="the last day passed, but extended",
        ),
        pytest.param(
            {"opschorting": {"indicatie": True}, "einddatumGepland": "2026-12-01"}, TERMS,
            "De gemeente behandelt uw aanvraag. De behandeling staat nu stil. Daarom is er geen verwachte datum.",
            id="suspended",
        ),
        pytest.param({"einddatum": "2026-11-20"}, soort(), "Uw zaak is afgerond op 20 november 2026.", id="closed"),
        pytest.param(
            {"einddatum": "2026-11-20", "resultaat": 1}, VERLEEND,
            "Uw zaak is afgerond op 20 november 2026. Het resultaat is: Verleend.",
            id="closed with a resultaat",
        ),
        pytest.param(
            {"einddatum": "2026-11-20", "resultaat": 9}, VERLEEND, "Uw zaak is afgerond op 20 november 2026.",
            id="closed with a resultaat without a name",
        ),
        pytest.param(
            {"einddatum": "2026-11-20", "opschorting": {"indicatie": True}, "einddatumGepland": "2026-12-01"}, soort(),
            "Uw zaak is afgerond op 20 november 2026.",
            id="closed, whatever was planned",
        ),
        pytest.param({"resultaat": 1}, VERLEEND, "De gemeente behandelt uw aanvraag.", id="reopened"),
    ],
)  # fmt: skip
def test_where_a_zaak_stands_is_said_in_plain_words(changes, kind, tekst):
    assert rij(item(**changes), kind).samenvatting == tekst


def test_a_zaak_that_a_status_closed_is_closed_without_a_day():
    view = weergave(fasen={"eindstatusSluit": True})

    assert rij(item(status=4), weergave=view).samenvatting == "Uw zaak is afgerond."


def test_waiting_for_somebody_goes_before_the_dates():
    view = parkeren(statussen={"In behandeling": {"actieNodig": True}})

    assert rij(item(einddatumGepland="2026-12-01"), weergave=view).samenvatting == (
        "De gemeente behandelt uw aanvraag. De gemeente wacht op u. "
        "U krijgt waarschijnlijk vóór 1 december 2026 bericht."
    )


@pytest.mark.parametrize("naam", ["{datum}", "{0}", "{wie.__class__}", "100%", "{", "}}"])
def test_a_name_with_braces_is_only_a_name(naam):
    kinds = (ResultaatType.model_validate({"url": resultaattype_link(), "omschrijving": naam}),)

    row = rij(item(einddatum="2026-11-20", resultaat=1), soort(resultaattypen=kinds))

    assert row.samenvatting.endswith(f"Het resultaat is: {naam}.")


@pytest.mark.parametrize("soort_zin", list(Zin), ids=lambda z: z.name)
def test_every_sentence_of_the_catalogue_can_be_filled_in_and_is_short(soort_zin):
    told = zin(
        soort_zin, wie="de gemeente", naam="Verleend", wat="besluiten", aantal=2, datum=date(2026, 12, 1),
        duur=Duur(days=42),
    )  # fmt: skip

    assert told[0].isupper() or told[0].isdigit()
    assert told.endswith(".")
    assert "  " not in told
    assert not set("{}") & set(told)
    assert all(len(sentence.split()) <= 14 for sentence in told.rstrip(".").split(". "))


@pytest.mark.parametrize(
    ("organisatie", "wie"),
    [
        ("Gemeente Waterdam", "de gemeente"),
        ("gemeente Waterdam", "de gemeente"),
        ("Omgevingsdienst Noord", "Omgevingsdienst Noord"),
        ("Gemeentewerken", "Gemeentewerken"),
        ("", ""),
    ],
)
def test_a_gemeente_is_called_the_gemeente(organisatie, wie):
    assert wie_of(organisatie) == wie


@pytest.mark.parametrize(
    ("datum", "woorden"),
    [
        (date(2026, 1, 1), "1 januari 2026"),
        (date(2028, 2, 29), "29 februari 2028"),
        (date(2026, 3, 3), "3 maart 2026"),
        (date(2026, 8, 31), "31 augustus 2026"),
        (date(2026, 12, 25), "25 december 2026"),
    ],
)
def test_a_day_is_said_as_one_says_it(datum, woorden):
    assert datum_in_woorden(datum) == woorden


@pytest.mark.parametrize(
    ("duur", "woorden"),
    [
        (Duur(days=1), "1 dag"),
        (Duur(days=6), "6 dagen"),
        (Duur(days=7), "1 week"),
        (Duur(days=42), "6 weken"),
        (Duur(days=45), "45 dagen"),
        (Duur(months=1), "1 maand"),
        (Duur(years=2), "2 jaar"),
        (Duur(1, 6), "1 jaar en 6 maanden"),
        (Duur(1, 2, 21), "1 jaar, 2 maanden en 3 weken"),
    ],
)
def test_a_term_is_said_as_one_says_it(duur, woorden):
    assert duur_in_woorden(duur) == woorden
