"""A folder of bronnen beside the configuration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mijnzaken_bff.settings.problem import ConfigurationRefused
from mijnzaken_bff.settings.read import read_configuration, read_settings
from tests.rooms.settings.voorbeeld import SECRET, Map, Tree, tree, written


def bron(bron_id: str, **changes: Any) -> Tree:
    return {**tree()["bronnen"][0], "id": bron_id, **changes}


class Beside:
    """A configuration in a folder, with files of bronnen."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "mijnzaken.yaml"
        Map(folder)
        self.main(tree())

    def main(self, configuration: Tree) -> None:
        self.path.write_text(written(configuration), encoding="utf-8")

    def blad(self, naam: str, content: Any) -> None:
        """A file, by its path from the configuration."""
        path = self.path.parent / naam
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else written(content), encoding="utf-8")

    def ids(self, environment: dict[str, str] | None = None) -> list[str]:
        return [b.id for b in read_settings(self.path, environment or {}).bronnen]

    def problems(self) -> list[str]:
        with pytest.raises(ConfigurationRefused) as raised:
            read_settings(self.path, {})
        return list(map(str, raised.value.problems))


@pytest.fixture
def beside(tmp_path: Path) -> Beside:
    return Beside(tmp_path)


def test_each_file_is_a_bron_or_a_list_of_them_in_order_of_its_name(beside: Beside):
    beside.blad("bronnen.d/20-duinoord.yml", [bron("duinoord"), bron("duinoord-werk")])
    beside.blad("bronnen.d/10-heuvelrijk.yaml", bron("heuvelrijk"))

    assert beside.ids() == ["waterdam", "heuvelrijk", "duinoord", "duinoord-werk"]


def test_all_bronnen_may_stand_in_the_folder(beside: Beside):
    configuration = tree()
    del configuration["bronnen"]
    beside.main(configuration)
    beside.blad("bronnen.d/a.yaml", bron("heuvelrijk"))

    assert beside.ids() == ["heuvelrijk"]


def test_what_is_no_yaml_by_its_name_and_what_is_hidden_is_left_alone(beside: Beside):
    for naam in ("..data.yaml", "a.yaml.oud", "LEESMIJ"):
        beside.blad(f"bronnen.d/{naam}", "geen: [yaml")

    assert beside.ids() == ["waterdam"]


def test_standaard_the_environment_and_secret_files_count_there_too(beside: Beside):
    content = bron("heuvelrijk", naam="${NAAM}")
    del content["gelijktijdig"]
    beside.blad("bronnen.d/a.yaml", content)

    added = read_settings(beside.path, {"NAAM": "Gemeente Heuvelrijk"}).bronnen[1]

    assert (added.naam, added.gelijktijdig) == ("Gemeente Heuvelrijk", 3)
    assert added.toegang.secret.get_secret_value() == SECRET, "from the folder of the configuration"


def test_the_folder_can_have_another_name(beside: Beside, tmp_path: Path):
    beside.blad("registers/a.yaml", bron("heuvelrijk"))
    beside.blad("bronnen.d/a.yaml", bron("duinoord"))
    beside.main({**tree(), "bronnenMap": "${MAP}"})

    assert beside.ids({"MAP": "registers"}) == ["waterdam", "heuvelrijk"]
    assert beside.ids({"MAP": str(tmp_path / "registers")}) == ["waterdam", "heuvelrijk"]


@pytest.mark.parametrize("place", ["file", "link"])
def test_what_has_its_name_and_is_no_folder_is_not_passed_over(beside: Beside, tmp_path: Path, place: str):
    where = tmp_path / "bronnen.d"
    where.write_text("") if place == "file" else where.symlink_to("weg")

    (problem,) = beside.problems()

    assert problem.startswith("bronnenMap: ")


@pytest.mark.parametrize("naam", ["weg\0", "weg\ud800"])
def test_a_folder_that_can_have_no_such_name_is_told(beside: Beside, naam: str):
    beside.main({**tree(), "bronnenMap": naam})

    (problem,) = beside.problems()

    assert problem.startswith("bronnenMap: ")
    assert "kan geen naam" in problem


def test_a_file_whose_name_is_no_text_counts_and_its_problems_can_be_shown(beside: Beside, tmp_path: Path):
    (tmp_path / "bronnen.d").mkdir()
    odd = Path(os.fsdecode(os.fsencode(tmp_path / "bronnen.d") + b"/\xff.yaml"))
    odd.write_text(written(bron("duinoord")), encoding="utf-8")
    configuration = read_configuration(beside.path, {})
    odd.write_text("id: duinoord", encoding="utf-8")

    assert configuration.version >= 0
    for problem in beside.problems():
        assert problem.encode("utf-8").startswith("bronnen.d/\ufffd.yaml: ".encode())


def test_a_folder_that_is_named_must_be_there(beside: Beside):
    beside.main({**tree(), "bronnenMap": "weg"})

    (problem,) = beside.problems()

    assert problem.startswith("bronnenMap: ")
    assert problem.endswith("weg is niet te lezen: bestaat niet")


