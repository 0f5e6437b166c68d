"""Understanding one piece that hangs on a title: version words, remixers, places, languages, years."""

from functools import lru_cache
from itertools import chain

import regex

from domain.text import fold
from service.matching.kind import Kind
from service.matching.lexicon import (
    ALONE,
    FILLERS,
    HEADS,
    HEADS_IN_FRONT,
    LANGUAGE_NAMES,
    LONGEST_PHRASE,
    ORIGIN_ENDS,
    ORIGINS,
    PHRASE_KINDS,
)
from service.matching.parts import Descriptor
from service.matching.words import words_of

MADE = frozenset({Kind.LIVE, Kind.REMIX, Kind.DUB, Kind.COVER, Kind.EDIT, Kind.EXTENDED, Kind.VERSION})
"""Kinds of which the further words tell the maker or the place."""
SHY = frozenset({Kind.LANGUAGE, Kind.EXCERPT, Kind.EXPLICIT, Kind.CLEAN, Kind.SINGLE, Kind.COMMENTARY})
"""Kinds whose single words are believed only where nothing else is said: `(Spanish)`, but not `(Spanish Rain)`."""
CHANNELS = frozenset({"mono", "stereo", "atmos"})
"""Words of a mastering that tell two of one year apart."""
LONG_HEADS = tuple(head for head in HEADS if len(head) > len("take") or not head.isascii())
"""Heads that other words are written together with: `Akustikversion`, `ライブバージョン`."""
PROGRAMMES = ("the first take", "mtv unplugged")
"""Where others' pieces name the film that a song is from, `From THE FIRST TAKE` names where it was played anew."""
_OWN_VERSION = regex.compile(r"\w's? version\b")
_YEAR = regex.compile(r"(?:19|20)\d\d")
DAY = 3
"""Figures of a day. A recording has its year; what has its day is a concert."""


@lru_cache(maxsize=20_000)
def read_descriptors(piece: str) -> tuple[Descriptor, ...]:
    """The version words of a plain piece; () when there are none, so that it is a subtitle.

    `marta vey remix` -> remix by {marta, vey}; `2012 - remaster` -> master of 2012; `coming home` -> ().
    Words that say nothing of the sound make no version of a piece that says more: `night bus hd` -> ().
    """
    folded = fold(piece)
    if folded.startswith(ORIGINS) and not folded.endswith(PROGRAMMES):
        return (Descriptor(Kind.NEUTRAL), *_versions_after_slash(piece))
    if _OWN_VERSION.search(piece):
        return (Descriptor(Kind.RERECORDING), *_remixes(folded))
    words = _words(folded)
    phrases, rest = _consume(words)
    years = [word for word in rest if _YEAR.fullmatch(word)]
    who = frozenset(word for word in rest if word not in FILLERS and word not in years)
    kinds = {PHRASE_KINDS[phrase] for phrase in phrases if _is_believed(phrase, who)}
    if who and kinds <= {Kind.NEUTRAL} and folded.endswith(ORIGIN_ENDS):
        return (Descriptor(Kind.NEUTRAL),)
    if who and kinds == {Kind.NEUTRAL}:
        return ()
    if not kinds:
        return _headless(words, years)
    year = years[0] if years else ""
    if Kind.MASTER in kinds and year and "mix" in words:
        kinds = kinds - {Kind.MASTER} | {Kind.REMIX}
    return tuple(Descriptor(kind, _who(kind, who, phrases), year) for kind in sorted(kinds))


def without_noise(piece: str) -> str:
    """The folded words of a subtitle, less those that say nothing of the sound: `night bus hd` -> `night bus`."""
    folded = fold(piece)
    phrases, rest = _consume(_words(folded))
    return " ".join(rest) if rest and {PHRASE_KINDS[phrase] for phrase in phrases} == {Kind.NEUTRAL} else folded


def _words(folded: str) -> list[str]:
    return [part for word in words_of(folded) for part in _compound(word)]


def _compound(word: str) -> tuple[str, ...]:
    """`akustikversion` -> akustik, version; `conversion` stays."""
    for head in LONG_HEADS:
        first = word.removesuffix(head)
        if first != word and (first,) in PHRASE_KINDS:
            return first, head
    return (word,)


def _remixes(folded: str) -> tuple[Descriptor, ...]:
    return (Descriptor(Kind.REMIX),) if folded.endswith(" remix") else ()


def _consume(words: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """The known phrases, the longest at each place, and the words that are left."""
    phrases: list[tuple[str, ...]] = []
    rest: list[str] = []
    place = 0
    while place < len(words):
        phrase = _phrase_at(words, place)
        if phrase is None:
            rest.append(words[place])
        else:
            phrases.append(phrase)
        place += len(phrase) if phrase else 1
    return phrases, rest


def _phrase_at(words: list[str], place: int) -> tuple[str, ...] | None:
    for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
        phrase = tuple(words[place : place + length])
        if phrase in PHRASE_KINDS:
            return phrase
    return None


def _is_believed(phrase: tuple[str, ...], who: frozenset[str]) -> bool:
    return len(phrase) > 1 or not who or PHRASE_KINDS[phrase] not in SHY


def _headless(words: list[str], years: list[str]) -> tuple[Descriptor, ...]:
    year = years[0] if years else ""
    named = [word for word in words if word not in years]
    if head := _head(named):
        return (Descriptor(HEADS[head], frozenset(named) - HEADS.keys() - FILLERS, year),)
    if len(words) == 1 and words[0] in ALONE:
        return (Descriptor(ALONE[words[0]]),)
    if years and len(words) == DAY and all(word.isdigit() for word in words):
        return (Descriptor(Kind.LIVE, frozenset(words)),)
    if words and len(years) == len(words):
        return (Descriptor(Kind.NEUTRAL, frozenset(), year),)
    return ()


def _head(words: list[str]) -> str | None:
    if words and words[-1] in HEADS:
        return words[-1]
    return words[0] if words and words[0] in HEADS_IN_FRONT else None


def _who(kind: Kind, who: frozenset[str], phrases: list[tuple[str, ...]]) -> frozenset[str]:
    if kind is Kind.LANGUAGE:
        return frozenset(LANGUAGE_NAMES[phrase] for phrase in phrases if phrase in LANGUAGE_NAMES)
    if kind is Kind.MASTER:
        return CHANNELS & {word for phrase in phrases for word in phrase}
    if kind is Kind.ALTERNATE:
        return frozenset(word for word in chain(who, *phrases) if word.isdigit())
    return who if kind in MADE else frozenset()


def _versions_after_slash(piece: str) -> tuple[Descriptor, ...]:
    return read_descriptors(piece.rsplit("/", 1)[1]) if "/" in piece else ()
