"""What every test shares: the stage, and nobody's number in any log line, whatever the level and whoever writes it."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.loopback import Loopback
from tests.lekken import leaks
from tests.stories.portaal import Toneel

_CLOCKED = {"created", "msecs", "relativeCreated", "thread", "process"}
"""What the clock or the platform fills in: of nobody, and now and then nine digits of it look like a number."""


class Listener(logging.Handler):
    """Keeps every log line of a test, with all that hangs on it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        parts = [record.getMessage(), repr({key: value for key, value in vars(record).items() if key not in _CLOCKED})]
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(logging.Formatter().formatException(record.exc_info))
        self.lines.append(" ".join(parts))


LISTENER = Listener()

_LONG = ("tests/bench/", "tests/browser/", "tests/voorkant/")
"""Where few tests take minutes together, most of them in waiting."""


def pytest_configure() -> None:
    """Listen to everybody at DEBUG, from before the first test."""
    logging.getLogger().addHandler(LISTENER)
    for name in ("", "mijnzaken_bff", "aiohttp", "asyncio", "uvicorn"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    # As the service itself does: these print whole URLs at INFO, and a test that replays a GET uses them too.
    # The last one belongs to Schemathesis, whose URLs are full of numbers that it made up.
    for name in ("httpx", "httpcore", "hpack", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, then with the modules that hold most: who begins on those last ends on his own."""
    size = Counter(_module(item) for item in items)
    items.sort(key=lambda item: (not _module(item).startswith(_LONG), -size[_module(item)]))


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_collection_finish() -> None:
    """Let the garbage collector leave the tests alone: half a million objects that stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_number_in_the_log() -> Iterator[None]:
    LISTENER.lines.clear()
    yield
    if leaks("\n".join(LISTENER.lines)):  # far quicker for all at once than for each
        found = [line for line in LISTENER.lines if leaks(line)]
        pytest.fail(f"{len(found)} log lines hold a number of a person")


@pytest.fixture(scope="session")
def loopback() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def toneel(loopback: Loopback) -> Iterator[Toneel]:
    """The stage; when it is taken down, no URL or header on it ever held a number."""
    with closing(Toneel(loopback)) as toneel:
        yield toneel


@pytest.fixture
def waterdam(toneel: Toneel) -> Gemeente:
    return toneel.gemeente("Gemeente Waterdam", "001117518")


@pytest.fixture(scope="session")
def php() -> str:
    """The interpreter of PHP. On a developer's machine it may be absent; in CI it may not."""
    found = shutil.which("php")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("php is missing: apt-get install php-cli")
    if found is None:
        pytest.skip("php is missing (php-cli): this sample was not run")
    return found
