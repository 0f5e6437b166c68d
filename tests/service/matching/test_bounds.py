"""Nothing that a stranger writes makes more than so much work: what is kept is counted."""

import pytest

from benchmarks.floods import NAMES, flood
from domain.blocking import asking_keys, filing_keys
from domain.text import LIMIT, MARKS, fold, one_form, plain, romanise
from service.matching import judge
from service.matching.credit import ARTIST_LIMIT
from service.matching.judge import KEPT_CHARACTERS, prepared
from service.matching.parts import Prepared
from service.matching.prepare import prepare
from service.matching.segments import SEGMENT_LIMIT, TITLE_LIMIT, split
from tracklink.plugin import Candidate, Track, TrackRef

CHARACTERS = 10_000
DETAIL_CHARACTERS = 3 * LIMIT
MOST_KEYS = 500
KEY_CHARACTERS = 3 * LIMIT


def _track(text: str) -> Track:
    return Track(title=text, artists=(text, f"x{text}"), album=text, version=text, duration_ms=200_000)


def _parts(side: Prepared) -> dict[str, int]:
    """How much there is of everything that is compared."""
    title = side.title
    return {
        "full title": len(side.full_title),
        "pattern": len(title.pattern),
        "symbols": len(title.symbols),
        "album": len(side.album),
        "subtitles": len(title.subtitles),
        "descriptors": len(title.descriptors),
        "featured": len(title.featured),
        "numbers": len(title.numbers),
        "artists": len(side.artists),
        "people": len(side.people),
        "longest name": max(map(len, side.names), default=0),
    }


BOUNDS = {
    "full title": 4 * TITLE_LIMIT + 2 * SEGMENT_LIMIT,
    "pattern": 5 * TITLE_LIMIT,
    "symbols": TITLE_LIMIT,
    "album": LIMIT,
    "subtitles": 2 * SEGMENT_LIMIT,
    "descriptors": 10 * SEGMENT_LIMIT,
    "featured": 2 * SEGMENT_LIMIT * ARTIST_LIMIT,
    "numbers": TITLE_LIMIT,
    "artists": ARTIST_LIMIT,
    "people": TITLE_LIMIT,
    "longest name": LIMIT,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_flood_leaves_little_to_compare(name: str) -> None:
    """Ten thousand characters in every field come to parts of bounded number and length."""
    parts = _parts(prepare(_track(flood(name, CHARACTERS))))

    assert {part: size for part, size in parts.items() if size > BOUNDS[part]} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_flood_is_judged_in_few_words(name: str) -> None:
    """It gets a verdict whose evidence is no flood."""
    asked, offered = _track(flood(name, CHARACTERS)), _track(flood(name, CHARACTERS - 1))
    match = judge(asked, Candidate(ref=TrackRef("catalog", "1"), track=offered))

    assert 0 <= match.confidence <= 1
    assert sum(len(row.detail) for row in match.evidence) <= DETAIL_CHARACTERS


@pytest.mark.parametrize("name", NAMES)
def test_a_flood_is_filed_under_few_keys(name: str) -> None:
    """As many keys as any track, none of them long."""
    track = _track(flood(name, CHARACTERS))
    keys = filing_keys(track) | asking_keys(track)

    assert len(keys) <= MOST_KEYS
    assert max(map(len, keys), default=0) <= KEY_CHARACTERS


@pytest.mark.parametrize("name", NAMES)
def test_folding_a_flood_is_bounded(name: str) -> None:
    """At most LIMIT characters come out, in Latin letters too."""
    assert len(fold(flood(name, CHARACTERS))) <= LIMIT
    assert len(romanise(flood(name, CHARACTERS))) <= LIMIT


def test_heaped_marks_are_cut() -> None:
    """More marks on one letter than any writing has are dropped before their order is settled."""
    assert len(one_form("x" + "\u0301\u0316" * CHARACTERS)) == 1 + MARKS
    assert plain("x" + "\u0301" * MARKS) != plain("x" + "\u0301" * (MARKS - 1))


def test_thousands_of_artists_are_cut() -> None:
    """So many names are compared, whichever order they stand in."""
    artists = tuple(f"artist {number:04}" for number in range(5_000))
    side = prepare(Track(title="x", artists=artists))

    assert len(side.artists) == ARTIST_LIMIT
    assert prepare(Track(title="x", artists=artists[::-1])).names == side.names


def test_nested_brackets_are_cut() -> None:
    """A hundred of them are at most SEGMENT_LIMIT pieces."""
    _, brackets, dashed = split("a" + "(b" * 100 + ")" * 100)

    assert (len(brackets), dashed) == (SEGMENT_LIMIT, ())


def test_a_long_track_is_not_kept() -> None:
    """What stays in memory of strangers' questions is bounded; an ordinary track is taken apart once."""
    ordinary, long = Track(title="x"), Track(title="x", artists=("a" * (KEPT_CHARACTERS + 1),))

    assert prepared(ordinary) is prepared(ordinary)
    assert prepared(long) is not prepared(long)
