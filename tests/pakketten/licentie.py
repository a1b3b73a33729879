"""Under which licence a package says to be published, as an SPDX expression."""

from __future__ import annotations

from importlib.metadata import metadata
from typing import Final

_SPDX: Final = {
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
}
"""What packages from before PEP 639 write, as SPDX has it."""


def licentie_of(pakket: str) -> str:
    """The licence of an installed package. Source: PEP 639; before it, the field ``License``.

    Raises ``PackageNotFoundError``.
    """
    told = metadata(pakket)
    expression = told.get("License-Expression") or told.get("License") or ""
    return _SPDX.get(expression, expression)
