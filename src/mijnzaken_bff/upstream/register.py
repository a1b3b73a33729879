"""One API of one bron: what is asked of it, with what it needs to let us in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
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
from mijnzaken_bff.upstream.gesprek import USER_AGENT, answer_of, failure_of_status, named
from mijnzaken_bff.upstream.guard import Guard
from mijnzaken_bff.upstream.inhoudsstroom import CONTENT, Inhoudsstroom, inhoud_in
from mijnzaken_bff.upstream.inhoudsweg import Inhoudsweg
from mijnzaken_bff.upstream.json_body import parsed
from mijnzaken_bff.upstream.pages import Page, page_in
from mijnzaken_bff.upstream.retry_after import retry_after
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen
from mijnzaken_bff.upstream.transport import SENT_AGAIN
from mijnzaken_bff.upstream.unpack import read_bounded

T = TypeVar("T")
_Question = Callable[[Mapping[str, str]], httpx.Request]
"""Makes the request of a question with these credentials."""

_REMEMBERED: Final = 16
"""URLs and sets of headers that are kept ready for one API."""

_OF_CONTENT: Final[Mapping[str, str]] = {"Accept": "*/*", "Accept-Encoding": "identity"}
"""What is packed cannot be judged on its length."""

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
        inhoudsweg: Inhoudsweg | None = None,
    ) -> None:
        self.basis = basis
        self._credentials = credentials
        self._transport = transport
        self._guard = guard
        self._limits = limits or Limits()
        self._any_media_type = any_media_type
        self._inhoudsweg = inhoudsweg
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
        send = partial(self._answered, path=path, read=parsed, bevraging=bevraging)
        return await self._asked(self._question("GET", path, query, headers, None), send, bevraging)

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
        send = partial(self._answered, path=path, read=page_in, bevraging=bevraging)
        return await self._asked(self._question("POST", path, query, always, to_json(body)), send, bevraging)

    async def listed(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        bevraging: Bevraging | None = None,
    ) -> Page:
        """The page of a list at ``path``. Raises ``SourceError``."""
        send = partial(self._answered, path=path, read=page_in, bevraging=bevraging)
        return await self._asked(self._question("GET", path, query, headers, None), send, bevraging)

    @asynccontextmanager
    async def stream(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        bevraging: Bevraging | None = None,
        *,
        grenzen: Inhoudsgrenzen,
        omvang: int | None = None,
        pagina: bool = False,
    ) -> AsyncIterator[Inhoudsstroom]:
        """The bytes at ``path``, as they come; whoever leaves before the end of them breaks them off.

        The first of them are there when this begins, within the deadline of ``bevraging``: until then it is a call like
        any other, with its permit. After that it holds a connection of those for content, and ``grenzen`` apply.
        ``omvang``, the size that the register told elsewhere, counts only where the answer does not say where it ends,
        or where what is asked is a web page (``pagina``) and so may be mistaken for that of a login.

        Raises ``SourceError``, as long as it lasts: NO_LONGER_THERE for 404 and 410, UNUSABLE at ``inhoud`` when there
        is no content, OVERLOADED when too much is open of this bron, TOO_LARGE and TIMEOUT at ``inhoud`` beyond
        ``grenzen``, and PROTOCOL for less than was promised.
        Source: Documenten API 1.5, ``enkelvoudiginformatieobject_download``; measured: a 204 where there is nothing.
        """
        if self._inhoudsweg is None:
            raise RuntimeError("this API has no way for content")
        weg, asked = self._inhoudsweg, {**_OF_CONTENT, **(headers or {})}
        question = self._question("GET", path, query, asked, None, silent=grenzen.stil)
        # Leaving is done from the inside out: the connection is dropped, the call is noted, the place is given back.
        with weg.plaatsen.place():
            async with AsyncExitStack() as held:
                content = partial(inhoud_in, where=path.partition("/")[0], omvang=omvang, pagina=pagina)
                send = partial(self._begun, weg=weg, path=path, content=content, held=held, bevraging=bevraging)
                stroom = await self._in_time(self._asked(question, send, bevraging), path, bevraging)
                stroom.refuse_above(grenzen.bytes)
                limit = asyncio.timeout(grenzen.totaal)
                try:
                    async with limit:
                        yield stroom
                except TimeoutError as error:
                    if not limit.expired():
                        raise
                    raise SourceError(Failure.TIMEOUT, CONTENT) from error

    async def _in_time(self, asked: Awaitable[T], path: str, bevraging: Bevraging | None) -> T:
        """What comes of it before the deadline of the question. Nobody but us can keep it: the bytes may outlast it."""
        limit = asyncio.timeout_at(self._deadline(bevraging))
        try:
            async with limit:
                return await asked
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise SourceError(Failure.TIMEOUT, path.partition("/")[0]) from error

    async def _begun(
        self,
        request: httpx.Request,
        *,
        weg: Inhoudsweg,
        path: str,
        content: Callable[[httpx.Response], Inhoudsstroom],
        held: AsyncExitStack,
        bevraging: Bevraging | None,
    ) -> Inhoudsstroom:
        """The content of the answer, begun; what must be done at its end is for ``held``."""
        where = path.partition("/")[0]
        async with AsyncExitStack() as ours:
            in_time = ours.enter_context(bevraging.call()) if bevraging is not None else None
            with named(where):
                response = await weg.transport.handle_async_request(request)
            ours.push_async_callback(response.aclose)
            if response.status_code not in (200, 204):
                raise await self._refusal(response, where, gone=(404, 410))
            stroom = content(response)
            ours.push_async_callback(stroom.aclose)
            await stroom.begin()
            if in_time is not None:
                in_time()
            await held.enter_async_context(ours.pop_all())
        return stroom

    def missing(self) -> None:
        """Tell operators that there is no list where one must be: the caller knows which, and that it is not a page."""
        self._guard.alarm(Alarm.COLLECTIE_ONTBREEKT)

    def _deadline(self, bevraging: Bevraging | None) -> float:
        if bevraging is None:
            return asyncio.get_running_loop().time() + self._guard.seconds
        return bevraging.deadline

    async def _asked(
        self, question: _Question, send: Callable[[httpx.Request], Awaitable[T]], bevraging: Bevraging | None
    ) -> T:
        """What ``send`` makes of the answer: one that it cannot use is a failure of the register too."""
        deadline, guard = self._deadline(bevraging), self._guard
        await guard.enter(deadline, begins=bevraging is not None and bevraging.begint)
        try:
            own = await self._credentials.headers()
            request = question(own)
            try:
                return await self._sent(request, send, deadline)
            except SourceError as error:
                renewed = await self._renewed(own, error)
                if renewed is None and not await self._may_go_again(request, error, deadline):
                    raise
            if renewed is not None:
                before, request = request, question(renewed)
                if SENT_AGAIN in before.extensions:
                    request.extensions[SENT_AGAIN] = True
            answer = await self._sent(request, send, deadline, again=True)
            if renewed is not None:
                self._credentials.accepted(renewed)
            return answer
        except SourceError as error:
            if error.failure is Failure.NO_ACCESS:
                guard.alarm(Alarm.GEEN_TOEGANG)
            raise
        finally:
            guard.leave()

    def _question(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        content: bytes | None,
        *,
        silent: float | None = None,
    ) -> _Question:
        """What makes the request, with the credentials that it is given.

        ``silent``: how long the other side may be, in seconds, when not as long as always.
        """
        url = self._url(path, query, remember=content is not None)
        timeout = self._timeout if silent is None else {**self._timeout, "read": silent}
        return partial(self._request, method, url, headers=headers, content=content, timeout=timeout)

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
        own: Mapping[str, str],
        *,
        headers: Mapping[str, str] | None,
        content: bytes | None,
        timeout: Mapping[str, float | None],
    ) -> httpx.Request:
        told = (*(headers or {}).items(), *own.items())
        prepared = self._prepared.get(told)
        if prepared is None:
            prepared = self._prepared[told] = httpx.Headers({**self._headers, **dict(told)})
        return httpx.Request(method, url, headers=prepared, content=content, extensions={"timeout": timeout})

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
        send: Callable[[httpx.Request], Awaitable[T]],
        deadline: float,
        *,
        again: bool = False,
    ) -> T:
        attempt = self._guard.begin(deadline, again=again)
        try:
            answer = await send(request)
        except SourceError as error:
            attempt.failed(error)
            raise
        except BaseException:
            attempt.stopped()
            raise
        attempt.succeeded()
        return answer

    async def _answered(
        self, request: httpx.Request, *, path: str, read: Callable[[bytes, str], T], bevraging: Bevraging | None
    ) -> T:
        """What ``read`` makes of the body of the answer."""
        where = path.partition("/")[0]
        with bevraging.call() if bevraging is not None else nullcontext():
            body = await answer_of(self._transport, request, where, self._read)
        return read(body, where)

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
        raise await self._refusal(response, where)

    async def _refusal(self, response: httpx.Response, where: str, *, gone: Collection[int] = ()) -> SourceError:
        """What an answer with another status means, with what it tells; ``gone``: which say that it is not there."""
        stream, status = response.stream, response.status_code
        told = NOTHING_TOLD
        if 400 <= status < 500 and isinstance(stream, AsyncIterable):
            told = await told_by(stream, response.headers.get("content-encoding", ""))
        gateway = safe_code(response.headers.get("fsc-error-code"), _FSC_CODE)
        return SourceError(
            Failure.NO_LONGER_THERE if status in gone else failure_of_status(status),
            where,
            status=status,
            code=gateway or told.code,
            params=told.params,
            unknown=told.unknown,
            in_json=told.in_json,
            retry_after=retry_after(response.headers) if status in (429, 503) else None,
        )


def _is_json(content_type: str) -> bool:
    """Whether an answer calls itself JSON, or nothing at all: then it may be looked at. Source: RFC 9110, 8.3."""
    kind = content_type.partition(";")[0].strip()
    return not kind or _JSON.fullmatch(kind) is not None
