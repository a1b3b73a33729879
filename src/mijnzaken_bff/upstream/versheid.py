"""How long an answer says that it stays true."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

_DIRECTIVE = re.compile(r'([a-z-]+)(?:=(?:"([^"]*)"|([^\s,"]*)))?')
_SECONDS = re.compile(r"\d{1,10}", re.ASCII)
_STALE: Final = 0.0


def fresh_for(headers: httpx.Headers) -> float | None:
    """The seconds that an answer stays fresh from now on; None when it does not say.

    What says it wrongly, or twice, is stale at once, and so is ``no-cache`` or ``no-store``. Of the directives only
    those for a private cache count. Source: RFC 9111, 4.2.1, 4.2.3 and 5.2.2.
    """
    directives = _DIRECTIVE.findall(headers.get("cache-control", "").lower())
    if any(name in ("no-cache", "no-store") for name, _, _ in directives):
        return _STALE
    ages = [quoted or plain for name, quoted, plain in directives if name == "max-age"]
    if ages:
        lifetime = float(ages[0]) if len(ages) == 1 and _SECONDS.fullmatch(ages[0]) else _STALE
    elif "expires" in headers:
        lifetime = _between(headers.get("date"), headers["expires"])
    else:
        return None
    age = headers.get("age", "0")
    return max(_STALE, lifetime - float(age)) if _SECONDS.fullmatch(age) else _STALE


def _between(date: str | None, expires: str) -> float:
    """Seconds from ``date`` to ``expires``: by the clock of the server alone, so that ours need not agree with it."""
    start, end = moment(date), moment(expires)
    return (end - start).total_seconds() if start is not None and end is not None else _STALE


def moment(text: str | None) -> datetime | None:
    """The moment that a header tells; None when it tells none."""
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):  # "0" is written often, and means: long ago; others have no end of digits
        return None
    return moment if moment.tzinfo is not None else None
