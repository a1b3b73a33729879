"""The command line: what it says, and with which code it ends."""

from __future__ import annotations

import contextlib
import json
import os
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


@pytest.mark.parametrize("command", [[], ["serve"], ["demo"], ["token"], ["openapi"], ["schema"]])
def test_every_command_explains_itself(command: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])

    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: mijnzaken-bff")
    for known in {(): ("serve", "demo", "openapi", "schema"), ("serve",): ("--config", "--controleer")}.get(
        tuple(command), ()
    ):
        assert known in said


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


@pytest.mark.parametrize("command", [[], ["draai"], ["serve", "--loglevel", "VEEL"], ["openapi", "--naar", "x"]])
def test_a_command_that_does_not_exist_ends_with_2(command: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(command)

    assert ended.value.code == 2
    assert "usage: mijnzaken-bff" in capsys.readouterr().err


# A real process.


class _Keys(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"keys": [public_jwk(private_key("EC", "cli"), kid="a", use="sig")]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


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
    configuration["dienst"] = {"poort": port, "beheer": {"poort": management}}
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


def test_the_service_is_alive_but_not_ready_while_the_keys_are_missing(config: Path):
    port, management, nobody = free_ports(3)
    configured(config, f"http://127.0.0.1:{nobody}", port, management)

    with running(config) as process:
        assert eventually(f"http://127.0.0.1:{management}/livez", 200, process) == {"status": "levend"}
        waiting = eventually(f"http://127.0.0.1:{management}/readyz", 503, process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)

    assert waiting == {"status": "nietGereed", "wachtOp": ["sleutels"]}
    assert process.returncode == 0
    assert "Traceback" not in err


@pytest.mark.parametrize("taken", ["the service", "management"])
def test_a_port_that_is_taken_ends_it_with_1(config: Path, issuer: str, taken: str):
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        (free,) = free_ports(1)
        ports = (occupied.getsockname()[1], free)
        configured(config, issuer, *(ports if taken == "the service" else ports[::-1]))
        with running(config) as process:
            _, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    lines = [json.loads(line) for line in err.splitlines()]
    assert [line["level"] for line in lines].count("error") == 1
    assert "address already in use" in err
