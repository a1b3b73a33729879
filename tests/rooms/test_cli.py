"""The command line: what it says, and with which code it ends."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from mijnzaken_bff import __version__
from mijnzaken_bff.app import published_contract
from mijnzaken_bff.cli import main
from mijnzaken_bff.settings.schema import configuration_schema
from tests.processen import PATIENCE, free_ports
from tests.rooms.identity.issuer import private_key, public_jwk
from tests.rooms.settings.voorbeeld import SECRET, VOORBEELD, at, tree, written


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A good configuration."""
    (tmp_path / "waterdam.secret").write_text(SECRET)
    path = tmp_path / "config.yaml"
    path.write_text(VOORBEELD, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _no_configuration_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIJNZAKEN_CONFIG", raising=False)


def test_a_good_configuration_is_in_order(config: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["serve", "--config", str(config), "--controleer"]) == 0

    said = capsys.readouterr()
    assert said.out == f"{config}: in orde, 1 bron.\n"
    assert said.err == ""


def test_the_configuration_may_be_named_in_the_environment(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MIJNZAKEN_CONFIG", str(config))

    assert main(["serve", "--controleer"]) == 0
    assert main(["serve", "--controleer", "--config", str(config.parent / "weg.yaml")]) == 2


@pytest.mark.parametrize("controleer", [[], ["--controleer"]])
def test_a_broken_configuration_is_told_whole_and_nothing_starts(
    config: Path, capsys: pytest.CaptureFixture[str], controleer: list[str]
):
    broken = at(("dienst", "poort"), "tachtig", at(("bronnen", 0, "naam"), ..., at(("onbekend",), "x")))
    config.write_text(written(broken))

    assert main(["serve", "--config", str(config), *controleer]) == 2

    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert lines[0] == f"{config}: 3 problemen"
    assert sorted(line.strip().partition(": ")[0] for line in lines[1:]) == [
        "bronnen[0].naam",
        "dienst.poort",
        "onbekend",
    ]
    assert "tachtig" not in said.err


def test_one_problem_is_not_called_problems(config: Path, capsys: pytest.CaptureFixture[str]):
    config.write_text(written(at(("onbekend",), "x")))

    assert main(["serve", "--config", str(config)]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"{config}: 1 probleem"


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"a: [", b"a: \0", b"- a", b"a: &a [*a]"])
def test_a_file_that_is_no_configuration_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
):
    path = tmp_path / "config.yaml"
    if content is not None:
        path.write_bytes(content)

    assert main(["serve", "--config", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}: 1 probleem\n  bestand: ")


def test_a_user_without_a_home_as_in_a_container_can_do_everything(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name in ("HOME", "USERPROFILE", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)  # nobody has this number
    monkeypatch.setenv("COLUMNS", "300")

    assert main(["serve", "--config", str(config), "--controleer"]) == 0
    with pytest.raises(SystemExit) as ended:
        main(["token", "--help"])

    assert ended.value.code == 0
    assert ".mijnzaken-bff" in capsys.readouterr().out


def with_a_log_of_verwerkingen(config: Path, bestand: str) -> None:
    own = {"bestand": bestand, "sleutel": {"bestand": "waterdam.secret"}, "sleutelId": "1"}
    own["activiteiten"] = {"overzicht": "https://waterdam.example/verwerkingen/1"}
    config.write_text(written(tree() | {"verwerkingen": own}), encoding="utf-8")


@pytest.mark.parametrize("controleer", [[], ["--controleer"]])
@pytest.mark.parametrize(
    ("bestand", "reason"),
    [("log/x.jsonl", "de map ervan bestaat niet"), ("config.yaml/x", "de map ervan bestaat niet"), (".", "is een map")],
)
def test_a_log_of_verwerkingen_that_cannot_be_written_here_is_told_before_the_start(
    config: Path, capsys: pytest.CaptureFixture[str], controleer: list[str], bestand: str, reason: str
):
    with_a_log_of_verwerkingen(config, bestand)

    assert main(["serve", "--config", str(config), *controleer]) == 2
    told = f"  verwerkingen.bestand: {config.parent / bestand} is niet te schrijven: {reason}"
    assert capsys.readouterr().err.splitlines() == [f"{config}: 1 probleem", told]


def test_looking_at_a_configuration_makes_no_log_of_verwerkingen(config: Path):
    for bestand in ("nieuw.jsonl", "-"):
        with_a_log_of_verwerkingen(config, bestand)
        assert main(["serve", "--config", str(config), "--controleer"]) == 0

    assert not (config.parent / "nieuw.jsonl").exists()


def test_who_only_reads_a_configuration_need_not_have_the_log_of_verwerkingen(config: Path):
    with_a_log_of_verwerkingen(config, "/var/log/nergens/verwerkingen.jsonl")

    assert main(["privacy", "--config", str(config)]) == 0


def test_without_configuration_it_says_how_to_give_one(capsys: pytest.CaptureFixture[str]):
    assert main(["serve"]) == 2

    said = capsys.readouterr().err
    assert "--config" in said
    assert "MIJNZAKEN_CONFIG" in said


def test_the_contract_is_printed(capsys: pytest.CaptureFixture[str]):
    assert main(["openapi"]) == 0

    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(published_contract()))


def test_the_contract_is_written_as_json_and_as_yaml(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "nieuw" / "openapi"

    assert main(["openapi", "--uit", str(folder)]) == 0
    assert capsys.readouterr().out == ""

    as_json = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    assert as_json == json.loads(json.dumps(published_contract()))
    assert yaml.safe_load((folder / "openapi.yaml").read_text(encoding="utf-8")) == as_json
    assert as_json["openapi"].startswith("3.")


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]):
    assert main(["schema"]) == 0

    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(configuration_schema()))


