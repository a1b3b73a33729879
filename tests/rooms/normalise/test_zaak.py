"""A zaak of a register becomes a row of the overzicht."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mijnzaken_bff.domain.bron import Bron, Organisatie
from mijnzaken_bff.domain.nummers import Rsin
from mijnzaken_bff.normalise.settings import Zichtbaarheid
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ResultaatType
from tests.rooms.normalise.bouwen import (
    BEHANDELAAR_BSN,
    BEHANDELAAR_NAAM,
    BRON,
    DIENST,
    DUINOORD,
    UUID,
    WATERDAM,
    behandelaar,
    item,
    medebewoner,
    parkeren,
    resultaattype_link,
    rij,
    rol,
    soort,
    statustype,
    weergave,
)

ALLES = {"toon": {"omschrijving": True, "toelichting": True, "redenen": True}}
VERLEEND = ResultaatType.model_validate(
    {"url": resultaattype_link(), "omschrijving": "Verleend", "toelichting": "U mag parkeren."}
)
MET_RESULTAAT = soort(resultaattypen=(VERLEEND,))
GESLOTEN = {"einddatum": "2026-11-20", "resultaat": 1, "status": 4}


def signalen(*args: Any, **more: Any) -> list[str]:
    return [signaal.soort.value for signaal in rij(*args, **more).signalen]


def test_a_row_names_the_zaak_by_bron_and_uuid():
    row = rij()

    assert row.id == f"waterdam-{UUID}"
    assert row.bron == "waterdam"
    assert row.zaaknummer == "A-2026-000265"
    assert row.gewijzigd_op == datetime(2026, 11, 2, 8, 12, 44, tzinfo=UTC)


def test_a_whole_row_of_an_ordinary_zaak():
    dump = rij(item(einddatumGepland="2026-12-01"), soort(doorlooptijd="P8W")).model_dump(mode="json")

    assert dump.pop("versie")
    assert dump == {
        "id": f"waterdam-{UUID}",
        "zaaknummer": "A-2026-000265",
        "titel": "Parkeervergunning behandelen",
        "titelHerkomst": "zaaktype",
        "omschrijving": "Havenkade 10",
        "organisatie": {
            "id": "gm9902",
            "naam": "Gemeente Waterdam",
            "contact": {"telefoon": "14 0999", "website": "https://waterdam.example"},
        },
        "bron": "waterdam",
        "zaaktype": {"identificatie": "ZT-PARKEREN", "naam": "Parkeervergunning behandelen"},
        "lopend": True,
        "hoofdstatus": {
            "fase": "inBehandeling",
            "naam": "In behandeling",
            "uitleg": "De gemeente bekijkt uw aanvraag.",
            "herkomst": "naam",
        },
        "status": {"naam": "In behandeling", "uitleg": None, "toelichting": None, "datum": "2026-11-02"},
        "stap": {"nummer": 2, "totaal": 4},
        "aanvraagdatum": "2026-10-28",
        "startdatum": "2026-10-28",
        "einddatum": None,
        "verwachteEinddatum": {"datum": "2026-12-01", "herkomst": "register", "grondslag": "planning", "zeker": True},
        "uiterlijkeEinddatum": {
            "datum": "2026-12-23",
            "herkomst": "berekend",
            "grondslag": "doorlooptijd",
            "zeker": True,
        },
        "signalen": [],
        "resultaat": None,
        "samenvatting": "De gemeente behandelt uw aanvraag. U krijgt waarschijnlijk vóór 1 december 2026 bericht.",
        "rollen": ["initiator"],
        "machtiging": None,
        "vestiging": None,
        "hoofdzaak": None,
        "gewijzigdOp": "2026-11-02T08:12:44Z",
        "portaalUrl": None,
    }


def test_a_zaak_of_which_nothing_else_is_known_is_still_a_row():
    told = {
        "uuid": UUID,
        "startdatum": "2026-10-28",
        "vertrouwelijkheidaanduiding": "openbaar",
        "_expand": {"rollen": [rol()]},
    }

    row = rij(told, Soort())

    assert (row.titel, row.titel_herkomst) == ("Zaak", "geen")
    assert (row.zaaktype.identificatie, row.zaaktype.naam) == (None, None)
    assert row.hoofdstatus.fase == "geregistreerd"
    assert (row.status, row.stap, row.zaaknummer, row.omschrijving, row.gewijzigd_op) == (None,) * 5
    assert row.samenvatting == "De gemeente heeft uw aanvraag ontvangen."


@pytest.mark.parametrize(
    ("told", "kind", "view", "titel", "herkomst"),
    [
        pytest.param({}, soort(), parkeren(titel="Parkeren"), "Parkeren", "configuratie", id="configured"),
        pytest.param({}, soort(), weergave(), "Parkeervergunning behandelen", "zaaktype", id="of the zaaktype"),
        pytest.param(
            {}, soort(identificatie="ZT-ANDERS"), parkeren(titel="Parkeren"), "Parkeervergunning behandelen",
            "zaaktype", id="configured for another zaaktype",
        ),
        pytest.param({}, soort(omschrijving=""), weergave(), "A-2026-000265", "zaaknummer", id="without a name"),
        pytest.param({}, soort(omschrijving="\u200b"), weergave(), "A-2026-000265", "zaaknummer", id="invisible name"),
        pytest.param({}, Soort(), parkeren(titel="Parkeren"), "A-2026-000265", "zaaknummer", id="unreadable"),
        pytest.param({"identificatie": ""}, Soort(), weergave(), "Zaak", "geen", id="without a number as well"),
    ],
)  # fmt: skip
def test_the_title_is_the_best_name_that_is_known(told, kind, view, titel, herkomst):
    row = rij(item(**told), kind, weergave=view)

    assert (row.titel, row.titel_herkomst) == (titel, herkomst)


@pytest.mark.parametrize(
    ("omschrijving", "view", "shown"),
    [
        pytest.param("Havenkade 10", {}, "Havenkade 10", id="as it is"),
        pytest.param("", {}, None, id="empty"),
        pytest.param("Parkeervergunning behandelen", {}, None, id="equal to the title"),
        pytest.param("PARKEERVERGUNNING behandelen ", {}, None, id="equal but for case and blanks"),
        pytest.param("Havenkade 10", {"toon": {"omschrijving": False}}, None, id="not shown here"),
        pytest.param("a\u202eb\x00c", {}, "abc", id="made harmless"),
        pytest.param("<b>Kade</b> 🚗", {}, "<b>Kade</b> 🚗", id="HTML and emoji as they are"),
        pytest.param("x" * 5000, {}, "x" * 1000, id="cut"),
    ],
)
def test_the_subtitle_adds_to_the_title_or_stays_away(omschrijving, view, shown):
    assert rij(item(omschrijving=omschrijving), weergave=weergave(**view)).omschrijving == shown


def test_the_toelichting_of_a_zaak_is_nowhere_in_the_row():
    row = rij(item(toelichting="Interne opmerking"), weergave=weergave(**ALLES))

    assert "Interne opmerking" not in row.model_dump_json()


@pytest.mark.parametrize(
    ("registratie", "start", "aanvraag"),
    [
        pytest.param("2026-10-28", "2026-11-02", date(2026, 10, 28), id="registered first"),
        pytest.param("2026-11-02", "2026-10-28", date(2026, 10, 28), id="begun first"),
        pytest.param(None, "2026-10-28", date(2026, 10, 28), id="never registered"),
        pytest.param("1753-01-01", "2026-10-28", date(2026, 10, 28), id="registered before 1900"),
        pytest.param("onbekend", "2026-10-28", date(2026, 10, 28), id="registered somewhen"),
    ],
)
def test_the_day_of_the_aanvraag_is_the_earlier_of_two(registratie, start, aanvraag):
    row = rij(item(registratiedatum=registratie, startdatum=start))

    assert row.aanvraagdatum == aanvraag
    assert row.startdatum == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("gezet", "dag"),
    [
        pytest.param("2026-11-02T08:07:00Z", date(2026, 11, 2), id="in the morning"),
        pytest.param("2026-11-01T23:30:00Z", date(2026, 11, 2), id="after midnight here"),
        pytest.param("2026-11-02T00:30:00+01:00", date(2026, 11, 2), id="after midnight, in our own zone"),
        pytest.param("2026-07-01T22:30:00Z", date(2026, 7, 2), id="after midnight in summer"),
        pytest.param("2026-11-02T00:00:00", date(2026, 11, 2), id="without a zone"),
        pytest.param("2026-11-02", date(2026, 11, 2), id="without a time"),
        pytest.param("1753-01-01T00:00:00Z", None, id="before 1900"),
        pytest.param("9999-12-31T23:59:59Z", None, id="after the end of the calendar"),
        pytest.param("", None, id="empty"),
        pytest.param("gisteren", None, id="unreadable"),
    ],
)
def test_the_day_of_a_status_is_the_day_in_the_netherlands(gezet, dag):
    status = rij(item(gezet=gezet)).status

    assert status is not None
    assert status.datum == dag


def with_status(**statustype_changes: Any) -> Soort:
    return soort("Ontvangen", statustype(2, "In behandeling", **statustype_changes), "Afgehandeld")


def test_the_three_texts_of_a_status_are_not_mixed():
    status = rij(item(), with_status(statustekst="Wij beoordelen uw aanvraag."), weergave=weergave(**ALLES)).status

    assert status is not None
    assert (status.naam, status.uitleg, status.toelichting) == (
        "In behandeling", "Wij beoordelen uw aanvraag.", "Stap gezet",
    )  # fmt: skip


def test_configured_words_take_the_place_of_those_of_the_register():
    regel = {"naam": "Wij wachten op u", "uitleg": "Stuur uw kenteken."}
    view = parkeren(statussen={"In behandeling": regel})

    status = rij(item(), with_status(statustekst="Beste {{naam}}"), weergave=view).status

    assert status is not None
    assert (status.naam, status.uitleg) == ("Wij wachten op u", "Stuur uw kenteken.")


@pytest.mark.parametrize("tekst", ["Beste {{naam}}, wij zijn bezig.", "Beste <naam>", "", None])
def test_an_explanation_that_was_not_filled_in_is_not_shown(tekst):
    status = rij(item(), with_status(statustekst=tekst)).status

    assert status is not None
    assert status.uitleg is None


def test_a_toelichting_is_shown_only_where_that_was_configured():
    status = rij(item()).status

    assert status is not None
    assert status.toelichting is None


def test_a_zaak_without_status_has_none():
    row = rij(item(status=None))

    assert row.status is None
    assert row.hoofdstatus.herkomst == "geenStatus"


def test_a_status_that_could_not_be_read_is_a_status_without_a_name():
    told = item()
    del told["_expand"]["status"]

    row = rij(told)

    assert row.status is not None
    assert set(row.status.model_dump().values()) == {None}
    assert row.hoofdstatus.naam == "Onbekend"


def test_a_hidden_status_shows_neither_status_nor_step():
    row = rij(item(), weergave=parkeren(verberg=["in behandeling"]))

    assert (row.status, row.stap) == (None, None)
    assert row.hoofdstatus.fase == "inBehandeling"


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"opschorting": {"indicatie": True}}, ["opgeschort"], id="suspended"),
        pytest.param({"opschorting": {"indicatie": True}} | GESLOTEN, [], id="suspended, but closed"),
        pytest.param({"opschorting": {"eerdereOpschorting": True}}, [], id="suspended before"),
        pytest.param({"verlenging": {"duur": "P6W"}}, ["verlengd"], id="extended"),
        pytest.param({"verlenging": {"duur": "P6W"}} | GESLOTEN, ["verlengd"], id="extended and closed"),
        pytest.param({"verlenging": {"duur": "P0D"}}, [], id="extended by nothing"),
        pytest.param({"uiterlijkeEinddatumAfdoening": "2026-11-22"}, ["termijnVerstreken"], id="too late"),
        pytest.param({"uiterlijkeEinddatumAfdoening": "2026-11-23"}, [], id="the last day"),
        pytest.param({"uiterlijkeEinddatumAfdoening": "2026-11-01"} | GESLOTEN, [], id="too late, but closed"),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-01", "verlenging": {"duur": "P6W"}}, ["verlengd"],
            id="extended, so not surely too late",
        ),
        pytest.param(
            {"uiterlijkeEinddatumAfdoening": "2026-11-01", "opschorting": {"indicatie": True}}, ["opgeschort"],
            id="suspended, so not too late",
        ),
        pytest.param(
            {"verlenging": {"duur": "P6W"}, "opschorting": {"indicatie": True}}, ["opgeschort", "verlengd"], id="both"
        ),
    ],
)  # fmt: skip
def test_what_deserves_attention_is_told(changes, kinds):
    assert signalen(item(**changes)) == kinds


@pytest.mark.parametrize(
    ("duur", "tekst"),
    [
        ("P6W", "De termijn is verlengd met 6 weken."),
        ("P1W", "De termijn is verlengd met 1 week."),
        ("P10D", "De termijn is verlengd met 10 dagen."),
        ("P1D", "De termijn is verlengd met 1 dag."),
        ("P2M", "De termijn is verlengd met 2 maanden."),
        ("P1Y6M", "De termijn is verlengd met 1 jaar en 6 maanden."),
        ("P1Y1M1D", "De termijn is verlengd met 1 jaar, 1 maand en 1 dag."),
    ],
)
def test_an_extension_is_told_with_its_length(duur, tekst):
    assert rij(item(verlenging={"reden": "Drukte", "duur": duur})).signalen[0].tekst == tekst


WACHTEN = parkeren(statussen={"In behandeling": {"actieNodig": True}})


def test_a_status_in_which_we_wait_for_the_betrokkene_says_so():
    row = rij(item(), weergave=WACHTEN)

    assert [(s.soort, s.tekst) for s in row.signalen] == [("actieNodig", "De gemeente wacht op u.")]
    assert "De gemeente wacht op u." in row.samenvatting


@pytest.mark.parametrize("changes", [{"einddatum": "2026-11-20"}, {"status": 3}, {"status": None}])
def test_nobody_waits_after_that_status(changes):
    row = rij(item(**changes), weergave=WACHTEN)

    assert row.signalen == []
    assert "wacht op u" not in row.samenvatting


@pytest.mark.parametrize(("redenen", "shown"), [(False, [None, None]), (True, ["Wacht op advies", "Drukte"])])
def test_a_reason_is_shown_only_where_that_was_configured(redenen, shown):
    told = item(
        opschorting={"indicatie": True, "reden": "Wacht\x00 op advies"}, verlenging={"duur": "P6W", "reden": "Drukte"}
    )

    assert [s.reden for s in rij(told, weergave=weergave(toon={"redenen": redenen})).signalen] == shown


def test_a_closed_zaak_shows_its_resultaat():
    resultaat = rij(item(**GESLOTEN), MET_RESULTAAT, weergave=weergave(**ALLES)).resultaat

    assert resultaat is not None
    assert (resultaat.naam, resultaat.uitleg, resultaat.toelichting) == ("Verleend", "U mag parkeren.", "Akkoord")


def test_a_reopened_zaak_does_not_show_the_resultaat_it_kept():
    row = rij(item(resultaat=1), MET_RESULTAAT)

    assert row.lopend
    assert row.resultaat is None
    assert "Verleend" not in row.model_dump_json()


def test_even_where_a_status_closes_a_zaak_there_is_no_resultaat_without_an_einddatum():
    row = rij(item(status=4, resultaat=1), MET_RESULTAAT, weergave=weergave(fasen={"eindstatusSluit": True}))

    assert not row.lopend
    assert row.resultaat is None
    assert row.samenvatting == "Uw zaak is afgerond."


@pytest.mark.parametrize(
    ("changes", "naam"),
    [
        pytest.param({"omschrijving": ""}, "Toegekend", id="generic name"),
        pytest.param({"omschrijvingGeneriek": ""}, "Verleend", id="own name"),
        pytest.param({"omschrijving": "x" * 200}, "x" * 200, id="longer than the standard allows"),
        pytest.param({"omschrijving": None, "omschrijvingGeneriek": None}, None, id="no name"),
        pytest.param({"url": resultaattype_link(9)}, None, id="another resultaattype"),
    ],
)
def test_a_resultaat_has_the_name_of_its_resultaattype(changes, naam):
    told = {"url": resultaattype_link(), "omschrijving": "Verleend", "omschrijvingGeneriek": "Toegekend", **changes}

    row = rij(item(**GESLOTEN), soort(resultaattypen=(ResultaatType.model_validate(told),)))

    assert row.resultaat is not None
    assert row.resultaat.naam == naam


def test_a_resultaat_that_could_not_be_read_is_a_resultaat_without_a_name():
    told = item(**GESLOTEN)
    del told["_expand"]["resultaat"]

    row = rij(told, MET_RESULTAAT)

    assert row.resultaat is not None
    assert set(row.resultaat.model_dump().values()) == {None}


def test_a_closed_zaak_without_resultaat_has_none():
    assert rij(item(einddatum="2026-11-20")).resultaat is None


def test_days_that_contradict_each_other_are_shown_as_the_register_has_them():
    told = item(
        **{**GESLOTEN, "startdatum": "2026-10-28", "einddatum": "2026-10-01"},
        einddatumGepland="2026-12-24",
        uiterlijkeEinddatumAfdoening="2026-12-01",
    )

    row = rij(told, MET_RESULTAAT)

    assert (row.startdatum, row.einddatum) == (date(2026, 10, 28), date(2026, 10, 1))
    assert row.hoofdstatus.fase == "afgerond"
    assert row.verwachte_einddatum is not None
    assert row.uiterlijke_einddatum is not None
    assert row.verwachte_einddatum.datum > row.uiterlijke_einddatum.datum
    assert row.signalen == []


@pytest.mark.parametrize(
    ("rsins", "organisatie"),
    [
        pytest.param(("000740457", "001117518"), DUINOORD, id="the responsible one"),
        pytest.param((None, "000740457"), DUINOORD, id="else the one that made it"),
        pytest.param(("740457", None), DUINOORD, id="with lost zeros"),
        pytest.param(("24", None), DIENST, id="with many lost zeros"),
        pytest.param(("", ""), WATERDAM, id="none: that of the bron"),
        pytest.param(("999999990", 7), WATERDAM, id="unknown: that of the bron"),
    ],
)
def test_the_organisatie_is_the_one_that_is_responsible(rsins, organisatie):
    responsible, made = rsins

    row = rij(item(verantwoordelijkeOrganisatie=responsible, bronorganisatie=made))

    assert (row.organisatie.id, row.organisatie.naam) == (organisatie.id, organisatie.naam)
    assert row.organisatie.contact.telefoon == organisatie.telefoon


def test_a_body_that_is_no_gemeente_is_called_by_its_name():
    row = rij(item(verantwoordelijkeOrganisatie="000000024"))

    assert row.hoofdstatus.uitleg == "Omgevingsdienst Noord bekijkt uw aanvraag."


@pytest.mark.parametrize(
    ("rollen", "names", "machtiging"),
    [
        pytest.param([rol()], ["initiator"], None, id="in person"),
        pytest.param([rol(omschrijvingGeneriek="Mede_Initiator")], ["medeInitiator"], None, id="together"),
        pytest.param(
            [rol(), rol(omschrijvingGeneriek="mede_initiator")], ["initiator", "medeInitiator"], None, id="both"
        ),
        pytest.param([rol(), rol(omschrijvingGeneriek="INITIATOR")], ["initiator"], None, id="twice the same"),
        pytest.param([rol(indicatieMachtiging="gemachtigde")], ["initiator"], "gemachtigde", id="for another"),
        pytest.param([rol(indicatieMachtiging="machtiginggever")], ["initiator"], "machtiginggever", id="by another"),
        pytest.param([rol(indicatieMachtiging="x\u202ey\x00")], ["initiator"], "xy", id="made harmless"),
        pytest.param([rol(indicatieMachtiging="\x00")], ["initiator"], None, id="nothing that can be seen"),
        pytest.param(
            [medebewoner(indicatieMachtiging="gemachtigde"), rol()], ["initiator"], None, id="somebody else for us"
        ),
    ],
)
def test_the_row_says_in_which_rol_one_stands(rollen, names, machtiging):
    row = rij(item(rollen=rollen))

    assert (row.rollen, row.machtiging) == (names, machtiging)


def test_other_people_are_nowhere_in_the_row():
    told = item(rollen=[behandelaar(), medebewoner(omschrijvingGeneriek="initiator"), rol()])

    written = rij(told, weergave=weergave(**ALLES)).model_dump_json()

    assert BEHANDELAAR_BSN not in written
    assert BEHANDELAAR_NAAM not in written
    assert "MED015" not in written
    assert "999990019" not in written


def test_the_vestiging_of_our_own_rol_is_shown_in_clean_text():
    own = rol(betrokkeneIdentificatie={"inpBsn": "999990019", "vestigingsNummer": "0000\u202e12345678"})

    assert rij(item(rollen=[own])).vestiging == "000012345678"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (f"https://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}", f"waterdam-{UUID}"),
        (f"https://openzaak.intern/zaken/{UUID.upper()}", f"waterdam-{UUID}"),
        ("https://zgw.waterdam.example/zaken/12", None),
        ("", None),
        (None, None),
        ({}, None),
    ],
)
def test_a_deelzaak_names_its_hoofdzaak(link, shown):
    assert rij(item(hoofdzaak=link)).hoofdzaak == shown


def test_the_address_in_the_portal_of_the_gemeente_holds_the_uuid():
    view = weergave(portaal="https://mijn.waterdam.example/zaken/{uuid}/open")

    assert rij(weergave=view).portaal_url == f"https://mijn.waterdam.example/zaken/{UUID}/open"


def test_odd_characters_in_a_zaaknummer_are_kept():
    assert rij(item(identificatie=" Z/2026.01 #7 ")).zaaknummer == "Z/2026.01 #7"


OTHER_WORDS = Bron(
    "waterdam", "Een andere naam", Organisatie("gm9902", "Gemeente Waterdam aan Zee", Rsin("001117518"), "14 000")
)
CLOSED = item(**GESLOTEN)


def in_words(statustekst: str) -> Soort:
    return soort("Ontvangen", statustype(2, "In behandeling", statustekst=statustekst), "Klaar")


def explained(toelichting: str) -> Soort:
    return soort(resultaattypen=(VERLEEND.model_copy(update={"toelichting": toelichting}),))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({}, {"bron": OTHER_WORDS}, id="the name and telephone number of the organisatie"),
        pytest.param(
            {"told": item(einddatumGepland="2026-11-24")},
            {"told": item(einddatumGepland="2026-11-24"), "vandaag": date(2026, 12, 1)},
            id="a planned day goes by",
        ),
        pytest.param({"kind": in_words("Wij lezen.")}, {"kind": in_words("Wij kijken.")}, id="what a status means"),
        pytest.param(
            {"told": CLOSED, "kind": explained("U mag parkeren.")},
            {"told": CLOSED, "kind": explained("Parkeer gerust.")},
            id="what a resultaat means",
        ),
    ],
)
def test_the_versie_stays_when_only_words_change(one, other):
    assert rij(**one).versie == rij(**other).versie


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"status": 3}, id="the status"),
        pytest.param({"gezet": "2026-11-03T08:00:00Z"}, id="the day of the status"),
        pytest.param({"einddatum": "2026-11-20"}, id="closed"),
        pytest.param({"einddatumGepland": "2026-12-01"}, id="the planned day"),
        pytest.param({"uiterlijkeEinddatumAfdoening": "2026-12-01"}, id="the last day"),
        pytest.param({"omschrijving": "Havenkade 11"}, id="the omschrijving"),
        pytest.param({"identificatie": "A-2026-000266"}, id="the zaaknummer"),
        pytest.param({"opschorting": {"indicatie": True}}, id="suspended"),
        pytest.param({"verlenging": {"duur": "P6W"}}, id="extended"),
        pytest.param({"laatstGemuteerd": "2026-11-02T08:12:45Z"}, id="changed in the register"),
        pytest.param({"verantwoordelijkeOrganisatie": "000740457"}, id="another organisatie"),
        pytest.param({"rollen": [rol(indicatieMachtiging="gemachtigde")]}, id="for another"),
        pytest.param({"hoofdzaak": f"https://x.example/{UUID}"}, id="part of another zaak"),
    ],
)
def test_the_versie_changes_with_the_facts(change):
    assert rij(item(**change)).versie != rij().versie


@pytest.mark.parametrize("view", [WACHTEN, parkeren(titel="Parkeren")], ids=["somebody must act", "the title"])
def test_the_versie_changes_with_what_a_gemeente_configured(view):
    assert rij(weergave=view).versie != rij().versie


def test_the_versie_is_sixteen_hexadecimal_characters():
    assert len(rij().versie) == 16
    assert set(rij().versie) <= set("0123456789abcdef")


def test_a_versie_tells_when_a_resultaat_comes():
    assert rij(CLOSED, MET_RESULTAAT).versie != rij(item(einddatum="2026-11-20", status=4), MET_RESULTAAT).versie


def test_a_belanghebbende_is_named_where_a_gemeente_shows_those():
    policy = Zichtbaarheid.model_validate({"rollen": ["belanghebbende"]})

    assert rij(item(rollen=[rol(omschrijvingGeneriek="belanghebbende")]), beleid=policy).rollen == ["belanghebbende"]


def test_every_row_of_this_bron_belongs_to_this_bron():
    assert rij().bron == BRON.id
