"""The image: how it is built, and that what is in it can run without any right."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from tests.genoemd import ROOT
from tests.stories.portaal import ANNA, LEVEL, Toneel
from tests.stories.proces import serving

DOCKERFILE: Final = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS: Final = [
    (match[1], re.sub(r"\\\n\s*", "", match[2]).strip())
    for match in re.finditer(r"^([A-Z]+) ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
]


def of(instruction: str) -> list[str]:
    return [told for name, told in INSTRUCTIONS if name == instruction]


@pytest.mark.skipif(sys.platform == "win32", reason="hadolint does not come for Windows")
def test_hadolint_has_nothing_to_say() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")

    result = subprocess.run(  # noqa: S603 - a tool of ours
        [str(hadolint), "--failure-threshold", "style", str(ROOT / "Dockerfile")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout


def test_it_runs_as_nobody_and_asks_itself_how_it_is() -> None:
    assert of("USER") == ["10001:10001"]
    assert of("STOPSIGNAL") == ["SIGTERM"]
    (check,) = of("HEALTHCHECK")
    assert check.endswith('CMD ["mijnzaken-bff", "gezond"]')
    assert of("ENTRYPOINT") == ['["mijnzaken-bff"]']
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert "\nRUN " not in last, "nothing of the build is left in what is shipped"


def test_every_package_comes_with_its_hash_and_nothing_from_elsewhere() -> None:
    installs = [part for told in of("RUN") for part in told.split("&&") if " install " in part]

    assert installs
    assert all("--require-hashes" in install or "--no-index" in install for install in installs)
    assert of("ADD") == []
    assert "://" not in DOCKERFILE
    (base,) = of("ARG")
    assert re.fullmatch(r"PYTHON_IMAGE=docker\.io/library/python:3\.\d+-slim-\w+", base)


def test_what_is_copied_is_there_and_let_in() -> None:
    copied = [path for told in of("COPY") if "--from" not in told for path in shlex.split(told)[:-1]]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}

    assert all((ROOT / path).exists() for path in copied)
    assert ignored[1] == "*"
    assert let_in == {path.split("/")[0] for path in copied}


def read_only() -> list[str]:
    """What goes before a command so that it can write nowhere on the root of its file system; empty: not here."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    alone = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--mount", "--map-root-user"]
    within = [*alone, "sh", "-c", 'mount -o remount,ro,bind / && exec "$@"', "sh"]
    tried = subprocess.run([*within, "true"], capture_output=True, check=False)  # noqa: S603 - a tool of the system
    return within if tried.returncode == 0 else []


@pytest.mark.skipif(not read_only(), reason="this machine gives no file system of its own to a process")
def test_it_answers_where_nothing_can_be_written(toneel: Toneel, waterdam: Gemeente, tmp_path: Path) -> None:
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    token = toneel.uitgever.token(bsn=ANNA, acr=LEVEL)

    with serving(tmp_path, toneel.configuratie({"waterdam": waterdam}), within=read_only()) as proces:
        answer = httpx.get(f"{proces.adres}/v1/zaken", headers={"Authorization": f"Bearer {token}"}, trust_env=False)

    assert answer.status_code == 200
