"""``python -m mijnzaken_bff.demo.stijl``: assemble the stylesheet of NL Design System for the page of the demo.

Run by ``make install`` and ``make demo``; needs npm, and the standard library alone. The packages are pinned in
``pagina/package.json``. They are licensed under the EUPL-1.2, and nothing of them is in this repository: what is made
here (``pagina/derden/stijl.css``) stays on this machine. Without it the page goes by a stylesheet of our own.

It is the CSS of the components in ``COMPONENTEN``, and under ``.voorbeeld-theme`` those design tokens of the Voorbeeld
theme that are reachable from it or from the stylesheets of our own in ``pagina/``. A component more is a line more.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

PAGINA: Final = Path(__file__).parent / "pagina"
RESULT: Final = PAGINA / "derden" / "stijl.css"

COMPONENTEN: Final = {
    "@utrecht/root-css": "dist/index.css",
    "@utrecht/body-css": "dist/index.css",
    "@utrecht/page-layout-css": "dist/index.css",
    "@utrecht/page-header-css": "dist/index.css",
    "@utrecht/page-body-css": "dist/index.css",
    "@utrecht/page-content-css": "dist/index.css",
    "@utrecht/page-footer-css": "dist/index.css",
    "@utrecht/alert-css": "dist/index.css",
    "@utrecht/form-field-css": "dist/index.css",
    "@utrecht/form-label-css": "dist/index.css",
    "@utrecht/select-css": "dist/index.css",
    "@utrecht/textbox-css": "dist/index.css",
    "@nl-design-system-candidate/heading-css": "dist/heading.css",
    "@nl-design-system-candidate/paragraph-css": "dist/paragraph.css",
    "@nl-design-system-candidate/link-css": "dist/link.css",
    "@nl-design-system-candidate/button-css": "dist/button.css",
    "@nl-design-system-candidate/data-badge-css": "dist/data-badge.css",
    "@nl-design-system-candidate/skip-link-css": "dist/skip-link.css",
    "@gemeente-denhaag/step-marker": "dist/index.css",
    "@gemeente-denhaag/process-steps": "dist/index.css",
    "@gemeente-denhaag/file": "dist/index.css",
    "@gemeente-denhaag/descriptionlist": "dist/index.css",
}
"""Each package, and the stylesheet in it. The order counts: what comes later wins."""
THEMA: Final = "@nl-design-system-unstable/voorbeeld-design-tokens"
_TOKENS: Final = "dist/theme.css"

_SYSTEM: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'
_INSTEAD: Final = {
    "--basis-heading-font-family": _SYSTEM,
    "--basis-text-font-family-default": _SYSTEM,
    "--basis-form-control-font-family": _SYSTEM,
}
"""Tokens that are not as the theme has them: its typefaces are not in it, and none is fetched from elsewhere."""

_NPM: Final = (
    "ci",
    "--ignore-scripts",
    "--legacy-peer-deps",  # some of it is for React as well, which we have no use for
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",  # who has no network waits for a second, and not for a minute
    "--fetch-retry-maxtimeout=2000",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
)
_PATIENCE: Final = 300
"""Seconds that npm may take."""

_SOURCE_MAP: Final = re.compile(r"/\*#\s*sourceMappingURL=.*?\*/", re.DOTALL)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN: Final = re.compile(r"^\s*(--[\w-]+)\s*:\s*(.+);\s*$", re.MULTILINE)
_USED: Final = re.compile(r"var\(\s*(--[\w-]+)")
_ELSEWHERE: Final = re.compile(r"@import\b[^;]*|url\(\s*(?![\"']?data:)[^)]*\)", re.IGNORECASE)


class NietTeMaken(Exception):
    """The stylesheet cannot be made. The message is Dutch, and fits on a line."""


def assembled(packages: Path, own: Iterable[Path] = ()) -> str:
    """The stylesheet, made of what is in ``packages`` (a ``node_modules``); ``own`` are stylesheets of ours.

    Raises ``NietTeMaken`` when a package is not as expected, and when anything in it leads elsewhere.
    """
    parts = {name: _SOURCE_MAP.sub("", _read(packages, name, path)).strip() for name, path in COMPONENTEN.items()}
    css = "\n".join(f"/* {_named(packages, name)} */\n{part}" for name, part in parts.items())
    tokens = reachable(
        dict(_TOKEN.findall(_COMMENT.sub("", _read(packages, THEMA, _TOKENS)))) | _INSTEAD,
        [*parts.values(), *(path.read_text(encoding="utf-8") for path in own)],
    )
    told = "\n".join(f"  {name}: {value};" for name, value in tokens.items())
    made = f"/* {_named(packages, THEMA)} */\n.voorbeeld-theme {{\n{told}\n}}\n{css}\n"
    if found := _ELSEWHERE.search(_COMMENT.sub("", made)):
        raise NietTeMaken(f"in de pakketten staat een verwijzing naar elders: {found[0][:60]}")
    return made


def reachable(tokens: Mapping[str, str], stylesheets: Iterable[str]) -> dict[str, str]:
    """Those of ``tokens`` that ``stylesheets`` use, and those that these use in turn, in the order of ``tokens``."""
    wanted: set[str] = set()
    found = {name for stylesheet in stylesheets for name in _USED.findall(stylesheet)}
    while found:
        wanted |= found
        found = {name for one in found for name in _USED.findall(tokens.get(one, ""))} - wanted
    return {name: value for name, value in tokens.items() if name in wanted}


def make(folder: Path) -> None:
    """Fetch the packages into ``folder`` and write the stylesheet. Raises ``NietTeMaken``."""
    npm = shutil.which("npm")
    if npm is None:
        raise NietTeMaken("npm is er niet")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(PAGINA / name, folder / name)
        subprocess.run([npm, *_NPM], cwd=folder, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603
        css = assembled(folder / "node_modules", sorted(PAGINA.glob("*.css")))
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(css, encoding="utf-8")
    except subprocess.CalledProcessError as error:
        why = error.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise NietTeMaken(f"npm ci lukte niet ({why or error.returncode})") from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NietTeMaken(f"npm ci lukte niet ({type(error).__name__})") from error


def _named(packages: Path, name: str) -> str:
    told = json.loads(_read(packages, name, "package.json"))
    return f"{name} {told['version']}, {told['license']}"


def _read(packages: Path, name: str, path: str) -> str:
    try:
        return (packages / name / path).read_text(encoding="utf-8")
    except OSError:
        raise NietTeMaken(f"in {name} ontbreekt {path}") from None


def main() -> int:
    """The exit code: 1 when there is no stylesheet, which whoever runs this may pass over."""
    parser = argparse.ArgumentParser(
        prog="python -m mijnzaken_bff.demo.stijl", description="De stijl van de demopagina."
    )
    parser.add_argument("--map", type=Path, required=True, help="waar npm de pakketten neerzet")
    try:
        make(parser.parse_args().map)
    except NietTeMaken as error:
        print(f"De demopagina krijgt haar eigen eenvoudige stijl: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
