"""The demo gives a token to whoever asks, so it listens to this machine alone."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from mijnzaken_bff.demo.afscherming import refused

HOST = "127.0.0.1:8000"


@pytest.mark.parametrize("host", [HOST, "127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000", "[::1]"])
def test_who_asks_this_machine_by_hand_is_answered(host: str) -> None:
    assert refused(Headers({"host": host})) is None


@pytest.mark.parametrize(
    "host",
    [
        "kwaad.example",
        "localhost.kwaad.example",
        "127.0.0.1.kwaad.example:8000",
        "kwaad.example:8000@127.0.0.1",
        "127.0.0.1:8000.kwaad.example",
        "127.0.0.1:",
        "0.0.0.0:8000",
        "192.168.1.2:8000",
        "",
    ],
)
def test_a_name_of_somebody_else_that_leads_here_is_refused(host: str) -> None:
    assert refused(Headers({"host": host})) is not None


@pytest.mark.parametrize("hosts", [[], [HOST, HOST]], ids=["none", "two"])
def test_a_request_says_once_whom_it_asks(hosts: list[str]) -> None:
    assert refused(Headers(raw=[(b"host", host.encode()) for host in hosts])) is not None


@pytest.mark.parametrize(
    "told",
    [
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"},
        {"origin": f"HTTP://{HOST}"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
    ],
    ids=["page", "capitals", "page, GET", "typed"],
)
def test_the_page_of_the_demo_is_answered(told: dict[str, str]) -> None:
    assert refused(Headers({"host": HOST, **told})) is None


@pytest.mark.parametrize(
    "told",
    [
        {"origin": "https://kwaad.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "http://localhost:8000"},
        {"origin": f"https://{HOST}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
    ],
    ids=lambda told: " ".join(told.values()),
)
def test_a_site_elsewhere_cannot_ask_by_way_of_a_browser_here(told: dict[str, str]) -> None:
    assert refused(Headers({"host": HOST, **told})) is not None
