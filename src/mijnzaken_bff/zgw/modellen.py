"""How every model of the standard is read: what we need, tolerant where registers differ, and never repeating input."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from mijnzaken_bff.domain.clock import AMSTERDAM

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII)
_EARLIEST = date(1900, 1, 1)
"""Some registers write years such as 1753 for "no date"."""


class UpstreamModel(BaseModel):
    """An object of a register: unknown keys pass, and an error does not repeat what was sent."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True, validate_by_name=True
    )


M = TypeVar("M", bound=UpstreamModel)


def read_each(model: type[M], items: Iterable[Any]) -> tuple[M, ...]:
    """Each of the ``items`` that can be read: one that cannot does not take the others along."""
    found = []
    for item in items:
        try:
            found.append(model.model_validate(item))
        except ValidationError:
            continue
    return tuple(found)


def text_in(value: object) -> str | None:
    """The text that ``value`` is; ``""``, null and anything that is no text are all None."""
    return value.strip() or None if isinstance(value, str) else None


def day_in(value: object) -> date | None:
    """The day that ``value`` states; None when it states none: null, empty, or before 1900.

    Raises ``ValueError`` for anything that is no date, a number of seconds included.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("geen datum")
    return _day_in(value)


@lru_cache(maxsize=8192)
def _day_in(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError("geen datum")
    day = date.fromisoformat(match[1])
    return day if day >= _EARLIEST else None


def _required_day(value: Any) -> Any:
    day = day_in(value)
    if day is None:
        raise ValueError("geen datum")
    return day


def lenient_day(value: object) -> date | None:
    """As ``day_in``, and None for what is no date."""
    try:
        return day_in(value)
    except ValueError:
        return None


def _moment(value: Any) -> Any:
    """A moment with its zone; without one it is Dutch time. Unreadable or before 1900: None."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.year < _EARLIEST.year:
        return None
    try:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)
        moment.astimezone(AMSTERDAM)  # its day must exist there too
    except OverflowError:
        return None
    return moment


def _number(value: Any) -> Any:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: Any) -> Any:
    return value is True


Text = Annotated[str | None, BeforeValidator(text_in)]
"""A text; ``""``, null, absent and anything that is no text are all None."""

Day = Annotated[date | None, BeforeValidator(day_in)]
"""A date without which the object means something else: unreadable is an error, empty and before 1900 are None."""

RequiredDay = Annotated[date, BeforeValidator(_required_day)]
"""A date that must be there: a number of seconds, empty and before 1900 are errors too."""

LenientDay = Annotated[date | None, BeforeValidator(lenient_day)]
"""A date that only adds: unreadable is None."""

Moment = Annotated[datetime | None, BeforeValidator(_moment)]
"""A moment in UTC, or None."""

Number = Annotated[int | None, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]


def uuid_of(link: str | None) -> str | None:
    """The UUID at the end of the path of a link, in lower case; None when it does not end in one."""
    if not link:
        return None
    tail = link[-36:].lower()
    if not _UUID.fullmatch(tail):
        tail = link.partition("#")[0].partition("?")[0].rstrip("/")[-36:].lower()
        if not _UUID.fullmatch(tail):
            return None
    return tail if tail != _NIL else None


def same(one: object, other: object) -> bool:
    """Whether two links name one object: a gateway may write the host of one and not of the other."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return one == other or (uuid_of(one) is not None and uuid_of(one) == uuid_of(other))


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_NIL = "00000000-0000-0000-0000-000000000000"
