"""Release dates as files write them."""

import re
from datetime import date

FIRST_YEAR = 1850
"""Before the first sound was ever recorded."""
LAST_YEAR = 2100

_YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?(?:[T ].*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?: .*)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def read_release_date(text: str) -> str:
    """`1979`, `1979-11` or `1979-11-30`: as much as was stated and can be meant in one way only.

    `25/12/1999` -> `1999-12-25`; `03/04/1999`, which may be April or March, and `1999-02-30` -> `1999`.
    ValueError when not even the year is certain.
    """
    stated = text.strip()
    if match := _YEAR_FIRST.fullmatch(stated):
        return _year_first(*match.group(1, 3, 4))
    if match := _COMPACT.fullmatch(stated):
        return _year_first(*match.groups())
    if match := _YEAR_LAST.fullmatch(stated):
        return _year_last(*match.group(1, 3, 4))
    raise ValueError(f"{text!r} is not a date: write 1979, 1979-11 or 1979-11-30")


def _year_first(year: str, month: str | None, day: str | None) -> str:
    if month and day:
        return _day(year, month, day) or _year(year)
    if month and 1 <= int(month) <= 12:  # noqa: PLR2004  # months
        return f"{_year(year)}-{int(month):02}"
    return _year(year)


def _year_last(first: str, second: str, year: str) -> str:
    readings = {_day(year, first, second), _day(year, second, first)} - {None}
    return readings.pop() or _year(year) if len(readings) == 1 else _year(year)


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(_year(year)), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _year(year: str) -> str:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValueError(f"{year} is not the year of a release: {FIRST_YEAR} to {LAST_YEAR}")
    return year
