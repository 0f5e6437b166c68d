"""Understanding one piece that hangs on a title: version words, remixers, places, years."""

from functools import lru_cache

import regex

from domain.text import fold
from service.matching.kind import Kind
from service.matching.lexicon import FILLERS, HEADS, LONGEST_PHRASE, ORIGINS, PHRASE_KINDS
from service.matching.parts import Descriptor

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
    kinds, rest = _consume(words)
    years = [word for word in rest if _YEAR.fullmatch(word)]
    who = frozenset(word for word in rest if word not in FILLERS and word not in years)
    if kinds == {Kind.NEUTRAL} and who:
        return ()
    if not kinds:
        return _headless(rest, who, years)
    year = years[0] if years else ""
    return tuple(Descriptor(kind, _who(kind, who), year) for kind in sorted(kinds))


def without_noise(piece: str) -> str:
    """The folded words of a subtitle, less those that say nothing of the sound: `night bus hd` -> `night bus`."""
    folded = fold(piece)
    kinds, rest = _consume(folded.split())
    return " ".join(rest) if kinds == {Kind.NEUTRAL} and rest else folded


def _remixes(folded: str) -> tuple[Descriptor, ...]:
    return (Descriptor(Kind.REMIX),) if folded.endswith(" remix") else ()


def _consume(words: list[str]) -> tuple[set[Kind], list[str]]:
    kinds: set[Kind] = set()
    rest: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
            kind = PHRASE_KINDS.get(tuple(words[place : place + length]))
            if kind is not None:
                kinds.add(kind)
                place += length
                break
        else:
            rest.append(words[place])
            place += 1
    return kinds, rest


def _headless(rest: list[str], who: frozenset[str], years: list[str]) -> tuple[Descriptor, ...]:
    year = years[0] if years else ""
    if rest and rest[-1] in HEADS:
        return (Descriptor(HEADS[rest[-1]], who - HEADS.keys(), year),)
    if rest and len(years) == len(rest):
        return (Descriptor(Kind.NEUTRAL, frozenset(), year),)
    return ()


def _who(kind: Kind, who: frozenset[str]) -> frozenset[str]:
    return (
        who
        if kind in {Kind.LIVE, Kind.REMIX, Kind.COVER, Kind.EDIT, Kind.EXTENDED, Kind.LANGUAGE, Kind.VERSION}
        else frozenset()
    )


def _versions_after_slash(piece: str) -> tuple[Descriptor, ...]:
    return read_descriptors(piece.rsplit("/", 1)[1]) if "/" in piece else ()
