"""Who may call what the demo has beside the service: this machine, from the page of the demo or by hand."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers

_LOOPBACK: Final = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_OWN: Final = frozenset({"same-origin", "none"})
"""What a browser says of a request of our own page, and of an address that somebody typed."""


def refused(headers: Headers) -> str | None:
    """Why a request is not answered, in Dutch; None when it is.

    The demo gives a token to whoever asks. A site elsewhere may not ask by way of a browser on this machine: not under
    a name of its own that leads here (DNS rebinding), and not from its own origin. Who is no browser does not say so.
    """
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _LOOPBACK.fullmatch(hosts[0]):
        return "De demo antwoordt alleen op deze computer: open de pagina op 127.0.0.1 of localhost."
    origins = headers.getlist("origin")
    if any(origin.lower() != f"http://{hosts[0].lower()}" for origin in origins):
        return "Alleen de pagina van de demo zelf mag dit vragen."
    if any(site.lower() not in _OWN for site in headers.getlist("sec-fetch-site")):
        return "Alleen de pagina van de demo zelf mag dit vragen."
    return None
