"""How every model of the standard is read: what we need, tolerant where registers differ, and never repeating input."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
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


def _text(value: Any) -> Any:
    return value.strip() or None if isinstance(value, str) else None


def _strict_day(value: Any) -> Any:
    if value is None or value == "":
        return None
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("geen datum")
    day = date.fromisoformat(match[1])
    return day if day >= _EARLIEST else None


def _required_day(value: Any) -> Any:
    day = _strict_day(value)
    if day is None:
        raise ValueError("geen datum")
    return day


def _lenient_day(value: Any) -> Any:
    try:
        return _strict_day(value)
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


Text = Annotated[str | None, BeforeValidator(_text)]
"""A text; ``""``, null, absent and anything that is no text are all None."""

Day = Annotated[date | None, BeforeValidator(_strict_day)]
"""A date without which the object means something else: unreadable is an error, empty and before 1900 are None."""

RequiredDay = Annotated[date, BeforeValidator(_required_day)]
"""A date that must be there: a number of seconds, empty and before 1900 are errors too."""

LenientDay = Annotated[date | None, BeforeValidator(_lenient_day)]
"""A date that only adds: unreadable is None."""

Moment = Annotated[datetime | None, BeforeValidator(_moment)]
"""A moment in UTC, or None."""

Number = Annotated[int | None, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]


def uuid_of(link: str | None) -> str | None:
    """The UUID at the end of a link, in lower case; None when it does not end in one."""
    tail = link[-36:].lower() if link else ""
    return tail if _UUID.fullmatch(tail) and tail != _NIL else None


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_NIL = "00000000-0000-0000-0000-000000000000"
