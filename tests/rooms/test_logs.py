"""A log line is one line of JSON, and carries nothing but the fields on a closed list."""

from __future__ import annotations

import ast
import io
import json
import logging
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mijnzaken_bff
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.logs import (
    FIELDS,
    JsonLines,
    Logvorm,
    TextLines,
    UnknownLogField,
    configure_logging,
    fields_of,
)

ANNA = "999990019"
SOURCE = Path(mijnzaken_bff.__file__).parent


def record(event: str = "bron_answered", level: int = logging.INFO, exc_info: Any = None, **extra: Any) -> Any:
    """A log record with these fields."""
    logger = logging.getLogger("mijnzaken_bff.fanout")
    return logger.makeRecord(logger.name, level, "ask.py", 7, event, (), exc_info, extra=extra)


def line_of(made: logging.LogRecord) -> dict[str, Any]:
    text = JsonLines().format(made)
    assert "\n" not in text
    assert text.isascii()
    line = json.loads(text)
    assert isinstance(line, dict)
    return line


def test_a_line_says_when_how_serious_who_and_what():
    made = record(bron="waterdam", ms=184, zaken=3)
    made.created = 1_795_446_245.25

    assert line_of(made) == {
        "timestamp": "2026-11-23T15:04:05.250+00:00",
        "level": "info",
        "logger": "mijnzaken_bff.fanout",
        "event": "bron_answered",
        "bron": "waterdam",
        "ms": 184,
        "zaken": 3,
    }


def test_a_field_that_is_not_on_the_list_is_marked_and_its_value_left_out():
    made = record(bron="waterdam", naam="marker", bsn="marker")

    line = line_of(made)

    assert line["unknown_field"] == "mijnzaken_bff.fanout: bsn, naam"
    assert "marker" not in json.dumps(line)
    assert "bron" not in line
    with pytest.raises(UnknownLogField):
        fields_of(made)


def test_the_fields_of_a_line_are_those_that_were_given():
    assert fields_of(record()) == {}
    assert fields_of(record(bron="waterdam", code=None)) == {"bron": "waterdam", "code": None}


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nlevel=error", "\x1b[31mrood", "\0", "\u2028", "\u202e", "\x7f", "é✓", '"}']
)
def test_no_text_breaks_out_of_its_line(text: str):
    line = line_of(record(text, where=text))

    assert line["where"] == text
    assert line["event"] == text
    raw = JsonLines().format(record(text, where=text))
    assert not any(ord(character) < 32 for character in raw)


def test_an_exception_is_told_by_its_kind_alone():
    try:
        raise ValueError(f"marker {ANNA}")
    except ValueError as error:
        made = record("request_crashed", logging.ERROR, (type(error), error, error.__traceback__))

    line = line_of(made)

    assert line["error"] == "ValueError"
    assert line["level"] == "error"
    assert "marker" not in json.dumps(line)
    assert set(line) == {"timestamp", "level", "logger", "event", "error"}


@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
def test_an_exception_in_the_place_of_a_message_is_told_by_its_kind_alone(form: logging.Formatter):
    error = OSError(98, "error while attempting to bind on address ('127.0.0.1', 8000) marker")

    line = form.format(logging.makeLogRecord({"name": "uvicorn.error", "msg": error}))

    assert "OSError" in line
    assert "127.0.0.1" not in line
    assert "marker" not in line


def test_a_line_without_exception_names_none():
    assert "error" not in line_of(record(exc_info=(None, None, None)))


def test_something_that_is_no_json_is_told_by_its_kind():
    line = line_of(record(what=Bsn(ANNA), keys={1}, where=b"x", ms=float("nan"), zaken=["a", {"b": object()}]))

    assert (line["what"], line["keys"], line["where"]) == ("Bsn", "set", "bytes")
    assert (line["ms"], line["zaken"]) == ("nan", ["a", {"b": "object"}])


# In the form for a terminal.


def text_of(made: logging.LogRecord) -> str:
    text = TextLines().format(made)
    assert text.isprintable()
    return text


def test_on_a_terminal_a_line_reads_as_text():
    made = record(bron="waterdam", ms=184, where="zaken/_zoek", code=None)
    made.created = 1_795_446_245.25

    assert text_of(made) == (
        "15:04:05.250 INFO     fanout bron_answered bron=waterdam ms=184 where=zaken/_zoek code=null"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b status=200", '"a b status=200"'),
        ("a\r\n12:00:00 ERROR", '"a\\r\\n12:00:00 ERROR"'),
        ("\x1b[31mrood", '"\\u001b[31mrood"'),
        ("\0\x7f\x85", '"\\u0000\\u007f\\u0085"'),
        ("\u2028\u2029\u202e\u200b", '"\\u2028\\u2029\\u202e\\u200b"'),
        ("\ud800", '"\\ud800"'),
        ("\U000e0001", '"\\udb40\\udc01"'),
        ('"}\\', '"\\"}\\\\"'),
        ("één ✓", '"één ✓"'),
        ("", '""'),
    ],
)
def test_no_text_breaks_out_of_its_place_on_a_terminal(text: str, shown: str):
    line = text_of(record(text, where=text))

    assert line.endswith(f" fanout {shown} where={shown}")
    assert json.loads(shown) == text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("stream", "vorm", "json_line"),
    [
        (io.StringIO(), "auto", True),
        (Terminal(), "auto", False),
        (Terminal(), "json", True),
        (io.StringIO(), "tekst", False),
    ],
)
def test_the_form_is_that_of_the_stream_unless_one_was_chosen(stream: io.StringIO, vorm: Logvorm, json_line: bool):
    configure_logging("INFO", stream, vorm)

    logging.getLogger("anders").info("proef")

    assert stream.getvalue().startswith("{") is json_line
    assert "proef" in stream.getvalue()


