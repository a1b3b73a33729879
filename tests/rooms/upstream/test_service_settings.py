"""What the configuration of an API may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mijnzaken_bff.upstream.geheim import FromEnvironment
from mijnzaken_bff.upstream.settings import Service

BASE = "https://zgw.waterdam.example/zaken/api/v1/"


def refusal(**settings: Any) -> tuple[tuple[str | int, ...], str]:
    with pytest.raises(ValidationError) as raised:
        Service.model_validate({"url": BASE, **settings})
    (error,) = raised.value.errors(include_input=False)
    return error["loc"], error["type"]


@pytest.mark.parametrize("written", [BASE, BASE.removesuffix("/")])
def test_a_base_url_ends_with_a_slash(written: str):
    service = Service(url=written, aliassen=(written,))

    assert service.basis.url == BASE
    assert service.basis.aliassen == (BASE,)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "zgw.waterdam.example/zaken",
        "/zaken/api/v1/",
        "ftp://zgw.waterdam.example/",
        "file:///etc/hostname",
        "https://",
        "https:///zaken",
        "https://iemand@zgw.waterdam.example/",
        "https://iemand:geheim@zgw.waterdam.example/",
        "https://zgw.waterdam.example:0/",
        "https://zgw.waterdam.example:99999/",
        "https://zgw.waterdam.example:poort/",
        "https://zgw.waterdam.example/?page=1",
        "https://zgw.waterdam.example/?",
        "https://zgw.waterdam.example/#x",
        "https://zgw.waterdam.example/zaken/../admin/",
        "https://zgw.waterdam.example/een spatie/",
        "https://zgw.waterdam.example/\n",
        "https://zgw.waterdam.example\\@elders.example/",
        "https://zgw.waterd\u00e4m.example/",
        "https://[::1/",
    ],
)
@pytest.mark.parametrize("key", ["url", "aliassen"])
def test_what_is_no_base_url_is_refused(key: str, url: str):
    loc, kind = refusal(**{key: url if key == "url" else [url]})

    assert kind == "basis_url"
    assert loc == (("url",) if key == "url" else ("aliassen", 0))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/", "https://[::1]:8443/zaken/", "https://10.0.0.1/a%20b/"])
def test_an_address_is_a_base_url_too(url: str):
    assert Service(url=url).url == url


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "ACCEPT-ENCODING",
        "Content-Type",
        "content-length",
        "User-agent",
        "Accept-Crs",
        "Host",
        "host",
    ],
)
def test_a_header_that_the_service_sets_itself_cannot_be_configured(name: str):
    assert refusal(headers={name: "anders"}) == (("headers",), "header_van_ons")


@pytest.mark.parametrize(
    "header",
    [
        {"": "x"},
        {"een naam": "x"},
        {"naam:": "x"},
        {"naam\r\nAuthorization": "x"},
        {"na\u00e4m": "x"},
        {"X-Naam": ""},
        {"X-Naam": " x"},
        {"X-Naam": "x\r\nAuthorization: y"},
        {"X-Naam": "x\0"},
        {"X-Naam": "\u00e9"},
    ],
)
def test_a_header_that_could_not_be_sent_is_refused_at_the_start(header: dict[str, str]):
    assert refusal(headers=header) == (("headers",), "header")


def test_a_header_cannot_stand_there_twice_in_another_spelling():
    assert refusal(headers={"X-Naam": "1", "x-naam": "2"}) == (("headers",), "header_dubbel")


def test_a_header_may_stand_in_a_file_or_in_the_environment_and_is_never_printed(tmp_path: Path):
    (tmp_path / "grant").write_text("hash-uit-bestand\n")
    headers = {"Fsc-Grant-Hash": {"bestand": "grant"}, "X-Sleutel": FromEnvironment("uit-de-omgeving")}

    service = Service.model_validate({"url": BASE, "headers": headers}, context={"folder": str(tmp_path)})

    assert service.header_values() == {"Fsc-Grant-Hash": "hash-uit-bestand", "X-Sleutel": "uit-de-omgeving"}
    for told in (repr(service), str(service), repr(service.model_dump()), service.model_dump_json()):
        assert "hash-uit-bestand" not in told
        assert "uit-de-omgeving" not in told


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"bestand": "weg"}, "geheim_onleesbaar"),
        ({"bestand": "leeg"}, "geheim_leeg"),
        ({"bestand": "grant", "x": 1}, "geheim"),
        ({"bestand": 3}, "waarde"),
        ({"file": "grant"}, "waarde"),
        (3, "waarde"),
        (None, "waarde"),
        (["a"], "waarde"),
    ],
)
def test_a_header_that_cannot_be_read_is_told_at_its_own_name(tmp_path: Path, value: Any, kind: str):
    (tmp_path / "grant").write_text("x")
    (tmp_path / "leeg").write_text(" \n")
    settings = {"url": BASE, "headers": {"X-Goed": "x", "Fsc-Grant-Hash": value}}

    with pytest.raises(ValidationError) as raised:
        Service.model_validate(settings, context={"folder": str(tmp_path)})

    (error,) = raised.value.errors(include_input=False)
    assert (error["loc"], error["type"]) == (("headers", "Fsc-Grant-Hash"), kind)


def test_a_file_with_two_lines_is_no_header(tmp_path: Path):
    (tmp_path / "grant").write_text("een\r\nAuthorization: twee")

    with pytest.raises(ValidationError) as raised:
        Service.model_validate(
            {"url": BASE, "headers": {"X-A": {"bestand": "grant"}}}, context={"folder": str(tmp_path)}
        )

    assert raised.value.errors()[0]["type"] == "header"


def test_an_ordinary_header_is_accepted():
    headers = {"X-Gemeente": "gm9902", "Ocp-Apim-Subscription-Key": "a b!~"}

    assert Service.model_validate({"url": BASE, "headers": headers}).header_values() == headers
