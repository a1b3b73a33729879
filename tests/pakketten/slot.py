"""The hash-locked requirements, read as pip reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.markers import Marker

_PINNED = re.compile(r"(?P<naam>[A-Za-z0-9._-]+)==(?P<versie>[0-9][\w.!+-]*)(?: ; (?P<voorwaarde>[^;]+))?$")
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})$")


class NietVast(ValueError):
    """A requirement that is not pinned to one version and to the hashes of its files. The message is that line."""


@dataclass(frozen=True)
class Pakket:
    """One package, in one version."""

    naam: str
    versie: str
    hashes: tuple[str, ...]
    voorwaarde: str | None = None
    """On which Pythons and platforms it is installed, as a marker; None for everywhere."""

    @property
    def hier(self) -> bool:
        """Whether it is installed on this one."""
        return self.voorwaarde is None or Marker(self.voorwaarde).evaluate()


def pakketten_in(text: str) -> list[Pakket]:
    """The packages in the text of a requirements file. Raises ``NietVast``.

    Source: pip, "Requirements File Format" and "Secure installs".
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [_pakket(line) for line in "\n".join(lines).replace("\\\n", "").splitlines()]


def _pakket(line: str) -> Pakket:
    what, *hashes = re.split(r"\s+(?=--)", line.strip())
    pinned = _PINNED.match(what)
    found = [_HASH.match(option) for option in hashes]
    if pinned is None or not found or not all(found):
        raise NietVast(line)
    naam = re.sub(r"[-_.]+", "-", pinned["naam"]).lower()
    return Pakket(naam, pinned["versie"], tuple(match["hash"] for match in found if match), pinned["voorwaarde"])
