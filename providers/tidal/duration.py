"""Lengths of time in ISO 8601's form, as Tidal writes them."""

import re

_FORM = re.compile(r"PT(?:([0-9]{1,2})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,6}(?:[.,][0-9]{1,9})?)S)?")
_UNITS_MS = (3_600_000, 60_000, 1_000)


def read_duration_ms(text: str) -> int:
    """`PT2H16S` -> 7,216,000; parts may be missing, seconds may have a fraction.

    ValueError where nothing is stated, and for days and more, which no track lasts.
    """
    match = _FORM.fullmatch(text.strip().upper())
    stated = match.groups() if match else ()
    duration_ms = sum(
        round(float(part.replace(",", ".")) * unit_ms) for part, unit_ms in zip(stated, _UNITS_MS, strict=False) if part
    )
    if duration_ms <= 0:
        raise ValueError(f"{text!r} is not a length of time: as in PT3M5S")
    return duration_ms
