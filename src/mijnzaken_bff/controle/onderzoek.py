"""One bron being looked at: can it be reached, are our credentials taken, and can what it says be relied on."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mijnzaken_bff.controle.besluitproef import look_at_besluiten
from mijnzaken_bff.controle.bevinding import Afwijking, Bevinding, Geziene, Punt, Rapport, Stand, Zaakbewijs
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.catalogusproef import look_at_catalogi
from mijnzaken_bff.controle.documentproef import Documentproef, setting_that_fits
from mijnzaken_bff.controle.ingesteld import afwijkingen_by_setting
from mijnzaken_bff.controle.oorzaken import TOKEN_URL, oorzaak_of
from mijnzaken_bff.controle.verbinding import Netwerk, reach
from mijnzaken_bff.controle.zaakproef import EEN_ZAAK, Zaakproef
from mijnzaken_bff.controle.zoekproef import Zoekproef
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.onderhoud import onderhoud_at
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.oauth2 import Spawn
from mijnzaken_bff.upstream.pool import MakeTransport, Pool
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.upstream.settings import Breker, Service
from mijnzaken_bff.upstream.toegang import OAuth2Toegang
from mijnzaken_bff.zgw.profielen import Documentsleutel


class Onderzoek:
    """Looks at one bron, at each of its APIs by itself. It asks for what nobody has, and for the catalogue."""

    def __init__(
        self, bron: BronSettings, make: MakeTransport, trusted: ssl.SSLContext, clock: Clock, spawn: Spawn
    ) -> None:
        self._bron = bron
        self._clock = clock
        self._netwerk = Netwerk(make, trusted, clock, bron.tijd.totaal)
        self._seen = Bevindingen(bron.tijd.totaal)
        self._reached: dict[OAuth2Toegang, bool] = {}
        self._versies: dict[str, str | None] = {}
        """Of each API that was looked at the version that it says it is."""
        self._afwijkingen: list[tuple[Afwijking, str]] = []
        self._dialect: dict[str, str] = {}
        self._zaakbewijs: Zaakbewijs | None = None
        self._documentsleutel: Documentsleutel | None = None
        self._pool = Pool(
            make,
            bron=bron.id,
            # Nobody is spared here: what the last question found must not hide what the next one finds.
            grens=replace(bron.grens, breker=Breker(op_rij=1000)),
            limits=bron.limits,
            ceiling=Bulkhead(bron.gelijktijdig),
            clock=clock,
            ticks=asyncio.get_running_loop().time,
            spawn=spawn,
        )

    async def rapport(self) -> Rapport:
        """Everything that was found. Nothing is raised but a cancellation."""
        bron, seen = self._bron, self._seen
        try:
            await self._zaken()
            catalogi = await self._register("catalogi", bron.catalogi)
            if catalogi is None:
                seen.unknown("catalogi", Punt.TOKEN, Punt.RECHTEN)
            else:
                await look_at_catalogi(catalogi, bron.tijd.totaal, seen)
            await self._documenten()
            await self._besluiten()
        finally:
            await self._pool.aclose()
        return Rapport(
            bron=bron.id,
            naam=bron.naam,
            product=bron.product.value,
            versie=self._versies.get("zaken"),
            bevindingen=seen.in_order(),
            afwijkingen=tuple(dict.fromkeys([*self._afwijkingen, *afwijkingen_by_setting(bron)])),
            dialect=tuple(self._dialect.items()),
            apis=tuple(
                Geziene(api, versie, f"{api.partition('[')[0]}.lezen", seen.may_read(api))
                for api, versie in self._versies.items()
            ),
            zaakbewijs=self._zaakbewijs,
            documentsleutel=self._documentsleutel,
            toestand=toestand_of(bron, self._clock),
        )

    async def _zaken(self) -> None:
        """Look at the search for zaken, and at the way to one of them."""
        bron = self._bron
        register = await self._register("zaken", bron.zaken)
        if register is None:
            self._seen.unknown("zaken", Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT, Punt.KANARIE)
            return
        zoekproef = Zoekproef(bron, register, self._clock, self._seen)
        await zoekproef.run()
        self._learn(zoekproef.afwijkingen, zoekproef.dialect)
        if zoekproef.answered is None:
            self._seen.unknown(EEN_ZAAK, Punt.DIALECT)
            return
        zaakproef = Zaakproef(bron, zoekproef.profiel, register, self._clock, self._seen)
        await zaakproef.run(zoekproef.answered)
        self._learn(zaakproef.afwijkingen, zaakproef.dialect)
        self._zaakbewijs = zaakproef.bewijs

    async def _documenten(self) -> None:
        """Look at each Documenten API by itself."""
        bron = self._bron
        if not bron.documenten:
            self._not_configured("documenten")
            return
        sleutel = bron.profiel.documentsleutel
        found: list[Documentsleutel | None] = []
        for number, service in enumerate(bron.documenten):
            api = "documenten" if len(bron.documenten) == 1 else f"documenten[{number}]"
            register = await self._register(api, service)
            if register is None:
                self._seen.unknown(api, Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT)
                continue
            proef = Documentproef(api, register, sleutel, bron.tijd.totaal, self._seen)
            await proef.run()
            self._learn(proef.afwijkingen)
            found.append(proef.past)
        fits = setting_that_fits(sleutel, found)
        self._documentsleutel = fits or sleutel
        if fits is not None:
            self._dialect["vermogens.documentsleutel"] = fits

    async def _besluiten(self) -> None:
        if self._bron.besluiten is None:
            self._not_configured("besluiten")
            return
        register = await self._register("besluiten", self._bron.besluiten)
        if register is None:
            self._seen.unknown("besluiten", Punt.TOKEN, Punt.RECHTEN, Punt.KANARIE)
            return
        self._learn(await look_at_besluiten(self._bron, register, self._seen))

    def _not_configured(self, api: str) -> None:
        self._seen.unknown(api, Punt.VERBINDING, gezien=f"niet ingesteld: bij deze bron toont de dienst geen {api}")

    def _learn(self, afwijkingen: Iterable[tuple[Afwijking, str]], dialect: Mapping[str, str] | None = None) -> None:
        self._afwijkingen += afwijkingen
        self._dialect |= dialect or {}

    async def _register(self, api: str, service: Service) -> Register | None:
        """The way to ask an API; None where it or its token server is away. What version it is, is taken note of."""
        bron = self._bron
        klop = await reach(self._netwerk, api, service.basis, service.tls or bron.tls, self._seen)
        self._versies[api] = klop.version if klop is not None else None
        toegang = service.toegang or bron.toegang
        where = TOKEN_URL if service.toegang is None else f"{api}.{TOKEN_URL}"
        entrance = not isinstance(toegang, OAuth2Toegang) or await self._reaches(toegang, where)
        if klop is None or not entrance:
            return None
        return self._pool.register(service, bron.toegang, bron.tls, api=api)

    async def _reaches(self, toegang: OAuth2Toegang, where: str) -> bool:
        """Whether a token server can be reached; two APIs may share one, and then it is told once."""
        if toegang not in self._reached:
            klop = await reach(self._netwerk, where, Basis(toegang.token_url), toegang.tls, self._seen)
            self._reached[toegang] = klop is not None
        return self._reached[toegang]


def toestand_of(bron: BronSettings, clock: Clock) -> str | None:
    """Why the service does not ask a bron now, when that is so by the configuration: "uit" or "onderhoud"."""
    if bron.uit:
        return "uit"
    return (
        "onderhoud" if onderhoud_at((window.domain() for window in bron.onderhoud), clock.now()) is not None else None
    )


def crashed(bron: BronSettings) -> Rapport:
    """The report of a bron over which something of ours broke."""
    oorzaak, stap = oorzaak_of(SourceError(Failure.INTERNAL), "zaken", bron.tijd.totaal)
    told = Bevinding(Punt.VERBINDING, "zaken", Stand.FOUT, "fout in deze dienst", oorzaak, stap)
    return Rapport(bron.id, bron.naam, bron.product.value, None, (told,))
