"""With what certificate we present ourselves, and whose certificates we trust."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from pydantic import ValidationError
from uvicorn.loops.auto import auto_loop_factory

from mijnzaken_bff.domain.failure import Failure
from mijnzaken_bff.upstream.gesprek import failure_of
from mijnzaken_bff.upstream.pool import real_transport
from mijnzaken_bff.upstream.tls import Tls, trust
from tests.rooms.upstream.strenge_bron import Papieren, StrengeBron, strenge_bron

OURS = {"certificaat": "mijnzaken.pem", "sleutel": "mijnzaken.key", "ca": "ca.pem"}
WACHTWOORD = "een-wachtwoord-van-de-sleutel"


@pytest.fixture
def papieren(tmp_path: Path) -> Papieren:
    return Papieren(tmp_path)


def tls(papieren: Papieren, **settings: Any) -> Tls:
    return Tls.model_validate(settings, context={"folder": str(papieren.folder), "ontwikkeling": True})


def refusal(papieren: Papieren, **settings: Any) -> tuple[tuple[str | int, ...], str]:
    with pytest.raises(ValidationError) as raised:
        tls(papieren, **settings)
    (error,) = raised.value.errors(include_input=False)
    assert WACHTWOORD not in str(raised.value)
    return error["loc"], error["type"]


def with_locked_key(papieren: Papieren) -> None:
    key = serialization.load_pem_private_key((papieren.folder / "mijnzaken.key").read_bytes(), None)
    (papieren.folder / "mijnzaken.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(WACHTWOORD.encode()),
        )
    )


async def asked(bron: StrengeBron, own: Tls | None, method: str = "GET") -> int:
    transport = real_transport(trust())(2, own)
    try:
        response = await transport.handle_async_request(
            httpx.Request(
                method,
                f"https://127.0.0.1:{bron.port}/",
                content=b"{}" if method == "POST" else None,
                extensions={"timeout": httpx.Timeout(30).as_dict()},
            )
        )
        await response.aclose()
        return response.status_code
    finally:
        await transport.aclose()


async def failure(bron: StrengeBron, own: Tls | None, method: str = "GET") -> Failure:
    with pytest.raises(httpx.RequestError) as raised:
        await asked(bron, own, method)
    return failure_of(raised.value)


# Over real sockets.


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_bron_that_asks_for_a_certificate_gets_ours(papieren: Papieren, newest: ssl.TLSVersion):
    async with strenge_bron(papieren.server(), knows=papieren.ca, newest=newest) as bron:
        assert await asked(bron, tls(papieren, **OURS)) == 200
        assert await asked(bron, tls(papieren, **OURS), "POST") == 200

    assert bron.subjects == ["mijnzaken", "mijnzaken"]


async def test_a_key_with_a_password_is_opened_with_it(papieren: Papieren):
    with_locked_key(papieren)

    async with strenge_bron(papieren.server(), knows=papieren.ca) as bron:
        assert await asked(bron, tls(papieren, **OURS, wachtwoord=WACHTWOORD)) == 200


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("given", ["none", "one of somebody else"])
async def test_a_certificate_that_is_refused_is_a_tls_failure(
    papieren: Papieren, newest: ssl.TLSVersion, method: str, given: str
):
    papieren.issue("vreemde", papieren.other_ca)
    own = {"certificaat": "vreemde.pem", "sleutel": "vreemde.key"} if given != "none" else {}

    async with strenge_bron(papieren.server(), knows=papieren.ca, newest=newest) as bron:
        assert await failure(bron, tls(papieren, ca="ca.pem", **own), method) is Failure.TLS

    assert bron.subjects == []
    assert bron.connections == 1 or method == "GET"  # aiohttp tries a GET once more by itself


def test_a_refused_certificate_has_the_same_name_on_the_loop_of_production(papieren: Papieren):
    async def refused() -> Failure:
        async with strenge_bron(papieren.server(), knows=papieren.ca) as bron:
            return await failure(bron, tls(papieren, ca="ca.pem"), "POST")

    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        assert runner.run(refused()) is Failure.TLS


async def test_with_a_ca_only_that_ca_is_trusted(papieren: Papieren):
    async with (
        strenge_bron(papieren.server(ca=papieren.other_ca)) as elsewhere,
        strenge_bron(papieren.server()) as bron,
    ):
        assert await asked(bron, tls(papieren, ca="ca.pem")) == 200
        assert await asked(elsewhere, tls(papieren, ca="elders.pem")) == 200
        assert await failure(elsewhere, tls(papieren, ca="ca.pem")) is Failure.TLS
        assert await failure(bron, tls(papieren, ca="elders.pem")) is Failure.TLS

    assert len(bron.subjects) == len(elsewhere.subjects) == 1


async def test_without_a_ca_the_platform_is_trusted_and_no_more(papieren: Papieren, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SSL_CERT_FILE")  # or the platform of a test would trust nobody
    async with strenge_bron(papieren.server()) as bron:
        assert await failure(bron, tls(papieren)) is Failure.TLS
        assert await failure(bron, None) is Failure.TLS

    assert tls(papieren).context().cert_store_stats() == trust().cert_store_stats()
    assert tls(papieren, ca="ca.pem").context().cert_store_stats()["x509_ca"] == 1


async def test_a_certificate_of_another_name_is_a_tls_failure_although_its_ca_is_trusted(papieren: Papieren):
    async with strenge_bron(papieren.server("zgw.duinoord.example")) as bron:
        assert await failure(bron, tls(papieren, ca="ca.pem")) is Failure.TLS

    assert bron.subjects == []


async def test_our_certificate_goes_only_where_it_is_configured(papieren: Papieren):
    async with strenge_bron(papieren.server(), knows=papieren.ca) as bron:
        make = real_transport(trust(papieren.folder / "ca.pem"))
        transport = make(1, None)
        with pytest.raises(httpx.RequestError):
            await transport.handle_async_request(httpx.Request("GET", f"https://127.0.0.1:{bron.port}/"))
        await transport.aclose()

    assert bron.subjects == []


def test_tls_of_before_1_2_is_not_spoken(papieren: Papieren):
    assert tls(papieren, **OURS).context().minimum_version == ssl.TLSVersion.TLSv1_2
    assert tls(papieren, **OURS).context().verify_mode == ssl.CERT_REQUIRED
    assert tls(papieren, **OURS).context().check_hostname


# What is wrong with the files is told at the start.


@pytest.mark.parametrize("key", ["certificaat", "sleutel", "ca"])
@pytest.mark.parametrize("value", ["weg.pem", ".", "een\0naam"])
def test_a_file_that_cannot_be_read_is_told_at_its_own_key(papieren: Papieren, key: str, value: str):
    assert refusal(papieren, **{**OURS, key: value}) == ((key,), "bestand_onleesbaar")


@pytest.mark.parametrize("key", ["certificaat", "sleutel", "ca"])
@pytest.mark.parametrize("value", ["", 3, [], {"bestand": "ca.pem"}])
def test_what_is_no_path_is_told(papieren: Papieren, key: str, value: Any):
    assert refusal(papieren, **{**OURS, key: value}) == ((key,), "bestand")


@pytest.mark.parametrize("key", ["certificaat", "ca"])
@pytest.mark.parametrize("content", ["", "geen PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_without_a_certificate_is_told(papieren: Papieren, key: str, content: str):
    (papieren.folder / "leeg.pem").write_text(content)

    assert refusal(papieren, **{**OURS, key: "leeg.pem"}) == ((key,), "geen_certificaat")
    assert refusal(papieren, **{**OURS, key: "mijnzaken.key"}) == ((key,), "geen_certificaat")


def test_a_certificate_without_a_key_and_the_reverse_contradict(papieren: Papieren):
    assert refusal(papieren, certificaat="mijnzaken.pem") == ((), "sleutel_ontbreekt")
    assert refusal(papieren, sleutel="mijnzaken.key") == ((), "certificaat_ontbreekt")
    assert refusal(papieren, wachtwoord=WACHTWOORD) == ((), "wachtwoord_over")


def test_a_key_of_another_certificate_is_told(papieren: Papieren):
    papieren.issue("ander", papieren.ca)

    assert refusal(papieren, **{**OURS, "sleutel": "ander.key"}) == ((), "sleutel_anders")


def test_a_key_that_is_none_is_told(papieren: Papieren):
    assert refusal(papieren, **{**OURS, "sleutel": "ca.pem"}) == ((), "sleutel_onleesbaar")


def test_a_password_that_is_missing_or_wrong_is_told_and_nobody_is_asked_for_it(papieren: Papieren):
    with_locked_key(papieren)

    assert refusal(papieren, **OURS) == ((), "sleutel_onleesbaar")
    assert refusal(papieren, **OURS, wachtwoord=WACHTWOORD[1:]) == ((), "sleutel_onleesbaar")


def test_equal_settings_are_one_key_and_print_no_password(papieren: Papieren):
    one, other = (tls(papieren, **OURS, wachtwoord=WACHTWOORD) for _ in range(2))

    assert {one: 1}[other] == 1
    assert WACHTWOORD not in repr(one) + str(one) + repr(one.model_dump())
