"""How asking for one part of a zaak ended, with a sentence to show."""

from __future__ import annotations

from typing import Final, NamedTuple

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakdetail import Onderdeel, OnderdeelUitkomst
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.normalise.uitkomst import is_temporary, seconds_of, uitkomst_of
from mijnzaken_bff.normalise.zinnen import Zin, zin


class _Woorden(NamedTuple):
    """How a sentence calls a part: all of it, one thing of it, and several."""

    alles: str
    een: str
    meer: str


_WOORDEN: Final = {
    Onderdeel.CATALOGUS: _Woorden("de namen en termijnen bij deze zaak", "naam of termijn", "namen of termijnen"),
    Onderdeel.STATUSSEN: _Woorden("de eerdere statussen van deze zaak", "status", "statussen"),
    Onderdeel.SUBSTATUSSEN: _Woorden("de tussenstappen van deze zaak", "tussenstap", "tussenstappen"),
    Onderdeel.DOCUMENTEN: _Woorden("de documenten bij deze zaak", "document", "documenten"),
    Onderdeel.BESLUITEN: _Woorden("de besluiten bij deze zaak", "besluit", "besluiten"),
    Onderdeel.GEKOPPELDE_ZAKEN: _Woorden("de zaken die bij deze zaak horen", "zaak", "zaken"),
    Onderdeel.WAARVOOR: _Woorden("de gegevens van uw aanvraag", "gegeven", "gegevens"),
}


def onderdeel_uitkomst_of(
    onderdeel: Onderdeel,
    failure: Failure | None,
    *,
    organisatienaam: str,
    weggelaten: int = 0,
    retry_after: float | None = None,
) -> OnderdeelUitkomst:
    """The row of one part of a zaak. ``weggelaten`` counts what could not be read and may be of somebody to see.

    ``retry_after``: seconds until asking again makes sense, as far as somebody says so.
    """
    answered = Uitkomst.GEDEELTELIJK if weggelaten else Uitkomst.OK
    uitkomst = answered if failure is None else uitkomst_of(failure)
    comes_back = is_temporary(uitkomst)
    return OnderdeelUitkomst(
        onderdeel=onderdeel,
        uitkomst=uitkomst,
        weggelaten=weggelaten,
        opnieuw_na_seconden=seconds_of(retry_after, comes_back=comes_back, failed=failure is not None),
        melding=_melding(_WOORDEN[onderdeel], failure, uitkomst, weggelaten, organisatienaam),
    )


def _melding(
    woorden: _Woorden, failure: Failure | None, uitkomst: Uitkomst, weggelaten: int, organisatienaam: str
) -> str | None:
    if failure is None:
        if not weggelaten:
            return None
        return zin(
            Zin.ONDERDEEL_EEN if weggelaten == 1 else Zin.ONDERDEEL_MEER,
            wat=woorden.een if weggelaten == 1 else woorden.meer,
            aantal=weggelaten,
        )
    may_pass = is_temporary(uitkomst) or uitkomst is Uitkomst.ONBETROUWBAAR or failure is Failure.MAINTENANCE
    return zin(Zin.ONDERDEEL_NU_NIET if may_pass else Zin.ONDERDEEL_NIET, wat=woorden.alles, naam=organisatienaam)
