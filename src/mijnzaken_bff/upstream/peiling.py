"""Knocking at an API without asking anything: how its connection, its certificate and its clock are."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import httpx

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis, origin
from mijnzaken_bff.upstream.gesprek import USER_AGENT, answer_of

_WHY: Final = {
    9: "certificate_not_yet_valid",
    10: "certificate_expired",
    18: "certificate_unknown_issuer",
    19: "certificate_unknown_issuer",
    20: "certificate_unknown_issuer",
    21: "certificate_unknown_issuer",
    62: "certificate_other_host",
    64: "certificate_other_host",
}
"""What OpenSSL found wrong with a certificate. Source: OpenSSL, ``X509_V_ERR_*`` in ``x509_vfy.h``."""
_NO_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"})
"""What OpenSSL calls an answer that is not TLS; the words changed with its versions."""


@dataclass(frozen=True, slots=True)
class Handdruk:
    """A connection that was made: how long that took, and with what TLS. Over plain http there is none."""

    seconds: float
    tls: str | None = None
    """The version of TLS ("TLSv1.3")."""
    certificate_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Klop:
    """What an API said when nothing was asked: also a 401 or a 404 is an answer."""

    status: int
    seconds: float
    clock: datetime | None
    """What time it is there, to the second; None when it does not say."""
    version: str | None
    """Which version of the API it says that it is."""


async def shake_hands(basis: Basis, context: ssl.SSLContext) -> Handdruk:
    """Connect, look at the certificate, and leave.

    Raises ``SourceError``; a certificate that is refused is TLS, with a code that says why. Who waits sets the time.
    """
    scheme, host, port = origin(urlsplit(basis.url))
    begin = time.perf_counter()
    try:
        _, writer = await asyncio.open_connection(host, port, ssl=context if scheme == "https" else None)
    except ssl.SSLCertVerificationError as error:
        raise SourceError(Failure.TLS, "tls", code=_WHY.get(error.verify_code, "certificate_refused")) from error
    except ssl.SSLError as error:
        code = "no_tls" if error.reason in _NO_TLS else "handshake_refused"
        raise SourceError(Failure.TLS, "tls", code=code) from error
    except socket.gaierror as error:
        raise SourceError(Failure.DNS, "dns") from error
    except TimeoutError as error:  # of the platform, which gave up before we did
        raise SourceError(Failure.TIMEOUT, "connect") from error
    except OSError as error:
        raise SourceError(Failure.REFUSED, "connect") from error
    seconds = time.perf_counter() - begin
    try:
        over = writer.get_extra_info("ssl_object")
        if over is None:
            return Handdruk(seconds)
        return Handdruk(seconds, over.version(), _until(over.getpeercert()))
    finally:
        writer.transport.abort()


def _until(certificate: dict[str, str] | None) -> datetime | None:
    until = (certificate or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None


async def knock(basis: Basis, transport: httpx.AsyncBaseTransport, *, seconds: float) -> Klop:
    """Ask for the root of an API, with no credentials at all, and read no further than the head of its answer.

    Raises ``SourceError`` when no answer came.
    """
    headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
    timeout = httpx.Timeout(seconds).as_dict()
    request = httpx.Request("GET", basis.url, headers=headers, extensions={"timeout": timeout})
    begin = time.perf_counter()

    async def head(response: httpx.Response, _where: str) -> Klop:
        answered = response.headers
        version = answered.get("API-version", "")
        return Klop(
            response.status_code,
            time.perf_counter() - begin,
            _moment(answered.get("Date", "")),
            version if version.replace(".", "").isdigit() and len(version) <= 12 else None,
        )

    return await answer_of(transport, request, "root", head)


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
