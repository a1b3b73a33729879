"""Where lines go: a file that may be rotated under us, or standard output."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Protocol


class Uitvoer(Protocol):
    """Takes lines."""

    def open(self) -> None:
        """Make ready to write. Raises ``OSError``."""

    def write(self, lines: bytes) -> int:
        """Write whole lines; how many of them did not get there whole. It raises nothing."""

    def close(self) -> None:
        """Let go."""


class Bestand:
    """A file, opened again when it was moved away (logrotate with ``create`` or ``copytruncate``: both work).

    Only its owner may read it. Every write is an append, so several processes may share one file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None
        self._torn = False
        """Whether the last line broke off, so that the next must not go on behind it."""

    def check(self) -> None:
        """Raises ``OSError`` when ``open`` would. Makes nothing."""
        try:
            os.close(os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC))
        except FileNotFoundError:
            folder = self._path.resolve().parent
            if not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, "no folder") from None
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, "no file may be made there") from None

    def open(self) -> None:
        """Open the file, made where it is not there. Raises ``OSError``."""
        self._fd = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def write(self, lines: bytes) -> int:
        """Append ``lines``; how many of them were not written, or not whole."""
        rest = lines
        try:
            if self._fd is None or self._moved():
                self.close()
                self.open()
            if self._torn:
                _written(self._fd, b"\n")
                self._torn = False
            while rest:
                rest = rest[_written(self._fd, rest) :]
        except OSError:
            done = lines[: len(lines) - len(rest)]
            self._torn = self._torn or (bool(done) and not done.endswith(b"\n"))
        return rest.count(b"\n")

    def _moved(self) -> bool:
        """Whether another file, or none, stands where the one that is open was."""
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return True
        assert self._fd is not None  # noqa: S101 - asked of an open file only
        here = os.fstat(self._fd)
        return (there.st_dev, there.st_ino) != (here.st_dev, here.st_ino)

    def close(self) -> None:
        """Close the file."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


class Standaarduitvoer:
    """The standard output of the process, for a platform that collects it."""

    def open(self) -> None:
        """It is open."""

    def write(self, lines: bytes) -> int:
        """Write ``lines``; how many of them were not written, or not whole."""
        rest = lines
        try:
            while rest:
                rest = rest[_written(1, rest) :]
        except OSError:
            pass
        return rest.count(b"\n")

    def close(self) -> None:
        """Leave it open: it is not ours."""


def _written(fd: int | None, data: bytes) -> int:
    assert fd is not None  # noqa: S101 - opened just before
    return os.write(fd, data)
