"""What a bron, or whoever pretends to be one, may try: the threats from the side of the bronnen, row by row."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.boos.geheugen import at_most
from tests.boos.podium import GEZOND, Podium, failures
from tests.boos.storingen import rij
from tests.boos.vijandig import CATALOGUSKLANT, LUISTERAAR, SLEUTELS, VIJANDIG
from tests.stories.portaal import ANNA, CLIENT_ID
from tests.stories.wachten import until

ALLE = ["D-000", "D-001"]


def each(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("naam", names)


def texts(tree: Any) -> list[str]:
    """Every text in a piece of JSON."""
    match tree:
        case dict():
            return [text for value in tree.values() for text in texts(value)]
        case list():
            return [text for value in tree for text in texts(value)]
        case str():
            return [tree]
        case _:
            return []


# --- T34 to T36: where it may send us ---


def only_its_own(boos: Podium, naam: str) -> None:
    """Nothing was asked but its two APIs, and nobody who listens elsewhere was."""
    assert LUISTERAAR.verbindingen == 0
    for ontvangen in boos.boos[naam].ontvangen:
        assert ontvangen.pad.startswith(("/zaken/api/v1/", "/catalogi/api/v1/")), "outside its APIs"
        assert not {"admin", "evil", ".", "@"} & set(ontvangen.pad.replace("evil", "/evil/").split("/"))


def test_t34_a_hostile_link_in_a_zaak_is_followed_nowhere_and_costs_words(boos: Podium) -> None:
    gezien = boos.vraag("t34-links")

    assert (gezien.uitkomst, gezien.reden) in {
        ("gedeeltelijk", "catalogusOnbereikbaar"),
        ("gedeeltelijk", "onderdeelOnbereikbaar"),
    }
    assert len(gezien.zaken) == VIJANDIG
    only_its_own(boos, "t34-links")


def test_t34_a_hostile_link_to_the_rollen_of_a_zaak_is_not_needed_to_prove_it(boos: Podium) -> None:
    gezien = boos.vraag("t34-rollen")

    assert len(gezien.zaken) == VIJANDIG
    only_its_own(boos, "t34-rollen")


def test_t34_a_zaak_that_says_to_be_elsewhere_is_never_proven_there(boos: Podium) -> None:
    gezien = boos.vraag("t34-itself")

    assert (gezien.uitkomst, gezien.zaken) == ("onbetrouwbaar", [])
    only_its_own(boos, "t34-itself")


def test_t34_a_hostile_next_is_not_followed(boos: Podium) -> None:
    boos.vraag("f39-other-host")

    only_its_own(boos, "f39-other-host")


def test_t35_what_lets_us_in_at_one_bron_never_reaches_another(boos: Podium) -> None:
    """The links of this bron point to the registers of the two others, which we know as well."""
    gezien = boos.vraag("t35-neighbours")

    assert gezien.zaaknummers == ALLE
    assert all(
        ontvangen.headers[name.lower()] == value
        for ontvangen in boos.boos["t35-neighbours"].ontvangen
        for name, value in SLEUTELS.items()
    )
    for gemeente in boos.gezond.values():
        assert [ontvangen.pad for ontvangen in gemeente.ontvangen] == ["/zaken/api/v1/zaken/_zoek"]
        assert not {name.lower() for name in SLEUTELS} & set(gemeente.ontvangen[0].headers)


@each(*rij("t35")[1:])
def test_t35_a_redirect_takes_no_credential_along(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"
    assert boos.boos[naam].ontvangen[0].headers["x-api-key"] == SLEUTELS["X-Api-Key"]
    assert LUISTERAAR.verbindingen == 0


def test_t36_an_api_on_a_host_of_its_own_is_asked_with_its_own_credential(boos: Podium) -> None:
    bron = boos.boos["t36-second-host"]

    gezien = boos.vraag("t36-second-host")

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    who = {
        (
            ontvangen.pad.split("/")[1],
            ontvangen.headers["host"].partition(":")[0],
            jwt.decode(ontvangen.headers["authorization"].removeprefix("Bearer "), options={"verify_signature": False})[
                "client_id"
            ],
        )
        for ontvangen in bron.ontvangen
    }
    assert who == {("zaken", "127.0.0.1", CLIENT_ID), ("catalogi", "localhost", CATALOGUSKLANT)}


def test_t36_a_third_host_is_asked_nothing(boos: Podium) -> None:
    gezien = boos.vraag("t36-third-host")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "catalogusOnbereikbaar")
    assert LUISTERAAR.verbindingen == 0


# --- T37 to T41: how much it may cost us ---


@each(*rij("t37"))
def test_t37_pages_without_end_stop_at_a_cap_and_say_so(boos: Podium, naam: str) -> None:
    gezien = boos.vraag(naam)

    assert gezien.uitkomst == "gedeeltelijk"
    assert gezien.reden in {"vervolgMislukt", "grensBereikt"}
    assert len(boos.boos[naam].zaakvragen) <= 100


@each(*rij("f31"))
def test_t38_a_bomb_costs_no_memory(boos: Podium, naam: str) -> None:
    with at_most(megabytes=20):
        gezien = boos.vraag(naam)

    assert gezien.uitkomst == "onbetrouwbaar"


def test_t38_nothing_is_asked_for_but_what_we_can_unpack_within_a_bound(boos: Podium) -> None:
    boos.vraag("gezond")

    asked = {ontvangen.headers["accept-encoding"] for ontvangen in boos.boos["gezond"].ontvangen}
    assert asked
    assert asked <= {"gzip", "identity"}


def test_t39_a_body_that_never_ends_is_cut_at_the_cap(boos: Podium) -> None:
    with at_most(megabytes=20):
        assert boos.vraag("f33-endless").uitkomst == "onbetrouwbaar"

    until(lambda: boos.boos["f33-endless"].verlaten >= 1)
    assert boos.boos["f33-endless"].verzonden < 32 * 2**20


def test_t39_of_ten_thousand_zaken_on_one_page_no_more_are_read_than_the_cap(boos: Podium) -> None:
    gezien = boos.vraag("t39-ten-thousand")

    assert (gezien.uitkomst, gezien.reden) == ("gedeeltelijk", "grensBereikt")
    assert len(gezien.overzicht["zaken"]) == 100
    assert gezien.overzicht["telling"]["lopend"] <= 2_000 + len(boos.nummers)


def test_t39_a_text_of_a_megabyte_is_cut(boos: Podium) -> None:
    gezien = boos.vraag("t39-long-text")

    assert gezien.zaaknummers == ALLE
    assert max(len(text) for text in texts(gezien.overzicht)) <= 1_000


@each("f35-drip", "f36-drip", "f01-half-an-answer")
def test_t40_a_bron_that_drips_ends_at_its_budget(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "teTraag"
    until(lambda: boos.boos[naam].verlaten >= 1)


@each(*(naam for naam in rij("f34") if naam != "f34-bom"))
def test_t41_a_json_bomb_costs_its_own_bron(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbetrouwbaar"


def test_t41_a_page_that_tells_its_results_twice_is_no_empty_list(boos: Podium) -> None:
    """Whoever believes the last word of it sees no zaken."""
    assert boos.vraag("t41-duplicate-keys").uitkomst == "onbetrouwbaar"


# --- T42: what it may say ---


def test_t42_script_and_control_characters_come_out_as_harmless_text(boos: Podium) -> None:
    answer = boos.portaal.get("/v1/zaken", ANNA, bron=["t42-poison", *GEZOND])

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    told = texts(answer.json())
    assert sum("<script>alert(1)</script>" in text for text in told) >= 6
    assert not [text for text in told if any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in text)]


# --- T43 and T44: whether it is who it says ---


@each(*(naam for naam in rij("f28") if naam != "f28-good"), "t43-tls-1-1", "t43-self-signed")
def test_t43_a_server_that_cannot_be_trusted_hears_nothing(boos: Podium, naam: str) -> None:
    assert boos.vraag(naam).uitkomst == "onbereikbaar"
    assert boos.boos[naam].ontvangen == []


@each("t43-plain", "t43-good")
def test_t43_a_proxy_and_a_password_in_the_environment_are_not_used(
    boos: Podium, naam: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, LUISTERAAR.adres)
        monkeypatch.setenv(name.lower(), LUISTERAAR.adres)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login iemand password geheim\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    gezien = boos.vraag(naam)

    assert (gezien.uitkomst, gezien.zaaknummers) == ("ok", ALLE)
    assert LUISTERAAR.verbindingen == 0
    assert all(ontvangen.headers["authorization"].startswith("Bearer ") for ontvangen in boos.boos[naam].ontvangen)


def test_t44_a_name_that_leads_to_a_server_with_another_certificate_is_refused(
    boos: Podium, caplog: pytest.LogCaptureFixture
) -> None:
    assert boos.vraag("t44-hijacked").uitkomst == "onbereikbaar"
    assert failures(caplog, "t44-hijacked") == ["tls"]
    assert boos.boos["t44-hijacked"].ontvangen == []