# The last net.


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"bsn {ANNA}.", "bsn ***."),
        ("kvk=90004760", "kvk=***"),
        ("000047600001", "***"),
        (f"a%20{ANNA}%3D{ANNA}", "a%20***%3D***"),
        ("٩٩٩٩٩٠٠١٩", "***"),
        ("1234567", "1234567"),
        ("1234567890", "1234567890"),
        ("12345678901", "12345678901"),
        ("1234567890123", "1234567890123"),
        ("2026-11-23T15:04:05Z", "2026-11-23T15:04:05Z"),
    ],
)
@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
def test_what_is_as_long_as_a_number_is_masked_wherever_it_stands(form: logging.Formatter, text: str, left: str):
    own = form.format(record(text, where=text, keys=[text, {text: text}]))
    other = form.format(logging.makeLogRecord({"name": text, "msg": "van %s", "args": (text,)}))

    assert own.count(left) >= 5
    assert other.count(left) >= 2
    if text != left:
        assert text not in own
        assert json.dumps(text)[1:-1] not in own
        assert text not in other


def test_a_number_that_is_no_text_is_masked_too():
    line = line_of(record(zaken=int(ANNA), ms=-90004760, status=200))

    assert (line["zaken"], line["ms"], line["status"]) == ("***", "***", 200)


def test_the_id_of_a_request_is_left_whole_when_it_is_one():
    for verzoek_id in ("12345678-1234-4234-8234-123456789012", "0C4C3B1E-7C0E-4B5E-9D43-0A5B0C1F7A11"):
        assert line_of(record(request_id=verzoek_id))["request_id"] == verzoek_id
    assert line_of(record(request_id=f"12345678-{ANNA}"))["request_id"] == "***-***"
    assert line_of(record(where="12345678-1234-4234-8234-123456789012"))["where"] == "***-1234-4234-8234-***"


@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
def test_of_a_stack_in_the_message_of_others_the_kind_of_error_is_left(form: logging.Formatter):
    try:
        raise LookupError("marker")
    except LookupError:
        stack = traceback.format_exc()

    line = form.format(logging.makeLogRecord({"name": "uvicorn.error", "msg": stack, "stack_info": "marker"}))

    assert "marker" not in line
    assert "LookupError" in line


@pytest.mark.parametrize(("msg", "args"), [("%d", ("marker",)), ("%s %s", ("marker",)), (Bsn(ANNA), ("marker",))])
def test_a_message_that_does_not_fit_its_arguments_is_a_line_all_the_same(msg: object, args: tuple[object, ...]):
    line = line_of(logging.makeLogRecord({"name": "anders", "msg": msg, "args": args}))

    assert line["error"] == "TypeError"
    assert "marker" not in json.dumps(line)


@pytest.mark.usefixtures("restored")
def test_a_line_that_cannot_be_written_costs_nothing_and_shows_nothing(capsys: pytest.CaptureFixture[str]):
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    configure_logging("INFO", Full())

    logging.getLogger("anders").warning("proef marker")

    said = capsys.readouterr()
    assert said.out == said.err == ""


@pytest.mark.parametrize(
    "crash",
    [
        "raise ValueError('marker')",
        "import threading; t = threading.Thread(target=lambda: int('marker')); t.start(); t.join()",
        "type('X', (), {'__del__': lambda self: int('marker')})()",
        "import asyncio as a; l = a.new_event_loop(); l.call_soon(int, 'marker'); l.call_soon(l.stop); l.run_forever()",
        "import asyncio as a; l = a.new_event_loop(); l.create_future().set_exception(ValueError('marker'))",
    ],
)
def test_what_nobody_caught_is_one_line_without_its_message(crash: str):
    code = f"from mijnzaken_bff import logs; logs.configure_logging(); logs.log_crashes(); {crash}"

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603

    (line,) = [json.loads(line) for line in ended.stderr.splitlines()]
    assert line["error"] == "ValueError"
    assert line["level"] in ("critical", "error")
    assert "marker" not in ended.stderr + ended.stdout


