"""Everything that a dry run over the catalogue of one bron found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mijnzaken_bff.controle.bevinding import Stand, worst
from mijnzaken_bff.controle.catalogus.dekking import Dekking, dekking_of
from mijnzaken_bff.controle.catalogus.inventaris import Gelezen, Inventaris
from mijnzaken_bff.controle.catalogus.kennis import kennis_for
from mijnzaken_bff.controle.catalogus.melding import Melding, Meldingsoort, attention
from mijnzaken_bff.controle.catalogus.namen import OnbekendeNaam, unknown_among
from mijnzaken_bff.controle.catalogus.vermelding import Vermelding, Wat, vermeldingen_of
from mijnzaken_bff.controle.catalogus.zaaktypekaart import ZaaktypeKaart, kaart_of
from mijnzaken_bff.controle.oorzaken import oorzaak_of
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.problem import Problem
from mijnzaken_bff.zgw.zaaktype import ZaakTypeVersie


@dataclass(frozen=True, slots=True)
class NaamOpPlaats:
    """A name that matches nothing, and where it stands in the configuration."""

    naam: OnbekendeNaam
    plaats: Problem


@dataclass(frozen=True, slots=True)
class Catalogusrapport:
    """What was found at one bron."""

    bron: str
    naam: str
    product: str
    toestand: str | None
    alleen: tuple[str, ...] = ()
    """The zaaktypen that were asked for by name: then only these were looked at. Empty: all."""
    zaaktypen: tuple[ZaaktypeKaart, ...] = ()
    """The versions that count now, by identificatie."""
    niet_geldig: tuple[str, ...] = ()
    """Zaaktypen of which no version counts now: running zaken may be of them."""
    dekking: Dekking | None = None
    """None when the catalogue could not be read."""
    meldingen: tuple[Melding, ...] = ()
    """About the catalogue as a whole."""
    namen: tuple[NaamOpPlaats, ...] = ()

    @property
    def stand(self) -> Stand:
        """The worst of what was found."""
        return worst([
            *(melding.stand for melding in self.meldingen),
            *(kaart.stand for kaart in self.zaaktypen),
            *(op_plaats.naam.stand for op_plaats in self.namen),
        ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bekeken:
    """A report, and the names of which only the whole configuration can tell where they stand."""

    rapport: Catalogusrapport
    vermeldingen: frozenset[Vermelding] = frozenset()
    """Every name that was looked at."""
    onbekend: tuple[OnbekendeNaam, ...] = ()
    bekend: frozenset[str] = frozenset()
    """Every identificatie in the catalogue."""


async def looked_at(
    bron: BronSettings,
    inventaris: Inventaris,
    *,
    vandaag: date,
    toestand: str | None,
    gevraagd: Collection[str] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> Bekeken:
    """What there is to say of the catalogue of ``bron``. Nothing is raised but a cancellation.

    ``gevraagd``: only these zaaktypen. ``tell`` hears how many zaaktypen were read.
    """
    try:
        lijst = await inventaris.zaaktypen()
    except SourceError as error:
        return Bekeken(_report(bron, toestand, meldingen=(_unreadable("de zaaktypen", error, bron),)))
    by_name: dict[str | None, list[ZaakTypeVersie]] = defaultdict(list)
    for versie in lijst.items:
        by_name[versie.identificatie].append(versie)
    bekend = frozenset(name for name in by_name if name is not None)
    chosen = [
        versie
        for versie in lijst.items
        if versie.counts_on(vandaag) and (not gevraagd or versie.identificatie in gevraagd)
    ]
    gelezen = await inventaris.gelezen(chosen, tell)
    kaarten = sorted(
        (_kaart(one, bron, len(by_name[one.versie.identificatie]) - 1, gevraagd) for one in gelezen),
        key=lambda kaart: (kaart.identificatie or "", kaart.geldig_van or date.min),
    )
    counting = {versie.identificatie for versie in lijst.items if versie.counts_on(vandaag)}
    rapport = _report(
        bron,
        toestand,
        alleen=tuple(sorted(gevraagd)),
        zaaktypen=tuple(kaarten),
        niet_geldig=tuple(schoon(name) or "" for name in sorted(bekend - counting) if not gevraagd or name in gevraagd),
        dekking=dekking_of(kaarten),
        meldingen=tuple(_of_the_whole(kaarten, empty=not lijst.items, volledig=lijst.volledig)),
    )
    vermeldingen = [one for one in vermeldingen_of(bron) if not gevraagd or _is_about(one, gevraagd)]
    kennis = await kennis_for(vermeldingen, inventaris, by_name, gelezen, volledig=lijst.volledig)
    return Bekeken(rapport, frozenset(vermeldingen), unknown_among(vermeldingen, kennis), bekend)


def broken(bron: BronSettings, toestand: str | None) -> Bekeken:
    """What is told of a bron over which something of ours broke."""
    error = SourceError(Failure.INTERNAL)
    return Bekeken(_report(bron, toestand, meldingen=(_unreadable("de zaaktypen", error, bron),)))


def _report(bron: BronSettings, toestand: str | None, **found: object) -> Catalogusrapport:
    return Catalogusrapport(bron.id, bron.naam, bron.product.value, toestand, **found)  # type: ignore[arg-type]


def _kaart(gelezen: Gelezen, bron: BronSettings, others: int, gevraagd: Collection[str]) -> ZaaktypeKaart:
    versie = gelezen.versie
    return kaart_of(
        versie,
        gelezen.soort,
        fasen=bron.fasen,
        beleid=bron.zichtbaarheid,
        andere_versies=others if versie.identificatie is not None else 0,
        onleesbaar=_unreadable_parts(gelezen, bron),
        gevraagd=versie.identificatie in gevraagd,
    )


def _unreadable_parts(gelezen: Gelezen, bron: BronSettings) -> tuple[Melding, ...]:
    """What of a version could not be read: told once where one cause keeps both from us."""
    found = [(part, _unreadable(f"de {part}", error, bron)) for part, error in gelezen.fouten]
    if len({_cause(error) for _, error in gelezen.fouten}) == 1 and len(found) > 1:
        both = " en ".join(part for part, _ in found)
        return (_unreadable(f"de {both}", gelezen.fouten[0][1], bron),)
    return tuple(melding for _, melding in found)


def _cause(error: SourceError) -> tuple[object, ...]:
    return error.failure, error.status, error.code


def _unreadable(what: str, error: SourceError, bron: BronSettings) -> Melding:
    oorzaak, stap = oorzaak_of(error, "catalogi", bron.tijd.totaal)
    return Melding(Meldingsoort.ONLEESBAAR, Stand.FOUT, f"{what} zijn niet te lezen. {oorzaak}", stap)


def _of_the_whole(kaarten: Sequence[ZaaktypeKaart], *, empty: bool, volledig: bool) -> Iterator[Melding]:
    if empty:
        yield attention(
            Meldingsoort.LEEG, "de catalogus is leeg, of wij mogen geen enkel zaaktype zien",
            "Controleer catalogi.url en het recht catalogi.lezen; zonder zaaktype heeft een zaak geen namen.",
        )  # fmt: skip
    if not volledig:
        yield attention(
            Meldingsoort.ONVOLLEDIG, "er zijn meer zaaktypen dan het register ons gaf: dit is niet de hele catalogus",
            "Bekijk een zaaktype dat ontbreekt in het register zelf, en vraag de leverancier naar het bladeren.",
        )  # fmt: skip
    if kaarten and not any(kaart.uitgewerkt for kaart in kaarten):
        yield Melding(
            Meldingsoort.NIETS_GETOOND, Stand.FOUT, "uw regels verbergen elk zaaktype: bewoners zien hier niets",
            "Pas zichtbaarheid aan; wat elk zaaktype verbergt, staat erachter.",
        )  # fmt: skip


def _is_about(vermelding: Vermelding, zaaktypen: Collection[str]) -> bool:
    about = vermelding.naam if vermelding.wat is Wat.ZAAKTYPE else vermelding.zaaktype
    return about in zaaktypen
