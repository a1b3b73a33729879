"""A configuration as YAML, for those who write hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

import yaml

_DUMPERS: Final = (getattr(yaml, "CSafeDumper", yaml.SafeDumper), yaml.SafeDumper)
"""The first is in C where that is there, and three times as fast; the last also writes what is no text at all."""


def geschreven(configuratie: Mapping[str, Any]) -> str:
    """``configuratie`` as text, in which every place has a line."""
    for dumper in _DUMPERS:
        with suppress(UnicodeEncodeError):
            return str(yaml.dump(configuratie, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000))
    raise ValueError("not to be written as YAML")
