"""The JSON in the body of an answer."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from pydantic_core import from_json

from mijnzaken_bff.domain.failure import Failure, SourceError

_HALF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escape that is half a character; the strict reader refuses it unless the other half follows."""


def parsed(body: bytes, where: str) -> Any:
    """The JSON in ``body``, whatever its content type says. Raises ``SourceError(UNUSABLE)``.

    NaN, a depth that only an attacker needs and bytes that are no UTF-8 are refused; a byte order mark is forgiven, and
    so is half a surrogate pair in a text: one broken emoji must not cost somebody every zaak.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        if _HALF_A_PAIR.search(body) is None:
            raise SourceError(Failure.UNUSABLE, where) from error
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise SourceError(Failure.UNUSABLE, where) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
