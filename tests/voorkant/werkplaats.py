"""Where the samples of ``docs/`` are built: the packages of npm, what is generated from the contract, and tsc."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import pytest

from mijnzaken_bff.demo.stijl import PAGINA

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
DOCS: Final = ROOT / "docs"
VOORBEELDEN: Final = ROOT / "openapi" / "voorbeelden"
_OLDEST_NODE: Final = (20, 19)
"""What the generator of the client asks for."""
_ATTEMPTS: Final = 3
_SECONDS: Final = 180
"""In which any one command must be through."""


@dataclass(frozen=True)
class Werkplaats:
    """A folder with the samples, compiled."""

    map: Path
    node: str

    def run(self, script: str, *arguments: str, **environment: str) -> Any:
        """What a compiled script tells, as JSON."""
        done = _run([self.node, f"gebouwd/{script}.js", *arguments], self.map, environment)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)

    def bekijk_pagina(self) -> str:
        """What tsc has to say of the modules of the demo page, and of what they take the contract for."""
        eigen = self.map / "demo"
        shutil.copytree(HERE / "pagina", eigen)
        (eigen / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (eigen / "pagina").mkdir()
        for module in PAGINA.glob("*.js"):
            _copy(module, eigen / "pagina" / module.name)
        return _run(["node_modules/.bin/tsc", "-p", "demo"], self.map, {}).stdout


def cannot(why: str) -> NoReturn:
    """Skip on a machine that is not equipped for this; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(f"{why}: the samples for front-end teams were not built")


def richt_in(map_: Path) -> Werkplaats:
    """Fetch the packages, generate the types and the client, and compile the samples strictly."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        cannot("node and npm are missing")
    told = _run([node, "--version"], map_, {}).stdout
    if tuple(map(int, re.findall(r"\d+", told)[:2])) < _OLDEST_NODE:
        cannot(f"node is {told.strip()} and must be 20.19 or newer")
    (map_ / "node_modules").symlink_to(_packages(npm))
    for sample in ("binding.ts", "voorbeelden"):
        _copy(DOCS / sample, map_ / sample)
    for own in (*HERE.glob("*.ts"), *HERE.glob("*.tsx"), HERE / "tsconfig.json"):
        _copy(own, map_ / own.name)
    (map_ / "package.json").write_text('{"type": "commonjs"}', encoding="utf-8")
    contract = str(ROOT / "openapi" / "openapi.json")
    for command in (
        ["openapi-ts", "-i", contract, "-o", "client", "-c", "@hey-api/client-fetch", "--silent"],
        ["openapi-typescript", contract, "-o", "contract.d.ts"],
        ["tsc", "-p", "."],
    ):
        done = _run([f"node_modules/.bin/{command[0]}", *command[1:]], map_, {})
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return Werkplaats(map_, node)


def _packages(npm: str) -> Path:
    """The packages of the lock file, fetched when they are not there yet. Of use to one process at a time."""
    lock = (HERE / "package-lock.json").read_bytes()
    there, mark = HERE / "node_modules", HERE / "node_modules" / ".slot"
    wanted = hashlib.sha256(lock).hexdigest()
    if not mark.is_file() or mark.read_text() != wanted:
        if not any(_fetched(npm) for _ in range(_ATTEMPTS)):
            cannot("npm could not fetch the packages")
        mark.write_text(wanted)
    return there


def _fetched(npm: str) -> bool:
    """Whether npm fetched the packages this time: on a busy machine it may take minutes, and a registry may stumble."""
    try:
        return _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], HERE, {}).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


def _run(command: list[str], map_: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own samples
        command,
        cwd=map_,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
