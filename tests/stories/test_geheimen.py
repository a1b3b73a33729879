"""Secrets stay where they are used: not one of them is in anything that the service shows."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import logging
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import yaml

from mijnzaken_bff.api.health import health_app
from mijnzaken_bff.app import create_app
from mijnzaken_bff.cli import main
from mijnzaken_bff.demo.gemeente.fouten import Fault
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.logs import JsonLines
from mijnzaken_bff.settings.geheimen import secrets_in
from mijnzaken_bff.settings.read import read_settings
from tests.stories.portaal import ANNA, Toneel

NAMES = (
    "dienst", "verwerkingen", "zgwjwt", "oauth2", "apisleutel", "vasttoken", "header", "documenten-token",
    "vorig-zgwjwt", "vorig-oauth2", "vorige-apisleutel", "vorig-vasttoken",
)  # fmt: skip
GEHEIMEN = {name: f"Merkgeheim-{name}-van-ruim-32-tekens-lang" for name in NAMES}


def shows(text: str) -> list[str]:
    """Whose secret is in ``text``: as it is, in a URL, in JSON, or in base64."""
    return [
        name
        for name, secret in GEHEIMEN.items()
        if any(form in text for form in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]))
        or any(base64.b64encode(b"\0" * shift + secret.encode()).decode()[4:-4] in text for shift in range(3))
    ]


@pytest.fixture
def config(toneel: Toneel, waterdam: Gemeente, tmp_path: Path) -> Path:
    """A configuration with a secret of every kind, each from a file."""

    def secret(name: str) -> dict[str, str]:
        (tmp_path / name).write_text(GEHEIMEN[name])
        return {"bestand": name}

    toegangen = {
        "zgw": {
            "soort": "zgwJwt",
            "clientId": "mijnzaken",
            "secret": secret("zgwjwt"),
            "vorigSecret": secret("vorig-zgwjwt"),
        },
        "oauth": {
            "soort": "oauth2",
            "tokenUrl": "http://127.0.0.1:9/token",
            "clientId": "mijnzaken",
            "secret": secret("oauth2"),
            "vorigSecret": secret("vorig-oauth2"),
        },
        "sleutel": {
            "soort": "apiSleutel",
            "header": "X-API-Key",
            "sleutel": secret("apisleutel"),
            "vorigeSleutel": secret("vorige-apisleutel"),
        },
        "token": {
            "soort": "token",
            "schema": "Token",
            "token": secret("vasttoken"),
            "vorigToken": secret("vorig-vasttoken"),
        },
    }
    headers = {"X-Gateway": secret("header")}
    document = {
        "url": "http://127.0.0.1:9/documenten/",
        "toegang": {"soort": "token", "schema": "Bearer", "token": secret("documenten-token")},
    }
    per_bron = {
        bron: {"toegang": toegang, "zaken": {"url": f"{waterdam.adres}/zaken/api/v1/", "headers": headers}}
        for bron, toegang in toegangen.items()
    }
    per_bron["token"]["documenten"] = [document]
    configuratie = toneel.configuratie(
        dict.fromkeys(toegangen, waterdam),
        per_bron=per_bron,
        dienst={"sleutel": secret("dienst")},
        verwerkingen={
            "bestand": str(tmp_path / "verwerkingen.jsonl"),
            "sleutel": secret("verwerkingen"),
            "sleutelId": "2026-1",
            "activiteiten": {"overzicht": "urn:waterdam:overzicht"},
        },
    )
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(configuratie, sort_keys=False))
    return path


def said(*arguments: str, code: int = 0) -> str:
    """What a command shows, on either output."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert main(arguments) == code
    return out.getvalue() + err.getvalue()


def test_every_secret_of_this_story_is_really_in_the_configuration(config: Path) -> None:
    found = {secret.get_secret_value() for _, secret in secrets_in(read_settings(config, {}))}

    assert found == set(GEHEIMEN.values())


def test_t66_no_secret_is_in_anything_that_a_command_shows(config: Path) -> None:
    shown = {
        "controleer": said("serve", "--config", str(config), "--controleer"),
        "privacy": said("privacy", "--config", str(config)),
        "privacy --json": said("privacy", "--config", str(config), "--json"),
        "openapi": said("openapi"),
        "schema": said("schema"),
    }

    assert {name: secrets for name, text in shown.items() if (secrets := shows(text))} == {}
    assert all(shown.values())


@pytest.mark.parametrize("mistake", ["written out", "as a list", "as the name of a file", "in an unknown key"])
@pytest.mark.parametrize("name", NAMES)
def test_t66_no_secret_is_in_what_a_configuration_with_a_mistake_is_told(config: Path, name: str, mistake: str) -> None:
    secret = json.dumps(GEHEIMEN[name])
    wrong = {
        "written out": secret,
        "as a list": f"[{secret}]",
        "as the name of a file": f"{{bestand: [{secret}]}}",
        "in an unknown key": f"{{bestand: {name}, soort: {secret}}}",
    }[mistake]
    text = yaml.safe_dump(yaml.safe_load(config.read_text()), default_flow_style=True, width=10**6)
    assert f"{{bestand: {name}}}" in text
    config.write_text(text.replace(f"{{bestand: {name}}}", wrong).replace("ontwikkeling: true", "ontwikkeling: false"))

    told = said("serve", "--config", str(config), "--controleer", code=2)

    assert shows(told) == []
    assert "probleem" in told or "problemen" in told


def test_t66_no_secret_prints_with_the_settings(config: Path) -> None:
    settings = read_settings(config, {})

    assert shows(f"{settings!r} {settings} {settings.model_dump()}") == []


def test_t66_no_secret_is_in_an_answer_a_metric_or_a_log(toneel: Toneel, config: Path, waterdam: Gemeente) -> None:
    lines: list[str] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{JsonLines().format(record)} {vars(record)}")

    reader = Reader(logging.DEBUG)
    logging.getLogger().addHandler(reader)
    try:
        app = create_app(read_settings(config, {}), clock=toneel.klok)
        adres = toneel._start(app)
        beheer = toneel._start(health_app(app.waiting_for, app.metrics))
        token = {"Authorization": f"Bearer {toneel.uitgever.token(bsn=ANNA)}"}
        answers = []
        with httpx.Client(base_url=adres, trust_env=False, timeout=30) as client:
            for fault in (Fault(), Fault("401"), Fault("500"), Fault("html"), Fault("breekt")):
                waterdam.fault = fault
                answers += [client.get(f"/v1/{pad}", headers=token) for pad in ("zaken", "bronnen", "openapi.json")]
            answers += [
                client.get("/v1/zaken"),
                client.get("/v1/zaken?aantal=x", headers=token),
                client.get("/v1/x"),
                *(httpx.get(f"{beheer}/{pad}", trust_env=False) for pad in ("metrics", "livez", "readyz")),
            ]
        toneel.stop(adres)
    finally:
        logging.getLogger().removeHandler(reader)

    asked = {header for one in waterdam.ontvangen for header in one.headers.values()}
    assert GEHEIMEN["header"] in asked, "the register itself does get it"
    assert shows(" ".join(f"{answer.text} {answer.headers}" for answer in answers)) == []
    assert shows(" ".join(lines)) == []
    assert shows((config.parent / "verwerkingen.jsonl").read_text()) == []


def test_the_net_of_this_story_sees_a_secret_however_it_is_written() -> None:
    secret = GEHEIMEN["oauth2"]
    basic = base64.b64encode(f"mijnzaken:{secret}".encode()).decode()

    assert all(shows(text) == ["oauth2"] for text in (secret, f"x{basic}", json.dumps({"x": secret}), quote(secret)))
