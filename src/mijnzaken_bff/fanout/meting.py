"""What is counted of overzichten and of single zaken: how long each bron took, what it told, what was not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakdetail import OnderdeelUitkomst
from mijnzaken_bff.contract.zaakoverzicht import BronUitkomst, ZaakRij
from mijnzaken_bff.domain.meting import Meter, Teller, Verdeling
from mijnzaken_bff.fanout.lezer import Lezer
from mijnzaken_bff.fanout.lezing import Lezing
from mijnzaken_bff.normalise.document import Documentoordeel
from mijnzaken_bff.normalise.zichtbaarheid import Oordeel

MOST_ZAAKTYPEN: Final = 500
"""Of so many zaaktypen it is told apart that their fase is unknown. Each is a line for as long as the service runs."""
OVERIGE: Final = "overige"
"""Every zaaktype beyond those, and each without a code that may be told."""
_CODE: Final = re.compile(r"(?!.*\d{8})[\w.-]+(?: [\w.-]+)*", re.ASCII)
"""A code as catalogues write it. It is typed by people: what could be the number of somebody is not repeated."""


class Overzichtmeting:
    """Counts for every overzicht what an operator wants to know of the bronnen, and nothing of who asked."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._zaaktypen: set[tuple[str, str]] = set()

    def asked(self, bron: str, seconds: float) -> None:
        """A bron was asked for a page, and ended after so many seconds, well or not."""
        self._meter.observe(Verdeling.BRON_DUUR, seconds, bron=bron)

    def read(self, lezers: Mapping[str, Sequence[Lezer]]) -> None:
        """All that one overzicht needs was read by these; each way of searching counts for itself."""
        for bron, own in lezers.items():
            for lezer in own:
                self.hidden(bron, lezer.verborgen)

    def hidden(self, bron: str, verborgen: Mapping[Oordeel, int]) -> None:
        """So many zaken were not shown, and why."""
        for oordeel, aantal in verborgen.items():
            self._meter.count(Teller.ZAKEN_VERBORGEN, aantal, bron=bron, reden=oordeel.value)

    def found(self, lezing: Lezing) -> None:
        """Whether each bron had anything for somebody: on a first page, and not where one zaaknummer was asked for."""
        for bron in lezing.asked:
            found = lezing.has_found(bron)
            # An empty list of which something is missing is no empty list.
            if lezing.failure_of(bron) is None and (found or lezing.reden_of(bron) is None):
                self._meter.count(Teller.BRON_GEVRAAGD, bron=bron, leeg="nee" if found else "ja")

    def doubles(self, lezing: Lezing) -> None:
        """How many zaken of each bron were not shown because another one has them too."""
        for bron in lezing.asked:
            if verscholen := lezing.verscholen_of(bron):
                self._meter.count(Teller.ZAAK_DUBBEL, verscholen, bron=bron)

    def answered(self, bronnen: Sequence[BronUitkomst], rijen: Sequence[ZaakRij]) -> None:
        """An overzicht was made of these, or could not be because no bron answered."""
        for bron in bronnen:
            self._meter.count(Teller.BRON_UITKOMST, bron=bron.id, uitkomst=bron.uitkomst.value)
            if bron.weggelaten:
                self._meter.count(Teller.ZAKEN_WEGGELATEN, bron.weggelaten, bron=bron.id)
        for rij in rijen:
            if rij.hoofdstatus.fase is Fase.ONBEKEND:
                zaaktype = self._told(rij.bron, rij.zaaktype.identificatie)
                self._meter.count(Teller.FASE_ONBEKEND, bron=rij.bron, zaaktype=zaaktype)
        if all(bron.uitkomst is Uitkomst.OK for bron in bronnen):
            antwoord = "volledig"
        else:
            antwoord = "onvolledig" if any(bron.beantwoord for bron in bronnen) else "geen"
        self._meter.count(Teller.OVERZICHTEN, antwoord=antwoord)

    def remembered(self) -> None:
        """A whole overzicht was told again as it was a moment ago: only what is complete is."""
        self._meter.count(Teller.OVERZICHTEN, antwoord="volledig")

    def _told(self, bron: str, zaaktype: str | None) -> str:
        """How a zaaktype is called in a metric."""
        if zaaktype is None or len(zaaktype) > 50 or not _CODE.fullmatch(zaaktype):
            return OVERIGE
        if (bron, zaaktype) not in self._zaaktypen:
            if len(self._zaaktypen) >= MOST_ZAAKTYPEN:
                return OVERIGE
            self._zaaktypen.add((bron, zaaktype))
        return zaaktype


class Zaakmeting:
    """Counts for every zaak that was asked for how that went, and nothing of whose it is."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def answered(self, antwoord: str) -> None:
        """One zaak was asked for: ``volledig``, ``onvolledig``, ``nietGevonden`` or ``mislukt``."""
        self._meter.count(Teller.ZAAKDETAILS, antwoord=antwoord)

    def told(
        self, bron: str, onderdelen: Sequence[OnderdeelUitkomst], verborgen: Mapping[Documentoordeel, int]
    ) -> None:
        """A zaak was told, with these parts; so many of its documents were not shown, and why."""
        for onderdeel in onderdelen:
            self._meter.count(
                Teller.ONDERDEEL_UITKOMST,
                bron=bron,
                onderdeel=onderdeel.onderdeel.value,
                uitkomst=onderdeel.uitkomst.value,
            )
        for oordeel, aantal in verborgen.items():
            self._meter.count(Teller.DOCUMENTEN_VERBORGEN, aantal, bron=bron, reden=oordeel.value)
