"""The title of a video, or of a careless file, which holds names and remarks, beside one that has its artist apart."""

from functools import lru_cache

import regex
from rapidfuzz.fuzz import partial_ratio

from domain.text import fold
from service.matching.kind import Kind
from service.matching.length import length_relation
from service.matching.lexicon import FILLERS, PHRASE_KINDS
from service.matching.numbers import canonical
from service.matching.parts import Prepared
from service.matching.segments import plain_title

FEW = 2
"""Further words that may be somebody's name."""
PERFORMANCES = frozenset(
    {Kind.LIVE, Kind.COVER, Kind.REMIX, Kind.KARAOKE, Kind.ACOUSTIC, Kind.INSTRUMENTAL, Kind.DEMO, Kind.SPEED}
)
"""Kinds that a single word of a video's title gives away."""
NOISE = FILLERS | {word for phrase, kind in PHRASE_KINDS.items() if kind is Kind.NEUTRAL for word in phrase}
"""Words of a video's title that tell nothing."""
NEARLY = 88
"""Likeness, of 100, at which a title stands in the other but for a slip of the pen."""
LONG = 10
"""Letters that such a title must have."""
INSIDE = frozenset({"one inside the other", "one word inside the other"})
AMONG = frozenset({"equal to a piece", "nearly inside", "inside beside a further word", "inside beside further words"})
"""Levels that are worth more where the lengths agree."""
_MARKS = regex.compile(r"[:/;|,\"()\[\]]|\s-+\s|\s?-\s|\s{2,}|\s~\s?|~\s")
_DAY = regex.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s\d{1,2},?\s\d{4}\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b",
    regex.IGNORECASE,
)
"""A recording has its year; what has its day is a concert or a broadcast."""
_ARTICLE = regex.compile(r"^(?:the|an?)\s")
_DIGITS = regex.compile(r"\d+")


def level_beside_video(left: Prepared, right: Prepared, residues: tuple[str, str], level: str) -> str:
    """The level of two titles of which one stands without a credit, where they are not equal: what surrounds it.

    That a title stands among other words may be chance. That the lengths agree as well is none.
    """
    surrounding = _surrounding(left, right, residues, level)
    return f"{surrounding}, {length_relation(left, right)}" if surrounding in AMONG else surrounding


def _surrounding(left: Prepared, right: Prepared, residues: tuple[str, str], level: str) -> str:
    piece = _is_piece(left, right) or _is_piece(right, left)
    if level not in INSIDE and not piece and not _stands_nearly(*residues):
        return level
    mine, other = (set(residue.split()) for residue in residues)
    extra = mine ^ other
    dated = any(_DAY.search(side.track.title) for side in (left, right) if not side.artists)
    if dated or not PERFORMANCES.isdisjoint({PHRASE_KINDS.get((word,)) for word in extra}):
        return "inside beside version words"
    if piece:
        return "equal to a piece"
    if level not in INSIDE:
        return "nearly inside"
    if (left.artists and other < mine) or (right.artists and mine < other):
        return level
    return _beside_words(extra, f"{left.album} {right.album}", level)


def _beside_words(extra: set[str], albums: str, level: str) -> str:
    known = NOISE | set(albums.split())
    if all(word in known or word.isdigit() for word in extra):
        return "equal beside names"
    if len(extra) <= FEW:
        return "inside beside a further word"
    return level if level.startswith("one word") else "inside beside further words"


def _is_piece(side: Prepared, other: Prepared) -> bool:
    """Whether the other's whole title stands between two marks of this one: `Harbour Lights / The Lanterns`."""
    return _bare(other.title.core) in _pieces(side.track.title) - {_bare(name) for name in other.names}


@lru_cache(maxsize=8_192)
def _pieces(title: str) -> frozenset[str]:
    return frozenset(_bare(fold(piece)) for piece in _MARKS.split(plain_title(title)) if piece.strip()) - {""}


def _bare(folded: str) -> str:
    return _ARTICLE.sub("", folded).replace(" ", "")


def _stands_nearly(mine: str, other: str) -> bool:
    shorter, longer = sorted((canonical(mine), canonical(other)), key=len)
    if len(shorter) < LONG or not set(_DIGITS.findall(shorter)) <= set(_DIGITS.findall(longer)):
        return False
    return partial_ratio(shorter, longer, score_cutoff=NEARLY) >= NEARLY
