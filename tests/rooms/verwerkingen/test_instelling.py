"""The settings of the log of verwerkingen: what is refused at the start, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff.settings.problem import ConfigurationRefused
from mijnzaken_bff.settings.read import settings_of
from tests.rooms.settings.voorbeeld import SECRET, tree, written

GOOD: dict[str, Any] = {
    "bestand": "log/verwerkingen.jsonl",
    "sleutel": {"bestand": "verwerkingen.secret"},
    "sleutelId": "2026-1",
    "activiteiten": {"overzicht": "https://waterdam.example/verwerkingen/zaakoverzicht"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "waterdam.secret").write_text(SECRET)
    (tmp_path / "verwerkingen.secret").write_text("x" * 32)
    (tmp_path / "kort.secret").write_text("x" * 31)
    return tmp_path


def read(folder: Path, **said: Any) -> Any:
    configuration = {key: value for key, value in (GOOD | said).items() if value is not ...}
    text = written(tree() | {"verwerkingen": configuration})
    return settings_of(text, environment={}, folder=folder).verwerkingen


def problems(folder: Path, **said: Any) -> list[str]:
    with pytest.raises(ConfigurationRefused) as refused:
        read(folder, **said)
    return [str(problem).partition(" (regel")[0] for problem in refused.value.problems]


def test_a_file_stands_relative_to_the_configuration(folder: Path) -> None:
    assert read(folder).bestand == str(folder / "log/verwerkingen.jsonl")
    assert read(folder, bestand="/var/log/verwerkingen.jsonl").bestand == "/var/log/verwerkingen.jsonl"


def test_a_dash_is_standard_output(folder: Path) -> None:
    assert read(folder, bestand="-").naar_standaarduitvoer
    assert not read(folder).naar_standaarduitvoer


@pytest.mark.parametrize("uri", ["urn:waterdam:verwerking:12", "https://waterdam.example/a?b=c#d", "HTTPS://x.example"])
def test_an_activity_is_any_whole_uri(folder: Path, uri: str) -> None:
    assert read(folder, activiteiten={"overzicht": uri}).activiteiten.overzicht == uri


@pytest.mark.parametrize(
    "uri", ["", "zaakoverzicht", "/verwerkingen/1", "//waterdam.example/1", "https:", "https://", "https:///pad",
            "1urn:x", "urn:", "urn:a b", "urn:é", "urn:a\nb", "https://[x/1"]
)  # fmt: skip
def test_l11_a_relative_activity_stops_the_start(folder: Path, uri: str) -> None:
    (told,) = problems(folder, activiteiten={"overzicht": uri})

    assert told.startswith("verwerkingen.activiteiten.overzicht: geen volledige URI")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"activiteiten": {}}, "verwerkingen.activiteiten.overzicht: ontbreekt"),
        ({"activiteiten": ...}, "verwerkingen.activiteiten: ontbreekt"),
        ({"sleutel": ...}, "verwerkingen.sleutel: ontbreekt"),
        ({"sleutelId": ...}, "verwerkingen.sleutelId: ontbreekt"),
        ({"sleutelId": "Sleutel 1"}, "verwerkingen.sleutelId: verwacht kleine letters"),
        ({"bestand": ""}, "verwerkingen.bestand: mag niet leeg zijn"),
        ({"sleutel": {"bestand": "kort.secret"}}, "verwerkingen.sleutel: korter dan 32 tekens"),
        ({"sleutel": "y" * 40}, "verwerkingen.sleutel: een geheim hoort niet in dit bestand"),
    ],
)
def test_a_mistake_stops_the_start_and_names_its_place(folder: Path, said: dict[str, Any], told: str) -> None:
    (found,) = problems(folder, **said)

    assert found.startswith(told)
    assert "yyyy" not in found


OLD: dict[str, Any] = {"sleutel": {"bestand": "verwerkingen.secret"}, "sleutelId": "2025-1"}


def test_earlier_keys_stand_behind_the_present_one(folder: Path) -> None:
    read_ = read(folder, vorigeSleutels=[OLD, OLD | {"sleutelId": "2024-1"}])

    assert [sleutel.sleutel_id for sleutel in read_.sleutels] == ["2026-1", "2025-1", "2024-1"]


@pytest.mark.parametrize(
    ("vorige", "told"),
    [
        ([OLD | {"sleutelId": "2026-1"}], "[0].sleutelId: dezelfde sleutelId als verwerkingen:"),
        ([OLD, OLD], "[1].sleutelId: dezelfde sleutelId als verwerkingen.vorigeSleutels[0]:"),
        ([OLD | {"sleutel": {"bestand": "kort.secret"}}], "[0].sleutel: korter dan 32 tekens"),
        ([OLD | {"sleutel": "y" * 40}], "[0].sleutel: een geheim hoort niet in dit bestand"),
        ([{"sleutelId": "2025-1"}], "[0].sleutel: ontbreekt"),
    ],
)
def test_a_mistake_in_an_earlier_key_stops_the_start(folder: Path, vorige: list[Any], told: str) -> None:
    (found,) = problems(folder, vorigeSleutels=vorige)

    assert found.startswith(f"verwerkingen.vorigeSleutels{told}")
    assert "yyyy" not in found


def test_the_sample_in_the_manual_works(folder: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "logs.md").read_text(encoding="utf-8")
    sample = yaml.safe_load(manual.partition("```yaml\n")[2].partition("```")[0])["verwerkingen"]

    assert read(folder, **sample | {"sleutel": GOOD["sleutel"]}).sleutel_id == "2026-1"
    assert set(sample) == set(GOOD)


def test_the_rotation_in_the_manual_works(folder: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "logs.md").read_text(encoding="utf-8")
    rotation = manual.partition("### De sleutel wisselen")[2].partition("```yaml\n")[2].partition("```")[0]
    sample = yaml.safe_load(rotation)["verwerkingen"]
    sample["vorigeSleutels"][0]["sleutel"] = sample["sleutel"] = GOOD["sleutel"]

    assert [sleutel.sleutel_id for sleutel in read(folder, **sample).sleutels] == ["2027-1", "2026-1"]
