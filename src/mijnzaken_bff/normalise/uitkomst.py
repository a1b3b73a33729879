"""How asking a bron ended becomes what the contract calls it, with a sentence to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final, assert_never

from mijnzaken_bff.contract.uitkomst import Reden, Uitkomst
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst
from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.normalise.zinnen import Zin, zin

RETRY_SECONDS: Final = 30
"""When to come back, as long as the bron does not say so itself."""
_MOST_RETRY_SECONDS: Final = 300
"""The latest that we tell anybody to come back: a bron is tried again sooner than that, whatever it says itself."""

_MOST_MAINTENANCE_SECONDS: Final = 3600
"""The longest that somebody is told to stay away: maintenance may end early, and then it is taken back."""

_READ_IN_PART: Final = (
    Reden.VERVOLG_MISLUKT,
    Reden.GRENS_BEREIKT,
    Reden.ZOEKWIJZE_MISLUKT,
    Reden.FILTER_GENEGEERD,
)
"""Then nobody knows whether there are more."""

_COME_BACK: Final = (Reden.VERVOLG_MISLUKT, Reden.ZOEKWIJZE_MISLUKT, Reden.VEROUDERD)
"""Then asking again may give the rest."""

_TEMPORARY: Final = (Uitkomst.TE_TRAAG, Uitkomst.ONBEREIKBAAR, Uitkomst.OVERBELAST, Uitkomst.VEROUDERD)


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What came of one bron for one page of the overzicht."""

    failure: Failure | None = None
    """Why there is nothing at all of this bron."""
    reden: Reden | None = None
    """Why there is not everything."""
    aantal: int = 0
    meer: bool | None = False
    """None: nobody knows."""
    weggelaten: int = 0
    moment: datetime | None = None
    """When it answered, or would have been asked."""
    onderhoud: Onderhoud | None = None
    """The planned maintenance that it is in: then ``failure`` is MAINTENANCE, and ``moment`` is given."""
    retry_after: float | None = None
    """Seconds until asking again makes sense, as far as somebody says so."""
    verouderd: bool = False
    """Whether it failed, and what it told before is told again."""


def uitkomst_of(failure: Failure) -> Uitkomst:
    """The uitkomst of a bron that gave nothing."""
    match failure:
        case Failure.TIMEOUT:
            return Uitkomst.TE_TRAAG
        case Failure.OVERLOADED:
            return Uitkomst.OVERBELAST
        case Failure.NO_ACCESS:
            return Uitkomst.GEEN_TOEGANG
        case Failure.REFUSED | Failure.DNS | Failure.TLS | Failure.PROTOCOL | Failure.SERVER_ERROR | Failure.INTERNAL:
            return Uitkomst.ONBEREIKBAAR
        case Failure.UNUSABLE | Failure.TOO_LARGE | Failure.FILTER_IGNORED | Failure.REJECTED | Failure.FOREIGN_URL:
            return Uitkomst.ONBETROUWBAAR
        case Failure.NO_LONGER_THERE | Failure.UNTRUSTED:
            return Uitkomst.ONBETROUWBAAR
        case Failure.NOT_SEARCHABLE | Failure.SEARCH_ABSENT | Failure.EARLIER | Failure.MAINTENANCE:
            return Uitkomst.OVERGESLAGEN
        case _:
            assert_never(failure)


def is_temporary(uitkomst: Uitkomst) -> bool:
    """Whether asking again later can help."""
    return uitkomst in _TEMPORARY


def seconds_of(retry_after: float | None, *, comes_back: bool, failed: bool) -> int | None:
    """When to come back, in whole seconds: as somebody said, else after a while where that can help (``comes_back``).

    What answered after all need not be asked again, whatever was said on the way; unless there ``failed`` something.
    """
    if retry_after is None or not (failed or comes_back):
        return RETRY_SECONDS if comes_back else None
    return min(max(1, ceil(retry_after)), _MOST_RETRY_SECONDS)


