"""A secret comes from a file or from the environment, and never out of the configuration itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from mijnzaken_bff.upstream.geheim import FromEnvironment, Geheim
from mijnzaken_bff.upstream.toegang import ZgwJwtToegang

LONG = "MARKER-een-geheim-van-meer-dan-32-tekens"


class Slot(BaseModel):
    """Something with a secret in it."""

    secret: Geheim


def read(value: Any, folder: Path = Path(), *, ontwikkeling: bool = False) -> str:
    context = {"ontwikkeling": ontwikkeling, "folder": str(folder)}
    return Slot.model_validate({"secret": value}, context=context).secret.get_secret_value()


def refusal(value: Any, folder: Path = Path(), *, ontwikkeling: bool = False) -> tuple[str, str]:
    with pytest.raises(ValidationError) as raised:
        read(value, folder, ontwikkeling=ontwikkeling)
    (error,) = raised.value.errors(include_input=False)
    return error["type"], error["msg"]


@pytest.mark.parametrize("written", [LONG, f"{LONG}\n", f"  {LONG}\r\n\n"])
def test_a_secret_file_is_read_without_the_newline_at_its_end(tmp_path: Path, written: str):
    (tmp_path / "waterdam").write_text(written)

    assert read({"bestand": "waterdam"}, tmp_path) == LONG
    assert read({"bestand": str(tmp_path / "waterdam")}, Path("elders")) == LONG


def test_a_secret_may_hold_any_letter(tmp_path: Path):
    (tmp_path / "waterdam").write_text("gehëim met spaties ✓", encoding="utf-8")

    assert read({"bestand": "waterdam"}, tmp_path) == "gehëim met spaties ✓"


def test_a_secret_comes_out_of_the_environment():
    assert read(FromEnvironment(LONG)) == LONG


def test_a_secret_that_is_one_already_stays_it():
    assert read(SecretStr(LONG)) == LONG


def test_a_secret_that_is_written_out_is_refused_without_repeating_it():
    kind, message = refusal(LONG)

    assert kind == "geheim_in_bestand"
    assert message == "een geheim hoort niet in dit bestand: schrijf {bestand: pad} of ${NAAM}"


def test_a_secret_may_be_written_out_in_development():
    assert read(LONG, ontwikkeling=True) == LONG


@pytest.mark.parametrize("ontwikkeling", [True, False])
@pytest.mark.parametrize("content", ["", " ", "\n\n"])
def test_an_empty_secret_is_refused_wherever_it_comes_from(tmp_path: Path, content: str, ontwikkeling: bool):
    (tmp_path / "leeg").write_text(content)

    assert refusal({"bestand": "leeg"}, tmp_path, ontwikkeling=ontwikkeling)[0] == "geheim_leeg"
    assert refusal(FromEnvironment(content), ontwikkeling=ontwikkeling)[0] == "geheim_leeg"


def test_an_empty_secret_that_is_written_out_is_refused_in_development_too():
    assert refusal("", ontwikkeling=True)[0] == "geheim_leeg"


@pytest.mark.parametrize("name", ["bestaat-niet", ".", "geen-tekst"])
def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path, name: str):
    (tmp_path / "geen-tekst").write_bytes(b"\xff\xfe\x00geheim")

    kind, message = refusal({"bestand": name}, tmp_path)

    assert kind == "geheim_onleesbaar"
    assert message == f"het bestand {tmp_path / name} is niet te lezen"


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        1.5,
        True,
        [],
        [LONG],
        {},
        {"bestand": 3},
        {"bestand": None},
        {"file": "x"},
        {"bestand": "x", "en": LONG},
    ],
)
@pytest.mark.parametrize("ontwikkeling", [True, False])
def test_anything_else_is_no_secret(value: Any, ontwikkeling: bool):
    kind, message = refusal(value, ontwikkeling=ontwikkeling)

    assert (kind, message) == ("geheim", "verwacht {bestand: pad} of ${NAAM}")


def test_a_secret_file_name_with_a_nul_is_a_problem_and_no_crash():
    assert refusal({"bestand": "a\0b"})[0] == "geheim_onleesbaar"


@pytest.mark.parametrize("length", [1, 31])
def test_a_secret_that_is_too_short_for_hs256_is_refused(length: int):
    with pytest.raises(ValidationError) as raised:
        _toegang("x" * length)

    assert [error["type"] for error in raised.value.errors()] == ["geheim_te_kort"]
    assert _toegang("x" * length, ontwikkeling=True).secret.get_secret_value() == "x" * length


def test_a_secret_of_32_bytes_is_long_enough():
    assert _toegang("x" * 32).client_id == "mijnzaken"
    assert _toegang("é" * 16).client_id == "mijnzaken"


def test_a_secret_is_never_printed():
    toegang = _toegang(LONG)

    assert "MARKER" not in repr(toegang) + str(toegang) + repr(toegang.model_dump()) + toegang.model_dump_json()


def _toegang(secret: str, *, ontwikkeling: bool = False) -> ZgwJwtToegang:
    return ZgwJwtToegang.model_validate(
        {"soort": "zgwJwt", "clientId": "mijnzaken", "secret": FromEnvironment(secret)},
        context={"ontwikkeling": ontwikkeling},
    )