@pytest.mark.parametrize("command", [[], ["serve"], ["demo"], ["token"], ["privacy"], ["openapi"], ["schema"]])
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])

    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("gebruik: mijnzaken-bff")
    assert not re.search(r"\b(usage|options|arguments|show|exit)\b", said)
    for known in {(): ("serve", "demo", "openapi", "schema"), ("serve",): ("--config", "--controleer")}.get(
        tuple(command), ()
    ):
        assert known in said


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([], "opdracht ontbreekt"),
        (["draai"], "opdracht: kies uit "),
        (["serve", "--loglevel", "VEEL"], "--loglevel: kies uit "),
        (["serve", "--config"], "--config: er hoort een waarde achter"),
        (["serve", "--controleer=ja"], "--controleer: er hoort geen waarde achter"),
        (["serve", "--log", "x"], "--log kan meer betekenen: --loglevel, --logvorm"),
        (["openapi", "--naar", "x"], "--naar bestaat hier niet"),
        (["privacy", "--verzegel", "999990019"], "er staat een waarde te veel"),
        (["privacy", "--verzegel", "--bsn=999990019"], "--bsn bestaat hier niet"),
        (["privacy", "--verzegel", "--bsn999990019"], "--bsn bestaat hier niet"),
        (["privacy", "--json", "--verzegel"], "--verzegel kan niet samen met --json"),
        (["token", "--bsn", "999990018"], "--bsn: een BSN heeft negen cijfers en doorstaat de elfproef"),
        (["demo", "--poort", "hoog"], "--poort: een poort is een getal van 0 tot en met 65535"),
    ],
)
def test_a_mistake_in_a_command_is_told_in_dutch_and_ends_with_2(
    command: list[str], told: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        main(command)

    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("gebruik: mijnzaken-bff")
    assert said.splitlines()[-1].partition(": fout: ")[2].startswith(told)
    assert "99999" not in said


@pytest.mark.parametrize(
    "command",
    [
        ["privacy", "--verzegel", "999990019"],
        ["privacy", "--verzegel=999990019"],
        ["privacy", "--verzegel", "9999", "90", "019"],
        ["privacy", "--verzegel", "9999.90.01"],
        ["privacy", "--999990019"],
        ["privacy", "--verzegel", "９９９９９００１９"],
        ["token", "--niveau", "999990019"],
        ["token", "--bsn", "99999001"],
        ["token", "--claim", "999990019:={"],
        ["demo", "--poort", "999990019"],
        ["serve", "90004760"],
        ["openapi", "000047600001"],
        ["schema", "999990019"],
        ["999990019"],
    ],
    ids=" ".join,
)
def test_a_number_that_was_typed_in_the_wrong_place_is_not_repeated(
    command: list[str], capsys: pytest.CaptureFixture[str]
):
    """What was typed stands in the history of a shell; what is said may also end in a log, a screenshot or a ticket."""
    with pytest.raises(SystemExit) as ended:
        main(command)

    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert "gebruik: mijnzaken-bff" in said.err
    assert not re.search(r"\d{3}", said.err.replace("van 0 tot en met 65535", ""))


# A real process.


@pytest.mark.parametrize("command", ["privacy", "openapi", "schema", "token", "--help", "token --help"])
def test_when_nobody_reads_on_a_command_ends_in_silence(config: Path, command: str):
    """As ``cat`` does, with the code that a shell gives what a broken pipe ended."""
    reader, writer = os.pipe()
    os.close(reader)
    arguments = [*command.split()]
    if command == "privacy":
        arguments += ["--config", str(config)]
    if command == "token":
        arguments += ["--persoon", "anna", "--map", str(config.parent)]

    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "mijnzaken_bff.cli", *arguments],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        )
    finally:
        os.close(writer)

    assert ended.stderr == ""
    assert ended.returncode == 128 + signal.SIGPIPE