def bron_uitkomst_of(bron: Bron, antwoord: Antwoord) -> BronUitkomst:
    """The row of one bron in the answer."""
    uitkomst, reden = _uitkomst_and_reden(antwoord)
    answered = antwoord.failure is None
    return BronUitkomst(
        id=bron.id,
        naam=bron.naam,
        onderwerp=bron.onderwerp,
        beantwoord=answered,
        uitkomst=uitkomst,
        reden=reden,
        aantal=antwoord.aantal,
        meer=antwoord.meer if answered and reden not in _READ_IN_PART else None,
        weggelaten=antwoord.weggelaten,
        bijgewerkt_op=antwoord.moment if answered else None,
        opnieuw_na_seconden=_seconds(antwoord, comes_back=is_temporary(uitkomst) or reden in _COME_BACK),
        melding=_melding(bron, uitkomst, reden, antwoord.onderhoud),
    )


def _seconds(antwoord: Antwoord, *, comes_back: bool) -> int | None:
    """When to come back. A bron that is left alone for a while is asked again, whatever was wrong with it."""
    if antwoord.onderhoud is not None and antwoord.moment is not None:
        left = (antwoord.onderhoud.tot - antwoord.moment).total_seconds()
        return min(max(1, ceil(left)), _MOST_MAINTENANCE_SECONDS)
    return seconds_of(antwoord.retry_after, comes_back=comes_back, failed=antwoord.failure is not None)


def _uitkomst_and_reden(antwoord: Antwoord) -> tuple[Uitkomst, Reden | None]:
    match antwoord.failure:
        case None if antwoord.verouderd:
            return Uitkomst.VEROUDERD, antwoord.reden
        case None:
            return (Uitkomst.OK if antwoord.reden is None else Uitkomst.GEDEELTELIJK), antwoord.reden
        case Failure.FILTER_IGNORED:
            return uitkomst_of(antwoord.failure), Reden.FILTER_GENEGEERD
        case Failure.NOT_SEARCHABLE:
            return uitkomst_of(antwoord.failure), Reden.BETROKKENE_NIET_ONDERSTEUND
        case Failure.SEARCH_ABSENT:
            return uitkomst_of(antwoord.failure), Reden.ZOEKEN_NIET_ONDERSTEUND
        case Failure.EARLIER:
            return uitkomst_of(antwoord.failure), Reden.EERDER_UITGEVALLEN
        case Failure.MAINTENANCE:
            return uitkomst_of(antwoord.failure), Reden.ONDERHOUD
        case _:
            return uitkomst_of(antwoord.failure), None


def _melding(bron: Bron, uitkomst: Uitkomst, reden: Reden | None, onderhoud: Onderhoud | None) -> str | None:
    naam = f"{bron.naam} ({bron.onderwerp})" if bron.onderwerp else bron.naam
    match uitkomst:
        case Uitkomst.OK:
            return None
        case Uitkomst.TE_TRAAG | Uitkomst.ONBEREIKBAAR | Uitkomst.OVERBELAST | Uitkomst.ONBETROUWBAAR:
            return zin(Zin.NU_NIET, naam=naam)
        case Uitkomst.GEEN_TOEGANG:
            return zin(Zin.NIET, naam=naam)
        case Uitkomst.VEROUDERD:
            return zin(Zin.VEROUDERD, naam=naam)
        case Uitkomst.OVERGESLAGEN if reden is Reden.ONDERHOUD:
            if onderhoud is None:
                return zin(Zin.NU_NIET, naam=naam)
            return onderhoud.melding or zin(Zin.ONDERHOUD, naam=naam, tijdstip=onderhoud.tot)
        case Uitkomst.OVERGESLAGEN:
            return zin(Zin.EERDER_UITGEVALLEN if reden is Reden.EERDER_UITGEVALLEN else Zin.OVERGESLAGEN, naam=naam)
        case Uitkomst.GEDEELTELIJK:
            return zin(_GEDEELTELIJK.get(reden, Zin.NIET_ALLES), naam=naam)
        case _:
            assert_never(uitkomst)


_GEDEELTELIJK: Final[dict[Reden | None, Zin]] = {
    Reden.GRENS_BEREIKT: Zin.TE_VEEL,
    Reden.VEROUDERD: Zin.VEROUDERD,
    Reden.CATALOGUS_ONBEREIKBAAR: Zin.NIET_ALLES_GELEZEN,
    Reden.ONDERDEEL_ONBEREIKBAAR: Zin.NIET_ALLES_GELEZEN,
}
