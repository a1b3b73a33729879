"""What operators read, and what nobody may read anywhere: the ordinary log, the metrics and the answers."""

from __future__ import annotations

import json
import logging
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.vulling import voeg_rol_toe, zaak, zaaktype
from mijnzaken_bff.logs import MASK, JsonLines, TextLines
from tests.lekken import NAMEN, leaks
from tests.processen import PATIENCE
from tests.stories.portaal import ANNA, BILAL, LEVEL, Portaal, Toneel
from tests.stories.proces import Proces, serving
from tests.stories.test_toegang import lifespan
from tests.stories.wachten import until

PERSOON, MEDEWERKER = NAMEN[:2]


class Meelezer(logging.Handler):
    """Reads along with what operators see, in both forms, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.texts: list[str] = []
        self.events: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(JsonLines().format(record))
        self.texts.append(TextLines().format(record))
        self.events.append(json.loads(self.lines[-1]))

    def until(self, event: str, count: int = 1) -> list[dict[str, Any]]:
        """The lines of ``event`` once there are ``count``: that of a request is written when its answer has left."""
        for _ in range(1000):
            found = [line for line in self.events if line["event"] == event]
            if len(found) >= count:
                return found
            time.sleep(0.01)
        raise AssertionError(f"no {event}")


@pytest.fixture
def log() -> Iterator[Meelezer]:
    reader = Meelezer()
    logging.getLogger().addHandler(reader)
    yield reader
    logging.getLogger().removeHandler(reader)


# The line of a request.


def test_the_line_of_a_request_tells_through_which_door_somebody_came(
    toneel: Toneel, waterdam: Gemeente, log: Meelezer
) -> None:
    configuratie = toneel.configuratie({"waterdam": waterdam})
    configuratie["uitgevers"][0]["klanten"] = ["demo-portaal"]
    portaal = toneel.portaal_op(configuratie)

    answer = portaal.get("/v1/zaken?aantal=5")

    (line,) = log.until("request_answered")
    assert line.pop("ms") >= 0
    assert {key: line[key] for key in line if key not in ("timestamp", "level", "logger", "event")} == {
        "request_id": answer.headers["X-Request-Id"],
        "method": "GET",
        "route": "/zaken",
        "status": 200,
        "uitgever": "verhaal",
        "kanaal": "burger",
        "klant": "demo-portaal",
        "niveau": "substantieel",
        "keuze": "alle",
        "bronnen": 1,
    }


def test_a_client_that_nobody_configured_is_not_in_the_log(portaal: Portaal, log: Meelezer) -> None:
    portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {portaal.token(ANNA, azp='van-de-vrager')}"})

    (line,) = log.until("request_answered")
    assert "klant" not in line
    assert "van-de-vrager" not in " ".join(log.lines)


@pytest.mark.parametrize(
    ("claims", "status", "reason"),
    [
        ({"audience": "een-ander"}, 401, "claims"),
        ({"acr": "http://eidas.europa.eu/LoA/low"}, 401, "level"),
        ({"act": {"sub": "x"}}, 403, "vertegenwoordiging"),
    ],
)
def test_the_line_of_a_request_tells_in_one_word_why_somebody_was_not_let_in(
    portaal: Portaal, log: Meelezer, claims: dict[str, Any], status: int, reason: str
) -> None:
    token = portaal.token(ANNA, **{"acr": LEVEL, **claims})
    portaal.client.get("/v1/zaken", headers={"Authorization": f"Bearer {token}"})

    (line,) = log.until("request_answered")
    assert (line["status"], line["reason"]) == (status, reason)
    assert not {"uitgever", "kanaal", "klant", "niveau"} & set(line)


def test_the_line_of_a_request_tells_also_why_somebody_who_was_recognised_was_refused(
    toneel: Toneel, waterdam: Gemeente, log: Meelezer
) -> None:
    configuratie = toneel.configuratie({"waterdam": waterdam})
    configuratie["uitgevers"][0] |= {"kanaal": "medewerker", "betrokkene": []}
    portaal = toneel.portaal_op(configuratie)

    assert portaal.get("/v1/zaken").status_code == 403

    (line,) = log.until("request_answered")
    assert (line["kanaal"], line["reason"]) == ("medewerker", "kanaal")


def test_the_line_of_a_request_tells_why_it_was_turned_away(toneel: Toneel, waterdam: Gemeente, log: Meelezer) -> None:
    grenzen = {"perBetrokkene": {"aantal": 1, "per": "1m"}}
    portaal = toneel.portaal({"waterdam": waterdam}, dienst={"grenzen": grenzen})

    statuses = [portaal.get("/v1/zaken").status_code for _ in range(2)]
    portaal.client.post("/v1/zaken", content=b"<a/>", headers={"Content-Type": "text/xml"})

    lines = log.until("request_answered", 3)
    assert statuses == [200, 429]
    assert [line.get("reason") for line in lines] == [None, "betrokkene", "mediatype"]


# The lines of a whole process.


def test_a_service_tells_in_its_own_words_where_it_listens_and_names_no_address(
    toneel: Toneel, waterdam: Gemeente, tmp_path: Path
) -> None:
    with serving(tmp_path, toneel.configuratie({"waterdam": waterdam}), "--logvorm", "json") as proces:
        ports = {"dienst.poort": urlsplit(proces.adres).port, "dienst.beheer.poort": urlsplit(proces.beheer).port}

    lines = proces.events()
    assert {line["what"]: line["port"] for line in lines if line["event"] == "service_listening"} == ports
    others = Counter(line["event"] for line in lines if line["event"] not in ("unsafe_setting", "keys_fetched"))
    once = ("service_started", "connections_limited", "service_stopping", "service_stopped")
    assert others == {"service_listening": 2, **dict.fromkeys(once, 1)}
    assert all(line["logger"].startswith("mijnzaken_bff.") for line in lines)
    assert not [mark for mark in ("127.0.0.1", "://") if mark in json.dumps(lines)]


# T57: nothing of anybody, anywhere.


def test_t57_no_number_and_no_name_is_in_a_log_a_metric_or_an_answer(
    toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente, log: Meelezer
) -> None:
    """Numbers and names wherever a caller or a register can put them. The shared net scans what was logged as well."""
    soort = zaaktype(waterdam, "ZT-PARKEREN", "Parkeervergunning", statustypen=("Ontvangen", "Klaar"))
    van_anna = zaak(waterdam, soort, bsn=ANNA)
    buur = {"inpBsn": BILAL, "geslachtsnaam": PERSOON}
    voeg_rol_toe(waterdam, van_anna, "natuurlijk_persoon", buur, "belanghebbende")
    ambtenaar = {"identificatie": ANNA, "achternaam": MEDEWERKER}
    voeg_rol_toe(waterdam, van_anna, "medewerker", ambtenaar, "behandelaar")
    portaal = toneel.portaal({"waterdam": waterdam, "duinoord": duinoord})
    odd = {"name": PERSOON, "family_name": MEDEWERKER, "sub": ANNA, "jti": BILAL, "azp": ANNA, "client_id": ANNA}
    token = portaal.token(ANNA, **odd)
    headers = {
        "Authorization": f"Bearer {token}",
        "User-Agent": f"portaal {ANNA}",
        "X-Request-Id": ANNA,
        "Referer": f"https://mijn.example/?bsn={ANNA}",
        "Cookie": f"bsn={ANNA}",
        "X-Naam": quote(PERSOON),
    }
    naam = quote(PERSOON)
    pads = [
        "/v1/zaken",
        f"/v1/zaken?zaaknummer={ANNA}",
        f"/v1/zaken?zaaknummer={naam}",
        f"/v1/zaken?{ANNA}=1",
        f"/v1/zaken?{naam}=1",
        f"/v1/zaken?bron={ANNA}",
        f"/v1/zaken?aantal={ANNA}",
        f"/v1/zaken?cursor={ANNA}",
        f"/v1/zaken/{ANNA}",
        f"/v1/{naam}",
        f"/{quote(ANNA)}?bsn={BILAL}",
    ]
    statuses = []
    for fault in (Fault(), Fault("500"), Fault("rommel"), Fault("omleiding", doel=f"http://127.0.0.1:9/?bsn={ANNA}")):
        duinoord.fault = fault
        statuses += [portaal.client.get(pad, headers=headers).status_code for pad in pads]
    wrong = ("", "Bearer", f"Bearer {ANNA}", f"Basic {ANNA}", f"Bearer {token[:-4]}AAAA", f"Bearer {naam}.a.b")
    for authorization in wrong:
        refused = portaal.client.get("/v1/zaken", headers={**headers, "Authorization": authorization})
        statuses.append(refused.status_code)
    statuses.append(portaal.client.request("DELETE", f"/v1/zaken?bsn={ANNA}", headers=headers).status_code)

    log.until("request_answered", len(statuses))
    assert set(statuses) == {200, 400, 401, 404, 405}
    seen = [*log.lines, *log.texts, portaal.app.metrics().decode()]
    assert not [kind for text in seen for kind in leaks(text)]
    assert token.rpartition(".")[2] not in " ".join(seen)


VORMEN = ("json", "tekst")


def as_it_runs(toneel: Toneel, waterdam: Gemeente, klanten: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """A configuration for a process of its own that names these clients, and a token of Anna for each of them.

    What a client is called is the one text in a log line that comes from outside: from who wrote the configuration, and
    then from whoever shows the same name in a token.
    """
    toneel.klok.moment = datetime.now(UTC)  # a process has the time of the machine
    configuratie = toneel.configuratie({"waterdam": waterdam})
    configuratie["uitgevers"][0]["klanten"] = list(klanten)
    return configuratie, [toneel.uitgever.token(bsn=ANNA, acr=LEVEL, azp=klant) for klant in klanten]


def ask_each(proces: Proces, tokens: Sequence[str]) -> None:
    """Ask with each token in turn, and wait until every line of that is written."""
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{proces.adres}/v1/bronnen", headers=headers, trust_env=False).status_code == 200
    until(lambda: sum("request_answered" in line for line in proces.lines()) == len(tokens))


@pytest.mark.parametrize("vorm", VORMEN)
def test_t57_a_number_that_comes_as_far_as_a_line_is_masked_there(
    toneel: Toneel, waterdam: Gemeente, tmp_path: Path, vorm: str
) -> None:
    """The last net, in the service as it runs: a gemeente that calls its client after a number."""
    klanten = [f"balie-{ANNA}", "balie-12345", f"balie %20{BILAL}"]
    configuratie, tokens = as_it_runs(toneel, waterdam, klanten)

    with serving(tmp_path, configuratie, "--logvorm", vorm) as proces:
        ask_each(proces, tokens)

    lines = [line for line in proces.lines() if "request_answered" in line]
    assert [MASK in line for line in lines] == [True, False, True]
    assert not [kind for line in lines for kind in leaks(line)]


LIBRARY = """
import logging, sys, httpx
from mijnzaken_bff.logs import configure_logging
url, vorm = sys.argv[1:]
configure_logging("DEBUG", vorm=vorm)
logging.getLogger("anders").debug("before")
httpx.get(url, trust_env=False)
logging.getLogger("httpx").warning("again: %s", url)
"""
"""A process that logs as ours does, at its most talkative, in which a library asks with a number in the URL."""


@pytest.mark.parametrize("vorm", VORMEN)
def test_t57_a_library_prints_no_url_and_of_what_it_warns_for_no_number(
    toneel: Toneel, flapuit: Flapuit, vorm: str
) -> None:
    url = f"{toneel._start(flapuit)}/zaken?bsn={ANNA}&naam={quote(PERSOON)}"

    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", LIBRARY, url, vorm], capture_output=True, text=True, check=True, timeout=PATIENCE
    )

    assert flapuit.asked == 1
    before, warned = ended.stderr.splitlines()
    assert "before" in before
    assert f"bsn={MASK}" in warned
    assert ANNA not in ended.stderr


# T58: nothing of a register, in an answer.

FLAPUIT = (
    'Traceback (most recent call last):\n  File "/usr/src/app/openzaak.py", line 1, in zoek\n'
    "django.db.utils.OperationalError: postgresql://zaken:w4chtw00rd@db-07.intern.waterdam.local:5432 refused"
)
GEHEIM = "sleutel-van-het-register-zelf"
MARKERS = ("Traceback", "/usr/src/app", "OperationalError", "w4chtw00rd", "db-07", "waterdam.local", GEHEIM, "Kestrel")


class Flapuit:
    """A register that tells everything about itself, whatever is asked."""

    def __init__(self) -> None:
        self.status = 500
        self.body: Any = FLAPUIT
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
            return
        self.asked += 1
        body = json.dumps(self.body).encode() if not isinstance(self.body, str) else self.body.encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"server", b"Kestrel/9.1 (db-07.intern.waterdam.local)"),
            (b"x-powered-by", FLAPUIT.splitlines()[-1].encode()),
            (b"www-authenticate", f'Bearer error_description="{GEHEIM}"'.encode()),
            (b"set-cookie", f"sessie={GEHEIM}".encode()),
            (b"fsc-error-code", f"{GEHEIM} in {FLAPUIT.splitlines()[-1]}".encode()),
            (b"retry-after", GEHEIM.encode()),
            (b"x-request-id", GEHEIM.encode()),
            (b"location", b"http://db-07.intern.waterdam.local/"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


PROBLEM = {
    "type": f"http://db-07.intern.waterdam.local/{GEHEIM}",
    "title": FLAPUIT,
    "detail": FLAPUIT,
    "code": FLAPUIT,
    "invalidParams": [{"name": GEHEIM + " Traceback", "code": FLAPUIT, "reason": FLAPUIT}],
}


@pytest.fixture
def flapuit() -> Flapuit:
    return Flapuit()


@pytest.fixture
def beklapt(toneel: Toneel, waterdam: Gemeente, duinoord: Gemeente, flapuit: Flapuit) -> Portaal:
    """A portal on two gemeenten, one of which is the one that tells everything."""
    adres = toneel._start(flapuit)
    services = {api: {"url": f"{adres}/{api}/api/v1/"} for api in ("zaken", "catalogi")}
    return toneel.portaal({"waterdam": waterdam, "duinoord": duinoord}, per_bron={"duinoord": services})


@pytest.mark.parametrize("status", [200, 201, 302, 400, 401, 403, 404, 405, 409, 429, 500, 502, 503])
@pytest.mark.parametrize("body", [FLAPUIT, PROBLEM, {"results": FLAPUIT}, {"results": [FLAPUIT, PROBLEM]}])
def test_t58_nothing_that_a_register_tells_about_itself_reaches_the_caller(
    beklapt: Portaal, flapuit: Flapuit, log: Meelezer, status: int, body: Any
) -> None:
    flapuit.status, flapuit.body = status, body

    together = beklapt.get("/v1/zaken")
    alone = beklapt.get("/v1/zaken", bron="duinoord")

    assert flapuit.asked >= 2
    assert together.status_code == 200
    for answer in (together, alone):
        told = f"{answer.text} {answer.headers}"
        assert not [marker for marker in MARKERS if marker in told]
    log.until("request_answered", 2)
    assert not [marker for marker in MARKERS if marker in " ".join([*log.lines, *log.texts])]


# T59: one event is one line.


def raw(portaal: Portaal, *headers: bytes, pad: bytes = b"/v1/zaken") -> bytes:
    """The answer to a request as no decent client would send it."""
    parts = urlsplit(portaal.adres)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as wire:
        lines = [b"GET " + pad + b" HTTP/1.1", b"Host: " + parts.netloc.encode(), b"Connection: close", *headers]
        wire.sendall(b"\r\n".join(lines) + b"\r\n\r\n")
        answer = b""
        while received := wire.recv(65536):
            answer += received
    return answer


VALS = b'{"event":"request_answered","status":200}'
HOSTILE: Sequence[bytes] = (
    b"a\x9b31m",
    b"\xe2\x80\xa8" + VALS,
    b"a%0d%0a" + VALS,
    b"a\t" + VALS,
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae txt.exe",
)


"""What a header may hold: uvicorn refuses control characters in one itself."""


@pytest.mark.parametrize("value", [b"\x1b[31m" + VALS, b"\r\n" + VALS, b"\0", b"\x7f", b"\x1b]0;x\x07"])
def test_t59_whatever_stands_in_a_url_one_event_is_one_line(portaal: Portaal, log: Meelezer, value: bytes) -> None:
    token = b"Authorization: Bearer " + portaal.token(ANNA).encode()
    for pad in (b"/v1/zaken?x=", b"/v1/zaken?zaaknummer=", b"/v1/zaken?cursor=", b"/v1/"):
        raw(portaal, token, pad=pad + quote(value).encode())

    answered = log.until("request_answered", 4)

    assert [line["status"] for line in answered] == [400, 400, 400, 404]
    assert all(line.isascii() and line.isprintable() for line in log.lines)
    assert all(text.isprintable() for text in log.texts)


@pytest.mark.parametrize("value", HOSTILE)
def test_t59_whatever_a_caller_sends_one_event_is_one_line(portaal: Portaal, log: Meelezer, value: bytes) -> None:
    token = b"Authorization: Bearer " + portaal.token(ANNA).encode()
    raw(portaal, token, b"User-Agent: " + value, b"X-Request-Id: " + value, b"Referer: " + value)
    raw(portaal, b"Authorization: Bearer " + value)
    raw(portaal, token, pad=b"/v1/zaken?x=" + quote(value).encode())
    raw(portaal, token, pad=b"/v1/" + quote(value).encode())

    answered = log.until("request_answered", 4)

    assert len(answered) == 4
    assert [line["status"] for line in answered] == [200, 401, 400, 404]
    assert all(line.isascii() and line.isprintable() for line in log.lines)
    assert all(text.isprintable() for text in log.texts)
    assert "exe" not in " ".join(log.lines)


@pytest.mark.parametrize(
    "reason", ["a\r\n" + VALS.decode(), "\x1b[2J", "\0", "\u2028", "\ud800", "x" * 5000, '","event":"vals', "\u202e"]
)
def test_t59_whatever_a_register_says_one_event_is_one_line(
    beklapt: Portaal, flapuit: Flapuit, log: Meelezer, reason: str
) -> None:
    flapuit.status = 400
    flapuit.body = {"code": reason, "title": reason, "invalidParams": [{"name": reason, "code": reason}]}

    beklapt.find_zaken()

    (failed,) = [line for line in log.until("bron_failed") if line["bron"] == "duinoord"]
    assert failed.get("code") is None
    assert all(line.isascii() and line.isprintable() for line in log.lines)
    assert all(text.isprintable() for text in log.texts)
    assert all(len(line) < 1000 for line in log.lines)


@pytest.mark.parametrize("vorm", VORMEN)
def test_t59_a_text_that_comes_as_far_as_a_line_stays_in_its_place(
    toneel: Toneel, waterdam: Gemeente, tmp_path: Path, vorm: str
) -> None:
    """In the service as it runs, with clients that are called after everything that could break a line."""
    klanten = [
        "a\x1b[31mb\x1b]0;x\x07", f"a\n{VALS.decode()}", "a\x7fb", "a\u2028b", "a\u202etxt.exe", "caf\u00e9", '"',
        "a\\",
        "a status=500 uitgever=ander", 'a" status="500', "a\r\n12:00:00.000 ERROR app request_answered status=500",
    ]  # fmt: skip
    configuratie, tokens = as_it_runs(toneel, waterdam, klanten)

    with serving(tmp_path, configuratie, "--logvorm", vorm) as proces:
        ask_each(proces, tokens)

    answered = [line for line in proces.lines() if " request_answered " in line or '"request_answered"' in line]
    assert len(answered) == len(klanten)
    assert all(line.isprintable() for line in proces.lines())
    if vorm == "json":
        assert all(line.isascii() for line in proces.lines())
        assert [json.loads(line)["klant"] for line in answered] == klanten
    else:
        ends = [line.partition(" uitgever=verhaal kanaal=burger niveau=substantieel klant=")[2] for line in answered]
        words = [end if re.fullmatch(r"\w+", end) else json.loads(end) for end in ends]
        assert words == klanten, "between quotes, but for what is one word"
