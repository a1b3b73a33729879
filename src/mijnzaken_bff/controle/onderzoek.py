"""One bron being looked at: its connection, its clock, our credentials, its dialect, and what its lists are worth."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from typing import Final, TypeVar

from mijnzaken_bff.controle.bevinding import Afwijking, Bevinding, Punt, Rapport, Stand
from mijnzaken_bff.controle.oorzaken import about_token, oorzaak_of
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.settings.model import BronSettings
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.oauth2 import Spawn
from mijnzaken_bff.upstream.peiling import Handdruk, Klop, knock, shake_hands
from mijnzaken_bff.upstream.pool import MakeTransport, Pool
from mijnzaken_bff.upstream.register import Limits, Register
from mijnzaken_bff.upstream.settings import Breker, Service
from mijnzaken_bff.upstream.tls import Tls
from mijnzaken_bff.zgw.gewoonten import Gewoonten
from mijnzaken_bff.zgw.proef import refuses_unknown_criteria
from mijnzaken_bff.zgw.profielen import ExpandVorm, Filter, Profiel
from mijnzaken_bff.zgw.zaken_api import ZakenApi
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

T = TypeVar("T")

_SOON: Final = 30
"""Days before its end from which a certificate deserves attention."""
_BEHIND: Final = 60.0
"""Seconds that a register may be behind us: so much are our tokens backdated."""
_AHEAD: Final = 240.0
"""Seconds that it may be ahead: they count for five minutes, less the time that they are on their way."""
_NOTICEABLE: Final = 5.0
_PAGE: Final = 20
"""As long as the pages that people ask for."""
_MOST_REFUSALS: Final = 8


class Onderzoek:
    """Looks at one bron. It asks for numbers that nobody has, and for the catalogue: never for somebody."""

    def __init__(self, bron: BronSettings, make: MakeTransport, clock: Clock, spawn: Spawn) -> None:
        self._bron = bron
        self._make = make
        self._clock = clock
        self._seconds = bron.tijd.totaal
        self._pool = Pool(
            make,
            bron=bron.id,
            # Nobody is spared here: what the last question found must not hide what the next one finds.
            grens=replace(bron.grens, breker=Breker(op_rij=1000)),
            limits=Limits(connect_seconds=bron.tijd.verbinden, read_seconds=bron.tijd.lezen),
            ceiling=Bulkhead(bron.gelijktijdig),
            clock=clock,
            ticks=asyncio.get_running_loop().time,
            spawn=spawn,
        )
        self._found: list[Bevinding] = []
        self._afwijkingen: list[tuple[Afwijking, str]] = []
        self._dialect: dict[str, str] = {}
        self._versie: str | None = None
        self._profiel = bron.profiel

    async def rapport(self) -> Rapport:
        """Everything that was found. Nothing is raised but a cancellation."""
        try:
            zaken = await self._look_at("zaken", self._bron.zaken)
            catalogi = await self._look_at("catalogi", self._bron.catalogi)
            if zaken:
                await self._zaken(self._pool.register(self._bron.zaken, self._bron.toegang, self._bron.tls))
            else:
                self._unknown("zaken", Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT, Punt.KANARIE)
            if catalogi:
                await self._catalogi(
                    self._pool.register(self._bron.catalogi, self._bron.toegang, self._bron.tls, api="catalogi")
                )
            else:
                self._unknown("catalogi", Punt.RECHTEN)
        finally:
            await self._pool.aclose()
        order = list(Punt)
        return Rapport(
            bron=self._bron.id,
            naam=self._bron.naam,
            product=self._bron.product.value,
            versie=self._versie,
            bevindingen=tuple(sorted(self._found, key=lambda b: order.index(b.punt))),
            afwijkingen=tuple(dict.fromkeys([*self._afwijkingen, *self._configured()])),
            dialect=tuple(self._dialect.items()),
        )

    # the connection

    async def _look_at(self, api: str, service: Service) -> bool:
        """Whether an API can be reached; its certificate and its clock beside it."""
        own = service.tls or self._bron.tls
        try:
            hand = await self._within(shake_hands(service.basis, (own or Tls()).context()))
        except SourceError as error:
            self._failed(Punt.VERBINDING, api, error)
            return False
        transport = self._make(1, own)
        try:
            klop = await self._within(knock(service.basis, transport, seconds=self._seconds))
        except SourceError as error:
            self._failed(Punt.VERBINDING, api, error)
            return False
        finally:
            await transport.aclose()
        self._good(Punt.VERBINDING, api, f"{hand.tls or 'http, zonder TLS'}, antwoord na {klop.seconds * 1000:.0f} ms")
        self._certificate(api, hand)
        self._clock_of(api, klop)
        if api == "zaken":
            self._versie = klop.version
        return True

    def _certificate(self, api: str, hand: Handdruk) -> None:
        if hand.certificate_until is None:
            return
        days = (hand.certificate_until - self._clock.now()).days
        seen = f"nog {days} {'dag' if days == 1 else 'dagen'}"
        if days >= _SOON:
            self._good(Punt.CERTIFICAAT, api, seen)
        else:
            self._note(
                Punt.CERTIFICAAT,
                api,
                Stand.LET_OP,
                seen,
                "Het certificaat van de bron verloopt bijna.",
                "Vraag de beheerder van de bron wanneer het vernieuwd wordt.",
            )

    def _clock_of(self, api: str, klop: Klop) -> None:
        if klop.clock is None:
            self._found.append(Bevinding(Punt.KLOK, api, Stand.ONBEKEND, "geen tijd (Date) in het antwoord"))
            return
        ahead = (klop.clock - self._clock.now()).total_seconds() + klop.seconds / 2
        seen = "gelijk" if abs(ahead) < _NOTICEABLE else f"{abs(ahead):.0f} s {'voor' if ahead > 0 else 'achter'}"
        if abs(ahead) < _NOTICEABLE:
            self._good(Punt.KLOK, api, seen)
        else:
            stand = Stand.LET_OP if -_BEHIND < ahead < _AHEAD else Stand.FOUT
            self._note(
                Punt.KLOK, api, stand, seen, "De klok van de bron en die van deze machine lopen uiteen.",
                "Zet NTP aan, hier en bij de bron: een token met een tijd in de toekomst wordt geweigerd.",
            )  # fmt: skip

    # the Zaken API

    async def _zaken(self, register: Register) -> None:
        asked = [Zoekwijze.NP_BSN, *self._profiel.bedrijven]
        numbered = [zoekwijze for zoekwijze in asked if self._bron.proefnummers.betrokkene(zoekwijze) is not None]
        for zoekwijze in asked:
            if zoekwijze not in numbered:
                self._note(
                    Punt.KANARIE, zoekwijze.value, Stand.LET_OP, "geen proefnummer",
                    "Er is geen nummer waarvan vaststaat dat niemand het heeft.",
                    f"Zet {_number_for(zoekwijze)} in proefnummers: pas dan is zeker dat een lege lijst leeg is.",
                )  # fmt: skip
        if not numbered:
            self._unknown("zaken", Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT)
            return
        entered = False
        for zoekwijze in numbered:
            entered = await self._canary(register, zoekwijze, first=not entered) or entered
        if entered:
            await self._strictness(register, numbered[0])
            self._told_dialect()

    async def _canary(self, register: Register, zoekwijze: Zoekwijze, *, first: bool) -> bool:
        """Search for nobody, in the way that the configuration says and else in the way that the register takes.

        Whether it let us in.
        """
        for _ in range(_MOST_REFUSALS):
            gewoonten = Gewoonten(self._bron.id, self._profiel, self._clock)
            api = ZakenApi(register, self._profiel, gewoonten)
            try:
                page = await self._within(api.zoek(self._vraag(zoekwijze), size=_PAGE))
            except SourceError as error:
                if error.failure is Failure.REJECTED and self._without(error):
                    continue
                return self._refused(zoekwijze, error, first=first)
            if first:
                self._entered()
            self._learned(gewoonten, self._profiel)
            self._judge(zoekwijze, len(page.items))
            return True
        return False

    def _judge(self, zoekwijze: Zoekwijze, found: int) -> None:
        if found == 0:
            self._good(Punt.KANARIE, zoekwijze.value, "zoekt niemand, vindt niets")
            return
        self._afwijkingen.append((Afwijking.FILTER_GENEGEERD, zoekwijze.value))
        self._note(
            Punt.KANARIE, zoekwijze.value, Stand.FOUT, f"zoekt niemand, vindt {found}",
            "Het register let niet op wie er gevraagd wordt, of iemand heeft dit proefnummer toch.",
            "Kies een ander proefnummer; vindt ook dat iets, zet deze bron uit en vraag de leverancier om herstel.",
        )  # fmt: skip

    def _refused(self, zoekwijze: Zoekwijze, error: SourceError, *, first: bool) -> bool:
        if error.failure is Failure.NO_ACCESS:
            if first:
                if not about_token(error):
                    self._good(Punt.TOKEN, "zaken", "aangenomen")
                    self._failed(Punt.RECHTEN, "zaken", error)
                    self._unknown("zaken", Punt.DIALECT)
                else:
                    self._failed(Punt.TOKEN, "zaken", error)
                    self._unknown("zaken", Punt.RECHTEN, Punt.DIALECT)
            self._unknown(zoekwijze.value, Punt.KANARIE)
            return False
        if error.failure is Failure.NOT_SEARCHABLE:
            if first:
                self._entered()
            self._afwijkingen.append((Afwijking.KVK, zoekwijze.value))
            oorzaak, stap = oorzaak_of(error, "zaken", self._seconds)
            self._note(Punt.DIALECT, zoekwijze.value, Stand.LET_OP, "kent deze zoekwijze niet", oorzaak, stap)
            return True
        if error.failure is Failure.SEARCH_ABSENT:
            self._afwijkingen.append((Afwijking.ZOEK_ONTBREEKT, "zaken/_zoek"))
            self._failed(Punt.DIALECT, "zaken/_zoek", error)
            self._unknown(zoekwijze.value, Punt.KANARIE)
            return False
        if error.failure is Failure.UNUSABLE:
            self._afwijkingen.append((Afwijking.GEEN_BLADZIJDE, zoekwijze.value))
        self._failed(Punt.KANARIE, zoekwijze.value, error)
        return False

    def _without(self, error: SourceError) -> bool:
        """Do without what the register says it does not know. False when that is nothing we can do without."""
        names = {name.lower() for name in (*error.params, *error.unknown)}
        if "pagesize" in names and self._profiel.paginagrootte:
            self._profiel = replace(self._profiel, paginagrootte=False)
            self._dialect["vermogens.paginagrootte"] = "false"
            return True
        if "ordering" in names and self._profiel.ordening:
            self._profiel = replace(self._profiel, ordening=False, bladeren="nummer")
            self._dialect |= {"vermogens.ordening": "false", "vermogens.bladeren": "nummer"}
            self._afwijkingen.append((Afwijking.ORDERING, "ordering"))
            return True
        dropped = {known for known in self._profiel.filters if known.value.lower() in names}
        if not dropped:
            return False
        self._profiel = replace(self._profiel, filters=self._profiel.filters - dropped)
        self._dialect["vermogens.filters"] = f"[{', '.join(sorted(known.value for known in self._profiel.filters))}]"
        self._afwijkingen += [(Afwijking.FILTER, known.value) for known in sorted(dropped)]
        return True

    def _learned(self, gewoonten: Gewoonten, profiel: Profiel) -> None:
        """What the search taught about expand and about ``_zoek``."""
        if profiel.zoeken == "zoek" and not gewoonten.has_zoek():
            self._afwijkingen.append((Afwijking.ZOEK_ONTBREEKT, "zaken/_zoek"))
            self._dialect["zoeken"] = "get"
            return
        found = (gewoonten.zoek if profiel.zoeken == "zoek" else gewoonten.get).vorm
        expected = profiel.expand[0] if profiel.expand else ExpandVorm.UIT
        if found is not expected and self._bron.expand != "auto":
            self._dialect["expand"] = found.value
        if found is ExpandVorm.UIT and expected is not ExpandVorm.UIT:
            self._afwijkingen.append((Afwijking.EXPAND_ZOEK, "expand"))

    def _told_dialect(self) -> None:
        if self._dialect:
            told = ", ".join(f"{key}: {value}" for key, value in self._dialect.items())
            self._note(
                Punt.DIALECT, "zaken", Stand.LET_OP, told, "Het register antwoordt anders dan is ingesteld.",
                "Neem deze instellingen over: nu kost elke vraag een poging meer.",
            )  # fmt: skip
        elif Afwijking.EXPAND_ZOEK in dict(self._afwijkingen):
            self._note(
                Punt.DIALECT, "zaken", Stand.LET_OP, f"{self._bron.product.value}, zonder expand bij zoeken",
                "Het register weigert expand: van elke zaak wordt apart opgehaald wie erbij betrokken is.",
                "Vraag de leverancier of expand aan te zetten is: dat scheelt tientallen vragen per persoon.",
            )  # fmt: skip
        else:
            self._good(Punt.DIALECT, "zaken", self._bron.product.value)

    async def _strictness(self, register: Register, zoekwijze: Zoekwijze) -> None:
        """Whether the register refuses what it does not know."""
        try:
            strict = await self._within(refuses_unknown_criteria(register, self._profiel, self._vraag(zoekwijze)))
        except SourceError:
            return  # what is wrong was seen already, and this one is only an extra
        if not strict:
            self._afwijkingen.append((Afwijking.ONBEKENDE_FILTER, "zaken"))

    async def _catalogi(self, register: Register) -> None:
        try:
            page = await self._within(register.listed("zaaktypen"))
        except SourceError as error:
            self._failed(Punt.RECHTEN, "catalogi", error)
            return
        if page.items:
            more = " of meer" if page.more else ""
            count = len(page.items)
            self._good(Punt.RECHTEN, "catalogi", f"{count}{more} {'zaaktype' if count == 1 else 'zaaktypen'} te lezen")
        else:
            self._note(
                Punt.RECHTEN, "catalogi", Stand.LET_OP, "geen zaaktype te lezen",
                "De catalogus is leeg, of wij mogen geen enkel zaaktype zien.",
                "Controleer catalogi.url en het recht catalogi.lezen; zonder zaaktype heeft een zaak geen namen.",
            )  # fmt: skip

    # what is told

    def _configured(self) -> Iterator[tuple[Afwijking, str]]:
        """What the configuration says that the register does not do."""
        profiel = self._bron.profiel
        if profiel.zoeken == "get":
            yield Afwijking.ZOEK_ONTBREEKT, "zaken/_zoek"
        elif not profiel.expand:
            yield Afwijking.EXPAND_ZOEK, "expand"
        if not profiel.expand_detail:
            yield Afwijking.EXPAND_DETAIL, "expand"
        if not profiel.ordening:
            yield Afwijking.ORDERING, "ordering"
        for missing in sorted(frozenset(Filter) - profiel.filters):
            yield Afwijking.FILTER, missing.value
        if profiel.rolfilter == "elke":
            yield Afwijking.ROLFILTER, "rol__omschrijvingGeneriek"
        if profiel.bedrijven and Zoekwijze.NNP_KVK not in profiel.bedrijven:
            yield Afwijking.KVK, Zoekwijze.NNP_KVK.value
        if Zoekwijze.NNP_KVK_IN_INNNNPID in profiel.bedrijven:
            yield Afwijking.RSIN_VELD, "innNnpId"

    def _vraag(self, zoekwijze: Zoekwijze) -> Zoekvraag:
        betrokkene = self._bron.proefnummers.betrokkene(zoekwijze)
        if betrokkene is None:
            raise ValueError("no number for this zoekwijze")
        rollen = self._bron.zichtbaarheid.rollen
        return Zoekvraag(
            betrokkene,
            zoekwijze,
            self._bron.zichtbaarheid.maximaal,
            rol=next(iter(rollen)) if len(rollen) == 1 else None,
        )

    async def _within(self, work: Awaitable[T]) -> T:
        """``work``, within the budget of this bron. Raises ``SourceError``, TIMEOUT when it takes longer."""
        try:
            async with asyncio.timeout(self._seconds):
                return await work
        except TimeoutError as error:
            raise SourceError(Failure.TIMEOUT) from error

    def _entered(self) -> None:
        self._good(Punt.TOKEN, "zaken", "aangenomen")
        self._good(Punt.RECHTEN, "zaken", "mag zaken zoeken")

    def _good(self, punt: Punt, waar: str, gezien: str) -> None:
        self._found.append(Bevinding(punt, waar, Stand.GOED, gezien))

    def _note(self, punt: Punt, waar: str, stand: Stand, gezien: str, oorzaak: str, stap: str) -> None:  # noqa: PLR0917
        self._found.append(Bevinding(punt, waar, stand, gezien, oorzaak, stap))

    def _failed(self, punt: Punt, waar: str, error: SourceError) -> None:
        api = "catalogi" if waar == "catalogi" else "zaken"
        oorzaak, stap = oorzaak_of(error, api, self._seconds)
        status = f", {error.status}" if error.status else ""
        self._note(punt, waar, Stand.FOUT, f"{_GEZIEN.get(error.failure, 'mislukt')}{status}", oorzaak, stap)

    def _unknown(self, waar: str, *punten: Punt) -> None:
        self._found += [Bevinding(punt, waar, Stand.ONBEKEND, "niet bekeken") for punt in punten]


_GEZIEN: Final = {
    Failure.DNS: "naam onbekend",
    Failure.REFUSED: "geen verbinding",
    Failure.TLS: "TLS geweigerd",
    Failure.TIMEOUT: "geen antwoord",
    Failure.NO_ACCESS: "geen toegang",
    Failure.REJECTED: "vraag geweigerd",
    Failure.UNUSABLE: "onbruikbaar antwoord",
    Failure.SEARCH_ABSENT: "zoeken ontbreekt",
}


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


def crashed(bron: BronSettings) -> Rapport:
    """The report of a bron over which something of ours broke."""
    oorzaak, stap = oorzaak_of(SourceError(Failure.INTERNAL), "zaken", bron.tijd.totaal)
    told = Bevinding(Punt.VERBINDING, "zaken", Stand.FOUT, "fout in deze dienst", oorzaak, stap)
    return Rapport(bron.id, bron.naam, bron.product.value, None, (told,))
