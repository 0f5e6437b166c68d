"""Rows of one list: who gets what when two want the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answer import Outcome
from service.matching import decide
from service.matching.assign import Listed, assign
from service.matching.decide import Decision
from tracklink.plugin import Candidate, Track, TrackRef

LANTERNS = Track(artists=("The Paper Lanterns",), album="Quayside")


def _track(title: str, duration_ms: int | None = None, number: int | None = None, disc: int | None = None) -> Track:
    return replace(LANTERNS, title=title, duration_ms=duration_ms, track_number=number, disc_number=disc)


def _offered(*tracks: Track) -> list[Candidate]:
    return [Candidate(ref=TrackRef("catalog", str(place)), track=track) for place, track in enumerate(tracks, 1)]


def _listed(asked: Track, candidates: list[Candidate]) -> Listed:
    return Listed(asked, decide(asked, candidates))


def _assigned(asked: list[Track], candidates: list[Candidate]) -> list[Decision]:
    return assign([_listed(track, candidates) for track in asked])


def _ids(decisions: list[Decision]) -> list[str | None]:
    return [decision.match.ref.id if decision.match else None for decision in decisions]


INTRO, REPRISE = _track("Intro", 61_000), _track("Intro (Reprise)", 62_500)
STUDIO, LIVE = _track("Harbour Lights", 201_000), _track("Harbour Lights (Live)", 203_000)
FIRST, THIRD = _track("Sonata No. 2: I. Allegro", 300_000), _track("Sonata No. 2: III. Allegro", 301_000)


@pytest.mark.parametrize("pair", [(INTRO, REPRISE), (STUDIO, LIVE), (FIRST, THIRD)], ids=lambda pair: pair[0].title)
def test_each_of_two_like_tracks_gets_its_own(pair: tuple[Track, Track]) -> None:
    """An intro and its reprise, a studio and a live take, two movements."""
    decisions = _assigned(list(pair), _offered(*pair))

    assert _ids(decisions) == ["1", "2"]


def test_a_row_that_fits_worse_gets_the_next() -> None:
    """Two takes of one title: the row without a length gets what the row with one leaves."""
    candidates = _offered(_track("Intro", 61_000), _track("Intro", 64_000))
    exact, vague = _track("Intro", 61_000), _track("Intro", 62_900)
    decisions = _assigned([vague, exact], candidates)

    assert _ids(decisions) == ["2", "1"]


def test_a_row_that_others_leave_nothing_says_who_has_it() -> None:
    """One candidate, two places of a release that want it: the nearer gets it, the other is told so."""
    candidates = _offered(_track("Intro", 61_000))
    near, far = _track("Intro", 61_000, 1), _track("Intro", 63_900, 5)
    alone = _listed(far, candidates)
    assert alone.decision.outcome is Outcome.LINKED
    lost, kept = assign([alone, _listed(near, candidates)])

    assert (kept.outcome, lost.outcome, lost.match) == (Outcome.LINKED, Outcome.NEAR_MISS, None)
    assert lost.reason == 'another track of the same list fits "Intro" better'


def test_the_place_on_the_release_tells_twins_apart() -> None:
    """The same title on disc 1 and disc 2: places on the same release decide, for a row alone and in its list."""
    candidates = _offered(_track("Intro", 61_000, 1, 1), _track("Intro", 63_800, 1, 2))
    asked = [_track("Intro", None, 1, 2), _track("Intro", None, 1, 1)]

    assert _ids([_listed(track, candidates).decision for track in asked]) == ["2", "1"]
    assert _ids(_assigned(asked, candidates)) == ["2", "1"]


def test_what_nothing_tells_apart_stays_open() -> None:
    """Two rows between the same two recordings, with no word for either: no coin is thrown."""
    candidates = _offered(_track("Intro", 61_000), _track("Intro", 91_000))
    asked = [_track("Intro"), replace(_track("Intro"), album="Greatest Hits")]

    assert {decision.outcome for decision in _assigned(asked, candidates)} == {Outcome.AMBIGUOUS}


def test_a_repeated_row_shares_its_track() -> None:
    """The same recording twice in a playlist is twice the same track."""
    candidates = _offered(_track("Harbour Lights", 201_000), _track("Harbour Lights", 202_000))
    twice = [STUDIO, replace(STUDIO, album="Greatest Hits"), STUDIO]

    assert _ids(_assigned(twice, candidates)) == ["1", "1", "1"]


def test_original_and_remaster_keep_their_own() -> None:
    """Rows of one recording that each have a track of their own do not share one."""
    remaster = _track("Harbour Lights - 2011 Remaster", 201_000)

    assert _ids(_assigned([STUDIO, remaster], _offered(STUDIO, remaster))) == ["1", "2"]


LENGTHS = st.none() | st.sampled_from([60_000, 60_900, 62_000, 64_000, 90_000])
ROWS = st.builds(_track, st.sampled_from(["Intro", "Intro (Live)", "Outro"]), LENGTHS, st.sampled_from([None, 1, 2]))


@given(st.lists(ROWS, max_size=6), st.lists(ROWS, max_size=6), st.data())
def test_no_order_of_rows_or_candidates_matters(asked: list[Track], offered: list[Track], data: st.DataObject) -> None:
    """Every row gets the same in any order."""
    candidates = _offered(*offered)
    places = data.draw(st.permutations(range(len(asked))))
    shuffled = data.draw(st.permutations(candidates))
    ordered = _ids(_assigned(asked, candidates))
    others = _ids(_assigned([asked[place] for place in places], shuffled))

    assert [ordered[place] for place in places] == others


@given(st.lists(ROWS, max_size=6), st.lists(ROWS, max_size=6))
def test_different_recordings_never_share(asked: list[Track], offered: list[Track]) -> None:
    """Rows that got one track are one recording, or each one of the first of them."""
    candidates = _offered(*offered)
    listed = [_listed(track, candidates) for track in asked]
    given_out: dict[str, list[int]] = {}
    for row, id_ in enumerate(_ids(assign(listed))):
        given_out.setdefault(id_ or f"none {row}", []).append(row)

    for rows in given_out.values():
        assert len({listed[row].decision.match.ref for row in rows if listed[row].decision.match}) <= 1


@given(st.lists(ROWS, min_size=1, max_size=1), st.lists(ROWS, max_size=6))
def test_a_row_alone_keeps_its_track(asked: list[Track], offered: list[Track]) -> None:
    """Without neighbours nothing is taken away."""
    listed = _listed(asked[0], _offered(*offered))
    (decision,) = assign([listed])

    if listed.decision.match and asked[0].track_number is None:
        assert decision == listed.decision
