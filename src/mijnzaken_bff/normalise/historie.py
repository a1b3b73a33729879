"""The statussen that a zaak had, each once and in order, the present one among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mijnzaken_bff.normalise.sleutel import sleutel_van
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.modellen import uuid_of
from mijnzaken_bff.zgw.status import Status
from mijnzaken_bff.zgw.zaak import Zaak
from mijnzaken_bff.zgw.zaaktype import StatusType

_UNKNOWN_MOMENT = datetime.max.replace(tzinfo=UTC)
"""Only the present status may lack its moment, and nothing comes after that."""


@dataclass(frozen=True, slots=True, repr=False)
class Gezet:
    """A status that was set. Does not print."""

    status: Status
    statustype: StatusType | None
    """None when the catalogue could not be read, or does not know it."""
    sleutel: str | None
    """The key of its statustype; None when the register does not name any."""
    huidig: bool
    """Whether it is the present status of the zaak."""

    def __repr__(self) -> str:
        return "Gezet(…)"


def historie_of(zaak: Zaak, soort: Soort, statussen: Sequence[Status] | None) -> tuple[Gezet, ...]:
    """The statussen of a zaak by moment, then by volgnummer, then as they came; of one moment the present one is last.

    What a register lists twice is one status, and the present one is added where it is missing. A status without a
    moment was not set: some registers list those to come, in the year 1753. Nothing is known of a status that belongs
    to another zaak. ``statussen`` None: they could not be read, and then there is at most the present one.
    """
    known: dict[object, Status] = {}
    found: list[Status] = []
    for status in statussen or ():
        names = _names(status)
        if status.datum_status_gezet is not None and zaak.has(status.zaak) and not any(name in known for name in names):
            found.append(status)
            known |= dict.fromkeys(names, status)
    present = zaak.expanded_status
    link = (present.url if present else None) or zaak.status
    names = [*_names(present)] if present else []
    now = next((known[name] for name in [_link(link), *names] if name in known), None)
    if now is None and present is not None:
        now = present if present.url else present.model_copy(update={"url": link})
        found.append(now)
    told = [_gezet(status, soort, huidig=status is now) for status in found]
    return tuple(sorted(told, key=_order))


def sleutel_of(statustype: StatusType) -> str:
    """What identifies a statustype: its UUID, else something that stays the same as long as it is called the same."""
    return sleutel_van(statustype.url, statustype.volgnummer, statustype.omschrijving)


def is_eindstatus(statustype: StatusType, soort: Soort) -> bool:
    """Whether a zaak ends with it: the flag, or where no statustype has that, the highest volgnummer.

    Registers have several of them, or none. Where the catalogue does not tell, nothing is an end.
    """
    if statustype.is_eindstatus or any(s.is_eindstatus for s in soort.statustypen or ()):
        return statustype.is_eindstatus
    return bool(soort.ladder) and sleutel_of(soort.ladder[-1]) == sleutel_of(statustype)


def is_heropend(zaak: Zaak, soort: Soort, historie: Iterable[Gezet]) -> bool:
    """Whether a zaak had ended and goes on: it has no einddatum, and its ``historie`` holds an end that it has left."""
    if zaak.einddatum is not None:
        return False
    left = False
    for gezet in historie:
        end = gezet.statustype is not None and is_eindstatus(gezet.statustype, soort)
        if gezet.huidig:
            return left and gezet.statustype is not None and not end
        left = left or end
    return False


def _gezet(status: Status, soort: Soort, *, huidig: bool) -> Gezet:
    statustype = soort.statustype(status.statustype)
    link = status.statustype
    sleutel = sleutel_of(statustype) if statustype else sleutel_van(link) if link else None
    return Gezet(status, statustype, sleutel, huidig)


def _order(gezet: Gezet) -> tuple[datetime, bool, bool, int]:
    volgnummer = gezet.statustype.volgnummer if gezet.statustype else None
    moment = gezet.status.datum_status_gezet or _UNKNOWN_MOMENT
    return moment, gezet.huidig, volgnummer is None, volgnummer or 0


def _names(status: Status) -> list[object]:
    """What makes two statussen one: the same link, or the same statustype at the same moment."""
    names: list[object] = [_link(status.url)] if status.url else []
    return [*names, (_link(status.statustype), status.datum_status_gezet)] if status.statustype else names


def _link(link: str | None) -> str | None:
    """A link as it is compared: a gateway may write the host of one and not of the other."""
    return uuid_of(link) or link
