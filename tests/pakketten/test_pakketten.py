"""The supply chain: nothing gets in that is not pinned, too old, or under a licence that we did not look at."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest
from packaging.version import Version

from tests.genoemd import ROOT
from tests.pakketten.licentie import licentie_of
from tests.pakketten.sbom import RUN, sbom_of
from tests.pakketten.slot import NietVast, Pakket, pakketten_in

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PAKKETTEN = pakketten_in(RUN.read_text(encoding="utf-8"))
HIER = [pakket for pakket in PAKKETTEN if pakket.hier]
ONDERGRENZEN: dict[str, str] = tomllib.loads((ROOT / "requirements" / "ondergrenzen.toml").read_text(encoding="utf-8"))[
    "ondergrenzen"
]
HASH = "--hash=sha256:" + "0" * 64

LICENTIES: Final = {
    "Apache-2.0", "Apache-2.0 AND MIT", "Apache-2.0 AND BSD-2-Clause", "Apache-2.0 OR BSD-3-Clause", "BSD-3-Clause",
    "MIT", "MIT-0", "MPL-2.0", "PSF-2.0",
}  # fmt: skip
"""Licences under which a package may run beside our EUPL-1.2. Copyleft of one reaches no further than itself."""

UNBOUNDED: Final = {
    "brotli": "brotli",
    "brotlicffi": "brotlicffi",
    "zstandard": "zstandard",
    "backports-zstd": "backports",
}
"""Decoders (and what is imported of them) that an HTTP client uses as soon as they are there, without a bound."""


def too_old(pakketten: list[Pakket], floors: dict[str, str]) -> list[str]:
    """The packages below their floor."""
    return [p.naam for p in pakketten if p.naam in floors and Version(p.versie) < Version(floors[p.naam])]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_t67_every_package_is_pinned_to_one_version_and_its_hashes(lock: Path) -> None:
    assert pakketten_in(lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        f"httpx>=0.28 {HASH}", f"httpx==* {HASH}", "httpx==0.28.1", f"httpx {HASH}", "httpx==0.28.1 --hash=md5:0",
        f"httpx @ https://elders.example/httpx.whl {HASH}", "-r elders.txt", "--index-url https://elders.example/simple",
        "git+https://elders.example/httpx", f"httpx==0.28.1 \\\n    {HASH} \\\n    --hash=sha256:kort",
    ],
)  # fmt: skip
def test_t67_a_package_that_is_not_pinned_is_seen(line: str) -> None:
    with pytest.raises(NietVast):
        pakketten_in(f"aiohttp==3.14.5 {HASH}\n{line}\n")


def test_t67_no_package_is_below_its_floor() -> None:
    assert ONDERGRENZEN
    assert set(ONDERGRENZEN) <= {pakket.naam for pakket in PAKKETTEN}
    assert too_old(PAKKETTEN, ONDERGRENZEN) == []


def test_t67_a_package_below_its_floor_is_seen() -> None:
    pakketten = pakketten_in(f"pyjwt==2.12.9 ; python_version < '4' {HASH}\nStarlette==1.10.0 {HASH}")

    assert too_old(pakketten, {"pyjwt": "2.13.0", "starlette": "1.9.0"}) == ["pyjwt"]


def test_t67_no_decoder_that_knows_no_bound_is_installed_or_loaded() -> None:
    assert not set(UNBOUNDED) & {pakket.naam for pakket in PAKKETTEN}
    code = "import sys, mijnzaken_bff.cli, mijnzaken_bff.app; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603

    assert "mijnzaken_bff.upstream.transport" in loaded
    assert not set(UNBOUNDED.values()) & set(loaded)


@pytest.mark.parametrize("pakket", HIER, ids=lambda pakket: pakket.naam)
def test_t67_a_licence_that_nobody_looked_at_does_not_get_in(pakket: Pakket) -> None:
    assert licentie_of(pakket.naam) in LICENTIES


def test_t67_the_bill_of_materials_names_every_package_with_its_licence_and_hashes() -> None:
    bill = sbom_of(PAKKETTEN)

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert [c["purl"] for c in bill["components"]] == [f"pkg:pypi/{p.naam}@{p.versie}" for p in HIER]
    assert len({c["bom-ref"] for c in bill["components"]}) == len(HIER)
    assert all(c["licenses"] and c["properties"] for c in bill["components"])
