"""What the body of a refusal tells, as far as it can be repeated: words, and never a value."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable
from typing import Any, Final, NamedTuple

import httpx

from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.unpack import read_bounded

_CODE = re.compile(r"[a-z][a-z_-]{0,63}")
"""What the ``code`` of an error may look like before we repeat it in a log: words, and never a digit."""
_PARAM = re.compile(r"[A-Za-z_.]{1,100}")
"""What the name of a parameter may look like before we keep it: never a digit. The longest filter of ours has 70."""
_MOST_PARAMS = 20
_UNKNOWN_REASONS = ("Invalid query parameter", "Invalid body parameter")
"""What OneGround says of a parameter that it does not know. Its code (``invalid``) is that of many a wrong value."""


class Told(NamedTuple):
    """What an error body tells: its ``code``, which parameters it is about, and which of these are not known."""

    code: str | None = None
    params: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    in_json: bool = False
    """Whether it is an object of JSON at all."""


NOTHING_TOLD: Final = Told()


async def told_by(stream: AsyncIterable[bytes], encoding: str) -> Told:
    """What an error body tells.

    Its `detail` and `reason` may repeat what was asked, so they are not repeated; but for a reason that lists names.
    """
    try:
        body = parsed(await read_bounded(stream, encoding, 64 * 1024), "")
    except (SourceError, httpx.RequestError):
        return NOTHING_TOLD
    if not isinstance(body, dict):
        return NOTHING_TOLD
    return Told(safe_code(body.get("code")), *_params_of(body), in_json=True)


def _params_of(body: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the parameters that an error body is about, and of these the names that it does not know.

    Source: the ``ValidatieFout`` of every ZGW API; very old ones write ``invalid-params``.
    """
    listed = body.get("invalidParams", body.get("invalid-params"))
    params = [param for param in listed if isinstance(param, dict)] if isinstance(listed, list) else []
    names: list[Any] = []
    unknown: list[Any] = []
    for param in params:
        of_this = _unknown_in(param)
        names += [param.get("name"), *(name for name in of_this if name != param.get("name"))]
        unknown += of_this
    return _kept(names), _kept(unknown)


def _kept(names: list[Any]) -> tuple[str, ...]:
    return tuple(name for name in names if isinstance(name, str) and _PARAM.fullmatch(name))[:_MOST_PARAMS]


def _unknown_in(param: dict[str, Any]) -> list[Any]:
    """The parameters that a register says not to know, by the code of this one alone: any other is about a value.

    Open Zaak names the question as a whole and lists them in its reason ("Onbekende query parameters: expand,
    pageSize"), which holds names and no values. OneGround names each, under the code of a wrong value and with a fixed
    reason.
    """
    match param.get("code"), param.get("reason"):
        case "unknown-parameters", str(reason):
            return reason.partition(":")[2].replace(",", " ").split()
        case "invalid", reason if reason in _UNKNOWN_REASONS:
            return [param.get("name")]
        case _:
            return []


def safe_code(code: Any, pattern: re.Pattern[str] = _CODE) -> str | None:
    """``code`` when it is safe to log: a word or some, and never a digit."""
    return code if isinstance(code, str) and pattern.fullmatch(code) else None
