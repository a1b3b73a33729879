"""The files that settings were read from beside the configuration: secrets and certificates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationInfo

Digests: TypeAlias = dict[Path, bytes | None]
"""Of each file what tells its content from another; None when it cannot be read. It never leaves the process."""


def digest(content: bytes) -> bytes:
    """What tells this content from any other."""
    return hashlib.sha256(content).digest()


def note(info: ValidationInfo, path: Path, content: bytes) -> None:
    """Take note, for whoever reads the settings, that they depend on this file."""
    files: Digests | None = (info.context or {}).get("gelezen")
    if files is not None:
        files[path] = digest(content)


def digests_now(files: Iterable[Path]) -> Digests:
    """What tells the contents of these files as they are now. It blocks."""
    return {path: _digest_at(path) for path in files}


def _digest_at(path: Path) -> bytes | None:
    try:
        return digest(path.read_bytes())
    except OSError:
        return None
