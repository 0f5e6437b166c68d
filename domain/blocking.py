"""Blocking keys: the strings under which a track is filed, so that a query made of other words still finds it.

A key only proposes. Two spellings of a track share several keys, whatever one of these does to the other: a typo, other
accents or punctuation, another order of words, a moved guest, a version suffix more or less, the artist standing in the
title or missing, `A (B)` for `B (A)`, Latin letters for another script.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations, product

from domain.keys import identifier_keys
from domain.text import LIMIT, fold, romanise
from tracklink.plugin import Track

BUCKET_MS = 4_000
"""Width of a duration bucket. A query asks for those of its duration less and plus half of it."""

MOST_PARTS = 4
MOST_ARTISTS = 3
AFFIX_LENGTH = 3
SHORT_TITLE = 2 * AFFIX_LENGTH
"""A longer one keeps its beginning or its end whatever is done to one of its letters."""

_PART_BREAKS = re.compile(
    r"\s[-–—―−~|/:]+\s|[:;|]\s|[()\[\]{}<>（）［］【】「」『』〈〉《》〔〕]"
    r"|\s(?:feat|ft|featuring)(?:\.|\s)|^(?:feat|ft|featuring)(?:\.|\s)",
    re.IGNORECASE,
)
_CREDIT_BREAKS = re.compile(r"\s*[,;&/+]\s*|\s(?:feat|ft|featuring|with|and|vs|x)\b\.?\s*", re.IGNORECASE)

_IDLE_WORDS = frozenset({"the", "a", "an", "and", "official", "video", "audio", "lyric", "lyrics", "hd", "hq"}) | {
    "remaster",
    "remastered",
}
"""Words that come and go between spellings; kept where nothing else is left."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A track in folded words of one script."""

    title: str
    parts: tuple[str, ...]
    artists: tuple[str, ...]


def filing_keys(track: Track) -> frozenset[str]:
    """Every key under which an imported track is filed, identifiers included."""
    keys = {key for spelling in _spellings(track) for key in _filed(spelling, track.duration_ms)}
    return identifier_keys(track) | keys | ({f"barcode:{track.barcode}"} if track.barcode else set())


def asking_keys(query: Track) -> frozenset[str]:
    """Every key of the query's words under which tracks near it may be filed."""
    return frozenset(
        key
        for spelling in _spellings(query)
        for key in _keys(spelling, readings=[*_readings(spelling), *permutations(spelling.parts[:3], 2)])
    )


