"""The dry run on a terminal: per zaaktype what residents would see, and what somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.controle.bevinding import Stand
from mijnzaken_bff.controle.catalogus.dekking import Dekking
from mijnzaken_bff.controle.catalogus.melding import Melding
from mijnzaken_bff.controle.catalogus.rapport import Catalogusrapport, NaamOpPlaats
from mijnzaken_bff.controle.catalogus.statuskaart import StatusKaart
from mijnzaken_bff.controle.catalogus.woorden import FASE, counted, on_one_line
from mijnzaken_bff.controle.catalogus.zaaktypekaart import ZaaktypeKaart, versions_in_words
from mijnzaken_bff.controle.tabel import TEKENS, TOESTAND, summary
from mijnzaken_bff.normalise.zinnen import datum_in_woorden

_WIDEST = 40
"""Characters of the name of a status."""
_TEXT = 90
"""Characters of a text that residents read."""


def table(rapporten: Sequence[Catalogusrapport]) -> Iterator[str]:
    """The lines of the report, bron by bron, and how many of each there are at the end."""
    for rapport in rapporten:
        toestand = f"; {TOESTAND[rapport.toestand]}" if rapport.toestand else ""
        yield f"{TEKENS[rapport.stand]} {rapport.bron}  {rapport.naam} ({rapport.product}{toestand})"
        for melding in rapport.meldingen:
            yield from _melding(melding, "  ")
        if rapport.dekking is not None:
            yield from _catalogue(rapport, rapport.dekking)
        yield ""
    yield summary([rapport.stand for rapport in rapporten])


def _catalogue(rapport: Catalogusrapport, dekking: Dekking) -> Iterator[str]:
    yield from _counts(rapport, dekking)
    often = Counter(
        melding for kaart in rapport.zaaktypen for melding in kaart.meldingen if melding.stand is Stand.FOUT
    )
    for melding, count in often.items():
        yield from _melding(
            replace(melding, gezien=f"bij {counted(count, 'zaaktype', 'zaaktypen')}: {melding.gezien}"), "  "
        )
    for kaart in rapport.zaaktypen:
        if kaart.uitgewerkt:
            yield ""
            yield from _zaaktype(kaart)
    hidden = [kaart for kaart in rapport.zaaktypen if not kaart.uitgewerkt]
    if hidden:
        yield ""
        yield "  Niet getoond:"
        for kaart in hidden:
            yield f"    {_name(kaart)}: {kaart.waarom}"
    if rapport.namen:
        yield ""
        yield "  Namen in uw configuratie die niets vinden:"
        for op_plaats in rapport.namen:
            yield from _unknown(op_plaats)
    if dekking.statustypen:
        yield ""
        yield from _coverage(dekking)


def _counts(rapport: Catalogusrapport, dekking: Dekking) -> Iterator[str]:
    if rapport.alleen:
        if not rapport.zaaktypen and not rapport.niet_geldig:
            yield "  Wat u noemde, staat niet in deze catalogus."
    else:
        yield _how_many(dekking)
    if rapport.niet_geldig:
        names = ", ".join(on_one_line(name, _WIDEST) for name in rapport.niet_geldig)
        yield f"  Geldt nu niet, maar lopende zaken kunnen ervan zijn: {names}."


def _how_many(dekking: Dekking) -> str:
    hidden = dekking.zaaktypen - dekking.getoond
    count = counted(dekking.zaaktypen, "zaaktype geldt", "zaaktypen gelden")
    not_shown = f", en {hidden} niet" if hidden else ""
    internal = f"Volgens de catalogus {'is' if dekking.intern == 1 else 'zijn'} er {dekking.intern} intern."
    return f"  {count} nu: bewoners zien er {dekking.getoond}{not_shown}. {internal}"


def _name(kaart: ZaaktypeKaart) -> str:
    name = on_one_line(kaart.identificatie, _WIDEST) or "(zonder identificatie)"
    return f"{name}  {on_one_line(kaart.omschrijving)}".rstrip()


def _zaaktype(kaart: ZaaktypeKaart) -> Iterator[str]:
    yield f"  {TEKENS[kaart.stand]} {_name(kaart)}"
    if not kaart.getoond:
        yield f"      niet getoond: {kaart.waarom}"
    yield f"      titel voor bewoners: {on_one_line(kaart.titel, _TEXT) or '(het zaaknummer)'}"
    since = [f"geldt sinds {datum_in_woorden(kaart.geldig_van)}"] if kaart.geldig_van else []
    until = [f"tot en met {datum_in_woorden(kaart.geldig_tot)}"] if kaart.geldig_tot else []
    others = [f"{versions_in_words(kaart.andere_versies)}, waar lopende zaken van kunnen zijn"]
    told = [*since, *until, *(others if kaart.andere_versies else [])]
    if told:
        yield f"      {'; '.join(told)}"
    if kaart.getoond and kaart.waarom:
        yield f"      {kaart.waarom}"
    if kaart.statustypen:
        yield from _statussen(kaart.statustypen)
    for melding in kaart.meldingen:
        if melding.stand is not Stand.FOUT:  # that is told above, once for all that have it
            yield from _melding(melding, "      ")


def _statussen(statustypen: Sequence[StatusKaart]) -> Iterator[str]:
    wide = min(_WIDEST, max(len(on_one_line(kaart.omschrijving, _WIDEST)) for kaart in statustypen))
    for kaart in statustypen:
        number = "-" if kaart.volgnummer is None else str(kaart.volgnummer)
        fase, why = _fase(kaart)
        name = on_one_line(kaart.omschrijving, _WIDEST)
        yield f"      {number:>3}  {name:<{wide}}  {fase:<14}  {why}"
        yield from (f"           {line}" for line in _read(kaart))


def _fase(kaart: StatusKaart) -> tuple[str, str]:
    """The fase and why. The last status of a zaak mostly comes with an einddatum, and that is what closes it."""
    if kaart.eindstatus and kaart.fase is not Fase.AFGEROND:
        return FASE[Fase.AFGEROND], f"zodra de zaak een einddatum heeft; tot dan: {FASE[kaart.fase]}"
    return FASE[kaart.fase], kaart.waarom


def _read(kaart: StatusKaart) -> Iterator[str]:
    """What residents read that the line above does not say."""
    if kaart.verborgen:
        yield "bewoners zien deze status niet: hij staat in verberg"
        return
    if kaart.naam != kaart.omschrijving:
        yield f"naam:   {on_one_line(kaart.naam, _TEXT)}"
    if kaart.uitleg is not None:
        yield f"uitleg: {on_one_line(kaart.uitleg, _TEXT)}"
    if kaart.actie_nodig:
        yield "met de melding dat de organisatie op de bewoner wacht"


def _melding(melding: Melding, indent: str) -> Iterator[str]:
    yield f"{indent}{TEKENS[melding.stand]} {melding.gezien}"
    yield f"{indent}  doe: {melding.stap}"


def _unknown(op_plaats: NaamOpPlaats) -> Iterator[str]:
    naam, plaats = op_plaats.naam, op_plaats.plaats
    line = f" (regel {plaats.line})" if plaats.line else ""
    yield f"  {TEKENS[naam.stand]} {naam.gezien}"
    yield f"      staat in: {plaats.where}{line}"
    yield f"      doe:      {naam.stap}"


def _coverage(dekking: Dekking) -> Iterator[str]:
    told = dekking.fase_door
    words = told[FaseHerkomst.GENERIEK] + told[FaseHerkomst.NAAM]
    place, ours = told[FaseHerkomst.POSITIE], told[FaseHerkomst.CONFIGURATIE]
    guessed = f"{words + place} geraden ({words} uit een woord, {place} uit de plaats in het rijtje)"
    ends = counted(told[FaseHerkomst.EINDSTATUS], "eindstatus", "eindstatussen")
    lost = f" ({dekking.met_invulplek} met een invulplek)" if dekking.met_invulplek else ""
    generic = f"{dekking.met_generieke_omschrijving} met een generieke omschrijving"
    hidden = f"; {dekking.verborgen} verborgen" if dekking.verborgen else ""
    yield f"  Van de {counted(dekking.statustypen, 'status', 'statussen')} hierboven{hidden}:"
    yield f"    fase   {ours} door uw configuratie, {guessed}, {ends}, {told[FaseHerkomst.GEEN]} niet te bepalen"
    yield f"    tekst  {dekking.met_statustekst} met een statustekst{lost}, {generic}"
