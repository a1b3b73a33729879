"""Asking for one zaak that nobody has: by what way one zaak is proven here, and whether it has substatussen."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Final, TypeVar

from mijnzaken_bff.controle.bevinding import Afwijking, Punt, Stand, Zaakbewijs
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.niemand import uuid_of_nobody, what_was_found
from mijnzaken_bff.controle.verbinding import within
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import Filter, Profiel
from mijnzaken_bff.zgw.zaakdelen import Zaakdelen
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

T = TypeVar("T")

EEN_ZAAK: Final = "één zaak"
_AT_ITS_ADDRESS: Final = "op haar adres, met haar rollen"


class Zaakproef:
    """Asks a register for one zaak as its detail does, with a number that nobody has and a UUID that no zaak has.

    ``profiel`` is how searching turned out to work there; a register that lets nobody in is not asked.
    """

    def __init__(
        self, bron: BronSettings, profiel: Profiel, register: Register, clock: Clock, seen: Bevindingen
    ) -> None:
        self._bron = bron
        self._profiel = profiel
        self._register = register
        self._clock = clock
        self._seen = seen
        self._nobody = uuid_of_nobody()
        self.afwijkingen: list[tuple[Afwijking, str]] = []
        """What the register turned out not to do, each with what it is about."""
        self.dialect: dict[str, str] = {}
        """Settings that fit what was found, where those of the configuration do not."""
        self.bewijs: Zaakbewijs | None = None
        """By what way one zaak is proven; None when that could not be seen."""

    async def run(self, vraag: Zoekvraag) -> None:
        """Look at all of it, with a question for nobody that was answered. Nothing is raised but a cancellation."""
        try:
            await self._one(replace(vraag, uuids=(self._nobody,)))
        except SourceError as error:
            self._seen.failed(Punt.DIALECT, EEN_ZAAK, error, api="zaken")
        if self._profiel.substatussen:
            await self._substatussen()

    async def _one(self, vraag: Zoekvraag) -> None:
        """Raises ``SourceError`` when the detail of a zaak would fail as well."""
        gewoonten = Gewoonten(self._bron.id, self._profiel, self._clock)
        if not gewoonten.takes_uuids():
            await self._by_address(gewoonten)
            self._seen.good(Punt.DIALECT, EEN_ZAAK, _AT_ITS_ADDRESS)
            return
        api = ZakenApi(self._register, self._profiel, gewoonten)
        try:
            found = await self._within(api.met_uuids(vraag, in_full=True))
        except SourceError as error:
            if error.failure is not Failure.SEARCH_ABSENT:
                raise
            await self._by_address(gewoonten)
            self._uuids_refused(error)
            return
        if not found:
            self.bewijs = "uuid__in"
            self._seen.good(Punt.DIALECT, EEN_ZAAK, "met uuid__in, bij het nummer van wie vraagt")
            return
        self.afwijkingen.append((Afwijking.FILTER_GENEGEERD, Filter.UUIDS.value))
        self._seen.note(
            Punt.DIALECT, EEN_ZAAK, Stand.FOUT, f"zaak van niemand, vindt {len(found)}",
            "Het register let bij uuid__in niet op wie er gevraagd wordt, of niet op de zaak die gevraagd wordt.",
            "Vraag de leverancier om herstel. De dienst vergelijkt elke zaak zelf, en toont er geen van een ander.",
        )  # fmt: skip

    async def _by_address(self, gewoonten: Gewoonten) -> None:
        """Raises ``SourceError`` unless the register says that the zaak is not there."""
        delen = Zaakdelen(self._register, self._profiel, gewoonten)
        if await self._within(delen.by_uuid(self._nobody, in_full=True)) is not None:
            raise SourceError(Failure.UNUSABLE, "zaken", status=200)
        self.bewijs = "adres"

    def _uuids_refused(self, error: SourceError) -> None:
        left = sorted(known.value for known in self._profiel.filters - {Filter.UUIDS})
        self.dialect["vermogens.filters"] = f"[{', '.join(left)}]"
        self.afwijkingen.append((Afwijking.FILTER, Filter.UUIDS.value))
        self._seen.note(
            Punt.DIALECT, EEN_ZAAK, Stand.LET_OP, f"{_AT_ITS_ADDRESS} (weigert uuid__in, {error.status})",
            "Het register kan niet zoeken naar één zaak van iemand: wij vragen om die zaak, van wie zij ook is.",
            f"Zet vermogens.filters op {self.dialect['vermogens.filters']}: nu kost dat elke dag een poging meer.",
        )  # fmt: skip

    async def _substatussen(self) -> None:
        """Whether there are any, as the setting says. Source: Open Zaak 1.30, ``substatus_list``."""
        zaak = f"{self._register.basis.url}zaken/{self._nobody}"
        try:
            page = await self._within(self._register.listed("substatussen", {"zaak": zaak}, self._profiel.headers))
        except SourceError as error:
            if error.status not in (404, 405):
                self._seen.failed(Punt.DIALECT, "substatussen", error, api="zaken")
                return
            self.dialect["vermogens.substatussen"] = "false"
            self._seen.note(
                Punt.DIALECT, "substatussen", Stand.LET_OP, f"zijn er niet ({error.status})",
                "Dit register heeft geen substatussen: een uitbreiding van Open Zaak, vanaf versie 1.30.",
                "Zet vermogens.substatussen op false: nu kost dat elke dag een vraag.",
            )  # fmt: skip
            return
        if page.nothing:
            self._seen.good(Punt.DIALECT, "substatussen", "worden gevraagd")
            return
        self._seen.note(
            Punt.DIALECT, "substatussen", Stand.FOUT, f"zaak van niemand, {what_was_found(page)}",
            "Het register let niet op de zaak waarvan substatussen gevraagd worden.",
            "Zet vermogens.substatussen op false, en vraag de leverancier om herstel.",
        )  # fmt: skip

    async def _within(self, work: Awaitable[T]) -> T:
        return await within(self._bron.tijd.totaal, work)