def test_every_problem_is_told_with_its_file_its_place_and_its_line(beside: Beside):
    beside.blad("bronnen.d/a.yaml", "# eerst een regel\n" + written(bron("heuvelrijk", gelijktijdig=0)))
    beside.blad("bronnen.d/b.yaml", [bron("duinoord"), bron("duinoord-werk", gelijktijdig="nooit")])
    beside.blad("bronnen.d/c.yaml", "id: x\nid: y\n")

    problems = beside.problems()

    lines = (beside.path.parent / "bronnen.d/b.yaml").read_text().splitlines()
    zoeken = next(n for n, line in enumerate(lines, 1) if "nooit" in line)
    lines = (beside.path.parent / "bronnen.d/a.yaml").read_text().splitlines()
    gelijktijdig = next(n for n, line in enumerate(lines, 1) if "gelijktijdig" in line)
    assert f"bronnen.d/a.yaml: gelijktijdig: moet ten minste 1 zijn (regel {gelijktijdig})" in problems
    assert f"bronnen.d/b.yaml: [1].gelijktijdig: verwacht een geheel getal (regel {zoeken})" in problems
    assert "bronnen.d/c.yaml: id: staat er twee keer (regel 2)" in problems
    assert any(problem.startswith("bronnen.d/c.yaml: naam: ontbreekt") for problem in problems)


def test_one_id_in_two_files_is_told_with_both(beside: Beside):
    beside.blad("bronnen.d/a.yaml", bron("duinoord"))
    beside.blad("bronnen.d/b.yaml", [bron("heuvelrijk"), bron("duinoord")])
    beside.blad("bronnen.d/c.yaml", bron("waterdam"))

    told = [problem.rpartition(" (regel ")[0] for problem in beside.problems()]

    assert told == [
        "bronnen.d/b.yaml: [1].id: dezelfde id als bronnen.d/a.yaml",
        "bronnen.d/c.yaml: id: dezelfde id als bronnen[0]",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "bestand: het bestand is leeg"),
        ("# niets\n", "bestand: het bestand is leeg"),
        ("a: [", "bestand: geen geldige YAML (regel 1)"),
        ("tekst", "bestand: verwacht sleutels met waarden (regel 1)"),
    ],
)
def test_a_file_without_a_bron_is_no_bron_less(beside: Beside, content: str, problem: str):
    """What is empty or cut short is a mistake: a bron that goes missing in silence would be a list that lies."""
    beside.blad("bronnen.d/a.yaml", content)

    assert beside.problems() == [f"bronnen.d/a.yaml: {problem}"]


def test_a_file_that_cannot_be_read_is_told(beside: Beside):
    (beside.path.parent / "bronnen.d" / "a.yaml").mkdir(parents=True)

    (problem,) = beside.problems()

    assert problem.endswith("a.yaml is niet te lezen: is een map")


def test_the_version_follows_the_texts_and_not_the_secrets(beside: Beside, tmp_path: Path):
    beside.blad("bronnen.d/a.yaml", bron("heuvelrijk"))
    before = read_configuration(beside.path, {}).version
    (tmp_path / "waterdam.secret").write_text("een-ander-geheim-van-ruim-32-tekens-lang")
    rotated = read_configuration(beside.path, {}).version
    beside.blad("bronnen.d/a.yaml", bron("heuvelrijk", onderwerp="werk"))

    assert rotated == before
    assert read_configuration(beside.path, {}).version != before
    assert 0 <= before < 2**16, "too short to look like the number of somebody"


def test_what_the_settings_hold_is_found_again_in_its_file_with_its_line(beside: Beside):
    common = "standaard:\n  fasen:\n    namen: {Toets Uitgevoerd: geaccepteerd}\n"
    text = written({key: value for key, value in tree().items() if key != "standaard"})
    beside.path.write_text(common + text, encoding="utf-8")
    fasen = {
        "namen": {"Eerst": "geregistreerd"},
        "zaaktypen": {"ZT-A": {"statussen": {3: {}}, "verberg": ["Rood", "Geel"]}},
    }
    keuze = {"zaaktypen": {"toon": ["ZT-B", "ZT-A"]}}
    blad = written([bron("duinoord", fasen=fasen, zichtbaarheid=keuze)])
    beside.blad("bronnen.d/10.yaml", blad)

    def found(*place: str | int) -> tuple[str, str]:
        (problem,) = read_configuration(beside.path, {}).located([("bronnen", 1, *place)])
        lines = (blad if problem.file else common).splitlines()
        return problem.where, lines[(problem.line or 1) - 1].strip()

    assert found("fasen", "namen", "eerst") == ("bronnen.d/10.yaml: [0].fasen.namen.Eerst", "Eerst: geregistreerd")
    assert found("fasen", "namen", "toets uitgevoerd") == (
        "standaard.fasen.namen.Toets Uitgevoerd", "namen: {Toets Uitgevoerd: geaccepteerd}",
    )  # fmt: skip
    assert (
        found("fasen", "zaaktypen", "ZT-A", "statussen", 3)[0]
        == "bronnen.d/10.yaml: [0].fasen.zaaktypen.ZT-A.statussen[3]"
    )
    assert found("fasen", "zaaktypen", "ZT-A", "verberg", "Geel") == (
        "bronnen.d/10.yaml: [0].fasen.zaaktypen.ZT-A.verberg[1]", "- Geel",
    )  # fmt: skip
    assert found("zichtbaarheid", "zaaktypen", "toon", "ZT-A") == (
        "bronnen.d/10.yaml: [0].zichtbaarheid.zaaktypen.toon[1]", "- ZT-A",
    )  # fmt: skip
    assert found("zichtbaarheid", "zaaktypen", "weiger", "ZT-X")[0].endswith("zaaktypen.weiger.ZT-X")
