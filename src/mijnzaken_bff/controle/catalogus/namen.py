"""Whether the names in a configuration are names in the catalogue, and which one was meant where they are not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mijnzaken_bff.controle.bevinding import Stand
from mijnzaken_bff.controle.catalogus.vermelding import Vermelding, Wat
from mijnzaken_bff.controle.catalogus.woorden import on_one_line
from mijnzaken_bff.normalise.tekst import vergelijkbaar
from mijnzaken_bff.zgw.zaaktype import StatusType

_ALIKE = 0.7
"""How much of a name must be the same: a letter or two may be wrong, and a word may be missing."""
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Kennis:
    """What is known of the names in a catalogue. A kind or a zaaktype that is not in it could not be looked at."""

    zaaktypen: frozenset[str] | None = None
    """Every identificatie, of a version that does not count any more too."""
    statustypen: Mapping[str | None, tuple[StatusType, ...]] = field(default_factory=dict)
    """By zaaktype, of every version that was read; under None those of all zaaktypen, when all were read."""
    eigenschappen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    informatieobjecttypen: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class OnbekendeNaam:
    """A name in the configuration that matches nothing in the catalogue."""

    vermelding: Vermelding
    stand: Stand
    bedoeld: str | None
    """The name that was meant, probably."""
    keuze: tuple[str, ...]
    """The names that there are, when they are few."""

    @property
    def gezien(self) -> str:
        """What is wrong, in words."""
        name = self.vermelding.naam
        of = f" van {self.vermelding.zaaktype}" if self.vermelding.zaaktype is not None else ""
        told = f"volgnummer {name}" if isinstance(name, int) else f'{self.vermelding.wat} "{on_one_line(name)}"'
        return f"{told}{of} komt in de catalogus niet voor"

    @property
    def stap(self) -> str:
        """What to do about it."""
        if self.bedoeld is not None:
            return f'Bedoelt u "{self.bedoeld}"?'
        if self.keuze:
            return f"Kies uit: {', '.join(self.keuze)}."
        return "Neem de naam over uit de catalogus, of haal haar weg."


def unknown_among(vermeldingen: Iterable[Vermelding], kennis: Kennis) -> tuple[OnbekendeNaam, ...]:
    """The names that match nothing. What could not be looked at is not among them."""
    return tuple(
        _unknown(vermelding, known)
        for vermelding in vermeldingen
        if (known := _known(vermelding, kennis)) is not None and not _matches(vermelding, known)
    )


def open_statusnames(vermeldingen: Iterable[Vermelding], kennis: Kennis) -> tuple[Vermelding, ...]:
    """The statustypen among the names that match nothing yet: an older version may have them."""
    return tuple(
        vermelding
        for vermelding in vermeldingen
        if vermelding.wat is Wat.STATUSTYPE and not _matches(vermelding, _known(vermelding, kennis) or ())
    )


def _known(vermelding: Vermelding, kennis: Kennis) -> tuple[str | int, ...] | None:
    """The names that there are of this kind, in this place; None when nobody knows."""
    match vermelding.wat:
        case Wat.ZAAKTYPE:
            return None if kennis.zaaktypen is None else tuple(sorted(kennis.zaaktypen))
        case Wat.STATUSTYPE:
            found = kennis.statustypen.get(vermelding.zaaktype)
            return None if found is None else _names_of(found)
        case Wat.EIGENSCHAP:
            names = kennis.eigenschappen.get(vermelding.zaaktype or "")
            return None if names is None else tuple(sorted(names))
        case Wat.INFORMATIEOBJECTTYPE:
            return None if kennis.informatieobjecttypen is None else tuple(sorted(kennis.informatieobjecttypen))


def _names_of(statustypen: Iterable[StatusType]) -> tuple[str | int, ...]:
    return tuple(
        dict.fromkeys(
            name for s in statustypen for name in (s.omschrijving, s.volgnummer) if name is not None and name != ""
        )
    )


def _matches(vermelding: Vermelding, known: Iterable[str | int]) -> bool:
    """Whether the service would find it. An identificatie counts to the letter, another name by its words."""
    name = vermelding.naam
    if isinstance(name, int) or vermelding.wat is Wat.ZAAKTYPE:
        return name in known
    wanted = vergelijkbaar(name)
    return any(isinstance(other, str) and vergelijkbaar(other) == wanted for other in known)


def _unknown(vermelding: Vermelding, known: tuple[str | int, ...]) -> OnbekendeNaam:
    stand = Stand.FOUT if vermelding.verbergt else Stand.LET_OP
    if isinstance(vermelding.naam, int):
        names: list[str] = [str(other) for other in sorted(other for other in known if isinstance(other, int))]
        bedoeld = None
    else:
        names = [other for other in known if isinstance(other, str)]
        bedoeld = meant_by(vermelding.naam, names)
    few = tuple(on_one_line(name, 40) for name in names) if len(names) <= _MOST_NAMES else ()
    return OnbekendeNaam(vermelding, stand, bedoeld, () if bedoeld is not None else few)


def meant_by(name: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that differs from ``name`` by little; None when none does."""
    by_words: dict[str, str] = {}
    for other in names:
        by_words.setdefault(vergelijkbaar(other), other)
    found = difflib.get_close_matches(vergelijkbaar(name), list(by_words), n=1, cutoff=_ALIKE)
    return on_one_line(by_words[found[0]]) if found else None
