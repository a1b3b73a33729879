"""When a server says to come back."""

from __future__ import annotations

import re
from typing import Final

import httpx

from mijnzaken_bff.upstream.versheid import moment

_SECONDS: Final = re.compile(r"\d{1,10}", re.ASCII)


def retry_after(headers: httpx.Headers) -> float | None:
    """Seconds until another try makes sense, as far as the answer says so; never below zero.

    A date counts from the ``Date`` of the same answer, by the clock of the server alone: ours need not agree with it.
    Source: RFC 9110, 10.2.3.
    """
    told = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(told):
        return float(told)
    now, then = moment(headers.get("date")), moment(told)
    return max(0.0, (then - now).total_seconds()) if now is not None and then is not None else None
