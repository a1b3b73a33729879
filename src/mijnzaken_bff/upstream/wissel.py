"""A secret that is being replaced: the new one, the one before it, and which of the two the other side takes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")

_NEW: Final = 0


class Wissel(Generic[T]):
    """What we log in with at a bron, and what that was before: one of the two is in use, at first the new one.

    The other side changes when it suits it and tells nobody, so which one it takes is found out. What it refuses is
    tried once with the other, and only when it takes that is the other in use: a register that refuses both changes
    nothing. Without a previous one there is nothing to switch.
    """

    def __init__(self, bron: str, nieuw: T, vorig: T | None = None) -> None:
        self._bron = bron
        self._ways = (nieuw,) if vorig is None else (nieuw, vorig)
        self._at = _NEW
        self._tried: Mapping[str, str] | None = None

    @property
    def in_use(self) -> T:
        """The one that was taken last."""
        return self._ways[self._at]

    @property
    def other(self) -> T | None:
        """The one that is not in use; None when there is but one."""
        return self._ways[1 - self._at] if len(self._ways) > 1 else None

    def tried(self, headers: dict[str, str]) -> dict[str, str]:
        """``headers``, which are those of the other one and go along with a question that was refused."""
        self._tried = headers
        return headers

    def accepted(self, headers: Mapping[str, str]) -> None:
        """A question with these headers was answered: if they are those that were tried, the other one is in use now.

        What was tried before the last switch counts no more, however late its answer comes.
        """
        if headers == self._tried:
            self.switch()

    def switch(self) -> None:
        """From now on the other one is in use. Told once; as a warning while the rotation is not finished."""
        self._tried = None
        self._at = 1 - self._at
        if self._at == _NEW:
            logger.info("secret_switched", extra={"bron": self._bron, "what": "nieuw"})
        else:
            logger.warning("secret_switched", extra={"bron": self._bron, "what": "vorig"})