def timed_keys(query: Track) -> frozenset[str]:
    """Those of its length, with a little of its words: they stand for more tracks, and for ones with other words."""
    half, duration_ms = BUCKET_MS // 2, query.duration_ms
    buckets = {(duration_ms - half) // BUCKET_MS, (duration_ms + half) // BUCKET_MS} if duration_ms else set()
    return frozenset(key for spelling in _spellings(query) for bucket in buckets for key in _timed(spelling, bucket))


def exact_keys(query: Track) -> frozenset[str]:
    """Those keys of the query that say its words as they are: of title and artist, or of the title where it has none.

    Other versions of the title by the artist are filed under them too.
    """
    return frozenset(key for spelling in _spellings(query) for key in _whole(spelling))


def _whole(spelling: _Spelling) -> Iterator[str]:
    yield _bag(spelling.title, *spelling.artists[:1])
    yield from (_bag(part, artist) for part, artist in product(spelling.parts, spelling.artists))


def _spellings(track: Track) -> Iterator[_Spelling]:
    """The track as written, and romanised where it is in another script."""
    parts = [part for text in (track.title, track.version or "") for part in _PART_BREAKS.split(_short(text))]
    names = [_short(name) for name in track.artists[:MOST_ARTISTS]]
    credits_ = [artist for name in names for artist in (name, _CREDIT_BREAKS.split(name, maxsplit=1)[0])]
    written = _Spelling(fold(track.title), _folded(parts)[:MOST_PARTS], _folded(credits_)[: MOST_ARTISTS + 1])
    if not written.title:
        return
    yield written
    latin = _Spelling(_latin(written.title), _latins(written.parts), _latins(written.artists))
    if latin != written:
        yield latin


def _readings(spelling: _Spelling) -> list[tuple[str, str]]:
    """Pairs of what may be the artist and what may be the title."""
    base = spelling.parts[0] if spelling.parts else spelling.title
    if spelling.artists:
        return [(artist, base) for artist in spelling.artists[:2]]
    return list(permutations(spelling.parts[:3], 2))


def _filed(spelling: _Spelling, duration_ms: int | None) -> Iterator[str]:
    yield from _keys(spelling, _readings(spelling))
    if duration_ms:
        yield from _timed(spelling, duration_ms // BUCKET_MS)


def _keys(spelling: _Spelling, readings: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from _whole(spelling)
    yield from (_bag(part) for part in spelling.parts[:1])
    yield from (_bag(part, other) for part, other in combinations(spelling.parts, 2))
    for artist, title in readings:
        yield from _affix_pairs(artist, title)
        yield from _of_artist(artist, title)
    yield from _word_pairs(spelling)


def _bag(*phrases: str) -> str:
    """The phrases' words in any order, each once."""
    return f"bag:{' '.join(sorted(_words(*phrases)))}"


def _affix_pairs(artist: str, title: str) -> Iterator[str]:
    """Beginnings and ends of artist and title: a typo in each leaves one pair whole."""
    for (name, artist_affix), (place, title_affix) in product(_affixes(artist), _affixes(title)):
        yield f"{name}{place}:{artist_affix} {title_affix}"


def _of_artist(artist: str, title: str) -> Iterator[str]:
    """The artist's words with the title's beginning and end; a short title, whose middle is both, with a letter less.

    However large the catalogue, an artist has only so many titles that begin alike.
    """
    words, letters = _bag(artist), _letters(title)
    yield from (f"of{name}:{affix} {words}" for name, affix in _affixes(title))
    if len(letters) <= SHORT_TITLE:
        yield from (f"near:{letters[:place]}{letters[place + 1 :]} {words}" for place in range(len(letters) + 1))


def _word_pairs(spelling: _Spelling) -> Iterator[str]:
    """Pairs of the longest words, whichever of them stand in the title and which in the artist's name.

    Not two of the artist's: they would stand for all that the artist ever made.
    """
    artist = set(_longest(2, *spelling.artists[:1])) if spelling.artists else set()
    words = artist.union(_longest(3 if artist else 5, spelling.title))
    for first, second in combinations(sorted(words), 2):
        if not artist >= {first, second}:
            yield f"pair:{first} {second}"


def _timed(spelling: _Spelling, bucket: int) -> Iterator[str]:
    base = spelling.parts[0] if spelling.parts else spelling.title
    yield from (f"timed{bucket}{name}:{affix}" for name, affix in _affixes(base))
    yield from (f"timed{bucket}:{_bag(artist)}" for artist in spelling.artists[:2])


def _affixes(phrase: str) -> tuple[tuple[str, str], tuple[str, str]]:
    letters = _letters(phrase)
    return ("<", letters[:AFFIX_LENGTH]), (">", letters[-AFFIX_LENGTH:])


def _letters(phrase: str) -> str:
    return "".join(word for word in phrase.split() if word not in _IDLE_WORDS) or phrase


def _longest(count: int, *phrases: str) -> list[str]:
    return sorted(_words(*phrases), key=lambda word: (-len(word), word))[:count]


def _words(*phrases: str) -> set[str]:
    words = {word for phrase in phrases for word in phrase.split()}
    return words - _IDLE_WORDS or words


def _short(text: str) -> str:
    """As much as is folded, with single blanks: patterns that begin with blanks would try every one of a run."""
    return " ".join(text.split())[:LIMIT]


def _folded(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded for phrase in phrases if (folded := fold(phrase))))


def _latins(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_latin, phrases)))


def _latin(folded: str) -> str:
    return romanise(folded) or folded
