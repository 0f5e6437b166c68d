"""What holds for any two tracks."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.match import Effect, Match
from service.matching import decide, judge
from service.matching.model import ACCEPT
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

VERSIONS = ["(Live)", "- Remastered 2009", "(Vey Remix)", "[Mixed]", "- Radio Edit", "(Acoustic)", "(From “Sea”)"]
NUMBERS = ["Pt. 2", "No. 5", "Op. 67:", "I. Allegro"]
WORDS = st.sampled_from(["Night", "Bus", "Sh*t", "夜明け", "Ночь", "é", "/", "!", "&", "“x”", *VERSIONS, *NUMBERS])
TITLES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.text(max_size=25)
NAMES = st.text(max_size=12) | st.sampled_from(["Olga Brandt", "The Lanterns", "Simon & Garfunkel", "Ida ft. Vey"])
TRACKS = st.builds(
    Track,
    title=TITLES,
    artists=st.lists(NAMES, max_size=3).map(tuple),
    album=st.none() | TITLES,
    duration_ms=st.none() | st.sampled_from([200_000, 200_900, 203_000, 240_000]),
    explicit=st.none() | st.booleans(),
    isrcs=st.sampled_from([(), ("GBXYZ2400001",), ("GBXYZ2400002",)]),
)


def _judged(asked: Track, offered: Track) -> Match:
    return judge(asked, Candidate(ref=TrackRef("catalog", "1"), track=offered))


def _offered(tracks: list[Track]) -> list[Candidate]:
    return [Candidate(ref=TrackRef("catalog", str(place)), track=track) for place, track in enumerate(tracks)]


@given(TRACKS, TRACKS)
def test_swapping_the_sides_keeps_verdict_and_confidence(left: Track, right: Track) -> None:
    """Neither side is favoured."""
    one, other = _judged(left, right), _judged(right, left)
    assert (one.verdict, one.confidence) == (other.verdict, other.confidence)


@given(TRACKS)
def test_a_track_is_not_another_version_of_itself(track: Track) -> None:
    """Whatever is vetoed between a track and itself can only be a title that says nothing."""
    vetoes = [row.field for row in _judged(track, track).evidence if row.effect is Effect.VETOES]
    assert vetoes in ([], ["title"])


@given(TRACKS, TRACKS, st.sampled_from(["NFC", "NFD"]))
def test_case_form_and_blanks_do_not_matter(left: Track, right: Track, form: str) -> None:
    """The same words in another case or Unicode form, or with more blanks, get the same answer."""
    title = unicodedata.normalize(form, left.title.swapcase().casefold().replace(" ", "  "))
    plain = replace(left, title=left.title.casefold())
    one, other = _judged(plain, right), _judged(replace(left, title=f" {title} "), right)
    assert (one.verdict, one.confidence) == (other.verdict, other.confidence)


@given(TRACKS, TRACKS)
def test_the_order_of_artists_does_not_matter(left: Track, right: Track) -> None:
    """A credit is a set of names."""
    shuffled = tuple(reversed(left.artists))
    assert _judged(left, right).verdict == _judged(replace(left, artists=shuffled), right).verdict


@given(TRACKS, st.lists(TRACKS, max_size=5), st.data())
def test_the_order_of_candidates_does_not_matter(asked: Track, tracks: list[Track], data: st.DataObject) -> None:
    """The same candidates in another order are decided alike."""
    offered = _offered([asked, *tracks])
    one, other = decide(asked, offered), decide(asked, data.draw(st.permutations(offered)))
    assert (one.outcome, one.match, one.reason) == (other.outcome, other.match, other.reason)


@given(TRACKS, st.lists(TRACKS, max_size=5), st.floats(0, 1))
def test_a_vetoed_candidate_is_never_chosen(asked: Track, tracks: list[Track], least: float) -> None:
    """What is linked has no veto and reaches the confidence asked for; every candidate stays in the ranking."""
    decision = decide(asked, _offered(tracks), min_confidence=least)
    assert len(decision.ranked) == len(tracks)
    if decision.match:
        assert decision.match.confidence >= least
        assert all(row.effect is not Effect.VETOES for row in decision.match.evidence)


@given(TRACKS, TRACKS)
def test_explicitness_never_changes_a_verdict(left: Track, right: Track) -> None:
    """Clean or explicit, it is the same recording; the difference is noted."""
    one = _judged(replace(left, explicit=True), replace(right, explicit=False))
    other = _judged(replace(left, explicit=None), right)
    assert (one.verdict, one.confidence) == (other.verdict, other.confidence)


@given(TRACKS, TRACKS, st.sampled_from(["title", "artists", "duration_ms", "album", "explicit"]))
def test_silence_never_counts_against_a_match(left: Track, right: Track, field: str) -> None:
    """The evidence of a field that one side leaves open is neutral, or supports where the title speaks for it."""
    silent = replace(left, **{field: {"title": "", "artists": ()}.get(field)})
    row = next(row for row in _judged(silent, right).evidence if row.field == field.removesuffix("_ms"))
    assert row.effect in {Effect.NEUTRAL, Effect.SUPPORTS}
    assert row.weight >= 0


UNSAID: dict[str, object] = {
    "duration_ms": None,
    "album": None,
    "isrcs": (),
    "mbid": None,
    "artists": (),
    "track_number": None,
    "release_kind": None,
}
SAID = {
    "duration_ms": 200_400,
    "album": "Quayside",
    "isrcs": ("GBXYZ2400001",),
    "mbid": "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae",
    "artists": ("Olga Brandt",),
    "track_number": 4,
    "release_kind": ReleaseKind.ALBUM,
}


@given(TRACKS, TRACKS, st.sampled_from(["duration_ms", "isrcs", "mbid"]))
def test_an_equal_length_or_code_never_lowers_the_confidence(left: Track, right: Track, field: str) -> None:
    """Whatever two tracks are, they are no less likely the same once both state the same length, ISRC or MBID."""
    silent, fuller = (
        [replace(track, **{field: stated[field]}) for track in (left, right)] for stated in (UNSAID, SAID)
    )
    assert _judged(*fuller).confidence >= _judged(*silent).confidence


@given(TRACKS, TRACKS, st.sampled_from(sorted(SAID)))
def test_agreement_never_lowers_the_confidence_of_one_title(left: Track, right: Track, field: str) -> None:
    """Two tracks of one title are no less likely the same once both state the same album, artists, length or code."""
    named = replace(right, title=left.title)
    silent, fuller = (
        [replace(track, **{field: stated[field]}) for track in (left, named)] for stated in (UNSAID, SAID)
    )
    assert _judged(*fuller).confidence >= _judged(*silent).confidence


@given(TRACKS, TRACKS)
def test_what_is_refused_stays_below_what_is_accepted(left: Track, right: Track) -> None:
    """A verdict of the same recording and a confidence that reaches the threshold are one thing."""
    match = _judged(left, right)
    assert match.verdict.is_same == (match.confidence >= ACCEPT)
