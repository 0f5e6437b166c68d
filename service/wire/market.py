"""Countries as ISO 3166-1 alpha-2 assigns them."""

from functools import cache
from importlib.resources import files

from domain.identifiers import read_market

KOSOVO = "XK"
"""Assigned by its users rather than by ISO, and a market of several services."""


def read_country(text: str) -> str:
    """An assigned country code in upper case; ValueError for `XX`, `UK`, `EU` and everything of another form."""
    market = read_market(text)
    if market not in _assigned():
        raise ValueError(f"{text!r} is no country of ISO 3166-1; use an assigned alpha-2 code, as in DE or GB")
    return market


@cache
def _assigned() -> frozenset[str]:
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in table.splitlines() if not line.startswith("#")) | {KOSOVO}
