"""The content of a request: read before anything is done for it, and never more than we want."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from mijnzaken_bff.api.afwijzing import Afgewezen, Reden

MOST: Final = 16 * 1024
"""In bytes. No request of the contract needs a tenth of it."""
IN_TIME: Final = 5.0
"""In seconds, for all of it together."""


_BROKEN: Final = "inhoud_gebroken"


def break_content(state: MutableMapping[str, Any], reden: Reden) -> None:
    """Say in the ``state`` of a request that no more of it can be read, and why: ASGI has no word for that.

    Whoever waits for the rest must be woken.
    """
    state[_BROKEN] = reden


async def read_content(scope: Scope, receive: Receive, *, seconds: float = IN_TIME) -> bytes | None:
    """The whole content, empty for most requests; None when the caller left before the end of it.

    Raises ``Afgewezen`` when it is too large (by its own word, or as soon as it turns out so), too slow, no JSON, or
    cannot be read (``break_content``).
    """
    headers = Headers(scope=scope)
    if _announced(headers.get("content-length", "")) > MOST:
        raise Afgewezen(Reden.INHOUD)
    content = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                if broken := scope.get("state", {}).get(_BROKEN):
                    raise Afgewezen(broken)
                content += message.get("body", b"")
                if len(content) > MOST:
                    raise Afgewezen(Reden.INHOUD)
                if not message.get("more_body", False):
                    break
    except TimeoutError:
        raise Afgewezen(Reden.TRAAG) from None
    if content and not _is_json(headers):
        raise Afgewezen(Reden.MEDIATYPE)
    return bytes(content)


def _announced(length: str) -> int:
    """How many bytes will come, if the caller says so; a text that is no number says nothing."""
    digits = length.lstrip("0")
    return int(digits[:10]) if digits.isascii() and digits.isdigit() else 0


def _is_json(headers: Headers) -> bool:
    """Whether the content says that it is JSON, and not packed. Source: RFC 9110, 8.3 and 8.4."""
    types, codings = headers.getlist("content-type"), headers.getlist("content-encoding")
    if len(types) != 1 or any(coding.strip().lower() != "identity" for coding in codings):
        return False
    return types[0].partition(";")[0].strip().lower() == "application/json"
