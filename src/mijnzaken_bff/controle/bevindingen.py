"""What is found at one bron while it is being looked at."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.controle.bevinding import Bevinding, Punt, Stand
from mijnzaken_bff.controle.oorzaken import about_token, oorzaak_of
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
        self._refused: set[str] = set()

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

    def entered(self, api: str, gezien: str) -> None:
        """Note that an API let us in, and that we saw what we may read there."""
        self.good(Punt.TOKEN, api, "aangenomen")
        self.good(Punt.RECHTEN, api, gezien)

    def not_entered(self, api: str, error: SourceError) -> None:
        """Note what kept us from reading at an API: our credentials, our rights, or something else."""
        if about_token(error):
            self.failed(Punt.TOKEN, api, error, api=api)
            self.unknown(api, Punt.RECHTEN)
            return
        if error.failure is Failure.NO_ACCESS:
            self.good(Punt.TOKEN, api, "aangenomen")
        else:
            self.unknown(api, Punt.TOKEN)
        self.failed(Punt.RECHTEN, api, error, api=api)

    def may_read(self, api: str) -> bool | None:
        """Whether we have the right to read at an API; None when that was not seen."""
        if api in self._refused:
            return False
        seen = any(b.punt is Punt.RECHTEN and b.waar == api and b.stand is Stand.GOED for b in self._found)
        return True if seen else None

    def failed(self, punt: Punt, waar: str, error: SourceError, *, api: str, own: bool = False) -> None:
        """Note that ``api`` could not tell. ``own``: we have a certificate of our own there."""
        oorzaak, stap = oorzaak_of(error, api, self._seconds, own=own)
        status = f", {error.status}" if error.status else ""
        if punt is Punt.RECHTEN and error.failure is Failure.NO_ACCESS:
            self._refused.add(waar)
        self.note(punt, waar, Stand.FOUT, f"{_GEZIEN.get(error.failure, 'mislukt')}{status}", oorzaak, stap)
