"""One API of one bron: what is asked of it, with what it needs to let us in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import httpx
from cachetools import LRUCache
from pydantic_core import to_json

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.meting import Alarm
from mijnzaken_bff.domain.verwerking import Bevraging
from mijnzaken_bff.upstream.basis import Basis
from mijnzaken_bff.upstream.credentials import Credentials
from mijnzaken_bff.upstream.foutbericht import NOTHING_TOLD, safe_code, told_by
from mijnzaken_bff.upstream.gesprek import USER_AGENT, answer_of, failure_of_status
from mijnzaken_bff.upstream.guard import Guard
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.pages import Page, page_in
from mijnzaken_bff.upstream.retry_after import retry_after
from mijnzaken_bff.upstream.transport import SENT_AGAIN
from mijnzaken_bff.upstream.unpack import read_bounded

T = TypeVar("T")

_REMEMBERED: Final = 16
"""URLs and sets of headers that are kept ready for one API."""

_JSON = re.compile(r"(application|text)/([\w.-]+\+)?json", re.IGNORECASE)
"""A media type that is JSON. Source: RFC 6839, 3.1."""
_FSC_CODE = re.compile(r"[A-Za-z][A-Za-z_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost."""

    answer_bytes: int = 5 * 1024 * 1024
    """Packed and unpacked."""
    connect_seconds: float = 2.0
    read_seconds: float = 10.0
    """Per read, so a net below the deadline: wider than it, and never the deadline itself."""


