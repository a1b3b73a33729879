"""The oracle stands on facts that were read from the recordings by hand, and on answers it does not use itself."""

import ast
import sys
from datetime import date
from functools import cache
from itertools import pairwise, permutations, product
from pathlib import Path
from typing import Any

import pytest

from tests.opnamen import verwacht as orakel
from tests.opnamen.verwacht import (
    VREEMDE_VESTIGING,
    ZOEKWIJZEN,
    Bedrijf,
    Gelezen,
    bedrijven,
    overzicht,
    overzicht_bedrijf,
    own_rollen_of_bedrijf,
    personen,
    unite,
    verwacht,
    verwacht_bedrijf,
    verwacht_van,
    zoek,
    zoekresultaten,
    zoekresultaten_bedrijf,
)

TOTAAL_EN_ZICHTBAAR = {
    # person: found, shown by default, shown up to zeer_geheim
    ("a", "alle_niveaus"): (10, 6, 10),
    ("a", "bijzondere_tekens"): (2, 1, 2),
    ("a", "documentvarianten"): (2, 2, 2),
    ("a", "dubbele_rol"): (2, 1, 2),
    ("a", "geheim"): (6, 5, 6),
    ("a", "gemachtigde"): (4, 4, 4),
    ("a", "gewoon"): (3, 3, 3),
    ("a", "heropend"): (5, 3, 4),
    ("a", "hoofdzaak_open"): (7, 7, 7),
    ("a", "leeg"): (0, 0, 0),
    ("a", "opgeschort"): (3, 2, 3),
    ("a", "tijdzonegrens"): (3, 2, 3),
    ("a", "veel-zaken"): (120, 112, 120),
    ("a", "verlengd"): (2, 2, 2),
    ("a", "zonder_status"): (4, 4, 4),
    ("b", "bijzondere_tekens"): (4, 4, 4),
    ("b", "documentvarianten"): (3, 2, 2),
    ("b", "geheim"): (2, 1, 2),
    ("b", "gemachtigde"): (6, 6, 6),
    ("b", "gewoon"): (4, 3, 3),
    ("b", "heropend"): (2, 1, 2),
    ("b", "hoofdzaak_open"): (6, 5, 5),
    ("b", "leeg"): (0, 0, 0),
    ("b", "opgeschort"): (4, 4, 4),
    ("b", "tijdzonegrens"): (6, 3, 4),
    ("b", "veel-zaken"): (5, 5, 5),
    ("b", "verlengd"): (4, 2, 4),
    ("b", "zonder_status"): (3, 3, 3),
}
IEDEREEN = list(TOTAAL_EN_ZICHTBAAR)
ALLEEN_BELANGHEBBENDE = {
    "A-2024-000279": ("a", "heropend"),
    "B-2025-000276": ("b", "documentvarianten"),
    "B-2026-000277": ("b", "gewoon"),
    "B-2025-000260": ("b", "hoofdzaak_open"),
    "B-2026-000282": ("b", "tijdzonegrens"),
    "B-2024-000287": ("b", "tijdzonegrens"),
}


def everything(gemeente: str, persoon: str) -> list[dict[str, Any]]:
    return verwacht(gemeente, persoon, maximaal="zeer_geheim")


def nummers(rijen: list[dict[str, Any]]) -> list[str]:
    return [rij["zaaknummer"] for rij in rijen]


def the_zaak(zaaknummer: str, persoon: str) -> dict[str, Any]:
    (rij,) = [rij for rij in everything(zaaknummer[0].lower(), persoon) if rij["zaaknummer"] == zaaknummer]
    return rij


# --- the oracle is independent ----------------------------------------------------------------------------------------