@pytest.fixture
def restored() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    names = ("", "httpx", "httpx2", "httpcore", "hpack", "aiohttp", "asyncio", "uvicorn.access", "uvicorn.error")
    handlers, levels = root.handlers[:], {name: logging.getLogger(name).level for name in names}
    passed_on = {name: logging.getLogger(name).propagate for name in names}
    for name in names:
        logging.getLogger(name).propagate = True  # a server that ran before may have silenced its access log
    yield
    for name, value in passed_on.items():
        logging.getLogger(name).propagate = value
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("restored")
def test_everybody_logs_json_and_the_http_libraries_speak_only_when_they_warn():
    stream = io.StringIO()
    configure_logging("DEBUG", stream)

    logging.getLogger("mijnzaken_bff.x").debug("proef one", extra={"bron": "waterdam"})
    others = ("httpx", "httpcore.http11", "aiohttp.client", "asyncio", "uvicorn.access", "uvicorn.error")
    for name in others:
        logging.getLogger(name).info("proef GET https://zgw.example/?bsn=1")
        logging.getLogger(name).warning("proef warned")
    logging.getLogger("anders").info("proef with %s", "arguments")

    lines = ours(stream)
    assert [line["event"] for line in lines] == ["proef one", *["proef warned"] * len(others), "proef with arguments"]
    assert lines[0]["bron"] == "waterdam"


def ours(stream: io.StringIO) -> list[dict[str, Any]]:
    """The lines of this test: a server of another test may still say goodbye."""
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [line for line in lines if line["event"].startswith("proef")]


@pytest.mark.usefixtures("restored")
def test_the_level_that_was_chosen_holds_and_configuring_twice_prints_once():
    stream = io.StringIO()
    configure_logging("INFO", stream)
    configure_logging("WARNING", stream)

    logging.getLogger("anders").info("proef quiet")
    logging.getLogger("anders").warning("proef loud")

    assert [line["event"] for line in ours(stream)] == ["proef loud"]


# What the code itself logs.

Call = tuple[str, ast.Call]


def log_calls() -> list[Call]:
    """Every call of a logger in the service, with where it stands. The demo prints for its user."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="logger"))):
                    found.append((f"{path.relative_to(SOURCE)}:{node.lineno}", node))
    return found


def keys_in(node: ast.AST) -> set[str]:
    """Every text that is a key of a dict somewhere in this expression."""
    return {
        key.value
        for dictionary in ast.walk(node)
        if isinstance(dictionary, ast.Dict)
        for key in dictionary.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def fields_used(path: Path) -> set[str]:
    """Every key that can end up in ``extra`` in this module, also when the dict was made a few lines earlier."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used: set[str] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        assigned = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.keyword) and node.arg == "extra":
                used |= keys_in(node.value)
                names = {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
                used |= {key for name in names & assigned.keys() for key in keys_in(assigned[name])}
    return used


def test_every_field_that_is_logged_anywhere_is_on_the_list():
    used = {path: fields_used(path) for path in SOURCE.rglob("*.py")}

    assert len(set().union(*used.values())) > 10
    unknown = {str(path.relative_to(SOURCE)): sorted(keys - FIELDS) for path, keys in used.items() if keys - FIELDS}
    assert unknown == {}


def test_every_event_is_a_plain_name_without_arguments():
    calls = log_calls()
    assert len(calls) > 5
    for where, call in calls:
        assert len(call.args) == 1, where
        (event,) = call.args
        assert isinstance(event, ast.Constant), where
        assert event.value.replace("_", "").isalpha(), where
        assert event.value == event.value.lower(), where
        assert {keyword.arg for keyword in call.keywords} <= {"extra"}, where


def test_no_field_is_a_name_that_a_log_record_has_already():
    assert not FIELDS & set(vars(logging.makeLogRecord({})))


def test_operators_can_read_what_every_field_is():
    assert [field for field in sorted(FIELDS) if f"`{field}`" not in MANUAL] == []


MANUAL = (Path(__file__).parents[2] / "docs" / "logs.md").read_text(encoding="utf-8")


def told_in(table: str) -> set[str]:
    """Every name in the first column of the table in the manual whose head is this."""
    rows = MANUAL.partition(f"| `event` | {table}")[2].partition("\n\n")[0].splitlines()[2:]
    return {name for row in rows for name in row.split("|")[1].split("`")[1::2]}


def events_at(*levels: str) -> set[str]:
    """Every event that the service logs by one of these methods. Of ``log`` the level comes before it."""
    return {
        call.args[-1].value
        for _, call in log_calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr in levels and isinstance(call.args[-1], ast.Constant)
    }


def test_operators_are_told_what_to_do_about_every_event_that_warns():
    assert told_in("wat u doet") == events_at("warning", "error", "critical", "exception", "log")


def test_operators_are_told_what_every_other_event_means():
    assert told_in("wat er is gebeurd") == events_at("info", "debug")


def test_the_manual_names_what_the_lines_of_others_can_be_called():
    assert all(f"`{name}`" in MANUAL for name in ("unknown_field", "exception", "traceback"))
