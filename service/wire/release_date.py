"""Dates of release, as far as they are known."""

import re
from datetime import date

_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def read_release_date(text: str) -> str:
    """`1979`, `1979-11` or `1979-11-30`, unchanged; ValueError for another form or a day that never was."""
    if _FORM.fullmatch(text):
        try:
            date.fromisoformat(text + "-01" * (2 - text.count("-")))
        except ValueError:
            pass
        else:
            return text
    raise ValueError(f"{text!r} is not a release date: a year, month or day, as in 1979, 1979-11 or 1979-11-30")
