"""The house itself: the rules of STYLE that a reader trusts without looking."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff import __version__
from mijnzaken_bff.api.contractdocument import CONTRACT_VERSION
from mijnzaken_bff.app import published_contract
from mijnzaken_bff.logs import FIELDS
from mijnzaken_bff.settings.read import settings_of
from tests.genoemd import ROOT, missing, named

SOURCE = ROOT / "src" / "mijnzaken_bff"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
NAMES = sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py"))


@cache
def modules() -> dict[str, ast.Module]:
    """What stands in every module, by its path."""
    return {name: ast.parse((SOURCE / name).read_text(encoding="utf-8")) for name in NAMES}


@pytest.fixture(scope="module", autouse=True)
def _nothing_stays() -> Iterator[None]:
    """Everything together is as much as all other tests hold: each look of the garbage collector would go past it."""
    yield
    modules.cache_clear()


def calls(tree: ast.AST) -> Iterator[str]:
    """The name of everything that is called: of ``asyncio.create_task(x)`` it is ``create_task``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def modules_where(found: set[str]) -> set[str]:
    return {name for name, tree in modules().items() if found & set(calls(tree))}


def test_imports_only_point_down() -> None:
    lint = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([str(lint)], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", [c for c in CONTRACTS if c["name"].startswith("Only ")])
def test_an_import_that_only_some_rooms_may_have_is_forbidden_to_all_others(contract: dict[str, Any]) -> None:
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    rooms -= {"__init__"}
    allowed = rooms & set(re.findall(r"\w+", contract["name"]))

    assert allowed
    assert {module.rpartition(".")[2] for module in contract["source_modules"]} == rooms - allowed


@pytest.mark.parametrize("name", sorted(name for name in NAMES if name.endswith("/__init__.py")))
def test_the_sign_on_the_door_of_a_room_is_one_docstring(name: str) -> None:
    body = modules()[name].body

    assert len(body) == 1
    assert ast.get_docstring(modules()[name])


def test_digits_are_revealed_only_where_a_register_is_asked_and_where_they_are_sealed() -> None:
    """Sealed, and not only hashed: whoever keeps the log must be able to tell whom a line is about, with the key."""
    assert modules_where({"reveal"}) == {"zgw/zoekvraag.py", "verwerkingen/zegel.py"}


def test_a_question_about_a_betrokkene_is_noted_wherever_it_is_put_to_a_register() -> None:
    """The catalogue holds nobody's data; every other call in ``zgw`` hands on what notes it."""
    asks = {"search", "listed", "get", "follow"}
    silent = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if name.startswith("zgw/") and name != "zgw/catalogi_api.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asks
        and ast.unparse(node.func.value) == "self._register"
        and "bevraging" not in ast.unparse(node)
    ]

    assert silent == []


def test_tasks_start_in_one_place_beside_the_background_group_and_the_servers_edge() -> None:
    started = {"create_task", "ensure_future", "TaskGroup", "create_task_group", "start_soon"}

    assert modules_where(started) == {"fanout/ask.py", "samenstel/achtergrond.py", "serving/server.py", "api/edge.py"}


def test_only_upstream_knows_the_http_client() -> None:
    knows = {name for name, tree in modules().items() if {"httpx", "aiohttp", "yarl"} & set(imports(tree))}

    assert {name.split("/")[0] for name in knows} == {"upstream"}


def test_the_environment_is_read_with_the_configuration_and_nowhere_else() -> None:
    reads = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }

    assert reads == {"settings/read.py", "cli.py"}


def test_normalise_does_not_wait_and_does_not_look_at_the_clock() -> None:
    for name, tree in modules().items():
        if name.startswith("normalise/"):
            assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(tree)), name
            assert not {"now", "today", "getLogger"} & set(calls(tree)), name


def test_our_time_is_handed_in() -> None:
    looking = {name for name in modules_where({"now", "today", "utcnow"}) if not name.startswith("demo/")}
    own_clock = {
        name
        for name in looking
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("datetime", "date")
    }

    assert own_clock == {"domain/clock.py"}


@pytest.mark.parametrize("name", sorted(name for name in NAMES if not name.startswith("demo/")))
def test_what_is_public_says_what_it_means(name: str) -> None:
    tree = modules()[name]
    silent = [
        node.name
        for scope in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef)))
        for node in scope.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert ast.get_docstring(tree), "the module itself"
    assert silent == []


def test_every_field_of_a_log_line_is_on_the_list() -> None:
    used = {
        key.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }

    assert used
    assert used <= FIELDS


def test_every_field_on_the_list_is_one_that_a_log_line_has() -> None:
    keys = (key for tree in modules().values() for key in keys_of(tree))

    assert set(keys) >= FIELDS