class Register:
    """One API of one bron: what it is asked carries its credentials, and nothing else does.

    ``guard`` lets each call through, or not, and hears how it ended. A question about a betrokkene comes with a
    ``bevraging``, which notes each call that is sent for it. Everything that is asked here only reads, so what fails
    may be sent once more: with other credentials when these were refused, or else as it was. A kept connection that
    turns out to be dead is no failure yet: the transport then sends the request again, once for all of a question.
    """

    def __init__(
        self,
        basis: Basis,
        credentials: Credentials,
        transport: httpx.AsyncBaseTransport,
        guard: Guard,
        *,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        any_media_type: bool = False,
    ) -> None:
        self.basis = basis
        self._credentials = credentials
        self._transport = transport
        self._guard = guard
        self._limits = limits or Limits()
        self._any_media_type = any_media_type
        self._timeout = httpx.Timeout(self._limits.read_seconds, connect=self._limits.connect_seconds).as_dict()
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": USER_AGENT,
            **(headers or {}),
        }
        self._urls: LRUCache[str, httpx.URL] = LRUCache(_REMEMBERED)
        self._prepared: LRUCache[tuple[tuple[str, str], ...], httpx.Headers] = LRUCache(_REMEMBERED)
        """Headers as the client wants them, by what they are made of: the same for minutes on end."""

    async def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        bevraging: Bevraging | None = None,
    ) -> Any:
        """The JSON at ``path`` (relative to the base URL). Raises ``SourceError``."""
        return await self._asked("GET", path, query, headers, None, read=parsed, bevraging=bevraging)

    async def follow(
        self,
        link: str,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        bevraging: Bevraging | None = None,
    ) -> Any:
        """The JSON behind a link out of an answer, if it belongs to this API. Raises ``SourceError``."""
        path = self.basis.reachable(link).removeprefix(self.basis.url)
        return await self.get(path, query, headers, bevraging)

    async def search(
        self,
        path: str,
        body: Mapping[str, Any],
        query: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        bevraging: Bevraging | None = None,
    ) -> Page:
        """The page that a safe POST with ``body`` finds: the criteria travel in the body. Raises ``SourceError``."""
        always = {"Content-Type": "application/json", **(headers or {})}
        return await self._asked("POST", path, query, always, to_json(body), read=page_in, bevraging=bevraging)

    async def listed(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        bevraging: Bevraging | None = None,
    ) -> Page:
        """The page of a list at ``path``. Raises ``SourceError``."""
        return await self._asked("GET", path, query, headers, None, read=page_in, bevraging=bevraging)

    def missing(self) -> None:
        """Tell operators that there is no list where one must be: the caller knows which, and that it is not a page."""
        self._guard.alarm(Alarm.COLLECTIE_ONTBREEKT)

    async def _asked(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        content: bytes | None,
        *,
        read: Callable[[bytes, str], T],
        bevraging: Bevraging | None,
    ) -> T:
        """What ``read`` makes of the body of the answer: one that it cannot use is a failure of the register too."""
        url = self._url(path, query, remember=content is not None)
        where = path.partition("/")[0]
        guard = self._guard
        if bevraging is None:
            deadline, begins = asyncio.get_running_loop().time() + guard.seconds, False
        else:
            deadline, begins = bevraging.deadline, bevraging.begint
        await guard.enter(deadline, begins=begins)
        try:
            own = await self._credentials.headers()
            request = self._request(method, url, headers, own, content)
            try:
                return await self._sent(request, where, read, deadline, bevraging)
            except SourceError as error:
                renewed = await self._renewed(own, error)
                if renewed is None and not await self._may_go_again(request, error, deadline):
                    raise
            if renewed is not None:
                before, request = request, self._request(method, url, headers, renewed, content)
                if SENT_AGAIN in before.extensions:
                    request.extensions[SENT_AGAIN] = True
            answer = await self._sent(request, where, read, deadline, bevraging, again=True)
            if renewed is not None:
                self._credentials.accepted(renewed)
            return answer
        except SourceError as error:
            if error.failure is Failure.NO_ACCESS:
                guard.alarm(Alarm.GEEN_TOEGANG)
            raise
        finally:
            guard.leave()

    def _url(self, path: str, query: Mapping[str, str] | None, *, remember: bool) -> httpx.URL:
        """The URL of a question. Those of searches are few and hold no number, so they are taken apart once."""
        text = self.basis.url + path + (f"?{urlencode(query)}" if query else "")
        if not remember:
            return httpx.URL(text)
        url = self._urls.get(text)
        if url is None:
            url = self._urls[text] = httpx.URL(text)
        return url

    def _request(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str] | None,
        own: Mapping[str, str],
        content: bytes | None,
    ) -> httpx.Request:
        told = (*(headers or {}).items(), *own.items())
        prepared = self._prepared.get(told)
        if prepared is None:
            prepared = self._prepared[told] = httpx.Headers({**self._headers, **dict(told)})
        return httpx.Request(method, url, headers=prepared, content=content, extensions={"timeout": self._timeout})

    async def _renewed(self, own: Mapping[str, str], refused: SourceError) -> Mapping[str, str] | None:
        """Other credentials to ask once more with, when it was these that were refused."""
        return await self._credentials.renewed(own, refused) if refused.status in (401, 403) else None

    async def _may_go_again(self, request: httpx.Request, failed: SourceError, deadline: float) -> bool:
        """Wait for the moment to send ``request`` once more as it was. False when it stays with this failure."""
        if SENT_AGAIN in request.extensions:
            return False
        pause = self._guard.pause_before_retry(failed, deadline)
        if pause is None:
            return False
        await asyncio.sleep(pause)
        request.extensions[SENT_AGAIN] = True
        return True

    async def _sent(
        self,
        request: httpx.Request,
        where: str,
        read: Callable[[bytes, str], T],
        deadline: float,
        bevraging: Bevraging | None,
        *,
        again: bool = False,
    ) -> T:
        attempt = self._guard.begin(deadline, again=again)
        try:
            with bevraging.call() if bevraging is not None else nullcontext():
                body = await answer_of(self._transport, request, where, self._read)
            answer = read(body, where)
        except SourceError as error:
            attempt.failed(error)
            raise
        except BaseException:
            attempt.stopped()
            raise
        attempt.succeeded()
        return answer

    async def _read(self, response: httpx.Response, where: str) -> bytes:
        stream = response.stream
        if not isinstance(stream, AsyncIterable):  # the interface of httpx allows a synchronous body too
            raise SourceError(Failure.PROTOCOL, where)
        encoding = response.headers.get("content-encoding", "")
        status = response.status_code
        if status in (200, 201):
            if not self._any_media_type and not _is_json(response.headers.get("content-type", "")):
                raise SourceError(Failure.UNUSABLE, "content-type", status=status)
            return await read_bounded(stream, encoding, self._limits.answer_bytes)
        told = await told_by(stream, encoding) if 400 <= status < 500 else NOTHING_TOLD
        gateway = safe_code(response.headers.get("fsc-error-code"), _FSC_CODE)
        code = gateway or told.code
        raise SourceError(
            failure_of_status(status),
            where,
            status=status,
            code=code,
            params=told.params,
            unknown=told.unknown,
            retry_after=retry_after(response.headers) if status in (429, 503) else None,
        )


def _is_json(content_type: str) -> bool:
    """Whether an answer calls itself JSON, or nothing at all: then it may be looked at. Source: RFC 9110, 8.3."""
    kind = content_type.partition(";")[0].strip()
    return not kind or _JSON.fullmatch(kind) is not None
