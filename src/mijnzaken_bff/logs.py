"""Log lines: JSON, one event a line, and a closed list of the fields that a line may carry."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO

FIELDS: Final = frozenset(
    {
        "at", "bron", "code", "error", "failure", "issuer", "method", "ms", "problem", "reason", "request_id", "route",
        "status", "verborgen", "weggelaten", "what", "where", "zaken", "keys", "version", "address",
        "zoekwijze",
    }
)  # fmt: skip
"""Every field a log line may have. None of them can hold a number, a name or a text of a zaak."""

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class UnknownLogField(ValueError):
    """A log line carries a field that is not in the list."""


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """The fields that were given with a line. Raises ``UnknownLogField`` for one that is not in the list."""
    given = {key: value for key, value in vars(record).items() if key not in _OWN}
    if unknown := sorted(given.keys() - FIELDS):
        raise UnknownLogField(f"{record.name}: {', '.join(unknown)}")
    return given


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how serious, what happened, and its fields. Exceptions are told by type only."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        try:
            line |= fields_of(record)
        except UnknownLogField as error:
            line["unknown_field"] = str(error)
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=True, default=lambda value: type(value).__name__)


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every log line to ``stream`` (standard error) as JSON; the HTTP libraries speak only when they warn."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("httpx", "httpcore", "aiohttp", "asyncio", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