class _Keys(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"keys": [public_jwk(private_key("EC", "cli"), kid="a", use="sig")]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def bronnen_at(config: Path, port: int) -> None:
    """Puts every API of every bron of the configuration at this port."""
    told = yaml.safe_load(config.read_text(encoding="utf-8"))
    for bron in told["bronnen"]:
        bron["toegang"] = {"soort": "zgwJwt", "clientId": "mijnzaken", "secret": SECRET}
        bron |= {api: {"url": f"http://127.0.0.1:{port}/{api}/"} for api in ("zaken", "catalogi")}
    config.write_text(yaml.safe_dump({**told, "ontwikkeling": True}, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def _at_a_terminal() -> Iterator[None]:
    """Let what is started hear Ctrl-C: a shell has whatever it runs in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_at_a_terminal")
def test_ctrl_c_ends_a_command_in_one_line(config: Path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        bronnen_at(config, silent.getsockname()[1])
        check = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "mijnzaken_bff.cli", "check", "--config", str(config)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        silent.settimeout(PATIENCE)
        connection, _ = silent.accept()
        check.send_signal(signal.SIGINT)
        said, complained = check.communicate(timeout=PATIENCE)
        connection.close()

    assert (check.returncode, said, complained) == (128 + signal.SIGINT, "", "Afgebroken.\n")


def test_a_terminal_that_knows_few_letters_shows_what_it_can(config: Path):
    (dead,) = free_ports(1)
    bronnen_at(config, dead)

    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "mijnzaken_bff.cli", "check", "--config", str(config)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (1, "")
    assert "? verbinding" in ended.stdout


@pytest.fixture
def issuer() -> Iterator[str]:
    """Where an issuer publishes its keys."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Keys) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def configured(config: Path, issuer: str, port: int, management: int) -> None:
    configuration: dict[str, Any] = tree()
    configuration["ontwikkeling"] = True
    configuration["dienst"] = {"poort": port, "beheer": {"poort": management}, "stoppen": {"uitloop": "0s"}}
    configuration["uitgevers"][0] |= {"issuer": issuer, "jwksUrl": f"{issuer}/certs"}
    config.write_text(written(configuration))


@contextlib.contextmanager
def running(config: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "mijnzaken_bff.cli", "serve", "--config", str(config)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def fetch(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:  # noqa: S310 - http on loopback
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def eventually(url: str, status: int, process: subprocess.Popen[str]) -> Any:
    """What stands there once it answers with ``status``."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the process ended"
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            seen, body = fetch(url)
            if seen == status:
                return body
        time.sleep(0.02)
    raise AssertionError(f"{url} never answered {status}")


def test_the_service_starts_says_that_it_is_ready_and_ends_when_told(config: Path, issuer: str):
    port, management = free_ports(2)
    configured(config, issuer, port, management)

    with running(config) as process:
        assert eventually(f"http://127.0.0.1:{management}/livez", 200, process) == {"status": "levend"}
        ready = eventually(f"http://127.0.0.1:{management}/readyz", 200, process)
        assert ready == {"status": "gereed", "wachtOp": []}
        assert fetch(f"http://127.0.0.1:{port}/v1/openapi.json")[1]["info"]["title"]
        assert fetch(f"http://127.0.0.1:{port}/v1/zaken")[0] == 401
        assert fetch(f"http://127.0.0.1:{port}/livez")[0] == 404
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert out == ""
    lines = [json.loads(line) for line in err.splitlines()]
    told = [line["event"] for line in lines if line["logger"].startswith("mijnzaken_bff.app")]
    assert [event for event in told if event != "unsafe_setting"] == ["service_started", "service_stopped"]
    assert [line["what"] for line in lines if line["event"] == "unsafe_setting"] == [
        "ontwikkeling",
        "uitgevers[0].jwksUrl",
    ]
    assert not [line for line in lines if line["level"] in ("error", "critical")]
    assert SECRET not in err


def test_the_service_is_alive_but_not_ready_while_the_keys_are_missing(
    config: Path, capsys: pytest.CaptureFixture[str]
):
    port, management, nobody = free_ports(3)
    configured(config, f"http://127.0.0.1:{nobody}", port, management)

    with running(config) as process:
        assert eventually(f"http://127.0.0.1:{management}/livez", 200, process) == {"status": "levend"}
        waiting = eventually(f"http://127.0.0.1:{management}/readyz", 503, process)
        assert main(["gezond", "--config", str(config)]) == 0
        assert main(["gezond", "--gereed", "--config", str(config)]) == 1
        assert capsys.readouterr().out.splitlines() == [
            "De dienst is levend.",
            "De dienst is niet gereed: geen enkele uitgever heeft sleutels.",
        ]
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)

    assert waiting == {"status": "nietGereed", "wachtOp": ["sleutels"]}
    assert process.returncode == 0
    assert "Traceback" not in err


def test_it_is_as_well_while_somebody_edits_its_configuration(config: Path, capsys: pytest.CaptureFixture[str]):
    port, management, nobody = free_ports(3)
    configured(config, f"http://127.0.0.1:{nobody}", port, management)

    with running(config) as process:
        eventually(f"http://127.0.0.1:{management}/livez", 200, process)
        for edited in (f"{config.read_text()}\nnieuw: 1\n", f"dienst: {{beheer: {{poort: {management}}}}}\n"):
            config.write_text(edited)
            assert main(["serve", "--controleer", "--config", str(config)]) == 2
            assert main(["gezond", "--config", str(config)]) == 0
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    capsys.readouterr()
    config.write_text('dienst: {beheer: {poort: "${POORT}", adress: nergens}}')

    assert main(["gezond", "--config", str(config)]) == 2
    told = capsys.readouterr().err
    assert "dienst.beheer.poort: POORT staat niet in de omgeving" in told
    assert "dienst.beheer.adress: onbekende sleutel" in told


def test_where_nothing_runs_it_is_not_well(config: Path, capsys: pytest.CaptureFixture[str]):
    port, management = free_ports(2)
    configured(config, "http://127.0.0.1", port, management)

    assert main(["gezond", "--config", str(config)]) == 1
    assert capsys.readouterr().out == f"De dienst antwoordt niet op de beheerpoort ({management}).\n"
    assert main(["gezond", "--config", str(config.parent / "weg.yaml")]) == 2


@pytest.mark.parametrize(("taken", "place"), [("the service", "dienst.poort"), ("management", "dienst.beheer.poort")])
def test_a_port_that_is_taken_ends_it_with_1_and_is_told_by_its_place(
    config: Path, issuer: str, taken: str, place: str
):
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        (free,) = free_ports(1)
        port = occupied.getsockname()[1]
        ports = (port, free)
        configured(config, issuer, *(ports if taken == "the service" else ports[::-1]))
        with running(config) as process:
            _, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    lines = [json.loads(line) for line in err.splitlines()]
    (told,) = [line for line in lines if line["level"] == "critical"]
    assert told["event"] == "service_not_listening"
    assert (told["what"], told["port"], told["reason"]) == (place, port, "EADDRINUSE")
    assert "127.0.0.1" not in err
