"""The names of a catalogue that a configuration mentions, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.place import Place


class Wat(StrEnum):
    """What a name is one of."""

    ZAAKTYPE = "zaaktype"
    STATUSTYPE = "statustype"
    EIGENSCHAP = "eigenschap"
    INFORMATIEOBJECTTYPE = "informatieobjecttype"


@dataclass(frozen=True, slots=True)
class Vermelding:
    """One name."""

    place: Place
    """Below the bron."""
    naam: str | int
    """A number is a volgnummer."""
    wat: Wat
    zaaktype: str | None = None
    """The zaaktype in which it must be; None: any."""
    verbergt: bool = False
    """Whether it hides something: with a mistake in it, that is shown after all."""


_NAAM: Final = "*"
"""Here stands the name: a key, or an item of a list."""
_ZAAKTYPE: Final = "@"
"""Here stands the zaaktype that what is below it is about."""

_PLAATSEN: Final[tuple[tuple[str, Wat, bool], ...]] = (
    ("fasen.namen.*", Wat.STATUSTYPE, False),
    ("fasen.zaaktypen.*", Wat.ZAAKTYPE, False),
    ("fasen.zaaktypen.@.statussen.*", Wat.STATUSTYPE, False),
    ("fasen.zaaktypen.@.verberg.*", Wat.STATUSTYPE, True),
    ("fasen.zaaktypen.@.waarvoor.*", Wat.EIGENSCHAP, False),
    ("zichtbaarheid.zaaktypen.toon.*", Wat.ZAAKTYPE, False),
    ("zichtbaarheid.zaaktypen.weiger.*", Wat.ZAAKTYPE, True),
    ("zichtbaarheid.zaaktypen.vanaf.*", Wat.ZAAKTYPE, True),
    ("zichtbaarheid.documenten.soorten.toon.*", Wat.INFORMATIEOBJECTTYPE, False),
    ("zichtbaarheid.documenten.soorten.weiger.*", Wat.INFORMATIEOBJECTTYPE, True),
)
"""Where names stand, and whether a name there hides. A place that a configuration does not have is passed over."""


def vermeldingen_of(bron: BronSettings) -> tuple[Vermelding, ...]:
    """Every name that the settings of a bron mention, ``standaard`` included."""
    return vermeldingen_in({
        "fasen": bron.fasen.model_dump(by_alias=True),
        "zichtbaarheid": bron.zichtbaarheid.model_dump(by_alias=True),
    })  # fmt: skip


def vermeldingen_in(tree: Mapping[str, Any]) -> tuple[Vermelding, ...]:
    """Every name in settings that are written like this; each once, in order of ``_PLAATSEN``."""
    return tuple(
        vermelding
        for path, wat, verbergt in _PLAATSEN
        for vermelding in _found(tree, path.split("."), (), wat, None, verbergt=verbergt)
    )


def _found(
    tree: Any, path: list[str], place: Place, wat: Wat, zaaktype: str | None, *, verbergt: bool
) -> Iterator[Vermelding]:
    if not path:
        yield Vermelding(place, place[-1], wat, zaaktype, verbergt)
        return
    step, *rest = path
    for key in _keys(tree) if step in (_NAAM, _ZAAKTYPE) else [step] if isinstance(tree, dict) and step in tree else []:
        below = tree[key] if isinstance(tree, dict) else None
        of = str(key) if step == _ZAAKTYPE else zaaktype
        yield from _found(below, rest, (*place, key), wat, of, verbergt=verbergt)


def _keys(tree: Any) -> list[str | int]:
    match tree:
        case dict():
            return list(tree)
        case set() | frozenset():
            return sorted(tree)
        case list() | tuple():
            return list(dict.fromkeys(tree))
        case _:
            return []
