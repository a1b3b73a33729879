"""The stylesheet that is put together from packages: what is in it, and what never is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mijnzaken_bff.demo import stijl
from mijnzaken_bff.demo.stijl import COMPONENTEN, PAGINA, RESULT, THEMA, NietTeMaken, assembled, main, reachable

LOCK = json.loads((PAGINA / "package-lock.json").read_text(encoding="utf-8"))
PINNED = json.loads((PAGINA / "package.json").read_text(encoding="utf-8"))["dependencies"]
ALERT = "@utrecht/alert-css"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A ``node_modules`` in which every stylesheet is a line."""
    for name, path in {**COMPONENTEN, THEMA: "dist/theme.css"}.items():
        css = (
            ".x {\n  --a: var(--b);\n  --b: 1px;\n  --c: 2px; /* nobody's */\n}"
            if name == THEMA
            else f".{len(name)}{{}}"
        )
        put(tmp_path, name, css, path)
        (tmp_path / name / "package.json").write_text('{"version": "1.2.3", "license": "EUPL-1.2"}', encoding="utf-8")
    return tmp_path


def put(packages: Path, name: str, css: str, path: str = "dist/index.css") -> None:
    (packages / name / path).parent.mkdir(parents=True, exist_ok=True)
    (packages / name / path).write_text(css, encoding="utf-8")


def test_only_tokens_that_are_reachable_are_kept_in_the_order_of_the_theme() -> None:
    tokens = {"--unused": "0", "--b": "var(--c, var(--d))", "--a": "var(--b) var( --gone )", "--c": "1px", "--d": "2px"}

    assert list(reachable(tokens, [".x { color: var(--a) }"])) == ["--b", "--a", "--c", "--d"]


def test_tokens_that_use_one_another_in_a_circle_end(packages: Path) -> None:
    assert list(reachable({"--a": "var(--b)", "--b": "var(--a)"}, ["var(--a)"])) == ["--a", "--b"]


def test_tokens_are_kept_for_components_and_for_stylesheets_of_our_own(packages: Path, tmp_path: Path) -> None:
    before = assembled(packages)
    put(packages, ALERT, "p { margin: var(--a) }")
    own = tmp_path / "eigen.css"
    own.write_text("p { padding: var(--c) }", encoding="utf-8")
    after = assembled(packages, [own])

    assert "--a:" not in before
    assert "  --a: var(--b);\n  --b: 1px;\n  --c: 2px;\n" in after
    assert "padding" not in after, "our own stylesheet is served beside it"


def test_the_typeface_is_one_that_the_machine_has(packages: Path) -> None:
    put(packages, THEMA, ".x {\n  --basis-heading-font-family: 'Ver Weg', serif;\n}", "dist/theme.css")
    put(packages, ALERT, "h1 { font-family: var(--basis-heading-font-family) }")

    made = assembled(packages)

    assert "Ver Weg" not in made
    assert "--basis-heading-font-family: system-ui" in made


def test_every_part_says_of_which_package_and_under_which_licence_it_is(packages: Path) -> None:
    made = assembled(packages)

    for name in (*COMPONENTEN, THEMA):
        assert f"/* {name} 1.2.3, EUPL-1.2 */" in made


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://elders.example/x.css';",
        "p { background: url(https://elders.example/x.png) }",
        "p { background: URL( 'plaatje.png' ) }",
        "@font-face { src: url(//elders.example/x.woff2) }",
        "p { color: red } /* a */ @import url(x.css);",
    ],
)
def test_a_stylesheet_that_leads_elsewhere_is_refused(packages: Path, css: str) -> None:
    put(packages, ALERT, css)

    with pytest.raises(NietTeMaken, match="elders"):
        assembled(packages)


def test_a_picture_within_the_stylesheet_and_a_word_in_a_comment_lead_nowhere(packages: Path) -> None:
    put(packages, ALERT, '/* url(x.png) */ p { background: url("data:image/svg+xml;utf8,<svg/>") }')

    assert "data:image" in assembled(packages)


def test_the_map_that_a_browser_would_fetch_is_left_out(packages: Path) -> None:
    put(packages, ALERT, "p{color:red}/*# sourceMappingURL=index.css.map */")

    assert "sourceMappingURL" not in assembled(packages)


def test_a_package_that_is_not_as_expected_is_told(packages: Path) -> None:
    (packages / ALERT / "dist" / "index.css").unlink()

    with pytest.raises(NietTeMaken, match="alert-css ontbreekt"):
        assembled(packages)


def test_without_npm_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["stijl", "--map", str(tmp_path / "stijl")])

    assert main() == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "De demopagina krijgt haar eigen eenvoudige stijl: npm is er niet.\n"


def test_when_npm_fails_it_says_why_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code E404' >&2\necho 'npm error meer' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("sys.argv", ["stijl", "--map", str(tmp_path / "stijl")])

    assert main() == 1
    assert capsys.readouterr().err == (
        "De demopagina krijgt haar eigen eenvoudige stijl: npm ci lukte niet (npm error code E404).\n"
    )


def test_every_package_is_pinned_licensed_and_without_an_address() -> None:
    assert set(PINNED) == {*COMPONENTEN, THEMA}
    for name, version in PINNED.items():
        locked = LOCK["packages"][f"node_modules/{name}"]
        assert (locked["version"], locked["license"]) == (version, "EUPL-1.2")
    for path, locked in LOCK["packages"].items():
        assert "resolved" not in locked
        assert path == "" or locked["integrity"].startswith("sha512-")


def test_no_script_of_a_package_is_ever_run() -> None:
    assert "--ignore-scripts" in stijl._NPM


@pytest.mark.skipif(not RESULT.is_file(), reason="de stijl is hier niet samengesteld: dat doet make install, met npm")
def test_the_stylesheet_that_was_made_leads_nowhere_and_defines_what_it_uses_of_the_theme() -> None:
    made = re.sub(r"/\*.*?\*/", "", RESULT.read_text(encoding="utf-8"), flags=re.DOTALL)
    defined = set(re.findall(r"(--basis-[\w-]+)\s*:", made))

    assert re.findall(r"@import|url\((?![\"']?data:)", made) == []
    assert set(re.findall(r"var\(\s*(--basis-[\w-]+)", made)) <= defined
    assert len(made) < 300_000
