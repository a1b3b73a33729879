"""ISO 8601 durations as the register treats them: normalised when stored, added to a date when a zaak begins."""

import calendar
import re
from datetime import date, timedelta

_VORM = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


def _delen(duur: str) -> tuple[int, int]:
    """Months and days: what calendars can and cannot count on."""
    vorm = _VORM.fullmatch(duur)
    if vorm is None:
        raise ValueError(f"{duur!r} is no duration in years, months, weeks and days")
    jaren, maanden, weken, dagen = (int(deel or 0) for deel in vorm.groups())
    return 12 * jaren + maanden, 7 * weken + dagen


def genormaliseerd(duur: str | None) -> str | None:
    """``P8W`` comes back as ``P56D``, ``P2M`` stays ``P2M``."""
    if duur is None:
        return None
    maanden, dagen = _delen(duur)
    jaren, maanden = divmod(maanden, 12)
    tekst = "".join(f"{aantal}{letter}" for aantal, letter in ((jaren, "Y"), (maanden, "M"), (dagen, "D")) if aantal)
    return f"P{tekst or '0D'}"


def plus(dag: str, duur: str) -> str:
    """The date ``duur`` after ``dag``; a day that its month does not have becomes the last one."""
    maanden, dagen = _delen(duur)
    begin = date.fromisoformat(dag)
    jaar, maand = divmod(begin.year * 12 + begin.month - 1 + maanden, 12)
    laatste = calendar.monthrange(jaar, maand + 1)[1]
    return (date(jaar, maand + 1, min(begin.day, laatste)) + timedelta(days=dagen)).isoformat()
