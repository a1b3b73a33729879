"""How asking a bron can go wrong. Every failure has one name, whoever meets it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Failure(StrEnum):
    """What went wrong at one bron, in our words: no text, URL or number of the other side."""

    REFUSED = "refused"
    """Nobody listens there, or the connection was cut."""
    DNS = "dns"
    TLS = "tls"
    PROTOCOL = "protocol"
    """What came back is not HTTP, or ended too early."""
    SERVER_ERROR = "server_error"
    """5xx, except 503."""
    TIMEOUT = "timeout"
    OVERLOADED = "overloaded"
    """429 or 503, or our own queue for this bron is full."""
    NO_ACCESS = "no_access"
    """401 or 403: our own credentials are wrong or too small."""
    UNUSABLE = "unusable"
    """The answer came whole and cannot be used: no JSON, another shape, a redirect, 404 on a collection."""
    TOO_LARGE = "too_large"
    """An answer over our cap, before or after unpacking."""
    FILTER_IGNORED = "filter_ignored"
    """The register answered with zaken of somebody else: nothing of this answer can be trusted."""
    UNTRUSTED = "untrusted"
    """It was not asked: a search that must find nothing did not, and has not been right since."""
    REJECTED = "rejected"
    """Another 4xx: the register does not take our question."""
    FOREIGN_URL = "foreign_url"
    """A link to a place that is not configured for this bron. It was not followed."""
    NOT_SEARCHABLE = "not_searchable"
    """This bron cannot search for this kind of betrokkene."""
    SEARCH_ABSENT = "search_absent"
    """This bron has no search with the criteria in the body, and a number may not stand in its URLs."""
    NO_LONGER_THERE = "no_longer_there"
    """What a list named a moment ago is gone: removed, archived or moved."""
    EARLIER = "earlier"
    """It failed on an earlier page of the same walk, and stays out until a fresh first page."""
    MAINTENANCE = "maintenance"
    """Not asked, because there is planned maintenance."""
    INTERNAL = "internal"
    """A bug of ours over this one bron's answer."""


IN_TROUBLE: Final = frozenset(
    {
        Failure.REFUSED, Failure.DNS, Failure.TLS, Failure.PROTOCOL, Failure.SERVER_ERROR, Failure.TIMEOUT,
        Failure.OVERLOADED,
    }
)  # fmt: skip
"""There is nobody, or nobody who can tell now: so it would have been with any other question."""

NO_ANSWER: Final = IN_TROUBLE | {Failure.UNUSABLE, Failure.TOO_LARGE}
"""And what came back is no answer. A refusal is one: of our question, or of who we are."""


class SourceError(Exception):
    """This bron cannot tell. ``failure`` says why; the message is ours and names no person and no URL."""

    def __init__(
        self,
        failure: Failure,
        where: str = "",
        *,
        status: int | None = None,
        code: str | None = None,
        params: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
        retry_after: float | None = None,
        in_json: bool = False,
    ) -> None:
        super().__init__(f"{failure.value}{f' at {where}' if where else ''}{f' ({status})' if status else ''}")
        self.failure = failure
        self.where = where
        self.status = status
        """The HTTP status, where there was one."""
        self.code = code
        """The register's own code ("jwt-expired"), where it gave one that is safe to log."""
        self.params = params
        """The names of the parameters that the register refused ("expand"), as far as they are plain words."""
        self.unknown = unknown
        """Those among ``params`` of which it says that it does not know them, and not that their value is wrong."""
        self.in_json = in_json
        """Whether a refusal came with an object of JSON: an API wrote it, and not a web server before it."""
        self.retry_after = retry_after
        """Seconds until asking again makes sense, as far as somebody says so: the register, or our own breaker."""

    def anew(self) -> SourceError:
        """The same, never raised yet.

        What is raised holds every frame that it passed, with all they hold. Kept by one of these, or raised for several
        who wait, it ties them into a knot that only the garbage collector unties, and that one seldom comes.
        """
        return SourceError(
            self.failure,
            self.where,
            status=self.status,
            code=self.code,
            params=self.params,
            unknown=self.unknown,
            retry_after=self.retry_after,
            in_json=self.in_json,
        )
