"""One question that is read by page number, round after round while its pages shift. Pure."""

from __future__ import annotations

from typing import Final

_MOST_ROUNDS: Final = 5


class Ronden:
    """Who was met on the pages of one question, and whether that is everybody.

    A zaak that comes twice in one round shows that pages shift, as does a promised page that is empty: another may have
    come not at all. As many zaken as a round has places are all zaken, whichever of them came twice. That a round
    brought nothing new does not say so: a register may break ties on each page in a way of its own, and always in the
    same.
    """

    def __init__(self) -> None:
        self.shifting = False
        """Whether a zaak came twice in one round."""
        self.between = False
        """Whether the next page stands between two rounds, and is of neither."""
        self.first = True
        """Whether this is the first round."""
        self._count = 1
        self._met: set[str] = set()
        """In all rounds."""
        self._met_earlier = 0
        """How many in the rounds before."""
        self._round: set[str] = set()
        """In this round, and on its last page."""
        self._page: set[str] = set()
        self._places = 0
        """Places for zaken on the pages of this round, and the most that a round had."""
        self._most_places = 0
        self._turning = False
        """Whether the last page was the one before it once more."""
        self._broken = False
        """Whether a page that was promised in this round was empty."""

    def take(self, page: set[str]) -> bool:
        """Take who is on a page. False when all of them were on the pages before it."""
        self._met |= page
        if self.between:
            self.between = False
            return True
        fresh = not page or not page <= self._round
        self.shifting = self.shifting or bool(page & self._round)
        self._turning, self._page = page == self._page, page
        self._round |= page
        self._places += len(page)
        return fresh

    def breaks(self) -> None:
        """Take note that a promised page is empty: what stood there slid to an earlier page, or is withheld."""
        self._broken = self.shifting = True

    def complete(self) -> bool:
        """Whether everybody was met, at the end of a round."""
        self._most_places = max(self._most_places, self._places)
        return len(self._met) >= self._most_places and not self._broken

    def again(self, pages: int, *, more: bool) -> bool:
        """Begin another round after one of so many ``pages``. False when it would bring nothing.

        ``more``: the last page promised another one. The same page twice in a row then comes of a register that does
        not look at the number of a page.
        """
        news = len(self._met) > self._met_earlier
        if (more and self._turning) or not news or self._count >= _MOST_ROUNDS:
            return False
        self._count, self._met_earlier, self.first = self._count + 1, len(self._met), False
        self._round, self._page, self._places, self._broken = set(), set(), 0, False
        # Where ties turn with each question, rounds of an even number of pages would all be the same.
        self.between = pages % 2 == 0
        return True
