"""One bron being looked at: can it be reached, are our credentials taken, and can what it says be relied on."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from mijnzaken_bff.controle.bevinding import Afwijking, Bevinding, Punt, Rapport, Stand
from mijnzaken_bff.controle.bevindingen import Bevindingen
from mijnzaken_bff.controle.oorzaken import TOKEN_URL, about_token, oorzaak_of
from mijnzaken_bff.controle.verbinding import Netwerk, reach, within
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
from mijnzaken_bff.zgw.profielen import Filter
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


class Onderzoek:
    """Looks at one bron. It asks for numbers that nobody has, and for the catalogue: never for somebody."""

    def __init__(
        self, bron: BronSettings, make: MakeTransport, trusted: ssl.SSLContext, clock: Clock, spawn: Spawn
    ) -> None:
        self._bron = bron
        self._clock = clock
        self._netwerk = Netwerk(make, trusted, clock, bron.tijd.totaal)
        self._seen = Bevindingen(bron.tijd.totaal)
        self._reached: dict[OAuth2Toegang, bool] = {}
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
        bron = self._bron
        try:
            versie, zaken = await self._register("zaken", bron.zaken)
            _, catalogi = await self._register("catalogi", bron.catalogi)
            proef = None
            if zaken is None:
                self._seen.unknown("zaken", Punt.TOKEN, Punt.RECHTEN, Punt.DIALECT, Punt.KANARIE)
            else:
                proef = Zoekproef(bron, zaken, self._clock, self._seen)
                await proef.run()
            if catalogi is None:
                self._seen.unknown("catalogi", Punt.TOKEN, Punt.RECHTEN)
            else:
                await self._catalogi(catalogi)
        finally:
            await self._pool.aclose()
        found = proef.afwijkingen if proef is not None else []
        return Rapport(
            bron=bron.id,
            naam=bron.naam,
            product=bron.product.value,
            versie=versie,
            bevindingen=self._seen.in_order(),
            afwijkingen=tuple(dict.fromkeys([*found, *_configured(bron)])),
            dialect=tuple(proef.dialect.items()) if proef is not None else (),
            toestand=toestand_of(bron, self._clock),
        )

    async def _register(self, api: str, service: Service) -> tuple[str | None, Register | None]:
        """The version that an API says it is, and the way to ask it; None where it or its token server is away."""
        bron = self._bron
        klop = await reach(self._netwerk, api, service.basis, service.tls or bron.tls, self._seen)
        toegang = service.toegang or bron.toegang
        entrance = not isinstance(toegang, OAuth2Toegang) or await self._reaches(toegang)
        if klop is None or not entrance:
            return None, None
        return klop.version, self._pool.register(service, bron.toegang, bron.tls, api=api)

    async def _reaches(self, toegang: OAuth2Toegang) -> bool:
        """Whether a token server can be reached; two APIs may share one, and then it is told once."""
        if toegang not in self._reached:
            klop = await reach(self._netwerk, TOKEN_URL, Basis(toegang.token_url), toegang.tls, self._seen)
            self._reached[toegang] = klop is not None
        return self._reached[toegang]

    async def _catalogi(self, register: Register) -> None:
        try:
            page = await within(self._bron.tijd.totaal, register.listed("zaaktypen"))
        except SourceError as error:
            self._no_catalogue(error)
            return
        self._seen.good(Punt.TOKEN, "catalogi", "aangenomen")
        if not page.items:
            self._seen.note(
                Punt.RECHTEN, "catalogi", Stand.LET_OP, "geen zaaktype te lezen",
                "De catalogus is leeg, of wij mogen geen enkel zaaktype zien.",
                "Controleer catalogi.url en het recht catalogi.lezen; zonder zaaktype heeft een zaak geen namen.",
            )  # fmt: skip
            return
        count, more = len(page.items), " of meer" if page.more else ""
        self._seen.good(Punt.RECHTEN, "catalogi", f"{count}{more} {'zaaktype' if count == 1 else 'zaaktypen'} te lezen")
        self._names_of(register.basis, page.items)

    def _no_catalogue(self, error: SourceError) -> None:
        if about_token(error):
            self._seen.failed(Punt.TOKEN, "catalogi", error, api="catalogi")
            self._seen.unknown("catalogi", Punt.RECHTEN)
            return
        if error.failure is Failure.NO_ACCESS:
            self._seen.good(Punt.TOKEN, "catalogi", "aangenomen")
        else:
            self._seen.unknown("catalogi", Punt.TOKEN)
        self._seen.failed(Punt.RECHTEN, "catalogi", error, api="catalogi")

    def _names_of(self, basis: Basis, zaaktypen: list[Any]) -> None:
        """Whether the zaaktypen go by an address that we would follow: a zaak names its zaaktype by it."""
        links = [zaaktype.get("url") for zaaktype in zaaktypen if isinstance(zaaktype, dict)]
        foreign = [link for link in links if isinstance(link, str) and basis.rest_of(link) is None]
        if not foreign:
            return
        self._seen.note(
            Punt.DIALECT, "catalogi", Stand.FOUT, f"zaaktypen staan op {_host(foreign[0])}",
            "Het register schrijft in zijn antwoorden een ander adres dan catalogi.url: zulke links volgen wij niet.",
            "Is dat adres van dit register, zet het (tot en met /v1/) in catalogi.aliassen, en dat van zaken in "
            "zaken.aliassen.",
        )  # fmt: skip


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or "een onleesbaar adres"
    except ValueError:
        return "een onleesbaar adres"


def toestand_of(bron: BronSettings, clock: Clock) -> str | None:
    """Why the service does not ask a bron now, when that is so by the configuration: "uit" or "onderhoud"."""
    if bron.uit:
        return "uit"
    return (
        "onderhoud" if onderhoud_at((window.domain() for window in bron.onderhoud), clock.now()) is not None else None
    )


def _configured(bron: BronSettings) -> Iterator[tuple[Afwijking, str]]:
    """What the configuration says that the register does not do."""
    profiel = bron.profiel
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


def crashed(bron: BronSettings) -> Rapport:
    """The report of a bron over which something of ours broke."""
    oorzaak, stap = oorzaak_of(SourceError(Failure.INTERNAL), "zaken", bron.tijd.totaal)
    told = Bevinding(Punt.VERBINDING, "zaken", Stand.FOUT, "fout in deze dienst", oorzaak, stap)
    return Rapport(bron.id, bron.naam, bron.product.value, None, (told,))
