"""So many calls at once, and two lines before the door. Pure: it knows no time, and wakes who may go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable


class Waiter:
    """Somebody in line."""

    __slots__ = ("admitted", "begins", "wake")

    def __init__(self, wake: Callable[[], None], *, begins: bool) -> None:
        self.wake = wake
        self.begins = begins
        self.admitted = False
        """Whether it holds a permit."""


class Bulkhead:
    """A number of permits. Who finds none may wait in line.

    A call that begins a question waits behind all others, and so many of those may wait and no more: what has begun is
    finished first, and an answer that is half there is not thrown away for want of a permit.
    """

    def __init__(self, permits: int, most_questions: int | None = None) -> None:
        self._permits = permits
        self._most_questions = most_questions
        self.in_use = 0
        """How many permits are held."""
        self._running: OrderedDict[Waiter, None] = OrderedDict()
        self._questions: OrderedDict[Waiter, None] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait. Nobody does while a permit is free."""
        return len(self._running) + len(self._questions)

    def enter(self) -> bool:
        """Take a permit, if there is one."""
        if self.in_use >= self._permits:
            return False
        self.in_use += 1
        return True

    def wait(self, wake: Callable[[], None], *, begins: bool) -> Waiter | None:
        """Stand in line until ``wake`` is called; None when there is no room for another question."""
        if begins and self._most_questions is not None and len(self._questions) >= self._most_questions:
            return None
        waiter = Waiter(wake, begins=begins)
        self._line_of(waiter)[waiter] = None
        return waiter

    def withdraw(self, waiter: Waiter) -> None:
        """Wait no longer. A permit that came in the meantime goes to the next one."""
        if waiter.admitted:
            waiter.admitted = False
            self.release()
        else:
            self._line_of(waiter).pop(waiter, None)

    def release(self) -> None:
        """Give a permit back: it goes to who waits, first to what has begun."""
        line = self._running or self._questions
        if not line:
            self.in_use -= 1
            return
        waiter, _ = line.popitem(last=False)
        waiter.admitted = True
        waiter.wake()

    def _line_of(self, waiter: Waiter) -> OrderedDict[Waiter, None]:
        return self._questions if waiter.begins else self._running
