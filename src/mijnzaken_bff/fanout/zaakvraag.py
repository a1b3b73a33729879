"""What every question about one zaak begins with: which bron it is of, whether that may be asked, and the proof."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.clock import Clock, vandaag
from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.domain.verwerking import Bevraging, Verwerking, VerwerkingSink
from mijnzaken_bff.fanout.ask import Failed, ask
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.verslag import Verslag
from mijnzaken_bff.fanout.zaakbewijs import Bewezen, Zaakbewijs
from mijnzaken_bff.fanout.zaakfout import ZaakMislukt
from mijnzaken_bff.normalise.uitkomst import Antwoord, bron_uitkomst_of

_ZAAK_ID: Final = re.compile(
    r"(?P<bron>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
"""``<bron>-<uuid>``: no secret, because ownership is proven at the register on every call."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Gevonden:
    """A zaak that was found and proven, with what is needed to ask on."""

    zaak_id: str
    verbinding: Verbinding
    bewezen: Bewezen
    bewijs: Zaakbewijs
    bevraging: Bevraging
    vandaag: date
    end: float
    """When the bron must be done, in the time of the event loop."""

    def half_way(self) -> float:
        """Half of the time that is left: for what must not take all of it."""
        now = asyncio.get_running_loop().time()
        return now + (self.end - now) / 2


class Zaakvragen:
    """Finds the zaak that a question is about. One per application; it holds nothing of anybody."""

    def __init__(
        self, verbindingen: Mapping[str, Verbinding], clock: Clock, *, sink: VerwerkingSink, verslag: Verslag
    ) -> None:
        self._verbindingen = verbindingen
        self._clock = clock
        self._sink = sink
        self._verslag = verslag

    async def gevonden(
        self, caller: BetrokkeneCaller, bronnen: Collection[str], zaak_id: str, verwerking: Verwerking, seconds: float
    ) -> Gevonden | None:
        """The zaak, when it is of whom ``caller`` asks for and may be shown; None when not, for whichever reason.

        ``bronnen`` are open to the caller; ``seconds`` is how long all of the answer may take. Raises ``ZaakMislukt``
        when the bron cannot tell.
        """
        match = _ZAAK_ID.fullmatch(zaak_id)
        verbinding = self._verbindingen.get(match["bron"]) if match is not None and match["bron"] in bronnen else None
        if match is None or verbinding is None:
            return None
        now = self._clock.now()
        if (onderhoud := verbinding.bron.onderhoud_at(now)) is not None:
            self._verslag.not_asked(verbinding.bron.id, verwerking)
            raise self.mislukt(verbinding, Failed(verbinding, Failure.MAINTENANCE, 0.0), onderhoud)
        end = asyncio.get_running_loop().time() + min(seconds, verbinding.seconds)
        bevraging = Bevraging(
            verwerking, caller.betrokkene, verbinding.bron.id, self._clock, self._sink, deadline=end, begint=True
        )
        today = vandaag(self._clock)
        bewijs = Zaakbewijs(
            verbinding,
            caller.betrokkene,
            bevraging,
            vandaag=today,
            end=end,
            told=partial(self._verslag.doubted, verbinding, verwerking),
        )
        async with aclosing(ask([match["uuid"]], bewijs.zaak, end)) as outcomes:
            outcome = await anext(outcomes)
        self._verslag.zaak_asked(verbinding, bewijs, outcome, verwerking)
        if isinstance(outcome, Failed):
            raise self.mislukt(verbinding, outcome)
        if outcome.answer is None:
            return None
        return Gevonden(zaak_id, verbinding, outcome.answer, bewijs, bevraging.verder(), today, end)

    def mislukt(self, verbinding: Verbinding, failed: Failed[Any], onderhoud: Onderhoud | None = None) -> ZaakMislukt:
        """What is raised when a bron failed so."""
        antwoord = Antwoord(
            failure=failed.failure, moment=self._clock.now(), onderhoud=onderhoud, retry_after=failed.retry_after
        )
        return ZaakMislukt(bron_uitkomst_of(verbinding.bron, antwoord))