def keys_of(tree: ast.AST) -> Iterator[object]:
    """Every key that a dictionary gets."""
    for node in ast.walk(tree):
        places = node.keys if isinstance(node, ast.Dict) else [node.slice] if isinstance(node, ast.Subscript) else []
        yield from (key.value for key in places if isinstance(key, ast.Constant))


def test_the_published_contract_is_the_one_in_openapi() -> None:
    as_json = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    as_yaml = yaml.safe_load((ROOT / "openapi" / "openapi.yaml").read_text(encoding="utf-8"))

    assert as_json == published_contract(), "run: make openapi"
    assert as_yaml == as_json


def test_the_contract_tells_where_its_fields_come_from_in_dutch() -> None:
    schemas = published_contract()["components"]["schemas"]

    rij = schemas["ZaakRij"]["properties"]
    assert rij["einddatum"]["x-zgw"] == "zaken.Zaak.einddatum"
    assert all(
        field.get("description") for schema in schemas.values() for field in schema.get("properties", {}).values()
    )
    assert "oneOf" not in json.dumps(schemas)
    for schema in schemas.values():
        if "properties" in schema:
            assert set(schema["required"]) == set(schema["properties"])


def test_only_fase_and_toestand_are_closed() -> None:
    schemas = published_contract()["components"]["schemas"]

    assert {name for name, schema in schemas.items() if "enum" in schema} == {"Fase", "Stapstand", "Toestand"}


def test_every_operation_shows_a_complete_and_an_incomplete_answer() -> None:
    shown = {
        "application/json": {"volledig", "onvolledig"},
        "text/event-stream": {"bron", "gereed", "probleem"},
        "application/octet-stream": set(),  # of the bytes of a document there is no example
    }

    for path in published_contract()["paths"].values():
        for kind, content in path["get"]["responses"]["200"]["content"].items():
            assert set(content.get("examples", ())) == shown[kind]


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"## [{__version__}]" in changelog
    assert CONTRACT_VERSION in changelog


def test_every_room_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    house = readme[readme.index("## Het huis") :]
    told = {name for row in re.findall(r"^\| (`.*?) \|", house, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}

    assert told == rooms - {"__init__"}


def test_the_english_readme_is_a_twin_of_the_dutch_one() -> None:
    """Its words are its own; what it points at, shows and lists is the same."""
    dutch, english = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md"))

    def shape(text: str) -> dict[str, list[str]]:
        return {
            "headings": list(re.findall(r"^(#+) ", text, re.MULTILINE)),
            "links": [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "README" not in link],
            "commands": [
                line.partition("#")[0].strip() for line in re.findall(r"^(?:make|\.venv|\$ ).*", text, re.MULTILINE)
            ],
            "rows": re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE),
        }

    assert shape(english) == shape(dutch)


def anchors_of(path: Path) -> set[str]:
    """What a link may name behind ``#``: the headings of a document, as a forge spells them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    plain = ("".join(c for c in heading.strip().lower() if c.isalnum() or c in " -_") for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").glob("*.md")]),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in link:
            file, _, anchor = link.partition("#")
            target = path.parent / file if file else path
            assert target.exists(), link
            assert not anchor or anchor in anchors_of(target), link


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9-]+(?:\[.*\])?==", text, re.MULTILINE)
        assert pinned
        assert "://" not in text
        assert len(re.findall(r"--hash=sha256:", text)) >= len(pinned)


def test_every_feature_in_the_table_names_tests_that_exist() -> None:
    table = (ROOT / "docs" / "functies.md").read_text(encoding="utf-8")

    assert len(named(table)) >= 60
    assert missing(table) == []


def test_every_feature_of_this_release_is_in_the_table() -> None:
    table = (ROOT / "docs" / "functies.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| ([A-I]\d+) \|", table, re.MULTILINE))

    wanted = (
        "A1 A2 A3 A4 A5 A6 A8 A9 A10 A11 A15 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 B13 B14 B15 B16 B17 B18 B19 B23 "
        "B24 B25 B26 B27 B28 B29 B30 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18 C20 D1 D2 D3 D4 "
        "D5 D6 D7 D8 D9 D10 D11 D12 E1 E2 E3 E4 E5 E7 E8 E10 E11 E12 E13 F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F13 G1 G2 "
        "G3 G4 G5 G6 G7 G8 G9 G10 G11 G13 I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12 I13 I14 I15 I16 I17 I18 I19"
    )
    assert set(wanted.split()) <= rows


def test_the_sample_configuration_works() -> None:
    text = (ROOT / "voorbeeld.yaml").read_text(encoding="utf-8")
    names = set(re.findall(r"\$\{(\w+)\}", text))

    settings = settings_of(text, environment=dict.fromkeys(names, "x" * 32), folder=ROOT)

    assert [bron.id for bron in settings.bronnen] == ["waterdam", "heuvelrijk"]
    assert not settings.ontwikkeling
