"""Log lines: one event a line, as JSON or for a terminal, and a closed list of the fields that a line may carry."""

from __future__ import annotations

import json
import logging
import math
import re
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal, TextIO

from mijnzaken_bff.domain.crash import place_of

FIELDS: Final = frozenset(
    {
        "at", "bron", "code", "error", "failure", "method", "ms", "reason", "request_id", "route",
        "status", "verborgen", "weggelaten", "what", "where", "zaken", "keys", "version", "zoekwijze",
        # of who asked, in the line of a request
        "uitgever", "kanaal", "klant", "niveau",
        # which bronnen a request asks: why these, and how many
        "keuze", "bronnen",
        # what the log of verwerkingen lost
        "aantal",
        # where the service listens
        "port",
    }
)  # fmt: skip
"""Every field a log line may have. None of them can hold a number, a name or a text of a zaak."""

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)

_NUMBER: Final = re.compile(r"(?:(?<!\d)|(?<=%\d\d))(?:\d{12}|\d{8,9})(?!\d)")
"""As long as a BSN, RSIN, KvK-nummer or vestigingsnummer, in digits of any script, also right after a ``%20``."""
MASK: Final = "***"

_STACK: Final = "Traceback (most recent call last)"
_RAISED: Final = re.compile(r"^(?:\w+\.)*(\w+)(?::|$)", re.ASCII)

_BEHIND_WORDS: Final = re.compile(r"[^\w .,!-].*", re.DOTALL)
"""What follows the first words of a message of asyncio: it prints arguments there, and the text of exceptions."""


class UnknownLogField(ValueError):
    """A log line carries a field that is not in the list."""


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """The fields that were given with a line. Raises ``UnknownLogField`` for one that is not in the list."""
    given = {key: value for key, value in vars(record).items() if key not in _OWN}
    if unknown := sorted(given.keys() - FIELDS):
        raise UnknownLogField(f"{record.name}: {', '.join(unknown)}")
    return given


def masked(text: str) -> str:
    """``text`` without runs of 8, 9 or 12 digits: the last net, under code that puts no number in a line at all."""
    return _NUMBER.sub(MASK, text)


def _safe(value: Any) -> Any:
    """A value as a line may hold it: its numbers masked, and of what is no JSON the kind alone."""
    match value:
        case None | bool():
            return value
        case str():
            return masked(str(value))
        case int():
            return MASK if _NUMBER.fullmatch(str(abs(value))) else value
        case float():
            return value if math.isfinite(value) else str(value)
        case list() | tuple():
            return [_safe(item) for item in value]
        case Mapping():
            return {masked(str(key)): _safe(item) for key, item in value.items()}
        case _:
            return type(value).__name__


def _event_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record tells. Of an exception, and of a stack that somebody put in a message, the kind alone."""
    line: dict[str, Any] = {}
    try:
        if isinstance(record.msg, BaseException):
            line |= {"event": "exception", "error": type(record.msg).__name__}
        else:
            line["event"] = record.getMessage()
    except Exception as error:  # noqa: BLE001 - the arguments do not fit the text, or cannot be printed
        line |= {"event": str(record.msg) if isinstance(record.msg, str) else "-", "error": type(error).__name__}
    if _STACK in line["event"]:
        last = _RAISED.match(line["event"].rstrip().rpartition("\n")[2])
        line |= {"event": "traceback", "error": last[1] if last else "-"}
    if record.name == "asyncio":
        line["event"] = _BEHIND_WORDS.sub("", line["event"]).strip()
    try:
        line |= fields_of(record)
    except UnknownLogField as error:
        line["unknown_field"] = str(error)
    if record.exc_info and record.exc_info[0]:
        line["error"] = record.exc_info[0].__name__
    return line


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """Everything that a line tells, safe to print. The id of a request is exempt from the net where it is a UUID."""
    facts: dict[str, Any] = {
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": masked(record.name),
    }
    for key, value in _event_of(record).items():
        exempt = key == "request_id" and isinstance(value, str) and _UUID.fullmatch(value)
        facts[key] = value if exempt else _safe(value)
    return facts


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how serious, what happened, and its fields. Exceptions are told by type only."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return json.dumps(_facts(record), ensure_ascii=True)


class TextLines(logging.Formatter):
    """The same for who watches a terminal. What is not a plain word stands between quotes, as JSON writes it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        facts = _facts(record)
        time, level, name = facts.pop("timestamp")[11:23], facts.pop("level").upper(), facts.pop("logger")
        event = _word(facts.pop("event"))
        told = "".join(f" {key}={_word(value)}" for key, value in facts.items())
        return f"{time} {level:<8} {_word(name.removeprefix('mijnzaken_bff.'))} {event}{told}"


_PLAIN: Final = re.compile(r"[\w./:*{}+-]+")


def _word(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str) or not _PLAIN.fullmatch(text):
        text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


class _Lines(logging.StreamHandler[TextIO]):
    """Writes lines. When that fails it is silent: what logging prints then repeats the record, unmasked."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as logging calls it
        """Let a line go that cannot be written."""


Logvorm = Literal["auto", "json", "tekst"]


def configure_logging(level: str = "INFO", stream: TextIO | None = None, vorm: Logvorm = "auto") -> None:
    """Send every log line to ``stream`` (standard error); the HTTP libraries speak only when they warn.

    So does the server: what it says of its start holds an address, and the service tells that itself.
    ``auto`` is text on a terminal and JSON everywhere else.
    """
    handler = _Lines(stream or sys.stderr)
    as_text = vorm == "tekst" or (vorm == "auto" and handler.stream.isatty())
    handler.setFormatter(TextLines() if as_text else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("httpx", "httpx2", "httpcore", "hpack", "aiohttp", "asyncio", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)


def log_crashes() -> None:
    """Log what nobody caught as one line, in the place of a stack on standard error: that shows messages and input."""
    logger = logging.getLogger(__name__)

    def crashed(_kind: type[BaseException], error: BaseException | None, _stack: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            return
        at = place_of(error) if error is not None else ""
        logger.critical("process_crashed", extra={"error": type(error).__name__, "at": at})

    sys.excepthook = crashed
    threading.excepthook = lambda args: crashed(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: crashed(args.exc_type, args.exc_value, args.exc_traceback)
