"""The versions of the documents, each with what is in it; the newest stands among the other resources as well."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mijnzaken_bff.demo.gemeente.inhoud import Inhoud

Metadata = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Versie:
    """One version: its metadata as they are served, and its content if it has any.

    ``bestand`` is the name under which the content is kept, which is what a download of Open Zaak calls it.
    """

    nummer: int
    metadata: Metadata
    inhoud: Inhoud | None
    bestand: str
    gewijzigd: datetime


class Archief:
    """All versions of all documents, by the url of the document."""

    def __init__(self) -> None:
        self._versies: defaultdict[str, dict[int, Versie]] = defaultdict(dict)

    def bewaar(self, url: str, versie: Versie) -> None:
        self._versies[url][versie.nummer] = versie

    def verwijder(self, url: str) -> None:
        self._versies.pop(url, None)

    def versie(self, url: str, nummer: int | None = None) -> Versie | None:
        """This version of the document, or without a number its newest; nothing when there is none."""
        versies = self._versies.get(url, {})
        return versies.get(max(versies, default=0) if nummer is None else nummer)
