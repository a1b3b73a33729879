"""The recorded exchanges with two real registers, one by one. What they are: ``INDEX.md``."""

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Letter = Literal["a", "b"]

HIER = Path(__file__).parent
_BEPERKT = frozenset({"beperkte-client", "eigen-vragen-beperkt"})


@dataclass(frozen=True, slots=True)
class Uitwisseling:
    """One question that was put, and what the register answered.

    ``pad`` is path and query as sent. ``inhoud`` is the answer as JSON, nothing when it was not JSON; ``binair`` is
    what a download was.
    """

    gemeente: Letter
    groep: str
    naam: str
    methode: str
    pad: str
    headers: Mapping[str, str]
    body: Any
    status: int
    antwoord_headers: Mapping[str, str]
    inhoud: Any
    binair: bytes | None

    @property
    def api(self) -> str:
        """``zaken``, ``catalogi``, ``documenten`` and so on."""
        return self.pad.split("/")[1]

    @property
    def client_id(self) -> str:
        return "lab-beperkt" if self.groep in _BEPERKT else "lab-alles"

    @property
    def sleutel(self) -> str:
        """By which a test names it."""
        return f"{self.gemeente}/{self.groep}/{self.naam}"


def uitwisselingen(gemeente: Letter) -> Iterator[Uitwisseling]:
    """Every exchange with one register, in the order of the files."""
    for bestand in sorted((HIER / f"gemeente-{gemeente}").glob("*.json.gz")):
        groep = json.loads(gzip.decompress(bestand.read_bytes()))
        for opname in groep["uitwisselingen"]:
            verzoek, antwoord = opname["verzoek"], opname["antwoord"]
            yield Uitwisseling(
                gemeente=gemeente,
                groep=bestand.name.removesuffix(".json.gz"),
                naam=opname["naam"],
                methode=verzoek["methode"],
                pad=verzoek["pad"],
                headers=verzoek["headers"],
                body=verzoek.get("body"),
                status=antwoord["status"],
                antwoord_headers=antwoord["headers"],
                inhoud=antwoord.get("json"),
                binair=base64.b64decode(antwoord["base64"]) if "base64" in antwoord else None,
            )
