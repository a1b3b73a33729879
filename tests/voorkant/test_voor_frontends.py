"""``docs/voor-frontends.md``: what it says is what the code says, or this fails."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mijnzaken_bff.app import published_contract
from mijnzaken_bff.contract.stroom import Berichtsoort
from mijnzaken_bff.contract.uitkomst import Uitkomst
from tests.voorkant.werkplaats import DOCS, HERE, ROOT, VOORBEELDEN

TEXT = (DOCS / "voor-frontends.md").read_text(encoding="utf-8")
SAMPLES = {path.name: path.read_text(encoding="utf-8") for path in sorted((DOCS / "voorbeelden").iterdir())}
WITH_SENTENCES = ("client.ts", "zaken.mjs", "zaken.php")
NU_NIET = "We kunnen uw zaken nu niet laten zien. Dit ligt niet aan u. Probeer het later opnieuw."
CONTRACT = published_contract()


def section(heading: str) -> str:
    """What stands under a heading, up to the next one."""
    _, _, rest = TEXT.partition(f"\n## {heading}\n")
    assert rest, heading
    return rest.partition("\n## ")[0]


def table(heading: str, place: int = 0) -> list[list[str]]:
    """The cells of a table under a heading, without its head."""
    tables = re.findall(r"(?:^\|.*\|\n)+", section(heading) + "\n", re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in tables[place].splitlines()[2:]]


def sentences(heading: str) -> list[str]:
    return re.findall(r"“([^”]+)”", section(heading))


def told(tree: Any) -> set[str]:
    """Every text in a tree."""
    match tree:
        case str():
            return {tree}
        case dict():
            return set().union(*map(told, tree.values()))
        case list():
            return set().union(*map(told, tree))
    return set()


def of_the_service() -> set[str]:
    """Every text in every fixture: what the service really says."""
    return set().union(*(told(json.loads(path.read_text("utf-8"))) for path in VOORBEELDEN.rglob("*.json")))


@pytest.mark.parametrize("heading", ["Het overzicht: elke uitkomst", "Eén zaak"])
def test_every_sentence_that_is_quoted_is_one_of_the_service_or_of_every_sample(heading: str) -> None:
    quoted = sentences(heading)
    said = of_the_service()

    assert quoted
    for sentence in quoted:
        assert sentence in said or all(sentence in SAMPLES[name] for name in ("zaken.tsx", "zaken.php")), sentence


def test_every_sentence_about_a_bron_is_quoted() -> None:
    named = r"Gemeente [A-Z]\w+(?: \([^)]+\))?"
    meldingen = {
        bron["melding"]
        for path in VOORBEELDEN.glob("overzicht/*.json")
        for bron in json.loads(path.read_text("utf-8"))["bronnen"]
        if bron["melding"]
    }

    assert {re.sub(named, "…", melding) for melding in meldingen} <= {
        re.sub(named, "…", sentence) for sentence in sentences("Het overzicht: elke uitkomst")
    }


def test_every_uitkomst_stands_in_the_table_with_whether_there_are_zaken() -> None:
    rows = table("Het overzicht: elke uitkomst")
    answered = {
        bron["uitkomst"]: bron["beantwoord"]
        for path in VOORBEELDEN.glob("overzicht/*.json")
        for bron in json.loads(path.read_text("utf-8"))["bronnen"]
    }

    assert sorted(row[0].strip("`") for row in rows) == sorted(uitkomst.value for uitkomst in Uitkomst)
    assert {row[0].strip("`"): row[2] == "ja" for row in rows} == answered


def test_every_problem_stands_in_the_table_with_the_sentence_of_every_sample() -> None:
    rows = {int(row[0]): row[1].strip("“”") for row in table("Problemen: wat een inwoner leest")}
    statuses = {int(s) for path in CONTRACT["paths"].values() for s in path["get"]["responses"] if int(s) >= 400}

    assert set(rows) == statuses
    for name in WITH_SENTENCES:
        listed = dict(re.findall(r"^ +(\d{3})(?::| =>) '([^']+)',$", SAMPLES[name], re.MULTILINE))
        assert SAMPLES[name].count(f"'{NU_NIET}'") == 1, name
        assert {status: listed.get(str(status), NU_NIET) for status in rows} == rows, name


def test_every_message_of_the_stream_stands_in_the_table() -> None:
    rows = table("De stroom: zaken zodra ze er zijn")

    assert [row[0].strip("`") for row in rows] == [soort.value for soort in Berichtsoort]


def test_every_list_that_may_grow_stands_in_the_table_with_what_the_contract_says() -> None:
    wanted = {
        (f"{schema}.{field}", tuple(kind["x-extensible-enum"]), told["description"].partition("onbekende waarde: ")[2])
        for schema, found in CONTRACT["components"]["schemas"].items()
        for field, told in found.get("properties", {}).items()
        for kind in (told, *told.get("anyOf", ()))
        if "x-extensible-enum" in kind
    }
    rows = {
        (field, tuple(re.findall(r"`(\w+)`", values)), unknown)
        for fields, values, unknown in table("Waarden die u niet kent")
        for field in re.findall(r"`([\w.]+)`", fields)
    }

    assert rows == wanted


def test_every_prop_in_the_table_is_one_that_the_binding_fills() -> None:
    props = json.loads((HERE / "props.json").read_text(encoding="utf-8"))
    filled = {
        "CaseCard": props["caseCard"]["volledig"][0],
        "Status": props["processSteps"]["lopend"],
        "File": {"onClick": None, **next(one for one in props["file"] if one)},
        "ContactTimeline": props["contactTimeline"],
    }
    component = ""
    for row in table("Van veld naar component"):
        component = row[0].partition("`")[2].partition("`")[0] or component
        value = filled[component]
        for part in re.findall(r"\w+", row[1].strip("`")):
            value = next(one for one in value if part in one) if isinstance(value, list) else value
            assert part in value, row[1]
            value = value[part]


def test_the_versions_are_those_that_the_binding_is_checked_against() -> None:
    pinned = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    text = section("Van veld naar component").replace("\n", " ")

    for package, version in pinned.items():
        if package.startswith("@gemeente-denhaag/"):
            assert f"`{package.partition('/')[2]}` {version}" in text
            assert f"(`{package}`)" in text


def test_every_sample_is_named_and_every_link_in_the_index_of_the_fixtures_leads_somewhere() -> None:
    index = (VOORBEELDEN / "README.md").read_text(encoding="utf-8")

    assert all(f"(voorbeelden/{name})" in TEXT for name in SAMPLES)
    for link in re.findall(r"\]\(([^)\s#]+)\)", index):
        assert (VOORBEELDEN / link).exists(), link
    assert all(f"({path.relative_to(VOORBEELDEN)})" in index for path in VOORBEELDEN.rglob("*/*"))
    assert (ROOT / "openapi" / "openapi.json").exists()
