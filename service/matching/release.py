"""The title of a release taken apart: what it is called, and what it says of the tracks on it."""

from dataclasses import dataclass
from functools import lru_cache

import regex

from domain.text import fold
from service.matching.descriptors import read_descriptors
from service.matching.kind import Kind
from service.matching.segments import plain, split
from tracklink.plugin import ReleaseKind

_LIVE = regex.compile(
    r"^live\b|(?<!\bto )\blive$"
    r"|\blive (?:at|in|from|on)\b|\bunplugged\b|\bin concert\b|\b(?:en|ao) vivo\b|\blive sessions?\b"
)
_YEAR = regex.compile(r"\s*(?:19|20)\d\d\s*")
"""A year alone is a part of the title: `Symphonies (1963)` is no other issue of `Symphonies (1977)`."""
_FORM = regex.compile(r"\b(?:ep|single|lp)$")
_TELLING = frozenset(
    {Kind.LIVE, Kind.ACOUSTIC, Kind.INSTRUMENTAL, Kind.KARAOKE, Kind.REMIX, Kind.EDIT, Kind.RERECORDING, Kind.SPEED}
)
"""Kinds of version of which whole releases are made."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release's title: without edition words, and the kinds of version it states."""

    title: str = ""
    kinds: frozenset[Kind] = frozenset()


@lru_cache(maxsize=4_096)
def read_release(album: str, release_kind: ReleaseKind | None = None) -> Release:
    """`Up Close (Live) [Deluxe Edition]` -> up close, live."""
    core, brackets, dashed = split(plain(album))
    pieces = [(piece, read_descriptors(piece)) for piece in (*brackets, *dashed)]
    kinds = {d.kind for _, descriptors in pieces for d in descriptors if d.kind in _TELLING}
    if release_kind is ReleaseKind.LIVE or _LIVE.search(fold(album[:1_000])):
        kinds.add(Kind.LIVE)
    title = fold(
        " ".join((core, *(piece for piece, descriptors in pieces if not descriptors or _YEAR.fullmatch(piece))))
    )
    return Release(_FORM.sub("", title).strip() or title, frozenset(kinds))
