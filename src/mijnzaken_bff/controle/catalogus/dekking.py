"""How much of a catalogue says something to residents by itself, and how much the service has to guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mijnzaken_bff.contract.fase import FaseHerkomst
from mijnzaken_bff.controle.catalogus.statuskaart import StatusKaart
from mijnzaken_bff.controle.catalogus.zaaktypekaart import ZaaktypeKaart


@dataclass(frozen=True, slots=True)
class Dekking:
    """Counts. Of statustypen those of the zaaktypen that were looked at from nearby, but for the hidden ones."""

    zaaktypen: int
    """Versions that count now."""
    getoond: int
    intern: int
    """By the register, shown or not."""
    statustypen: int
    met_statustekst: int
    met_invulplek: int
    """Of those with a statustekst: with a template that shows through, so that it is dropped."""
    met_generieke_omschrijving: int
    verborgen: int
    """Statustypen that are never shown: these are not counted above."""
    fase_door: Mapping[FaseHerkomst, int]
    """By which rule a statustype has its fase: ``generiek``, ``naam`` and ``positie`` are guesses.

    An eindstatus that has only been guessed counts under ``eindstatus``: there the einddatum of the zaak decides.
    """


def dekking_of(zaaktypen: Iterable[ZaaktypeKaart]) -> Dekking:
    """The counts over the zaaktypen of one bron."""
    kaarten = tuple(zaaktypen)
    everything = [kaart for zaaktype in kaarten if zaaktype.uitgewerkt for kaart in zaaktype.statustypen or ()]
    shown = [kaart for kaart in everything if not kaart.verborgen]
    told = Counter(_herkomst(kaart) for kaart in shown)
    return Dekking(
        zaaktypen=len(kaarten),
        getoond=sum(kaart.getoond for kaart in kaarten),
        intern=sum(kaart.intern for kaart in kaarten),
        statustypen=len(shown),
        met_statustekst=sum(kaart.heeft_statustekst for kaart in shown),
        met_invulplek=sum(kaart.invulplek for kaart in shown),
        met_generieke_omschrijving=sum(kaart.heeft_generieke_omschrijving for kaart in shown),
        verborgen=len(everything) - len(shown),
        fase_door={herkomst: told[herkomst] for herkomst in FaseHerkomst if herkomst not in _NEVER},
    )


def _herkomst(kaart: StatusKaart) -> FaseHerkomst:
    return FaseHerkomst.EINDSTATUS if kaart.eindstatus and kaart.herkomst in _GUESSES else kaart.herkomst


_GUESSES = frozenset({FaseHerkomst.GENERIEK, FaseHerkomst.NAAM, FaseHerkomst.POSITIE})
_NEVER = frozenset({FaseHerkomst.EINDDATUM, FaseHerkomst.GEEN_STATUS})
"""What is about a zaak, and not about its statustype."""