def test_the_oracle_knows_only_the_standard_library() -> None:
    tree = ast.parse(Path(orakel.__file__).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    rooms = {name.split(".")[0] for name in imported}

    assert rooms <= sys.stdlib_module_names
    assert "mijnzaken_bff" not in rooms
    assert "importlib" not in rooms


# --- who is in the recordings, and what is shown ----------------------------------------------------------------------


def test_every_recorded_person_is_known_by_bsn() -> None:
    assert {(gemeente, persoon) for gemeente in "ab" for persoon in personen(gemeente)} == set(TOTAAL_EN_ZICHTBAAR)
    assert personen("a")["gewoon"] == personen("b")["gewoon"] == "935903288"
    assert personen("a")["veel-zaken"] == "961733391"
    assert personen("a").items() >= personen("b").items()


@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_as_many_zaken_are_shown_as_the_recordings_prove(gemeente: str, persoon: str) -> None:
    counted = (
        len(zoekresultaten(gemeente, persoon)),
        len(verwacht(gemeente, persoon)),
        len(everything(gemeente, persoon)),
    )

    assert counted == TOTAAL_EN_ZICHTBAAR[gemeente, persoon]


def test_a_person_without_zaken_has_an_empty_overzicht() -> None:
    assert verwacht("a", "leeg") == verwacht("b", "leeg") == overzicht("leeg") == []


def test_somebody_who_was_not_recorded_is_not_mistaken_for_somebody_without_zaken() -> None:
    with pytest.raises(LookupError):
        verwacht("b", "alle_niveaus")
    with pytest.raises(LookupError):
        verwacht("a", "heropend", client="lab-beperkt")


@pytest.mark.parametrize(("zaaknummer", "wie"), ALLEEN_BELANGHEBBENDE.items())
def test_a_belanghebbende_finds_the_zaak_but_is_not_shown_it(zaaknummer: str, wie: tuple[str, str]) -> None:
    assert zaaknummer in [zaak["identificatie"] for zaak in zoekresultaten(*wie)]
    assert zaaknummer not in nummers(everything(*wie))


def test_a_person_with_two_rollen_sees_the_zaak_once_as_initiator() -> None:
    assert nummers(everything("a", "dubbele_rol")) == ["A-2026-000001", "A-2026-000201"]
    assert the_zaak("A-2026-000001", "dubbele_rol")["rollen"] == ["initiator"]
    assert the_zaak("B-2024-000001", "veel-zaken")["rollen"] == ["initiator"]


def test_a_gemachtigde_is_told_so_on_that_zaak_only() -> None:
    gemachtigd = {rij["zaaknummer"]: rij["machtiging"] for rij in overzicht("gemachtigde")}

    assert {nummer for nummer, machtiging in gemachtigd.items() if machtiging} == {"A-2025-000020", "B-2026-000020"}
    assert gemachtigd["A-2025-000020"] == gemachtigd["B-2026-000020"] == "gemachtigde"


@pytest.mark.parametrize("zaaknummer", ["A-2025-000003", "B-2025-000003"])
def test_a_geheime_zaak_is_shown_only_where_the_ceiling_allows_it(zaaknummer: str) -> None:
    gemeente = zaaknummer[0].lower()

    assert zaaknummer not in nummers(verwacht(gemeente, "geheim"))
    assert zaaknummer not in nummers(verwacht(gemeente, "geheim", maximaal="confidentieel"))
    assert zaaknummer in nummers(verwacht(gemeente, "geheim", maximaal="geheim"))
    assert zaaknummer in nummers(everything(gemeente, "geheim"))


NUMMERS_PER_NIVEAU = {
    "openbaar": {"A-2026-000005"},
    "beperkt_openbaar": {"A-2025-000006"},
    "intern": {"A-2025-000007"},
    "zaakvertrouwelijk": {"A-2025-000008", "A-2025-000205", "A-2026-000261"},
    "vertrouwelijk": {"A-2024-000009"},
    "confidentieel": {"A-2024-000010"},
    "geheim": {"A-2025-000011"},
    "zeer_geheim": {"A-2024-000012"},
}


@pytest.mark.parametrize("maximaal", NUMMERS_PER_NIVEAU)
def test_each_ceiling_shows_its_own_niveau_and_all_below(maximaal: str) -> None:
    niveaus = list(NUMMERS_PER_NIVEAU)
    allowed = niveaus[: niveaus.index(maximaal) + 1]

    shown = nummers(verwacht("a", "alle_niveaus", maximaal=maximaal))

    assert set(shown) == set().union(*(NUMMERS_PER_NIVEAU[niveau] for niveau in allowed))
    assert len(shown) == len(set(shown))


def test_a_zaak_of_an_internal_zaaktype_is_shown() -> None:
    assert the_zaak("A-2025-000004", "gewoon")["zaaktype"]["identificatie"] == "ZT-WELSTAND"
    assert "A-2025-000004" in nummers(verwacht("a", "gewoon"))


# --- whole rows, written by hand --------------------------------------------------------------------------------------

INGETROKKEN_PARKEERVERGUNNING = {
    "id": "gemeente-a-8479a146-2f02-403f-bebe-a77f78d4297f",
    "zaaknummer": "A-2025-000204",
    "titel": "Parkeer- of uitritvergunning aanvragen",
    "titelHerkomst": "zaaktype",
    "omschrijving": "Parkeer- of uitritvergunning Molenlaan 147",
    "organisatie": "gm9902",
    "bron": "gemeente-a",
    "zaaktype": {"identificatie": "ZT-PARKEREN", "naam": "Parkeer- of uitritvergunning aanvragen"},
    "lopend": False,
    "fase": "afgerond",
    "faseHerkomst": "einddatum",
    "status": {
        "naam": "Afgehandeld",
        "uitleg": "De behandeling van uw zaak is afgerond.",
        "toelichting": None,
        "datum": "2025-09-20",
    },
    "stap": {"nummer": 4, "totaal": 4},
    "aanvraagdatum": "2025-03-14",
    "startdatum": "2025-03-14",
    "einddatum": "2025-09-20",
    "verwachteEinddatum": {"datum": "2025-04-11", "herkomst": "register", "grondslag": "planning", "zeker": True},
    "uiterlijkeEinddatum": {"datum": "2025-05-09", "herkomst": "register", "grondslag": "doorlooptijd", "zeker": True},
    "signalen": [],
    "resultaat": {"naam": "Ingetrokken"},
    "rollen": ["initiator"],
    "machtiging": None,
    "vestiging": None,
    "hoofdzaak": None,
    "gewijzigdOp": "2026-11-23T16:41:33.761301Z",
}
VERLENGDE_OMGEVINGSVERGUNNING = {
    "id": "gemeente-a-51d3e54a-1bcb-4bd1-bfa6-98dc012b1116",
    "zaaknummer": "A-2026-000013",
    "titel": "Omgevingsvergunning aanvragen",
    "titelHerkomst": "zaaktype",
    "omschrijving": "Omgevingsvergunning Dorpsstraat 142",
    "organisatie": "gm9902",
    "bron": "gemeente-a",
    "zaaktype": {"identificatie": "ZT-OMGEVING", "naam": "Omgevingsvergunning aanvragen"},
    "lopend": True,
    "fase": "inBehandeling",
    "faseHerkomst": "generiek",
    "status": {
        "naam": "Inhoudelijke toets",
        "uitleg": "Uw aanvraag wordt inhoudelijk beoordeeld.",
        "toelichting": None,
        "datum": "2026-11-10",
    },
    "stap": {"nummer": 3, "totaal": 7},
    "aanvraagdatum": "2026-06-25",
    "startdatum": "2026-06-25",
    "einddatum": None,
    "verwachteEinddatum": {"datum": "2026-11-12", "herkomst": "register", "grondslag": "planning", "zeker": False},
    "uiterlijkeEinddatum": {"datum": "2026-12-24", "herkomst": "register", "grondslag": "doorlooptijd", "zeker": False},
    "signalen": ["verlengd"],
    "resultaat": None,
    "rollen": ["initiator"],
    "machtiging": None,
    "vestiging": None,
    "hoofdzaak": None,
    "gewijzigdOp": "2026-11-23T16:39:23.238794Z",
}


def test_a_closed_zaak_is_shown_as_the_register_has_it() -> None:
    assert the_zaak("A-2025-000204", "gewoon") == INGETROKKEN_PARKEERVERGUNNING


def test_an_open_zaak_is_shown_as_the_register_has_it() -> None:
    assert the_zaak("A-2026-000013", "hoofdzaak_open") == VERLENGDE_OMGEVINGSVERGUNNING


def test_the_same_zaak_without_the_catalogue_loses_its_names_and_nothing_else() -> None:
    assert verwacht("a", "gewoon", client="lab-beperkt") == [
        INGETROKKEN_PARKEERVERGUNNING
        | {
            "titel": "A-2025-000204",
            "titelHerkomst": "zaaknummer",
            "zaaktype": {"identificatie": None, "naam": None},
            "status": {"naam": None, "uitleg": None, "toelichting": None, "datum": "2025-09-20"},
            "stap": None,
            "resultaat": {"naam": None},
        }
    ]


def test_an_open_zaak_without_the_catalogue_is_in_an_unknown_fase() -> None:
    nummer_en_fase = [
        (rij["zaaknummer"], rij["fase"], rij["faseHerkomst"], rij["lopend"])
        for rij in verwacht("a", "alle_niveaus", client="lab-beperkt")
    ]

    assert nummer_en_fase == [
        ("A-2026-000005", "onbekend", "geen", True),
        ("A-2026-000261", "afgerond", "einddatum", False),
        ("A-2025-000008", "onbekend", "geen", True),
        ("A-2025-000007", "onbekend", "geen", True),
        ("A-2025-000006", "onbekend", "geen", True),
    ]
    assert nummers(verwacht("b", "gewoon", client="lab-beperkt")) == ["B-2025-000212"]
    assert nummers(verwacht("b", "veel-zaken", client="lab-beperkt")) == ["B-2026-000209", "B-2024-000001"]


# --- the special persons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zaaknummer", ["A-2026-000022", "B-2026-000022"])
def test_a_reopened_zaak_is_open_and_shows_no_resultaat(zaaknummer: str) -> None:
    gemeente = zaaknummer[0].lower()
    (raw,) = [zaak for zaak in zoekresultaten(gemeente, "heropend") if zaak["identificatie"] == zaaknummer]
    rij = the_zaak(zaaknummer, "heropend")

    assert raw["resultaat"], "the register keeps the old one"
    assert (rij["lopend"], rij["fase"], rij["einddatum"], rij["resultaat"]) == (True, "inBehandeling", None, None)
    assert (rij["status"]["naam"], rij["stap"]) == ("Ontvankelijk verklaard", {"nummer": 2, "totaal": 6})
    assert zaaknummer not in nummers(verwacht(gemeente, "heropend")), "it is vertrouwelijk"


@pytest.mark.parametrize("zaaknummer", ["A-2026-000023", "B-2026-000023"])
def test_a_status_of_half_past_midnight_is_of_the_local_day(zaaknummer: str) -> None:
    rij = the_zaak(zaaknummer, "tijdzonegrens")

    assert rij["einddatum"] == rij["status"]["datum"] == "2026-03-17"


@pytest.mark.parametrize("zaaknummer", ["A-2026-000028", "B-2024-000028"])
def test_while_opgeschort_no_end_date_is_promised(zaaknummer: str) -> None:
    rij = the_zaak(zaaknummer, "opgeschort")

    assert rij["signalen"] == ["opgeschort"]
    assert rij["verwachteEinddatum"] is None
    assert rij["uiterlijkeEinddatum"] is None


@pytest.mark.parametrize(
    ("zaaknummer", "verwachte", "uiterlijke"),
    [("A-2026-000029", "2026-10-09", "2026-11-06"), ("B-2026-000029", "2026-07-22", "2026-08-19")],
)
def test_after_a_verlenging_the_old_dates_are_uncertain_and_not_passed(
    zaaknummer: str, verwachte: str, uiterlijke: str
) -> None:
    rij = the_zaak(zaaknummer, "verlengd")

    assert (rij["verwachteEinddatum"]["datum"], rij["verwachteEinddatum"]["zeker"]) == (verwachte, False)
    assert (rij["uiterlijkeEinddatum"]["datum"], rij["uiterlijkeEinddatum"]["zeker"]) == (uiterlijke, False)
    assert rij["signalen"] == ["verlengd"], "termijnVerstreken needs a certain date"


def test_a_term_that_certainly_passed_is_said_to_have_passed() -> None:
    assert the_zaak("A-2026-000265", "gewoon")["signalen"] == ["termijnVerstreken"]
    assert the_zaak("A-2026-000244", "gemachtigde")["signalen"] == []
    assert the_zaak("A-2025-000264", "gemachtigde")["signalen"] == ["verlengd"], "closed"


@pytest.mark.parametrize("zaaknummer", ["A-2025-000002", "B-2024-000002"])
def test_a_zaak_without_status_is_geregistreerd(zaaknummer: str) -> None:
    rij = the_zaak(zaaknummer, "zonder_status")

    assert (rij["fase"], rij["faseHerkomst"]) == ("geregistreerd", "geenStatus")
    assert (rij["status"], rij["stap"]) == (None, None)


@pytest.mark.parametrize(
    ("gemeente", "hoofdzaak", "deelzaken"),
    [
        ("a", "A-2026-000013", ["A-2026-000014", "A-2026-000015", "A-2026-000016"]),
        ("b", "B-2026-000013", ["B-2026-000014", "B-2026-000015", "B-2026-000016"]),
    ],
)
def test_three_deelzaken_name_their_hoofdzaak(gemeente: str, hoofdzaak: str, deelzaken: list[str]) -> None:
    rijen = verwacht(gemeente, "hoofdzaak_open")
    boven = the_zaak(hoofdzaak, "hoofdzaak_open")

    assert boven["hoofdzaak"] is None
    assert [rij["zaaknummer"] for rij in rijen if rij["hoofdzaak"] == boven["id"]] == deelzaken
    assert [rij["zaaknummer"] for rij in rijen if rij["hoofdzaak"]] == deelzaken


@pytest.mark.parametrize("zaaknummer", ["A-2026-000024", "B-2025-000024"])
def test_special_characters_arrive_exactly_as_written(zaaknummer: str) -> None:
    assert the_zaak(zaaknummer, "bijzondere_tekens")["omschrijving"] == (
        "Losse tegel <b>bij</b> 't \u201cCaf\u00e9\u201d & Zo\u00eb's fiets \u2013 \u00fcmlaut \u20ac5 \U0001f6b2"
    )


def test_an_old_zaaktype_version_keeps_its_own_words() -> None:
    rijen = {rij["zaaknummer"]: rij for rij in everything("a", "veel-zaken")}
    namen = {rij["status"]["naam"] for rij in rijen.values() if rij["zaaktype"]["identificatie"] == "ZT-REISDOC"}

    assert namen == {"Aanvraag ontvangen", "Ontvangen", "Afgehandeld"}


# --- the order --------------------------------------------------------------------------------------------------------


def test_a_hundred_and_twenty_zaken_come_once_each_and_newest_first() -> None:
    rijen = everything("a", "veel-zaken")
    dagen = [rij["startdatum"] for rij in rijen]

    assert len({rij["id"] for rij in rijen}) == len(rijen) == 120
    assert dagen == sorted(dagen, reverse=True)
    assert len(overzicht("veel-zaken", maximaal="zeer_geheim")) == 125


def test_two_gemeenten_make_one_list_newest_first_and_within_a_day_by_bron() -> None:
    assert nummers(overzicht("hoofdzaak_open", bronnen=("b", "a"))) == [
        "A-2026-000289",
        "A-2026-000014",
        "A-2026-000015",
        "A-2026-000016",
        "B-2026-000014",
        "B-2026-000015",
        "B-2026-000016",
        "A-2026-000013",
        "B-2026-000013",
        "A-2025-000206",
        "B-2024-000214",
        "A-2024-000240",
    ]


@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_one_gemeente_alone_is_its_part_of_the_whole(gemeente: str, persoon: str) -> None:
    bron = f"gemeente-{gemeente}"

    assert overzicht(persoon, bronnen=(gemeente,)) == verwacht(gemeente, persoon)
    assert [rij for rij in overzicht(persoon) if rij["bron"] == bron] == verwacht(gemeente, persoon)


@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_lopend_and_afgerond_together_are_everything(gemeente: str, persoon: str) -> None:
    lopend, afgerond = (verwacht(gemeente, persoon, lopend=keuze) for keuze in (True, False))

    assert all(rij["einddatum"] is None for rij in lopend)
    assert all(rij["einddatum"] and rij["fase"] == "afgerond" for rij in afgerond)
    assert sorted(nummers(lopend + afgerond)) == sorted(nummers(verwacht(gemeente, persoon)))


# --- the companies ----------------------------------------------------------------------------------------------------

TOTAAL_EN_ZICHTBAAR_VAN_BEDRIJF = {
    # company: found, shown by default, shown up to zeer_geheim
    ("a", "nnp_kvk"): (4, 4, 4),
    ("a", "nnp_rsin_kvk"): (4, 4, 4),
    ("a", "nnp_kvk_vestiging"): (2, 2, 2),
    ("a", "vestiging"): (2, 2, 2),
    ("b", "nnp_kvk"): (2, 1, 2),
    ("b", "nnp_rsin_kvk"): (3, 3, 3),
    ("b", "nnp_kvk_vestiging"): (2, 2, 2),
    ("b", "vestiging"): (3, 3, 3),
}
ALLE_BEDRIJVEN = list(TOTAAL_EN_ZICHTBAAR_VAN_BEDRIJF)
NAMEN = [naam for gemeente, naam in ALLE_BEDRIJVEN if gemeente == "a"]

TREFFERS = {
    # question: what it finds in A (in B) for nnp_kvk, nnp_rsin_kvk, nnp_kvk_vestiging and vestiging, as INDEX.md has it
    "nnp-kvkNummer": "4 (2), 4 (3), 2 (2), 0 (0)",
    "nnp-innNnpId": "0 (0), 4 (3), 0 (0), 0 (0)",
    "nnp-annIdentificatie": "0 (0), 0 (0), 0 (0), 0 (0)",
    "nnp-vestigingsNummer": "0 (0), 0 (0), 2 (2), 0 (0)",
    "vestiging-kvkNummer": "0 (0), 0 (0), 0 (0), 2 (3)",
    "vestiging-vestigingsNummer": "0 (0), 0 (0), 0 (0), 2 (3)",
    "nnp-kvk-en-vestiging": "0 (0), 0 (0), 2 (2), 0 (0)",
    "vestiging-kvk-en-vestiging": "0 (0), 0 (0), 0 (0), 2 (3)",
    "nnp-kvk-met-vestiging-vestiging": "0 (0), 0 (0), 0 (0), 0 (0)",
    "nnp-kvk-andere-vestiging": "0 (0), 0 (0), 0 (0), 0 (0)",
    "vestiging-kvk-andere-vestiging": "0 (0), 0 (0), 0 (0), 0 (0)",
}


NUMMERVELDEN = ("kvkNummer", "innNnpId", "vestigingsNummer")


def company_questions(gemeente: str) -> dict[str, dict[str, Any]]:
    return {u["naam"]: u for u in orakel.uitwisselingen(gemeente, "eigen-vragen-bedrijven")}


def ids(rijen: list[dict[str, Any]]) -> set[str]:
    return {rij["id"] for rij in rijen}


def test_every_recorded_company_is_known_by_its_numbers() -> None:
    assert {(gemeente, naam) for gemeente in "ab" for naam in bedrijven(gemeente)} == set(ALLE_BEDRIJVEN)
    assert bedrijven("a") == bedrijven("b")
    assert bedrijven("a") == {
        "nnp_kvk": Bedrijf("90419936", "897084597", "000058315123"),
        "nnp_rsin_kvk": Bedrijf("90107877", "880670903", "000097769201"),
        "nnp_kvk_vestiging": Bedrijf("90448610", "819534316", "000082538784"),
        "vestiging": Bedrijf("90646636", "837202140", "000073306966"),
    }


@pytest.mark.parametrize("vraag", TREFFERS)
def test_every_search_for_a_company_found_as_much_as_the_index_says(vraag: str) -> None:
    gevonden = []
    for naam in NAMEN:
        antwoorden = [company_questions(gemeente)[f"{naam}-{vraag}"]["antwoord"]["json"] for gemeente in "ab"]
        assert all(len(antwoord["results"]) == antwoord["count"] for antwoord in antwoorden), "on one page"
        gevonden.append("{} ({})".format(*(antwoord["count"] for antwoord in antwoorden)))

    assert ", ".join(gevonden) == TREFFERS[vraag]
    assert {f"{naam}-{vraag}" for naam in NAMEN for vraag in TREFFERS} == set(company_questions("a"))


@pytest.mark.parametrize(("gemeente", "naam"), ALLE_BEDRIJVEN)
def test_as_many_zaken_of_a_company_are_shown_as_the_recordings_prove(gemeente: str, naam: str) -> None:
    bedrijf = bedrijven(gemeente)[naam]
    counted = (
        len(zoekresultaten_bedrijf(gemeente, bedrijf)),
        len(verwacht_bedrijf(gemeente, naam)),
        len(verwacht_bedrijf(gemeente, naam, maximaal="zeer_geheim")),
    )

    assert counted == TOTAAL_EN_ZICHTBAAR_VAN_BEDRIJF[gemeente, naam]


def test_the_numbers_that_the_register_wrote_down_are_these() -> None:
    geschreven = {
        (naam, rol["betrokkeneType"], *(rol["betrokkeneIdentificatie"].get(veld) for veld in NUMMERVELDEN))
        for gemeente, naam in ALLE_BEDRIJVEN
        for zaak in zoekresultaten_bedrijf(gemeente, bedrijven(gemeente)[naam])
        for rol in own_rollen_of_bedrijf(zaak, Bedrijf(bedrijven(gemeente)[naam].kvk, None, None))
    }

    assert geschreven == {
        ("nnp_kvk", "niet_natuurlijk_persoon", "90419936", "", ""),
        ("nnp_rsin_kvk", "niet_natuurlijk_persoon", "90107877", "880670903", ""),
        ("nnp_kvk_vestiging", "niet_natuurlijk_persoon", "90448610", "", "000082538784"),
        ("vestiging", "vestiging", "90646636", None, "000073306966"),
    }


@pytest.mark.parametrize(("gemeente", "naam"), ALLE_BEDRIJVEN)
def test_the_rsin_finds_no_zaak_that_the_kvk_number_does_not(gemeente: str, naam: str) -> None:
    assert verwacht_bedrijf(gemeente, naam, met_rsin=True) == verwacht_bedrijf(gemeente, naam, met_rsin=False)


@pytest.mark.parametrize(
    ("naam", "per_zoekwijze"),
    [
        ("nnp_kvk", {"nnp_kvk": 4}),
        ("nnp_rsin_kvk", {"nnp_kvk": 4, "nnp_rsin": 4}),
        ("nnp_kvk_vestiging", {"nnp_kvk": 2}),
        ("vestiging", {"vestiging": 2, "vestiging_kvk": 2}),
    ],
)
def test_one_way_to_search_finds_only_the_companies_written_in_that_way(
    naam: str, per_zoekwijze: dict[str, int]
) -> None:
    bedrijf = bedrijven("a")[naam]

    found = {wijze: len(zoekresultaten_bedrijf("a", bedrijf, [wijze])) for wijze in (*ZOEKWIJZEN, "ann_identificatie")}

    assert {wijze: aantal for wijze, aantal in found.items() if aantal} == per_zoekwijze


def test_a_company_that_cannot_be_searched_is_not_mistaken_for_one_without_zaken() -> None:
    with pytest.raises(LookupError):
        verwacht_bedrijf("a", "nnp_rsin_kvk", met_rsin=False, zoekwijzen=["nnp_rsin"])
    with pytest.raises(LookupError):
        verwacht_bedrijf("a", "vestiging", zoekwijzen=["vestiging"])
    with pytest.raises(LookupError):
        verwacht_bedrijf("a", "vestiging", vestiging="000000000002")
    with pytest.raises(LookupError):
        zoek("a", nietNatuurlijkPersoon__innNnpId="90107877")


@pytest.mark.parametrize(
    ("gemeente", "naam", "aantal"),
    [
        ("a", "nnp_kvk", 0),
        ("a", "nnp_rsin_kvk", 0),
        ("a", "nnp_kvk_vestiging", 2),
        ("a", "vestiging", 2),
        ("b", "nnp_kvk", 0),
        ("b", "nnp_rsin_kvk", 0),
        ("b", "nnp_kvk_vestiging", 2),
        ("b", "vestiging", 3),
    ],
)
def test_a_login_of_one_vestiging_sees_only_what_carries_its_number(gemeente: str, naam: str, aantal: int) -> None:
    eigen = bedrijven(gemeente)[naam].vestigingsnummer

    rijen = verwacht_bedrijf(gemeente, naam, vestiging=eigen, maximaal="zeer_geheim")

    assert len(rijen) == aantal
    assert {rij["vestiging"] for rij in rijen} <= {eigen}


@pytest.mark.parametrize(("gemeente", "naam"), ALLE_BEDRIJVEN)
def test_the_register_makes_the_same_choice_of_one_vestiging(gemeente: str, naam: str) -> None:
    vragen = (f"{naam}-nnp-kvk-en-vestiging", f"{naam}-vestiging-kvk-en-vestiging")
    uuids = {
        zaak["uuid"] for vraag in vragen for zaak in company_questions(gemeente)[vraag]["antwoord"]["json"]["results"]
    }
    eigen = bedrijven(gemeente)[naam].vestigingsnummer

    assert {
        id_[-36:] for id_ in ids(verwacht_bedrijf(gemeente, naam, vestiging=eigen, maximaal="zeer_geheim"))
    } == uuids


@pytest.mark.parametrize("naam", NAMEN)
def test_a_vestiging_that_nobody_has_sees_nothing(naam: str) -> None:
    assert overzicht_bedrijf(naam, vestiging=VREEMDE_VESTIGING, maximaal="zeer_geheim") == []


@pytest.mark.parametrize(("naam", "ander"), list(permutations(NAMEN, 2)))
def test_the_numbers_of_another_company_bring_in_none_of_its_zaken(naam: str, ander: str) -> None:
    for gemeente in "ab":
        wij, zij = bedrijven(gemeente)[naam], bedrijven(gemeente)[ander]
        met_hun_rsin = Bedrijf(wij.kvk, zij.rsin, None)
        met_hun_vestiging = Bedrijf(wij.kvk, wij.rsin, zij.vestigingsnummer)

        # On its rollen stands its own RSIN, so that a login with another one is of another company.
        eigen = [] if naam == "nnp_rsin_kvk" else verwacht_bedrijf(gemeente, naam, met_rsin=False)
        assert verwacht_van(gemeente, met_hun_rsin) == eigen
        assert verwacht_van(gemeente, met_hun_vestiging, maximaal="zeer_geheim") == []


def test_the_register_does_find_the_zaken_of_that_other_company() -> None:
    """So it is the rol that keeps them away."""
    wij, zij = bedrijven("a")["nnp_kvk"], bedrijven("a")["nnp_rsin_kvk"]

    assert len(zoekresultaten_bedrijf("a", Bedrijf(wij.kvk, zij.rsin, None))) == 8
    assert len(zoekresultaten_bedrijf("a", Bedrijf(wij.kvk, None, bedrijven("a")["vestiging"].vestigingsnummer))) == 6


def test_nobody_sees_a_zaak_of_somebody_else() -> None:
    van_bedrijven = {naam: ids(overzicht_bedrijf(naam, maximaal="zeer_geheim")) for naam in NAMEN}
    van_personen = set().union(*(ids(everything(*wie)) for wie in IEDEREEN))

    assert sum(map(len, van_bedrijven.values())) == len(set().union(*van_bedrijven.values())) == 22
    assert not van_personen & set().union(*van_bedrijven.values())


NIET_NATUURLIJK, VESTIGING = "niet_natuurlijk_persoon", "vestiging"
WIJ = Bedrijf("90000001", "900000001", None)
ONZE_VESTIGING = Bedrijf("90000001", "900000001", "000000000011")


@pytest.mark.parametrize(
    ("wie", "soort", "nummers", "van_ons"),
    [
        # kvkNummer, innNnpId, vestigingsNummer
        (WIJ, NIET_NATUURLIJK, ("90000001", "", ""), True),
        (WIJ, NIET_NATUURLIJK, ("90000001", "900000001", "000000000012"), True),
        (WIJ, NIET_NATUURLIJK, ("90000001", "900000002", "000000000012"), False),
        (Bedrijf("90000001", None, None), NIET_NATUURLIJK, ("90000001", "900000002", ""), True),
        (WIJ, NIET_NATUURLIJK, ("", "900000001", ""), True),
        (WIJ, NIET_NATUURLIJK, (None, "900000001", None), True),
        (WIJ, NIET_NATUURLIJK, ("90000002", "900000001", ""), False),
        (WIJ, NIET_NATUURLIJK, ("", "", ""), False),
        (WIJ, NIET_NATUURLIJK, ("", "90000001", ""), False),
        (Bedrijf("90000001", None, None), NIET_NATUURLIJK, ("", "900000001", ""), False),
        (Bedrijf("90000001", None, None), NIET_NATUURLIJK, ("", None, ""), False),
        (WIJ, VESTIGING, ("90000001", None, "000000000012"), True),
        (WIJ, VESTIGING, ("90000001", None, ""), True),
        (WIJ, VESTIGING, ("", None, "000000000011"), False),
        (WIJ, VESTIGING, ("", "900000001", ""), False),
        (WIJ, VESTIGING, ("", None, None), False),
        (ONZE_VESTIGING, NIET_NATUURLIJK, ("90000001", "", "000000000011"), True),
        (ONZE_VESTIGING, NIET_NATUURLIJK, ("", "900000001", "000000000011"), True),
        (ONZE_VESTIGING, NIET_NATUURLIJK, ("90000001", "900000001", ""), False),
        (ONZE_VESTIGING, NIET_NATUURLIJK, ("90000001", "900000001", "000000000012"), False),
        (ONZE_VESTIGING, NIET_NATUURLIJK, ("90000002", "900000001", "000000000011"), False),
        (ONZE_VESTIGING, NIET_NATUURLIJK, ("", "", "000000000011"), False),
        (ONZE_VESTIGING, VESTIGING, ("90000001", None, "000000000011"), True),
        (ONZE_VESTIGING, VESTIGING, ("", None, "000000000011"), True),
        (ONZE_VESTIGING, VESTIGING, ("", "900000002", "000000000011"), False),
        (ONZE_VESTIGING, VESTIGING, ("90000001", None, "000000000012"), False),
        (ONZE_VESTIGING, VESTIGING, ("90000002", None, "000000000011"), False),
        (WIJ, "natuurlijk_persoon", ("90000001", "900000001", None), False),
        (ONZE_VESTIGING, "organisatorische_eenheid", ("90000001", None, "000000000011"), False),
    ],
)
def test_the_kvk_number_of_a_rol_decides_and_another_number_only_where_there_is_none(
    wie: Bedrijf, soort: str, nummers: tuple[str | None, ...], van_ons: bool
) -> None:
    rol = {
        "betrokkeneType": soort,
        "omschrijvingGeneriek": "initiator",
        "betrokkeneIdentificatie": dict(zip(NUMMERVELDEN, nummers, strict=True)),
    }
    zaak = {"_expand": {"rollen": [rol, rol | {"omschrijvingGeneriek": "belanghebbende"}]}}

    assert own_rollen_of_bedrijf(zaak, wie) == ([rol] if van_ons else [])


def test_a_zaak_that_two_searches_find_stands_where_the_first_search_put_it() -> None:
    def found(*zaken: str) -> list[dict[str, Any]]:
        return [{"uuid": zaak[:1], "startdatum": f"2026-11-{zaak[1:]}"} for zaak in zaken]

    united = unite([found("a09", "b03", "c03"), found("d10", "e03", "b03", "f01"), found("f01", "a09")])

    assert "".join(zaak["uuid"] for zaak in united) == "dabcef"


def test_the_overzicht_of_a_company_is_newest_first_over_both_gemeenten() -> None:
    assert nummers(overzicht_bedrijf("nnp_kvk", bronnen=("b", "a"), maximaal="zeer_geheim")) == [
        "B-2026-000152",
        "A-2026-000151",
        "B-2025-000151",
        "A-2024-000153",
        "A-2024-000154",
        "A-2024-000152",
    ]
    assert "B-2025-000151" not in nummers(overzicht_bedrijf("nnp_kvk")), "it is vertrouwelijk"
    assert nummers(overzicht_bedrijf("vestiging")) == [
        "B-2026-000160",
        "A-2026-000162",
        "A-2025-000161",
        "B-2025-000159",
        "B-2024-000158",
    ]


@pytest.mark.parametrize(("naam", "maximaal"), list(product(NAMEN, ["zaakvertrouwelijk", "zeer_geheim"])))
def test_the_parts_of_the_overzicht_of_a_company_are_the_whole(naam: str, maximaal: str) -> None:
    geheel = overzicht_bedrijf(naam, maximaal=maximaal)
    lopend, afgerond = (overzicht_bedrijf(naam, maximaal=maximaal, lopend=keuze) for keuze in (True, False))

    assert [rij for rij in geheel if rij["bron"] == "gemeente-a"] == verwacht_bedrijf("a", naam, maximaal=maximaal)
    assert [rij for rij in geheel if rij["bron"] == "gemeente-b"] == verwacht_bedrijf("b", naam, maximaal=maximaal)
    assert ids(lopend) | ids(afgerond) == ids(geheel)
    assert all(rij["lopend"] and not rij["einddatum"] for rij in lopend)
    assert all(rij["einddatum"] and rij["fase"] == "afgerond" for rij in afgerond)


GEWEIGERDE_PARKEERVERGUNNING = {
    "id": "gemeente-a-39238462-8368-4ee4-81e8-330c59dc5b05",
    "zaaknummer": "A-2026-000162",
    "titel": "Parkeer- of uitritvergunning aanvragen",
    "titelHerkomst": "zaaktype",
    "omschrijving": "Parkeer- of uitritvergunning Havenkade 185",
    "organisatie": "gm9902",
    "bron": "gemeente-a",
    "zaaktype": {"identificatie": "ZT-PARKEREN", "naam": "Parkeer- of uitritvergunning aanvragen"},
    "lopend": False,
    "fase": "afgerond",
    "faseHerkomst": "einddatum",
    "status": {
        "naam": "Afgehandeld",
        "uitleg": "De behandeling van uw zaak is afgerond.",
        "toelichting": None,
        "datum": "2026-06-11",
    },
    "stap": {"nummer": 4, "totaal": 4},
    "aanvraagdatum": "2026-01-26",
    "startdatum": "2026-01-26",
    "einddatum": "2026-06-11",
    "verwachteEinddatum": {"datum": "2026-02-23", "herkomst": "register", "grondslag": "planning", "zeker": True},
    "uiterlijkeEinddatum": {"datum": "2026-03-23", "herkomst": "register", "grondslag": "doorlooptijd", "zeker": True},
    "signalen": [],
    "resultaat": {"naam": "Geweigerd"},
    "rollen": ["initiator"],
    "machtiging": None,
    "vestiging": "000073306966",
    "hoofdzaak": None,
    "gewijzigdOp": "2026-11-23T16:41:07.710191Z",
}


@pytest.mark.parametrize("vestiging", [None, "000073306966"])
def test_a_zaak_of_a_vestiging_names_it_whether_the_login_does_or_not(vestiging: str | None) -> None:
    assert verwacht_bedrijf("a", "vestiging", vestiging=vestiging)[0] == GEWEIGERDE_PARKEERVERGUNNING


def test_a_row_names_the_vestiging_of_its_rol_or_none() -> None:
    vestigingen = {naam: {rij["vestiging"] for rij in overzicht_bedrijf(naam)} for naam in NAMEN}

    assert vestigingen == {
        "nnp_kvk": {None},
        "nnp_rsin_kvk": {None},
        "nnp_kvk_vestiging": {"000082538784"},
        "vestiging": {"000073306966"},
    }
    assert {rij["vestiging"] for wie in IEDEREEN for rij in everything(*wie)} == {None}


# --- the same facts in answers the oracle does not read ---------------------------------------------------------------

LOSSE_VOLGORDE = ("rollen", "zaakinformatieobjecten", "eigenschappen")


@cache
def other_answers(gemeente: str) -> dict[str, Any]:
    """Every good answer to a GET of this gemeente by path, ``http`` links decoded as sent."""
    groepen = sorted(
        path.name.removesuffix(".json.gz") for path in orakel.OPNAMEN.glob(f"gemeente-{gemeente}/*.json.gz")
    )
    return {
        uitwisseling["verzoek"]["pad"]: uitwisseling["antwoord"]["json"]
        for groep in groepen
        if "beperkt" not in groep and groep not in ("fouten", "valkuilen")
        for uitwisseling in orakel.uitwisselingen(gemeente, groep)
        if uitwisseling["verzoek"]["methode"] == "GET"
        and uitwisseling["antwoord"]["status"] == 200
        and "json" in uitwisseling["antwoord"]
    }


def by_zaak(gemeente: str, soort: str, zaak: dict[str, Any]) -> list[dict[str, Any]]:
    url = zaak["url"].replace(":", "%3A").replace("/", "%2F")
    found: list[dict[str, Any]] = other_answers(gemeente)[f"/zaken/api/v1/{soort}?zaak={url}"]["results"]
    return found


def found_for(gemeente: str, wie: str) -> list[dict[str, Any]]:
    """What was found for this person or company."""
    if wie in bedrijven(gemeente):
        return zoekresultaten_bedrijf(gemeente, bedrijven(gemeente)[wie])
    return zoekresultaten(gemeente, wie)


def without_order(zaak: dict[str, Any]) -> dict[str, Any]:
    eigen = {veld: waarde for veld, waarde in zaak.items() if veld != "_expand"}
    return eigen | {veld: sorted(zaak[veld]) for veld in LOSSE_VOLGORDE}


@pytest.mark.parametrize(("gemeente", "wie"), [*IEDEREEN, *ALLE_BEDRIJVEN])
def test_every_zaak_found_says_the_same_when_asked_by_itself(gemeente: str, wie: str) -> None:
    for zaak in found_for(gemeente, wie):
        expand = zaak["_expand"]
        rollen = by_zaak(gemeente, "rollen", zaak)
        statussen = by_zaak(gemeente, "statussen", zaak)
        huidig = [status for status in statussen if status["indicatieLaatstGezetteStatus"]]

        assert without_order(other_answers(gemeente)[f"/zaken/api/v1/zaken/{zaak['uuid']}"]) == without_order(zaak)
        assert sorted(rollen, key=lambda rol: rol["url"]) == sorted(expand["rollen"], key=lambda rol: rol["url"])
        assert huidig == ([expand["status"]] if zaak["status"] else [])
        assert by_zaak(gemeente, "resultaten", zaak) == ([expand["resultaat"]] if zaak["resultaat"] else [])


def recorded(gemeente: str, naam: str) -> list[str]:
    (antwoord,) = [u for u in orakel.uitwisselingen(gemeente, "eigen-vragen-personen") if u["naam"] == naam]
    return [zaak["uuid"] for zaak in antwoord["antwoord"]["json"]["results"]]


KEY_VAN_SOORT = {
    "niet_natuurlijk_persoon": "nietNatuurlijkPersoon__",
    "vestiging": "vestiging__",
}


@cache
def nummers_per_rol(gemeente: str) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Of every recorded rol of a company: its zaak, and its numbers by the key that asks for them."""
    lijsten = [antwoord for pad, antwoord in other_answers(gemeente).items() if "/rollen?zaak=" in pad]
    return [
        (
            rol["zaak"][-36:],
            frozenset(
                (f"rol__betrokkeneIdentificatie__{KEY_VAN_SOORT[rol['betrokkeneType']]}{veld}", nummer)
                for veld, nummer in rol["betrokkeneIdentificatie"].items()
                if isinstance(nummer, str) and nummer
            ),
        )
        for lijst in lijsten
        for rol in lijst["results"]
        if rol["betrokkeneType"] in KEY_VAN_SOORT
    ]


@pytest.mark.parametrize(
    ("gemeente", "vraag"), [(gemeente, vraag) for gemeente in "ab" for vraag in company_questions(gemeente)]
)
def test_a_search_for_a_company_finds_what_the_recorded_rollen_say(gemeente: str, vraag: str) -> None:
    exchange = company_questions(gemeente)[vraag]
    gevraagd = {paar for paar in exchange["verzoek"]["body"].items() if paar[0].startswith("rol__")}
    gevonden = exchange["antwoord"]["json"]["results"]

    assert gevraagd
    assert {zaak["uuid"] for zaak in gevonden} == {
        zaak for zaak, nummers in nummers_per_rol(gemeente) if gevraagd <= nummers
    }
    assert all(eerder["startdatum"] >= later["startdatum"] for eerder, later in pairwise(gevonden))


@pytest.mark.parametrize("naam", NAMEN)
def test_every_zaak_with_a_visible_rol_of_a_company_is_in_its_overzicht(naam: str) -> None:
    kvk = bedrijven("a")[naam].kvk
    of_the_rollen = {
        f"gemeente-{gemeente}-{zaak}"
        for gemeente in "ab"
        for zaak, numbers in nummers_per_rol(gemeente)
        if any(key.endswith("__kvkNummer") and nummer == kvk for key, nummer in numbers)
    }

    assert ids(overzicht_bedrijf(naam, maximaal="zeer_geheim")) == of_the_rollen


@pytest.mark.parametrize("naam", NAMEN)
def test_asking_by_list_finds_the_same_zaken_of_a_company_as_searching(naam: str) -> None:
    for key in (
        "nietNatuurlijkPersoon__kvkNummer",
        "nietNatuurlijkPersoon__innNnpId",
        "nietNatuurlijkPersoon__vestigingsNummer",
        "vestiging__kvkNummer",
        "vestiging__vestigingsNummer",
    ):
        (lijst,) = [u for u in orakel.uitwisselingen("a", f"bedrijf-{naam}") if u["naam"] == f"zaken-{key}"]
        nummer = lijst["verzoek"]["pad"].rpartition("=")[2]

        assert {zaak["uuid"] for zaak in lijst["antwoord"]["json"]["results"]} == {
            zaak["uuid"] for zaak in zoek("a", **{key: nummer})
        }


def test_walking_by_date_gives_the_same_zaken_in_the_same_order_as_walking_by_page() -> None:
    grenzen = ("2026-06-04", "2025-12-02", "2025-07-26", "2025-03-30", "2024-11-04")
    stappen = ["veel-zaken-zoek-pagina-1", *(f"veel-zaken-zoek-tot-en-met-{grens}" for grens in grenzen)]

    by_date = dict.fromkeys(uuid for stap in stappen for uuid in recorded("a", stap))

    assert list(by_date) == [zaak["uuid"] for zaak in zoekresultaten("a", "veel-zaken")]


@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_the_register_makes_the_same_choice_of_lopend_and_afgesloten(gemeente: str, persoon: str) -> None:
    gevonden = zoekresultaten(gemeente, persoon)
    lopend = [zaak["uuid"] for zaak in gevonden if not zaak["einddatum"]]
    afgesloten = [zaak["uuid"] for zaak in gevonden if zaak["einddatum"]]

    assert recorded(gemeente, f"{persoon}-zoek-lopend") == lopend[:21]
    assert recorded(gemeente, f"{persoon}-zoek-afgesloten") == afgesloten[:21]


@pytest.mark.parametrize(("gemeente", "wie"), [*IEDEREEN, *ALLE_BEDRIJVEN])
def test_the_dates_that_the_register_filled_are_the_dates_we_would_compute(gemeente: str, wie: str) -> None:
    kennis = orakel.catalogus(gemeente, "lab-alles")
    for zaak in found_for(gemeente, wie):
        for termijn in (orakel.VERWACHT, orakel.UITERLIJK):
            berekend = orakel.add_duur(date.fromisoformat(zaak["startdatum"]), kennis[zaak["zaaktype"]][termijn.duur])

            assert zaak[termijn.veld] == (berekend.isoformat() if berekend else None)


# --- what the recordings do not reach ---------------------------------------------------------------------------------


def test_the_recordings_hold_no_case_beyond_these() -> None:
    rijen = [rij for wie in IEDEREEN for rij in everything(*wie)]
    rijen += [rij for naam in NAMEN for rij in overzicht_bedrijf(naam, maximaal="zeer_geheim")]
    gevonden = [zaak for wie in (*IEDEREEN, *ALLE_BEDRIJVEN) for zaak in found_for(*wie)]
    datums = [rij[veld] for rij in rijen for veld in ("verwachteEinddatum", "uiterlijkeEinddatum") if rij[veld]]

    assert {(rij["fase"], rij["faseHerkomst"]) for rij in rijen} == {
        ("afgerond", "einddatum"),
        ("geregistreerd", "geenStatus"),
        ("geregistreerd", "generiek"),
        ("inBehandeling", "generiek"),
    }
    assert {datum["herkomst"] for datum in datums} == {"register"}
    assert all(rij["aanvraagdatum"] == rij["startdatum"] for rij in rijen)
    assert all(rij["rollen"] == ["initiator"] for rij in rijen)
    assert all(rij["gewijzigdOp"].endswith("Z") for rij in rijen)
    assert not any(rol["eindeGeldigheid"] for zaak in gevonden for rol in zaak["_expand"]["rollen"])


def a_zaak(statussen: list[str], huidig: int, *, generiek: str = "") -> Gelezen:
    """An open zaak of a zaaktype with these statustypen, standing at place ``huidig`` (from 1)."""
    statustypen = tuple(
        {
            "url": f"https://register.example/statustypen/{nummer}",
            "omschrijving": naam,
            "omschrijvingGeneriek": generiek,
        }
        for nummer, naam in enumerate(statussen, start=1)
    )
    zaak: dict[str, Any] = {"einddatum": None, "_expand": {"status": {}}}
    return Gelezen(zaak, {}, statustypen[huidig - 1], statustypen, None)


@pytest.mark.parametrize(
    ("zaak", "fase"),
    [
        (a_zaak(["Begin", "Midden", "Eind"], 1), ("geregistreerd", "positie")),
        (a_zaak(["Begin", "Midden", "Eind"], 2), ("inBehandeling", "positie")),
        (a_zaak(["Begin", "Midden", "Verder", "Eind"], 2), ("geaccepteerd", "positie")),
        (a_zaak(["Begin", "Midden", "Verder", "Eind"], 4), ("inBehandeling", "positie")),
        (a_zaak(["Begin", "In behandeling", "Verder", "Eind"], 2), ("inBehandeling", "naam")),
        (a_zaak(["Begin", "Afgehandeld"], 2), ("inBehandeling", "positie")),
        (a_zaak(["Begin", "Eind"], 2, generiek="Afgehandeld"), ("inBehandeling", "positie")),
        (a_zaak(["Begin", "Eind"], 2, generiek=" ONTVANGEN "), ("geregistreerd", "generiek")),
    ],
)
def test_an_open_zaak_is_never_afgerond_whatever_its_status_is_called(zaak: Gelezen, fase: tuple[str, str]) -> None:
    assert orakel.fase_of(zaak) == fase


ZAAKTYPE = {"servicenorm": "P1M", "doorlooptijd": "P2M"}
NOOIT_OPGESCHORT = {"indicatie": False, "eerdereOpschorting": False}
OPGESCHORT = {"indicatie": True, "eerdereOpschorting": True}
WEER_VERDER = {"indicatie": False, "eerdereOpschorting": True}


def a_term(*, zaaktype: dict[str, Any] | None, **velden: Any) -> Gelezen:
    """A zaak that started on 31 January 2026 and of which the register knows no end date, but for ``velden``."""
    zaak = {"startdatum": "2026-01-31", "einddatum": None, "verlenging": None, "opschorting": NOOIT_OPGESCHORT}
    return Gelezen({**zaak, "uiterlijkeEinddatumAfdoening": None, **velden}, zaaktype, None, (), None)


@pytest.mark.parametrize(
    ("zaak", "uiterlijk"),
    [
        (a_term(zaaktype=ZAAKTYPE), ("2026-03-31", "berekend", True)),
        (a_term(zaaktype=ZAAKTYPE, verlenging={"duur": "P7D"}), ("2026-03-31", "berekend", False)),
        (a_term(zaaktype=ZAAKTYPE, opschorting=OPGESCHORT), None),
        (a_term(zaaktype=ZAAKTYPE, opschorting=WEER_VERDER), ("2026-03-31", "berekend", False)),
        (a_term(zaaktype=ZAAKTYPE, einddatum="2026-02-10"), None),
        (a_term(zaaktype={"doorlooptijd": "P0D"}), None),
        (a_term(zaaktype=None), None),
        (
            a_term(zaaktype=ZAAKTYPE, uiterlijkeEinddatumAfdoening="2026-04-01", verlenging={"duur": "P7D"}),
            ("2026-04-01", "register", True),
        ),
        (
            a_term(
                zaaktype=ZAAKTYPE,
                uiterlijkeEinddatumAfdoening="2026-04-01",
                einddatum="2026-02-10",
                opschorting=OPGESCHORT,
            ),
            ("2026-04-01", "register", False),
        ),
    ],
)
def test_an_end_date_is_computed_only_for_an_open_zaak_and_certain_only_without_interruption(
    zaak: Gelezen, uiterlijk: tuple[str, str, bool] | None
) -> None:
    gevonden = orakel.einddatum_of(zaak, orakel.UITERLIJK)

    assert (gevonden and (gevonden["datum"], gevonden["herkomst"], gevonden["zeker"])) == uiterlijk
    assert gevonden is None or gevonden["grondslag"] == "doorlooptijd"


def test_a_computed_expectation_rests_on_the_servicenorm() -> None:
    verwachte = orakel.einddatum_of(a_term(zaaktype=ZAAKTYPE, einddatumGepland=None), orakel.VERWACHT)

    assert verwachte == {"datum": "2026-02-28", "herkomst": "berekend", "grondslag": "servicenorm", "zeker": True}


@pytest.mark.parametrize(
    ("start", "duur", "einde"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2026-11-30", "P1Y3M", "2028-02-29"),
        ("2026-12-31", "P2M", "2027-02-28"),
        ("2026-12-01", "P8W", "2027-01-26"),
        ("2026-01-31", "P1M1D", "2026-03-01"),
        ("2026-01-31", "P0D", None),
        ("2026-01-31", "", None),
        ("2026-01-31", None, None),
    ],
)
def test_a_term_is_counted_by_the_calendar(start: str, duur: str | None, einde: str | None) -> None:
    berekend = orakel.add_duur(date.fromisoformat(start), duur)

    assert (berekend.isoformat() if berekend else None) == einde


@pytest.mark.parametrize(
    ("tekst", "omschrijving"),
    [
        ("Melding", "Melding"),
        ("Mel\x07ding\x00", "Melding"),
        ("  \x07 ", None),
        ("", None),
        (None, None),
        (" MELDING openbare ruimte ", None),
    ],
)
def test_a_subtitle_says_something_that_the_title_does_not(tekst: str | None, omschrijving: str | None) -> None:
    assert orakel.omschrijving_of(tekst, "Melding openbare ruimte") == omschrijving
