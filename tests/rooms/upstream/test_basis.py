"""A link in an answer is followed only to where this bron lives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.upstream.basis import Basis

BASE = "https://zgw.waterdam.example/zaken/api/v1/"
UUID = "0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11"
WATERDAM = Basis(BASE, ("https://openzaak.intern:8443/zaken/api/v1/", "https://gateway.example/waterdam/zaken/v1/"))

HOSTILE = {
    "another host": f"https://zgw.elders.example/zaken/api/v1/zaken/{UUID}",
    "a host below ours": f"https://x.zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "our host as the beginning of another": f"https://zgw.waterdam.example.elders.example/zaken/api/v1/zaken/{UUID}",
    "our host as a name": f"https://zgw.waterdam.example@elders.example/zaken/api/v1/zaken/{UUID}",
    "a name before our host": f"https://iemand@zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "an empty name before our host": f"https://@zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "a name and a password": f"https://iemand:geheim@zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "a backslash behind the host": f"https://zgw.waterdam.example\\@elders.example/zaken/api/v1/zaken/{UUID}",
    "backslashes for slashes": f"https:\\\\zgw.waterdam.example\\zaken\\api\\v1\\zaken\\{UUID}",
    "dot segments": "https://zgw.waterdam.example/zaken/api/v1/../../../admin",
    "dot segments behind the base": f"{BASE}zaken/../../../admin",
    "one dot": f"{BASE}./zaken/{UUID}",
    "escaped dots": f"{BASE}%2e%2e/%2e%2e/admin",
    "escaped dots in capitals": f"{BASE}%2E%2E/admin",
    "dots escaped twice": f"{BASE}%252e%252e/admin",
    "an escaped slash": f"{BASE}zaken%2f{UUID}",
    "an escaped backslash": f"{BASE}zaken%5c{UUID}",
    "an escaped NUL": f"{BASE}zaken/{UUID}%00",
    "another port": f"https://zgw.waterdam.example:8443/zaken/api/v1/zaken/{UUID}",
    "port nought": f"https://zgw.waterdam.example:0/zaken/api/v1/zaken/{UUID}",
    "a port that is none": f"https://zgw.waterdam.example:99999/zaken/api/v1/zaken/{UUID}",
    "a port of letters": f"https://zgw.waterdam.example:https/zaken/api/v1/zaken/{UUID}",
    "http": f"http://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "http on the port of https": f"http://zgw.waterdam.example:443/zaken/api/v1/zaken/{UUID}",
    "a trailing dot": f"https://zgw.waterdam.example./zaken/api/v1/zaken/{UUID}",
    "a version that begins like ours": f"https://zgw.waterdam.example/zaken/api/v1evil/zaken/{UUID}",
    "another version": f"https://zgw.waterdam.example/zaken/api/v2/zaken/{UUID}",
    "another API of the same host": f"https://zgw.waterdam.example/catalogi/api/v1/zaaktypen/{UUID}",
    "the path in capitals": f"https://zgw.waterdam.example/Zaken/api/v1/zaken/{UUID}",
    "a query": f"{BASE}zaken/{UUID}?expand=rollen",
    "an empty query": f"{BASE}zaken/{UUID}?",
    "a fragment": f"{BASE}zaken/{UUID}#rollen",
    "an empty fragment": f"{BASE}zaken/{UUID}#",
    "parameters": f"{BASE}zaken/{UUID};a=1",
    "IPv6-mapped": f"https://[::ffff:169.254.169.254]/zaken/api/v1/zaken/{UUID}",
    "a broken IPv6": f"https://[::1/zaken/api/v1/zaken/{UUID}",
    "the metadata address": "http://169.254.169.254/latest/meta-data/",
    "loopback": f"https://127.0.0.1/zaken/api/v1/zaken/{UUID}",
    "a file": "file:///etc/hostname",
    "a file under our path": f"file://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "javascript": "javascript:alert(1)",
    "data": "data:application/json,{}",
    "without scheme": f"//zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "only a path": f"/zaken/api/v1/zaken/{UUID}",
    "only a uuid": UUID,
    "nothing": "",
    "a fullwidth letter in the host": f"https://zgw.\uff57aterdam.example/zaken/api/v1/zaken/{UUID}",
    "a fullwidth dot": f"https://zgw\uff0ewaterdam.example/zaken/api/v1/zaken/{UUID}",
    "a letter that only looks like ours": f"https://zgw.w\u0430terdam.example/zaken/api/v1/zaken/{UUID}",
    "unicode in the path": f"{BASE}zaken/\u00e9",
    "a newline at the end": f"{BASE}zaken/{UUID}\n",
    "a newline in the host": f"https://zgw.water\ndam.example/zaken/api/v1/zaken/{UUID}",
    "a header behind a newline": f"{BASE}zaken/{UUID}\r\nHost: elders.example",
    "a tab in the scheme": f"ht\ttps://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
    "a NUL": f"{BASE}zaken/{UUID}\0",
    "a blank in front": f" {BASE}zaken/{UUID}",
    "a blank at the end": f"{BASE}zaken/{UUID} ",
    "an empty segment": f"{BASE}zaken//{UUID}",
    "an empty segment in the base": f"https://zgw.waterdam.example//zaken/api/v1/zaken/{UUID}",
    "a slash at the end": f"{BASE}zaken/{UUID}/",
    "the base itself": BASE,
    "the base without slash": BASE.removesuffix("/"),
    "an alias on another port": f"https://openzaak.intern/zaken/api/v1/zaken/{UUID}",
    "the path of one alias on the host of another": f"https://gateway.example/zaken/api/v1/zaken/{UUID}",
}


@pytest.mark.parametrize("link", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_link_to_elsewhere_is_not_followed(link: str):
    assert WATERDAM.rest_of(link) is None
    with pytest.raises(SourceError) as raised:
        WATERDAM.reachable(link)
    assert raised.value.failure is Failure.FOREIGN_URL
    assert str(raised.value) == "foreign_url at link"


@pytest.mark.parametrize(
    "link",
    [
        f"{BASE}zaken/{UUID}",
        f"https://ZGW.Waterdam.EXAMPLE/zaken/api/v1/zaken/{UUID}",
        f"HTTPS://zgw.waterdam.example/zaken/api/v1/zaken/{UUID}",
        f"https://zgw.waterdam.example:443/zaken/api/v1/zaken/{UUID}",
        f"https://zgw.waterdam.example:/zaken/api/v1/zaken/{UUID}",
        f"https://openzaak.intern:8443/zaken/api/v1/zaken/{UUID}",
        f"https://gateway.example/waterdam/zaken/v1/zaken/{UUID}",
        f"https://gateway.example:443/waterdam/zaken/v1/zaken/{UUID}",
    ],
)
def test_a_link_to_this_bron_is_called_at_its_base(link: str):
    assert WATERDAM.reachable(link) == f"{BASE}zaken/{UUID}"


@pytest.mark.parametrize("written", ["https://zgw.example:443/api/", "https://ZGW.example/api/"])
def test_the_base_may_be_configured_with_its_default_port_or_in_capitals(written: str):
    assert Basis(written).rest_of("https://zgw.example/api/zaken/1") == "zaken/1"


def test_a_base_at_the_root_of_a_host_holds_every_path_of_it():
    assert Basis("http://127.0.0.1:8080/").rest_of("http://127.0.0.1:8080/zaken/1") == "zaken/1"
    assert Basis("http://127.0.0.1:8080/").rest_of("http://127.0.0.1/zaken/1") is None


def test_an_alias_of_one_bron_is_not_one_of_another():
    assert Basis(BASE).rest_of(f"https://openzaak.intern:8443/zaken/api/v1/zaken/{UUID}") is None


@given(st.text())
def test_whatever_a_register_calls_a_link_is_refused_or_ours(link: str):
    for text in (link, BASE + link, BASE.removesuffix("/") + link, "https://" + link + "/zaken/api/v1/zaken/1"):
        rest = WATERDAM.rest_of(text)
        assert rest is None or (WATERDAM.reachable(text) == BASE + rest and ".." not in rest and "%" not in rest)
