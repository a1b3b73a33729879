"""A term on the calendar: so many years, months and days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO_8601 = re.compile(
    r"P(?=T?\d)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duur:
    """A term in calendar units: P1M is a month, not thirty days.

    Source: ISO 8601, as the Catalogi API writes ``doorlooptijd`` and ``servicenorm``.
    """

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str | None) -> Duur | None:
        """The term that ``text`` states, or None when it states none.

        ``""``, ``P0D``, negative and fractional terms and other spellings are none; hours and minutes are left out.
        """
        match = _ISO_8601.fullmatch(text.strip()) if text else None
        if match is None:
            return None
        years, months, weeks, days = (int(match[name] or 0) for name in ("years", "months", "weeks", "days"))
        return cls(years, months, 7 * weeks + days) if years or months or weeks or days else None

    @staticmethod
    def is_readable(text: str) -> bool:
        """Whether ``text`` is a term at all, be it one of no days."""
        return _ISO_8601.fullmatch(text.strip()) is not None

    def after(self, start: date) -> date | None:
        """The day this term ends when it begins on ``start``; None past the end of the calendar.

        A month later than the 31st is the last day of a shorter month.
        """
        month = start.month - 1 + self.months + 12 * self.years
        year, month = start.year + month // 12, month % 12 + 1
        try:
            day = min(start.day, calendar.monthrange(year, month)[1])
            return date(year, month, day) + timedelta(days=self.days)
        except (ValueError, OverflowError, calendar.IllegalMonthError):
            return None
