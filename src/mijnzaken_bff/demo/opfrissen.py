"""Settings under which the service knows no more of one bron than when it started."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.model import Settings

_OP_RIJ: Final = (5, 6)
"""After how many failures the breaker of a bron opens: it makes no difference in the demo which of these it is."""


def renewed(settings: Settings, bron: str) -> Settings:
    """The same settings, but for one of ``bron`` that makes no difference.

    A service that takes over other settings remembers nothing of people, and makes the way to a bron whose settings
    changed anew. So what was learned of it (a breaker that opened, a catalogue that came in half) hides nothing of how
    it is from now on.
    """
    bronnen = tuple(_changed(een) if een.id == bron else een for een in settings.bronnen)
    return settings.model_copy(update={"bronnen": bronnen})


def _changed(bron: BronSettings) -> BronSettings:
    op_rij = next(number for number in _OP_RIJ if number != bron.breker.op_rij)
    return bron.model_copy(update={"breker": bron.breker.model_copy(update={"op_rij": op_rij})})
