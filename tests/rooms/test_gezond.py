"""The health check: it says well only of a service that says so itself."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mijnzaken_bff.serving.gezond import ask
from mijnzaken_bff.settings.dienst import Beheer


@contextmanager
def answering(content: bytes, status: int = 200, adres: str = "127.0.0.1") -> Iterator[Beheer]:
    """Something that says this on a management port, once; ``b""``: that says nothing."""
    with socket.create_server((adres, 0)) as server:

        def serve() -> None:
            connected, _ = server.accept()
            with connected:
                connected.recv(1024)
                if content:
                    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\n\r\n"
                    connected.sendall(head.encode() + content)
                else:
                    connected.recv(1024)  # until the other side had enough

        thread = threading.Thread(target=serve)
        thread.start()
        yield Beheer(adres=adres, poort=server.getsockname()[1])
        thread.join()


@pytest.mark.parametrize(
    ("content", "status", "gereed", "well"),
    [
        (b'{"status": "levend"}', 200, False, True),
        (b'{"status": "gereed", "wachtOp": []}', 200, True, True),
        (b'{"status": "nietGereed", "wachtOp": ["stopt"]}', 503, True, False),
        (b'{"status": "levend"}', 200, True, False),
        (b'{"status": "levend"}', 500, False, False),
        (b'{"ok": true}', 200, False, False),
        (b"[]", 200, False, False),
        (b"<html>", 200, False, False),
        (b"\xff", 200, False, False),
    ],
)
def test_only_its_own_word_counts(content: bytes, status: int, gereed: bool, well: bool) -> None:
    with answering(content, status) as beheer:
        assert ask(beheer, gereed=gereed)[0] is well


def test_why_it_is_not_ready_is_told() -> None:
    told = b'{"status": "nietGereed", "wachtOp": ["stopt", "sleutels", "iets", 1]}'
    with answering(told, 503) as beheer:
        _, sentence = ask(beheer, gereed=True)

    assert sentence == "De dienst is niet gereed: hij stopt, geen enkele uitgever heeft sleutels, iets."


def test_whoever_says_nothing_is_not_waited_for() -> None:
    with answering(b"") as beheer:
        assert ask(beheer, gereed=False, patience=0.1)[0] is False


def test_what_listens_everywhere_is_asked_at_home() -> None:
    with answering(b'{"status": "levend"}', adres="0.0.0.0") as beheer:  # noqa: S104 - that is what it is about
        assert ask(beheer, gereed=False)[0] is True
