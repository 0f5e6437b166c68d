"""Comparing titles."""

from functools import lru_cache

import regex
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import ratio

from domain.text import fold
from service.matching.length import length_relation
from service.matching.lexicon import PHRASE_KINDS, TURNING
from service.matching.model import Finding
from service.matching.numbers import CATALOGUES, canonical
from service.matching.parts import Prepared
from service.matching.residue import residue
from service.matching.scripts import latin, scripts_of, share_no_script
from service.matching.segments import LOST
from service.matching.video_title import INSIDE, level_beside_video

NEAR = 0.86
"""Likeness at which two titles are one title with a slip of the pen."""
NEAR_WORD = 75
"""Likeness, of 100, of each word to its own: a slip of the pen leaves every longer word to be recognised."""
WHOLE_WORD = 4
"""Letters of a longer word."""
SHORT = 6
"""Letters below which only equality counts."""
KEPT_LETTERS = 5
"""Letters that a damaged title must keep to be compared at all."""
NUMBERED = 2
"""Numbers that make a title of work and movement."""
MOST = 0.6
"""Share of the words that such titles must have in common."""
_DIGITS = regex.compile(r"\d+")
_YEAR = regex.compile(r"(?:19|20)\d\d")

UNLIKE_WORDS = INSIDE | {"different"}
"""Levels that equal work and movement numbers overrule."""

DETAILS = {
    "inside beside version words": "the video's title has version words beside the title",
    "inside beside a further word": "the video's title has a further word that nothing explains",
    "inside beside further words": "the video's title has further words that nothing explains",
    "equal to a piece": "one title stands whole between the marks of the other",
    "nearly inside": "one title stands in the other but for a slip of the pen",
    "equal without blanks": "the titles are equal apart from blanks and signs",
    "equal beside names": "the titles are equal once artists and release are taken out of them",
    "equal beside work numbers": "the titles are equal, and one gives more numbers of the work",
    "equal in one of two languages": "one side gives the title twice, and one of them is the other's",
    "equal where letters are missing": "the titles are equal where letters are starred out or lost",
    "equal in Latin letters": "the titles are equal when written in Latin letters",
    "other signs": "the titles differ in a sign that belongs to them",
    "the same words": "the titles have the same words in another order",
    "subtitle on one side": "a second half of the title stands on one side only",
    "a number on one side": "the titles are equal but for a number on one side",
    "other second half": "the titles end in other words",
    "other script": "the titles are in different scripts, and nothing joins them",
    "the same numbers": "the titles are worded differently, but all work and movement numbers agree",
    "nearly equal": "the titles differ by a slip of the pen",
    "one inside the other": "one title is a part of the other",
    "one word inside the other": "one title is a word of the other",
    "different": "the titles are different",
}


def compare_title(left: Prepared, right: Prepared) -> Finding:
    """How far the titles say the same."""
    if not left.title.core or not right.title.core:
        return Finding("title", "not stated", "a title is missing")
    if left.full_title == right.full_title and left.title.symbols == right.title.symbols:
        return Finding("title", "equal", "the titles are equal", 1.0)
    mine, other = residue(left, right), residue(right, left)
    level = _equality(left, right, mine, other) or _damage(left, right) or _rest(left, right, mine, other)
    if level in UNLIKE_WORDS and _same_numbered(left, right, mine, other):
        level = "the same numbers"
    if level in INSIDE and left.artists and right.artists:
        level = _beside_figures(mine, other) or level
    elif level in UNLIKE_WORDS and not (left.artists and right.artists):
        level = level_beside_video(left, right, (mine, other), level)
    return Finding("title", level, DETAILS[level.split(", ")[0]], round(ratio(mine, other) / 100, 3))


def _equality(left: Prepared, right: Prepared, mine: str, other: str) -> str | None:
    if left.title.symbols != right.title.symbols and left.full_title == right.full_title:
        return "other signs"
    if left.squeezed == right.squeezed:
        return "equal without blanks"
    if mine.replace(" ", "") == other.replace(" ", ""):
        return "equal beside names"
    if left.title.core == right.title.core:
        return _second_halves(left, right)
    return None


def _second_halves(left: Prepared, right: Prepared) -> str:
    words, others = (set(" ".join(side.title.subtitles).split()) for side in (left, right))
    if words <= others or others <= words:
        return f"subtitle on one side, {length_relation(left, right)}"
    return "other second half"


def _damage(left: Prepared, right: Prepared) -> str | None:
    if not left.title.pattern and not right.title.pattern:
        return None
    if _fits(left.title.pattern, right.title.core) or _fits(right.title.pattern, left.title.core):
        return "equal where letters are missing"
    return None


