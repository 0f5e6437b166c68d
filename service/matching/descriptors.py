"""Understanding one piece that hangs on a title: version words, remixers, places, years."""

from functools import lru_cache

import regex

from domain.text import fold
from service.matching.kind import Kind
from service.matching.lexicon import FILLERS, HEADS, LONGEST_PHRASE, ORIGINS, PHRASE_KINDS
from service.matching.parts import Descriptor

MADE = frozenset({Kind.LIVE, Kind.REMIX, Kind.COVER, Kind.EDIT, Kind.EXTENDED, Kind.LANGUAGE, Kind.VERSION})
"""Kinds of which the further words tell the maker or the place."""
SHY = frozenset({Kind.LANGUAGE, Kind.EXCERPT, Kind.EXPLICIT, Kind.CLEAN, Kind.SINGLE, Kind.COMMENTARY})
"""Kinds whose single words are believed only where nothing else is said: `(Spanish)`, but not `(Spanish Rain)`."""
_OWN_VERSION = regex.compile(r"\w's? version\b")
_YEAR = regex.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=20_000)
def read_descriptors(piece: str) -> tuple[Descriptor, ...]:
    """The version words of a plain piece; () when there are none, so that it is a subtitle.

    `marta vey remix` -> remix by {marta, vey}; `2012 - remaster` -> master of 2012; `coming home` -> ().
    Words that say nothing of the sound make no version of a piece that says more: `night bus hd` -> ().
    """
    folded = fold(piece)
    if folded.startswith(ORIGINS):
        return (Descriptor(Kind.NEUTRAL), *_versions_after_slash(piece))
    if _OWN_VERSION.search(piece):
        return (Descriptor(Kind.RERECORDING), *_remixes(folded))
    words = folded.split()
    lengths, rest = _consume(words)
    years = [word for word in rest if _YEAR.fullmatch(word)]
    who = frozenset(word for word in rest if word not in FILLERS and word not in years)
    kinds = {kind for kind, length in lengths.items() if length > 1 or not who or kind not in SHY}
    if kinds == {Kind.NEUTRAL} and who:
        return ()
    if not kinds:
        return _headless(words, years)
    year = years[0] if years else ""
    return tuple(Descriptor(kind, _who(kind, who), year) for kind in sorted(kinds))


def without_noise(piece: str) -> str:
    """The folded words of a subtitle, less those that say nothing of the sound: `night bus hd` -> `night bus`."""
    folded = fold(piece)
    kinds, rest = _consume(folded.split())
    return " ".join(rest) if kinds.keys() == {Kind.NEUTRAL} and rest else folded


def _remixes(folded: str) -> tuple[Descriptor, ...]:
    return (Descriptor(Kind.REMIX),) if folded.endswith(" remix") else ()


def _consume(words: list[str]) -> tuple[dict[Kind, int], list[str]]:
    """The kinds that phrases name, each with the words of its longest phrase, and the words that are left."""
    kinds: dict[Kind, int] = {}
    rest: list[str] = []
    place = 0
    while place < len(words):
        kind, length = _phrase_at(words, place)
        if kind is None:
            rest.append(words[place])
        else:
            kinds[kind] = max(length, kinds.get(kind, 0))
        place += length
    return kinds, rest


def _phrase_at(words: list[str], place: int) -> tuple[Kind | None, int]:
    for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
        kind = PHRASE_KINDS.get(tuple(words[place : place + length]))
        if kind is not None:
            return kind, length
    return None, 1


def _headless(words: list[str], years: list[str]) -> tuple[Descriptor, ...]:
    year = years[0] if years else ""
    if words and words[-1] in HEADS:
        who = frozenset(words) - HEADS.keys() - FILLERS - set(years)
        return (Descriptor(HEADS[words[-1]], who, year),)
    if words and len(years) == len(words):
        return (Descriptor(Kind.NEUTRAL, frozenset(), year),)
    return ()


def _who(kind: Kind, who: frozenset[str]) -> frozenset[str]:
    return who if kind in MADE else frozenset()


def _versions_after_slash(piece: str) -> tuple[Descriptor, ...]:
    return read_descriptors(piece.rsplit("/", 1)[1]) if "/" in piece else ()
