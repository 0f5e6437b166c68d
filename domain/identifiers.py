"""The forms of the identifiers that music is known by, and how they are read from what people type.

Every reader returns the canonical form or raises ValueError with what is wrong and how to put it right.
"""

import re
from uuid import UUID

ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
"""ISO 3901: two letters, three alphanumerics, two digits of the year, five digits."""

MARKET = re.compile(r"[A-Z]{2}")

BARCODE_LENGTHS = frozenset({8, 12, 13, 14})


def read_isrc(text: str) -> str:
    """`us-rc1-76-07839` -> `USRC17607839`."""
    isrc = re.sub(r"[\s\-]", "", text).upper().removeprefix("ISRC")
    if not ISRC.fullmatch(isrc):
        raise ValueError(
            f"{text!r} is not an ISRC: two letters, three letters or digits, seven digits, as in USRC17607839"
        )
    return isrc


def read_mbid(text: str) -> str:
    """A UUID in its canonical lower-case form."""
    mbid = text.strip().lower()
    try:
        canonical = str(UUID(mbid))
    except ValueError:
        canonical = ""
    if canonical != mbid:
        raise ValueError(f"{text!r} is not an MBID: a UUID, as in b1a9c0e9-d987-4042-ae91-78d6a3267d69")
    return canonical


def read_market(text: str) -> str:
    """An ISO 3166-1 alpha-2 code in upper case."""
    market = text.strip().upper()
    if not MARKET.fullmatch(market):
        raise ValueError(f"{text!r} is not a market: an ISO 3166-1 alpha-2 country code, as in DE")
    return market


def read_barcode(text: str) -> str:
    """A GTIN with a right check digit, without leading zeros, as Harmony compares them."""
    digits = re.sub(r"[\s\-]", "", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in BARCODE_LENGTHS or not _checks(digits):
        raise ValueError(f"{text!r} is not a barcode: 8, 12, 13 or 14 digits, the last one a check digit")
    return digits.lstrip("0")


def _checks(digits: str) -> bool:
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0
