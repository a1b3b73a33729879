"""The oracle of details stands on facts that were read from the recordings by hand, and on answers it does not use."""

import ast
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.opnamen import verwacht_zaak as orakel
from tests.opnamen.lezen import uitwisselingen
from tests.opnamen.verwacht import bedrijven, catalogus, personen, verwacht, zoekresultaten
from tests.opnamen.verwacht_zaak import details, details_bedrijf, documenten, downloads, statussen

IEDEREEN = [(gemeente, persoon) for gemeente in "ab" for persoon in personen(gemeente)]
COMPLEET = {
    # person with a complete flow: zaken, documents, of which shown, and besluiten
    ("a", "documentvarianten"): (2, 23, 10, 0),
    ("a", "dubbele_rol"): (2, 4, 0, 0),
    ("a", "gewoon"): (3, 3, 2, 1),
    ("a", "hoofdzaak_open"): (7, 6, 4, 1),
    ("a", "zonder_status"): (4, 4, 2, 0),
    ("b", "gewoon"): (3, 5, 2, 0),
}


def everything(gemeente: str, persoon: str) -> dict[str, dict[str, Any]]:
    alles = details(gemeente, persoon, maximaal="zeer_geheim")
    return {detail["zaak"]["zaaknummer"]: detail for detail in alles.values()}


def test_the_oracle_knows_the_other_one_and_the_standard_library_only() -> None:
    tree = ast.parse(Path(orakel.__file__).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names} == {
        "tests.opnamen.verwacht"
    }
    assert "importlib" not in imported


@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_every_visible_zaak_has_a_detail_with_its_own_row(gemeente: str, persoon: str) -> None:
    rijen = {rij["id"]: rij for rij in verwacht(gemeente, persoon)}
    alles = details(gemeente, persoon)

    assert alles.keys() == rijen.keys()
    for zaak_id, detail in alles.items():
        assert {key for key, value in detail["zaak"].items() if value != rijen[zaak_id][key]} <= {
            "hoofdzaak",
            "signalen",
        }


def test_a_company_has_details_as_well() -> None:
    assert {(g, naam): len(details_bedrijf(g, naam)) for g in "ab" for naam in bedrijven(g)} == {
        ("a", "nnp_kvk"): 4,
        ("a", "nnp_kvk_vestiging"): 2,
        ("a", "nnp_rsin_kvk"): 4,
        ("a", "vestiging"): 2,
        ("b", "nnp_kvk"): 1,
        ("b", "nnp_kvk_vestiging"): 2,
        ("b", "nnp_rsin_kvk"): 3,
        ("b", "vestiging"): 3,
    }


@pytest.mark.parametrize(("gemeente", "persoon"), IEDEREEN)
def test_the_last_status_of_every_zaak_is_its_present_one(gemeente: str, persoon: str) -> None:
    """The history was recorded by another question than the present status."""
    for zaak in zoekresultaten(gemeente, persoon):
        gezet = statussen(gemeente, zaak["url"])

        assert (gezet[-1]["url"] if gezet else None) == zaak["status"]
        assert len({status["datumStatusGezet"] for status in gezet}) == len(gezet)


def test_documents_were_recorded_of_those_with_a_complete_flow_and_of_nobody_else() -> None:
    counted = {}
    for gemeente, persoon in IEDEREEN:
        met = [detail for detail in everything(gemeente, persoon).values() if "documenten" in detail]
        if met:
            counted[gemeente, persoon] = (
                len(met),
                sum(len(detail["redenen"]) for detail in met),
                sum(len(detail["documenten"]) for detail in met),
                sum(len(detail["besluiten"]) for detail in met),
            )

    assert counted == COMPLEET


def test_of_the_documents_most_are_hidden_and_each_for_one_reason() -> None:
    redenen = Counter(everything("a", "documentvarianten")["A-2026-000027"]["redenen"].values())

    assert redenen == {None: 10, "status": 9, "vertrouwelijkheid": 4}


