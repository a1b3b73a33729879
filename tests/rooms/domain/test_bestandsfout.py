"""Why a file cannot be used, in Dutch."""

import errno
from pathlib import Path

import pytest

from mijnzaken_bff.domain.bestandsfout import why


@pytest.mark.parametrize(
    ("name", "told"), [("weg", "bestaat niet"), (".", "is een map"), ("x" * 300, "de naam is te lang")]
)
def test_what_is_wrong_is_told_in_dutch_and_without_the_path(tmp_path: Path, name: str, told: str):
    with pytest.raises(OSError, match=r"Errno") as raised:
        (tmp_path / name).read_text()

    assert why(raised.value) == told


def test_an_odd_error_is_told_by_its_name():
    assert why(OSError(errno.EIO, "Input/output error")) == "EIO"
    assert why(OSError("x")) == "onbekende fout"
