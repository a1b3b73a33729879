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


class LineWriter:
    """Writes to an open ``fd``. A line that broke off (a full disk) is ended first: the next would be lost in it."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._torn = False

    def write(self, lines: bytes) -> int:
        """Write ``lines``; how many of them were not written, or not whole."""
        rest = lines
        try:
            if self._torn:
                os.write(self.fd, b"\n")
                self._torn = False
            while rest:
                rest = rest[os.write(self.fd, rest) :]
        except OSError:
            done = lines[: len(lines) - len(rest)]
            self._torn = self._torn or (bool(done) and not done.endswith(b"\n"))
        return rest.count(b"\n")


class Bestand:
    """A file, opened again when it was moved away (logrotate with ``create`` or ``copytruncate``: both work).

    Only its owner may read it. Every write is an append, so several processes may share one file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: LineWriter | None = None

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
        self._writer = self._opened()

    def write(self, lines: bytes) -> int:
        """Append ``lines``; how many of them were not written, or not whole."""
        try:
            writer = self._writer
            if writer is None or self._moved(writer.fd):
                self.close()
                self._writer = writer = self._opened()
        except OSError:
            return lines.count(b"\n")
        return writer.write(lines)

    def close(self) -> None:
        """Close the file."""
        if self._writer is not None:
            os.close(self._writer.fd)
            self._writer = None

    def _opened(self) -> LineWriter:
        return LineWriter(os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600))

    def _moved(self, fd: int) -> bool:
        """Whether another file, or none, stands where the one that is open was."""
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return True
        here = os.fstat(fd)
        return (there.st_dev, there.st_ino) != (here.st_dev, here.st_ino)


class Standaarduitvoer:
    """The standard output of the process, for a platform that collects it."""

    def __init__(self) -> None:
        self._writer = LineWriter(1)

    def open(self) -> None:
        """It is open."""

    def write(self, lines: bytes) -> int:
        """Write ``lines``; how many of them were not written, or not whole."""
        return self._writer.write(lines)

    def close(self) -> None:
        """Leave it open: it is not ours."""
