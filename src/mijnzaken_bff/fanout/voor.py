"""Whom an answer is about, without a number or a name."""

from __future__ import annotations

from mijnzaken_bff.contract.zaakoverzicht import Betrokkenesoort, Voor
from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.caller import BetrokkeneCaller


def voor_of(caller: BetrokkeneCaller) -> Voor:
    """Whom ``caller`` asks for."""
    match caller.betrokkene:
        case Persoon():
            soort, beperkt = Betrokkenesoort.PERSOON, False
        case Bedrijf(vestiging=vestiging):
            soort, beperkt = Betrokkenesoort.BEDRIJF, vestiging is not None
    return Voor(soort=soort, vertegenwoordiging=caller.vertegenwoordiging, vestiging_beperkt=beperkt)
