"""Whom to ask: which bronnen are open to a caller, and why exactly these are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mijnzaken_bff.domain.bron import Bron
from mijnzaken_bff.domain.caller import Caller


class Keuze(StrEnum):
    """Who chooses the bronnen, and in a log line: why these were asked."""

    ALLE = "alle"
    """Nobody: every bron is asked, unless the caller names some."""
    GEVRAAGD = "gevraagd"
    """The caller, who has to name them."""
    CLAIM = "claim"
    """The issuer of the token, by naming organisaties. The caller may narrow that."""


class Bronkeuze:
    """The bronnen that there are, and who chooses among them."""

    def __init__(self, keuze: Keuze, bronnen: Iterable[Bron]) -> None:
        self._keuze = keuze
        self._all = {bron.id: bron for bron in bronnen}
        self._of: dict[str, dict[str, Bron]] = {}
        for bron in self._all.values():
            self._of.setdefault(bron.organisatie.id, {})[bron.id] = bron

    @property
    def must_name(self) -> bool:
        """Whether a caller has to name bronnen."""
        return self._keuze is Keuze.GEVRAAGD

    @property
    def by_claim(self) -> bool:
        """Whether the token chooses."""
        return self._keuze is Keuze.CLAIM

    def open_to(self, caller: Caller) -> Mapping[str, Bron]:
        """The bronnen that may be asked for ``caller``, by id; none where its token had to choose and did not."""
        if not self.by_claim:
            return self._all
        chosen = caller.organisaties or frozenset()
        return {naam: bron for organisatie in chosen for naam, bron in self._of.get(organisatie, {}).items()}

    def reason(self, *, named: bool) -> Keuze:
        """Why the bronnen of a question are asked; ``named``: whether the caller named some."""
        return Keuze.GEVRAAGD if named and not self.by_claim else self._keuze
