"""Everything that a dry run over the catalogue of one bron found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mijnzaken_bff.controle.bevinding import Stand, worst
from mijnzaken_bff.controle.catalogus.dekking import Dekking, dekking_of
from mijnzaken_bff.controle.catalogus.inventaris import Gelezen, Inventaris
from mijnzaken_bff.controle.catalogus.melding import Melding, Meldingsoort, attention
from mijnzaken_bff.controle.catalogus.namen import Kennis, OnbekendeNaam, open_statusnames, unknown_among
from mijnzaken_bff.controle.catalogus.vermelding import Vermelding, Wat, vermeldingen_of
from mijnzaken_bff.controle.catalogus.zaaktypekaart import ZaaktypeKaart, kaart_of
from mijnzaken_bff.controle.oorzaken import oorzaak_of
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.normalise.tekst import schoon
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.problem import Problem
from mijnzaken_bff.zgw.zaaktype import StatusType, ZaakTypeVersie

_MOST_OLDER = 200
"""Versions that do not count any more and are read all the same, to see whether a name is of one of them."""


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
    zaaktypen: tuple[ZaaktypeKaart, ...] = ()
    """The versions that count now, by identificatie; where zaaktypen were asked for by name, these alone."""
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
        zaaktypen=tuple(kaarten),
        niet_geldig=tuple(schoon(name) or "" for name in sorted(bekend - counting) if not gevraagd or name in gevraagd),
        dekking=dekking_of(kaarten),
        meldingen=tuple(_of_the_whole(kaarten, empty=not lijst.items, volledig=lijst.volledig)),
    )
    vermeldingen = [one for one in vermeldingen_of(bron) if not gevraagd or _is_about(one, gevraagd)]
    kennis = await _kennis(inventaris, vermeldingen, by_name, gelezen, volledig=lijst.volledig)
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


async def _kennis(
    inventaris: Inventaris,
    vermeldingen: Sequence[Vermelding],
    by_name: Mapping[str | None, Sequence[ZaakTypeVersie]],
    gelezen: Sequence[Gelezen],
    *,
    volledig: bool,
) -> Kennis:
    """The names in a catalogue, as far as these ``vermeldingen`` need them."""
    bekend = frozenset(name for name in by_name if name is not None)
    statustypen = _statustypen(gelezen)
    still_open = open_statusnames(vermeldingen, Kennis(statustypen=statustypen))
    if still_open:
        everywhere = any(vermelding.zaaktype is None for vermelding in still_open)
        names = by_name if everywhere else {vermelding.zaaktype for vermelding in still_open}
        older = [versie for name in names for versie in by_name.get(name, ())]
        older.sort(key=lambda versie: versie.begin_geldigheid or date.min, reverse=True)
        statustypen = _statustypen([*gelezen, *await inventaris.gelezen(older[:_MOST_OLDER])])
        if everywhere and (len(older) > _MOST_OLDER or not volledig):
            statustypen.pop(None, None)
    return Kennis(
        zaaktypen=bekend if volledig else None,
        statustypen=statustypen,
        eigenschappen=await _eigenschappen(inventaris, vermeldingen, by_name),
        informatieobjecttypen=await _informatieobjecttypen(inventaris, vermeldingen),
    )


def _statustypen(gelezen: Iterable[Gelezen]) -> dict[str | None, tuple[StatusType, ...]]:
    """The statustypen of each zaaktype, and under None all of them; not of one of which a version is unreadable."""
    found: dict[str | None, list[StatusType]] = defaultdict(list)
    unreadable: set[str | None] = set()
    for one in gelezen:
        for name in {one.versie.identificatie, None}:
            found[name] += one.soort.statustypen or ()
            if one.soort.statustypen is None:
                unreadable.add(name)
    return {name: tuple(types) for name, types in found.items() if name not in unreadable}


async def _eigenschappen(
    inventaris: Inventaris,
    vermeldingen: Iterable[Vermelding],
    by_name: Mapping[str | None, Sequence[ZaakTypeVersie]],
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in Counter(one.zaaktype for one in vermeldingen if one.wat is Wat.EIGENSCHAP):
        if name is None or name not in by_name:
            continue
        try:
            read = [await inventaris.eigenschappen(versie) for versie in by_name[name]]
        except SourceError:
            continue  # then nobody knows; that the catalogue fails is told where its statustypen are
        found[name] = frozenset(one.naam for some in read for one in some if one.naam is not None)
    return found


async def _informatieobjecttypen(inventaris: Inventaris, vermeldingen: Iterable[Vermelding]) -> frozenset[str] | None:
    if all(one.wat is not Wat.INFORMATIEOBJECTTYPE for one in vermeldingen):
        return None
    try:
        lijst = await inventaris.informatieobjecttypen()
    except SourceError:
        return None
    names = frozenset(one.omschrijving for one in lijst.items if one.omschrijving is not None)
    return names if lijst.volledig else None
