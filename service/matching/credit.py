"""Credits taken apart into names, and names into what joins them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import eq

import regex

from domain.text import fold
from service.matching.segments import plain

ARTIST_LIMIT = 40
NAME_LIMIT = 200

_FEATURING = regex.compile(r"\s*[\(\[]?\s*\b(?:feat|ft|featuring)\b\s?\.?\s*")
_JOINS = regex.compile(
    r"\s*(?:,|;|/|&|\s\+\s|、|・|(?<=\p{Han}{2})[和与與](?=\p{Han}{2})"
    r"|\s(?:and|x|×|vs\.?|con|com|with|avec|mit|y|e|und|et|og|och|i|en|и|та|і|presents|pres\.?|duet with)\s)\s*"
)
_QUALIFIER = regex.compile(r"\s*[\(\[][^)\]]*[\)\]]\s*$")


def read_names(artists: Sequence[str]) -> tuple[str, ...]:
    """Folded names in alphabetical order, cut at "feat." only: a band's own "&" or comma is part of its name."""
    return _distinct(name for artist in _bounded(artists) for name in _cut(artist))


def read_joined(artists: Sequence[str]) -> tuple[str, ...]:
    """The same names cut at every joining word as well: what a credit may mean, a band's name in pieces included."""
    return _distinct(name for artist in _bounded(artists) for name in _cut_small(artist))


def without_article(name: str) -> str:
    """`the who` -> `who`; a name that is an article alone stays."""
    return name.removeprefix("the ") or name


def abbreviates(mine: str, other: str) -> bool:
    """Whether two names differ in nothing but initials: `m vey` and `marta vey`."""
    words, others = mine.split(), other.split()
    if len(words) != len(others) or not any(map(eq, words, others)):
        return False
    return all(map(_is_initial, words, others))


def _is_initial(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])


def _bounded(artists: Sequence[str]) -> list[str]:
    return sorted({plain(artist, NAME_LIMIT) for artist in artists})[:ARTIST_LIMIT]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name})[:ARTIST_LIMIT])


@lru_cache(maxsize=8_192)
def _cut(artist: str) -> tuple[str, ...]:
    return tuple(_folded_name(name) for name in _FEATURING.split(artist))


@lru_cache(maxsize=8_192)
def _cut_small(artist: str) -> tuple[str, ...]:
    return tuple(_folded_name(part) for cut in _FEATURING.split(artist) for part in _JOINS.split(cut))


def _folded_name(name: str) -> str:
    return without_article(fold(_QUALIFIER.sub("", name).strip(" ()[]")) or fold(name))
