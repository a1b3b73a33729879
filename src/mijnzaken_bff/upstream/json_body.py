"""The JSON in the body of an answer."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any, NoReturn

from pydantic_core import from_json

from mijnzaken_bff.domain.failure import Failure, SourceError

_HALF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escape that is half a character; the strict reader refuses it unless the other half follows."""


def parsed(body: bytes, where: str) -> Any:
    """The JSON in ``body``. Raises ``SourceError(UNUSABLE)``.

    NaN, a depth that only an attacker needs and bytes that are no UTF-8 are refused; a byte order mark is forgiven, and
    so is half a surrogate pair in a text: one broken emoji must not cost somebody every zaak.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    with suppress(ValueError):
        return from_json(body, allow_inf_nan=False)
    if _HALF_A_PAIR.search(body) is not None:
        with suppress(ValueError, RecursionError):
            return json.loads(body, parse_constant=_refuse)
    # Not while the error of a reader is handled: it holds the whole body, and would be kept as context.
    raise SourceError(Failure.UNUSABLE, where)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