def _fits(pattern: str, core: str) -> bool:
    """Whether a title with stars for letters, or with letters lost and perhaps cut off, could be the other."""
    if not pattern:
        return False
    squeezed = core.replace(" ", "")
    if LOST not in pattern:
        return regex.fullmatch(".{0,2}".join(_squeezed_runs(pattern, "*")), squeezed) is not None
    runs = _squeezed_runs(pattern, LOST)
    kept = sum(map(len, runs))
    return kept >= KEPT_LETTERS and regex.match(".{0,3}".join(runs), squeezed) is not None


def _squeezed_runs(pattern: str, sign: str) -> list[str]:
    return [regex.escape(fold(run).replace(" ", "")) if run.strip() else "" for run in pattern.split(sign)[:20]]


def _rest(left: Prepared, right: Prepared, mine: str, other: str) -> str:
    both_credited = left.artists and right.artists
    if both_credited and (left.title.core in right.title.subtitles or right.title.core in left.title.subtitles):
        return "equal in one of two languages"
    if both_credited and _is_twice(mine, other):
        return "equal in one of two languages"
    if _is_transliterated(mine, other):
        return "equal in Latin letters"
    if share_no_script(mine, other):
        return "other script"
    return _nearness(mine, other)


def _is_twice(mine: str, other: str) -> bool:
    """`夜明け daybreak` beside `daybreak`: all further words are in another script, and none is a version word."""
    if mine.isascii() and other.isascii():
        return False
    shorter, longer = sorted((mine.split(), other.split()), key=len)
    further = [word for word in longer if word not in shorter]
    return (
        bool(shorter and further)
        and all((word,) not in PHRASE_KINDS for word in further)
        and len(shorter) + len(further) == len(longer)
        and share_no_script(" ".join(shorter), " ".join(further))
    )


def _is_transliterated(mine: str, other: str) -> bool:
    if (mine.isascii() and other.isascii()) or not (scripts_of(mine) and scripts_of(other)):
        return False
    first, second = latin(mine), latin(other)
    near = share_no_script(mine, other) and min(len(first), len(second)) >= SHORT and _is_slip(first, second)
    return first == second or near


def _nearness(mine: str, other: str) -> str:
    (mine, words, digits), (other, others, other_digits) = _wording(mine), _wording(other)
    if digits == other_digits:
        if words == others:
            return "the same words"
        if not TURNING.isdisjoint(words ^ others):
            return "different"
        if min(len(mine), len(other)) >= SHORT and _is_slip(mine, other):
            return "nearly equal"
    shorter, longer = (words, others) if len(words) <= len(others) else (others, words)
    if not shorter < longer:
        return "different"
    if CATALOGUES & longer and all(word in CATALOGUES or word.isdigit() for word in longer - shorter):
        return "equal beside work numbers"
    return "one inside the other" if len(shorter) > 1 else "one word inside the other"


@lru_cache(maxsize=8_192)
def _wording(folded: str) -> tuple[str, frozenset[str], tuple[str, ...]]:
    """With figures for numerals: the text, its words, and its figures, sorted."""
    text = canonical(folded)
    return text, frozenset(text.split()), tuple(sorted(_DIGITS.findall(text)))


def _is_slip(mine: str, other: str) -> bool:
    if DamerauLevenshtein.normalized_similarity(mine, other, score_cutoff=NEAR) < NEAR:
        return False
    words, others = mine.split(), other.split()
    return len(words) != len(others) or all(
        len(word) < WHOLE_WORD > len(its) or ratio(word, its, score_cutoff=NEAR_WORD)
        for word, its in zip(words, others, strict=True)
    )


def _beside_figures(mine: str, other: str) -> str | None:
    """Whether one title is the other and a number, which is no year: `bittersweet rain 2 0`."""
    shorter, longer = sorted((canonical(mine).split(), canonical(other).split()), key=len)
    further = longer[len(shorter) :]
    is_begun = longer[: len(shorter)] == shorter
    if is_begun and all(word.isdigit() and not _YEAR.fullmatch(word) for word in further):
        return "a number on one side"
    return None


def _same_numbered(left: Prepared, right: Prepared, mine: str, other: str) -> bool:
    """`Symphony No. 5, Op. 67: I. Allegro` however else it is worded: every number agrees, and most words."""
    if left.title.numbers != right.title.numbers or len(left.title.numbers) < NUMBERED:
        return False
    words, others = set(mine.split()), set(other.split())
    return len(words & others) >= MOST * min(len(words), len(others))
