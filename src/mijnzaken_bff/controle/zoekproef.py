"""Searching for nobody: which way of asking a register takes, and what its lists are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mijnzaken_bff.controle.bevinding import Afwijking, Punt, Stand
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.oorzaken import about_token, oorzaak_of
from mijnzaken_bff.controle.verbinding import within
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.fanout.vraag import AANTAL
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.pages import Page
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

_PAGE: Final = AANTAL + 1
"""As long as the first page that is asked for people: one more than they are shown tells whether there are more."""
_MOST_REFUSALS: Final = 8


class Zoekproef:
    """Searches at one register in every way that its configuration names, with numbers that nobody has."""

    def __init__(self, bron: BronSettings, register: Register, clock: Clock, seen: Bevindingen) -> None:
        self._bron = bron
        self._register = register
        self._clock = clock
        self._seen = seen
        self._seconds = bron.tijd.totaal
        self._profiel = bron.profiel
        self.afwijkingen: list[tuple[Afwijking, str]] = []
        """What the register turned out not to do, each with what it is about."""
        self.dialect: dict[str, str] = {}
        """Settings that fit what was found, where those of the configuration do not."""
        self.answered: Zoekvraag | None = None
        """A question for nobody that the register answered."""

    @property
    def profiel(self) -> Profiel:
        """What the register can do, as far as it turned out."""
        return self._profiel if self.dialect.get("zoeken") is None else replace(self._profiel, zoeken="get")

    async def run(self) -> None:
        """Look at all of it. Nothing is raised but a cancellation."""
        asked = [Zoekwijze.NP_BSN, *self._profiel.bedrijven]
        numbered = [zoekwijze for zoekwijze in asked if self._bron.proefnummers.betrokkene(zoekwijze) is not None]
        for zoekwijze in asked:
            if zoekwijze not in numbered:
                self._seen.note(
                    Punt.KANARIE, zoekwijze.value, Stand.LET_OP, "geen proefnummer",
                    "Er is geen nummer waarvan vaststaat dat niemand het heeft.",
                    f"Zet {_number_for(zoekwijze)} in proefnummers: pas dan is zeker dat een lege lijst leeg is.",
                )  # fmt: skip
        entered, told = False, False
        for zoekwijze in numbered:
            try:
                found = await self._searched(zoekwijze)
            except SourceError as error:
                told = told or self._about_us(error)
                entered = self._refused(zoekwijze, error) or entered
            else:
                entered = True
                self.answered = self.answered or self._vraag(zoekwijze)
                self._judge(zoekwijze, found)
        if entered:
            self._seen.good(Punt.TOKEN, "zaken", "aangenomen")
            self._seen.good(Punt.RECHTEN, "zaken", "mag zaken zoeken")
            await self._strictness(numbered[0])
            self._tell_dialect()
        elif not told:
            self._seen.unknown("zaken", Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT)

    async def _searched(self, zoekwijze: Zoekwijze) -> Page:
        """The first page of a search for nobody, asked as the configuration says and else as the register takes it.

        Raises ``SourceError``.
        """
        for _ in range(_MOST_REFUSALS):
            gewoonten = self._gewoonten()
            try:
                page = await within(self._seconds, self._api(gewoonten).zoek(self._vraag(zoekwijze), size=_PAGE))
            except SourceError as error:
                if error.failure is Failure.REJECTED and self._without(error):
                    continue
                raise
            self._learn(gewoonten)
            return page
        raise SourceError(Failure.REJECTED, "zaken")

    def _judge(self, zoekwijze: Zoekwijze, found: Page) -> None:
        if found.nothing:
            self._seen.good(Punt.KANARIE, zoekwijze.value, "zoekt niemand, vindt niets")
            return
        self.afwijkingen.append((Afwijking.FILTER_GENEGEERD, zoekwijze.value))
        self._seen.note(
            Punt.KANARIE, zoekwijze.value, Stand.FOUT,
            f"zoekt niemand, vindt {len(found.items)}{' en belooft meer' if found.more else ''}",
            "Het register let niet op wie er gevraagd wordt, of iemand heeft dit proefnummer toch.",
            "Kies een ander proefnummer; vindt ook dat iets, zet deze bron uit en vraag de leverancier om herstel.",
        )  # fmt: skip

    def _about_us(self, error: SourceError) -> bool:
        """Tell what a refusal says of our credentials or our rights; whether it says anything of them."""
        if about_token(error):
            self._seen.failed(Punt.TOKEN, "zaken", error, api="zaken")
            self._seen.unknown("zaken", Punt.RECHTEN, Punt.DIALECT)
        elif error.failure is Failure.NO_ACCESS:
            self._seen.good(Punt.TOKEN, "zaken", "aangenomen")
            self._seen.failed(Punt.RECHTEN, "zaken", error, api="zaken")
            self._seen.unknown("zaken", Punt.DIALECT)
        else:
            return False
        return True

    def _refused(self, zoekwijze: Zoekwijze, error: SourceError) -> bool:
        """Tell what became of one zoekwijze; whether the register let us in all the same."""
        if about_token(error) or error.failure is Failure.NO_ACCESS:
            self._seen.unknown(zoekwijze.value, Punt.KANARIE)
            return False
        if error.failure is Failure.NOT_SEARCHABLE:
            about_kvk = zoekwijze in (Zoekwijze.NNP_KVK, Zoekwijze.VESTIGING_KVK)
            self.afwijkingen.append((Afwijking.KVK if about_kvk else Afwijking.BEDRIJF, zoekwijze.value))
            oorzaak, stap = oorzaak_of(error, "zaken", self._seconds)
            self._seen.note(Punt.DIALECT, zoekwijze.value, Stand.LET_OP, "kent deze zoekwijze niet", oorzaak, stap)
            return True
        if error.failure is Failure.SEARCH_ABSENT:
            self.afwijkingen.append((Afwijking.ZOEK_ONTBREEKT, "zaken/_zoek"))
            self._seen.failed(Punt.DIALECT, "zaken/_zoek", error, api="zaken")
            self._seen.unknown(zoekwijze.value, Punt.KANARIE)
            return False
        if error.failure is Failure.UNUSABLE and error.status in (None, 200):
            # A 404 or a redirect is no deviation of the register: then our URL is not that of its API.
            self.afwijkingen.append((Afwijking.GEEN_BLADZIJDE, zoekwijze.value))
        self._seen.failed(Punt.KANARIE, zoekwijze.value, error, api="zaken")
        return False

    def _without(self, error: SourceError) -> bool:
        """Do without what the register says it does not know. False when that is nothing we can do without."""
        names = {name.lower() for name in (*error.params, *error.unknown)}
        if "pagesize" in names and self._profiel.paginagrootte:
            self._profiel = replace(self._profiel, paginagrootte=False)
            self.dialect["vermogens.paginagrootte"] = "false"
            return True
        if "ordering" in names and self._profiel.ordening:
            self._profiel = replace(self._profiel, ordening=False, bladeren="nummer")
            self.dialect |= {"vermogens.ordening": "false", "vermogens.bladeren": "nummer"}
            self.afwijkingen.append((Afwijking.ORDERING, "ordering"))
            return True
        dropped = {known for known in self._profiel.filters if known.value.lower() in names}
        if not dropped:
            return False
        self._profiel = replace(self._profiel, filters=self._profiel.filters - dropped)
        self.dialect["vermogens.filters"] = f"[{', '.join(sorted(known.value for known in self._profiel.filters))}]"
        self.afwijkingen += [(Afwijking.FILTER, known.value) for known in sorted(dropped)]
        return True

    def _learn(self, gewoonten: Gewoonten) -> None:
        """Take over what a search taught about expand and about ``_zoek``."""
        profiel = self._profiel
        if profiel.zoeken == "zoek" and not gewoonten.has_zoek():
            self.afwijkingen.append((Afwijking.ZOEK_ONTBREEKT, "zaken/_zoek"))
            self.dialect["zoeken"] = "get"
            return
        found = (gewoonten.zoek if profiel.zoeken == "zoek" else gewoonten.get).vorm
        expected = profiel.expand[0] if profiel.expand else ExpandVorm.UIT
        if found is not expected and self._bron.expand != "auto":
            self.dialect["expand"] = found.value
        if found is ExpandVorm.UIT and expected is not ExpandVorm.UIT:
            self.afwijkingen.append((Afwijking.EXPAND_ZOEK, "expand"))

    def _tell_dialect(self) -> None:
        if self.dialect:
            told = ", ".join(f"{key}: {value}" for key, value in self.dialect.items())
            self._seen.note(
                Punt.DIALECT, "zaken", Stand.LET_OP, told, "Het register antwoordt anders dan is ingesteld.",
                "Neem deze instellingen over: nu kost elke vraag een poging meer.",
            )  # fmt: skip
        elif Afwijking.EXPAND_ZOEK in dict(self.afwijkingen):
            self._seen.note(
                Punt.DIALECT, "zaken", Stand.LET_OP, f"{self._bron.product.value}, zonder expand bij zoeken",
                "Het register weigert expand: van elke zaak wordt apart opgehaald wie erbij betrokken is.",
                "Vraag de leverancier of expand aan te zetten is: dat scheelt tientallen vragen per persoon.",
            )  # fmt: skip
        else:
            self._seen.good(Punt.DIALECT, "zaken", self._bron.product.value)

    async def _strictness(self, zoekwijze: Zoekwijze) -> None:
        """Whether the register refuses what it does not know."""
        asking = self._api(self._gewoonten()).refuses_unknown_criteria(self._vraag(zoekwijze))
        try:
            strict = await within(self._seconds, asking)
        except SourceError:
            return  # what is wrong was seen already, and this one is only an extra
        if not strict:
            self.afwijkingen.append((Afwijking.ONBEKENDE_FILTER, "zaken"))

    def _gewoonten(self) -> Gewoonten:
        """Of a register of which nothing was learned yet."""
        return Gewoonten(self._bron.id, self._profiel, self._clock)

    def _api(self, gewoonten: Gewoonten) -> ZakenApi:
        return ZakenApi(self._register, self._profiel, gewoonten)

    def _vraag(self, zoekwijze: Zoekwijze) -> Zoekvraag:
        betrokkene = self._bron.proefnummers.betrokkene(zoekwijze)
        if betrokkene is None:
            raise ValueError("no number for this zoekwijze")
        beleid = self._bron.zichtbaarheid
        return Zoekvraag(betrokkene, zoekwijze, beleid.maximaal, rol=beleid.rol)


def _number_for(zoekwijze: Zoekwijze) -> str:
    match zoekwijze:
        case Zoekwijze.NP_BSN:
            return "bsn"
        case Zoekwijze.NNP_RSIN:
            return "rsin"
        case Zoekwijze.VESTIGING:
            return "vestiging, met kvk"
        case _:
            return "kvk"