def test_the_recorded_downloads_are_as_long_as_the_register_says() -> None:
    lengths = {documenten("a")[uuid]["titel"]: len(inhoud) for uuid, inhoud in downloads("a").items()}

    assert lengths == {'Naam met "quotes" & é/\\': 657, "Platte tekst": 26, "Vergrendeld": 643, "Bijlage 45": 642}
    assert {len(downloads("a")[uuid]) == documenten("a")[uuid]["bestandsomvang"] for uuid in downloads("a")} == {True}
    assert downloads("b") == {}


def test_the_documents_of_a_zaak_are_those_that_the_register_found_by_their_uuid() -> None:
    """The search for documents was recorded beside the documents themselves."""
    for gemeente in ("a", "b"):
        for vraag in uitwisselingen(gemeente):
            if vraag.naam.endswith("-documenten-zoek"):
                found = {document["url"][-36:]: document for document in vraag.inhoud["results"]}

                assert found.keys() == set(vraag.body["uuid__in"])
                for uuid, document in found.items():
                    assert document["titel"] == documenten(gemeente)[uuid]["titel"]


@pytest.mark.parametrize(("gemeente", "zaaknummer"), [("a", "A-2026-000022"), ("b", "B-2026-000022")])
def test_one_zaak_of_each_gemeente_was_reopened(gemeente: str, zaaknummer: str) -> None:
    heropend = [
        nummer
        for van, persoon in IEDEREEN
        if van == gemeente
        for nummer, detail in everything(van, persoon).items()
        if detail["heropend"]
    ]

    assert heropend == [zaaknummer]
    assert "heropend" in everything(gemeente, "heropend")[zaaknummer]["zaak"]["signalen"]


@pytest.mark.parametrize(("gemeente", "boven"), [("a", "A-2026-000013"), ("b", "B-2026-000013")])
def test_three_deelzaken_and_their_hoofdzaak_name_each_other(gemeente: str, boven: str) -> None:
    alles = everything(gemeente, "hoofdzaak_open")
    onder = [rij["zaaknummer"] for rij in alles[boven]["deelzaken"]]

    assert sorted(onder) == [boven.replace("13", nummer) for nummer in ("14", "15", "16")]
    assert {alles[nummer]["hoofdzaak"]["zaaknummer"] for nummer in onder} == {boven}


def test_a_closed_zaak_has_no_step_that_is_still_to_come() -> None:
    stappen = Counter(
        (detail["zaak"]["lopend"], stap["toestand"])
        for gemeente, persoon in IEDEREEN
        for detail in everything(gemeente, persoon).values()
        for fase in detail["voortgang"]
        for stap in fase["stappen"]
    )

    assert {toestand for lopend, toestand in stappen if not lopend} == {"voltooid"}
    assert {toestand for lopend, toestand in stappen if lopend} == {"voltooid", "huidig", "toekomstig"}


def test_no_recorded_statustype_says_how_long_it_takes_to_reach_it() -> None:
    statustypen = [item for g in "ab" for url, item in catalogus(g, "lab-alles").items() if "/statustypen/" in url]

    assert {statustype["doorlooptijd"] for statustype in statustypen} == {None}


def test_what_was_recorded_gives_reason_for_six_sentences_about_dates() -> None:
    gronden = {
        grond
        for gemeente, persoon in IEDEREEN
        for detail in everything(gemeente, persoon).values()
        for grond in detail["grond"]
    }

    assert gronden == {"planning", "vastgelegd", "verstreken", "staat stil", "verlengd", "verlengd, onzeker"}
    assert everything("a", "opgeschort")["A-2026-000028"]["grond"] == ["staat stil"]
    assert everything("a", "verlengd")["A-2026-000029"]["grond"] == ["planning", "vastgelegd", "verlengd, onzeker"]
    assert everything("a", "gewoon")["A-2025-000204"]["grond"] == []
