"""The contracts that were released, and whether another one may follow them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.contract.verschil import breaking

_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-beta\.(\d+))?", re.ASCII)


class Versie(NamedTuple):
    """A version of the contract; versions are in the order of SemVer 2.0, 11."""

    major: int
    minor: int
    patch: int
    beta: float
    """Which beta it is; infinite of a version that is none, for that comes after all its betas."""

    @classmethod
    def of(cls, text: str) -> Versie:
        """Raises ``ValueError`` when it is neither ``1.2.3`` nor ``1.2.3-beta.4``."""
        if (match := _VERSION.fullmatch(text)) is None:
            raise ValueError(f"not a version of the contract: {text}")
        major, minor, patch, beta = match.groups()
        return cls(int(major), int(minor), int(patch), float("inf") if beta is None else int(beta))

    @property
    def is_beta(self) -> bool:
        """Whether nobody can count on it yet."""
        return self.beta != float("inf")


def read(folder: Path) -> dict[str, Any]:
    """Every released contract in ``folder``, by the version that is the name of its file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def faults(contract: Mapping[str, Any], released: Mapping[str, Any]) -> Iterator[str]:
    """Why ``contract`` may not follow what was released; nothing when it may."""
    name = contract["info"]["version"]
    version = Versie.of(name)
    if not version.is_beta and contract != released.get(name):
        yield f"{name} is no beta, so openapi/uitgebracht/{name}.json must hold exactly this contract"
    before = [each for each in map(Versie.of, released) if each.major == version.major]
    if before:
        last = max(before)
        last_name = f"{last.major}.{last.minor}.{last.patch}"
        if version < last:
            yield f"{name} comes before {last_name}, which was released already"
        yield from _between(released[last_name], contract, last, version)


def faults_among(released: Mapping[str, Any]) -> Iterator[str]:
    """What was wrong with the released contracts from the start, or was done to them since."""
    for name, contract in released.items():
        if contract["info"]["version"] != name or Versie.of(name).is_beta:
            yield f"{name}.json holds {contract['info']['version']}"
    versions = sorted(map(Versie.of, released))
    for last, version in pairwise(versions):
        if last.major == version.major:
            before, after = (f"{each.major}.{each.minor}.{each.patch}" for each in (last, version))
            yield from _between(released[before], released[after], last, version)


def _between(old: Mapping[str, Any], new: Mapping[str, Any], last: Versie, version: Versie) -> Iterator[str]:
    yield from (f"this needs version {version.major + 1}.0.0: {fault}" for fault in breaking(old, new))
    if version[:2] == last[:2]:
        yield from (f"this needs version {last.major}.{last.minor + 1}.0: {new}" for new in _added(old, new))


def _added(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What is there now and was not: read backwards, an addition is a break."""
    yield from (f"added at {fault}" for fault in breaking(new, old))
