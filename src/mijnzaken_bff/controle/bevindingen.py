"""What is found at one bron while it is being looked at."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.controle.bevinding import Bevinding, Punt, Stand
from mijnzaken_bff.controle.oorzaken import oorzaak_of
from mijnzaken_bff.domain.failure import Failure, SourceError

_GEZIEN: Final = {
    Failure.DNS: "naam onbekend",
    Failure.REFUSED: "geen verbinding",
    Failure.TLS: "TLS geweigerd",
    Failure.PROTOCOL: "geen HTTP",
    Failure.TIMEOUT: "geen antwoord",
    Failure.SERVER_ERROR: "storing",
    Failure.OVERLOADED: "vol",
    Failure.NO_ACCESS: "geen toegang",
    Failure.REJECTED: "vraag geweigerd",
    Failure.UNUSABLE: "onbruikbaar antwoord",
    Failure.TOO_LARGE: "te groot",
    Failure.SEARCH_ABSENT: "zoeken ontbreekt",
}


class Bevindingen:
    """The lines of one report, each point once for each thing that it is about."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._found: list[Bevinding] = []

    def in_order(self) -> tuple[Bevinding, ...]:
        """What was found, in order of ``Punt``."""
        order = list(Punt)
        return tuple(sorted(self._found, key=lambda bevinding: order.index(bevinding.punt)))

    def good(self, punt: Punt, waar: str, gezien: str) -> None:
        """Note that something is as it should be."""
        self._found.append(Bevinding(punt, waar, Stand.GOED, gezien))

    def unknown(self, waar: str, *punten: Punt, gezien: str = "niet bekeken") -> None:
        """Note what could not be looked at."""
        self._found += [Bevinding(punt, waar, Stand.ONBEKEND, gezien) for punt in punten]

    def note(self, punt: Punt, waar: str, stand: Stand, gezien: str, oorzaak: str, stap: str) -> None:  # noqa: PLR0917
        """Note something with its cause and the next step."""
        self._found.append(Bevinding(punt, waar, stand, gezien, oorzaak, stap))

    def failed(self, punt: Punt, waar: str, error: SourceError, *, api: str, own: bool = False) -> None:
        """Note that ``api`` could not tell. ``own``: we have a certificate of our own there."""
        oorzaak, stap = oorzaak_of(error, api, self._seconds, own=own)
        status = f", {error.status}" if error.status else ""
        self.note(punt, waar, Stand.FOUT, f"{_GEZIEN.get(error.failure, 'mislukt')}{status}", oorzaak, stap)
