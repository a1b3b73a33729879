"""What a running service cannot change: it stays as it was until the next start."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.place import Place

_OF_DIENST: Final = ("adres", "poort", "beheer", "naslag", "grenzen")
"""Where it listens, what there is to ask for, and what was counted so far."""
_WHOLE: Final = ("verwerkingen", "gedeeld")
"""A log with a hole in it, or lines of one file under two keys, would account for nothing; what replicas share they
find under keys of the start."""


def with_what_is_fixed(running: Settings, read: Settings) -> tuple[Settings, list[Place]]:
    """``read`` with what is fixed as in ``running``, and the place of everything that is not taken over for that."""
    kept: list[Place] = [
        *(("dienst", key) for key in _OF_DIENST if getattr(running.dienst, key) != getattr(read.dienst, key)),
        *((key,) for key in _WHOLE if getattr(running, key) != getattr(read, key)),
    ]
    dienst = read.dienst.model_copy(update={key: getattr(running.dienst, key) for key in _OF_DIENST})
    return read.model_copy(update={"dienst": dienst} | {key: getattr(running, key) for key in _WHOLE}), kept
