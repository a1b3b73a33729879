"""Writing lines: whole ones, also over a rotation and on a disk that was full for a while."""

from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mijnzaken_bff.verwerkingen.uitvoer import Bestand, Standaarduitvoer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "verwerkingen.jsonl"


@pytest.fixture
def bestand(path: Path) -> Bestand:
    opened = Bestand(path)
    opened.open()
    return opened


def test_lines_are_appended_and_only_the_owner_may_read_them(bestand: Bestand, path: Path) -> None:
    assert bestand.write(b"een\n") == 0
    assert bestand.write(b"twee\ndrie\n") == 0

    assert path.read_bytes() == b"een\ntwee\ndrie\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_stood_there_stays(path: Path) -> None:
    path.write_bytes(b"eerder\n")
    bestand = Bestand(path)
    bestand.open()
    bestand.write(b"nu\n")
    bestand.close()

    assert path.read_bytes() == b"eerder\nnu\n"


@pytest.mark.parametrize("made_anew", [True, False])
def test_a_file_that_was_rotated_is_opened_again(bestand: Bestand, path: Path, made_anew: bool) -> None:
    bestand.write(b"een\n")
    away = path.with_suffix(".1")
    path.rename(away)
    if made_anew:
        path.touch(0o640)

    bestand.write(b"twee\n")

    assert (away.read_bytes(), path.read_bytes()) == (b"een\n", b"twee\n")


def test_a_file_that_was_copied_and_emptied_goes_on_at_its_begin(bestand: Bestand, path: Path) -> None:
    bestand.write(b"een\n")
    os.truncate(path, 0)

    bestand.write(b"twee\n")

    assert path.read_bytes() == b"twee\n"


def test_when_the_folder_is_away_lines_are_lost_and_later_ones_are_not(bestand: Bestand, path: Path) -> None:
    bestand.write(b"een\n")
    path.unlink()
    away = path.parent.rename(path.parent.with_name("weg"))

    assert bestand.write(b"twee\ndrie\n") == 2

    away.rename(path.parent)
    assert bestand.write(b"vier\n") == 0
    assert path.read_bytes() == b"vier\n"


def test_a_place_that_cannot_be_written_to_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Bestand(tmp_path / "weg" / "verwerkingen.jsonl").open()
    with pytest.raises(IsADirectoryError):
        Bestand(tmp_path).open()


def test_a_folder_in_which_nothing_may_be_made_is_told_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, int]] = []

    def access(place: Path, mode: int) -> bool:  # root, as which tests run in a container, may write everywhere
        asked.append((place, mode))
        return False

    monkeypatch.setattr(os, "access", access)

    with pytest.raises(PermissionError):
        Bestand(tmp_path / "x").check()

    assert asked == [(tmp_path, os.W_OK | os.X_OK)]
    assert list(tmp_path.iterdir()) == []


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A limit on the size of a file behaves as a disk that is full: a part is written, and then nothing."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limit[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("where", ["file", "standard output"])
def test_a_line_that_broke_off_does_not_take_the_next_one_along(
    where: str, path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    uitvoer = Bestand(path) if where == "file" else Standaarduitvoer()
    uitvoer.open()
    with no_file_longer_than(6):
        lost = [uitvoer.write(b"een\ntwee\ndrie\n"), uitvoer.write(b"vier\n")]

    assert lost == [2, 1]
    assert uitvoer.write(b"vijf\n") == 0
    written = path.read_bytes() if where == "file" else capfdbinary.readouterr().out
    assert written == b"een\ntw\nvijf\n"


def test_a_line_that_broke_off_leaves_no_mark_in_the_next_file(bestand: Bestand, path: Path) -> None:
    with no_file_longer_than(6):
        bestand.write(b"een\ntwee\n")
    path.rename(path.with_suffix(".1"))

    bestand.write(b"drie\n")

    assert path.read_bytes() == b"drie\n"


def test_standard_output_is_that_of_the_process(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    uitvoer = Standaarduitvoer()
    uitvoer.open()

    assert uitvoer.write(b"een\ntwee\n") == 0
    uitvoer.close()
    assert uitvoer.write(b"drie\n") == 0

    assert capfdbinary.readouterr().out == b"een\ntwee\ndrie\n"
