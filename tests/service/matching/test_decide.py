"""What many candidates come to."""

from dataclasses import replace

import pytest

from domain.answer import Outcome
from domain.match import Availability, Effect, Verdict
from service.matching import decide
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

ASKED = Track(title="Harbour Lights", artists=("The Paper Lanterns",), duration_ms=201_000)


def _offer(id_: str, track: Track, **facts: object) -> Candidate:
    return replace(Candidate(ref=TrackRef("catalog", id_), track=track), **facts)


def test_the_same_recording_is_linked() -> None:
    """A remaster of the recording is the recording; the reason names what agrees."""
    decision = decide(ASKED, [_offer("1", replace(ASKED, title="Harbour Lights (2011 Remaster)", duration_ms=201_400))])
    assert decision.outcome is Outcome.LINKED
    assert decision.match
    assert decision.match.verdict is Verdict.SAME_RECORDING_OTHER_MASTER
    assert "titles are equal" in decision.reason


def test_copies_of_one_recording_are_no_rivals() -> None:
    """Three copies on three releases are one answer, and the one on the release asked for is taken."""
    asked = replace(ASKED, album="Quayside")
    copies = [_offer(album, replace(ASKED, album=album)) for album in ("Best Of", "Quayside", "Summer Hits")]
    decision = decide(asked, copies)
    assert decision.outcome is Outcome.LINKED
    assert decision.match
    assert decision.match.ref.id == "Quayside"


def test_the_very_track_comes_before_a_copy_that_differs_a_little() -> None:
    """A copy a second off, or in other version words, never wins by its lower id over one that differs in nothing."""
    near = [
        _offer("1", replace(ASKED, duration_ms=202_500)),
        _offer("2", replace(ASKED, title="Harbour Lights - Original EP Version", duration_ms=202_000)),
    ]
    decision = decide(ASKED, [*near, _offer("3", ASKED)])
    assert decision.match
    assert decision.match.ref.id == "3"


def test_two_recordings_that_stand_equally_close_are_ambiguous() -> None:
    """Without a length nothing tells a short take from a long one; the reason names the length, and both are shown."""
    asked = replace(ASKED, duration_ms=None)
    offers = [_offer("1", ASKED), _offer("2", replace(ASKED, duration_ms=262_000)), _offer("3", ASKED)]
    decision = decide(asked, offers)
    assert decision.outcome is Outcome.AMBIGUOUS
    assert decision.match is None
    assert "the length would decide" in decision.reason
    assert {match.ref.id for match in decision.ranked[:2]} == {"1", "2"}


def test_the_length_decides_between_two_recordings() -> None:
    """With the length stated the same candidates are no longer ambiguous."""
    decision = decide(ASKED, [_offer("1", replace(ASKED, duration_ms=262_000)), _offer("2", ASKED)])
    assert decision.match
    assert decision.match.ref.id == "2"


def test_a_near_miss_says_what_was_near_and_why_it_is_not_it() -> None:
    """Only a live take is offered: its title, the word and the difference in length stand in the reason."""
    live = replace(ASKED, title="Harbour Lights - Live at the Docks", duration_ms=242_000)
    decision = decide(ASKED, [_offer("1", live), _offer("2", Track(title="Night Bus", artists=("Olga Brandt",)))])
    assert decision.outcome is Outcome.NEAR_MISS
    assert decision.match is None
    assert decision.ranked[0].ref.id == "1"
    assert all(
        words in decision.reason for words in ("Live at the Docks", "live only on the offered side", "41.0 s longer")
    )


@pytest.mark.parametrize("offers", [[], [_offer("1", Track(title="Night Bus", artists=("Olga Brandt",)))]])
def test_nothing_near_is_not_in_catalog(offers: list[Candidate]) -> None:
    """Neither an empty offer nor another artist's other title is near."""
    assert decide(ASKED, offers).outcome is Outcome.NOT_IN_CATALOG


def test_a_playable_copy_is_preferred() -> None:
    """Of two copies of one recording the one that plays in the market is the answer."""
    offers = [
        _offer("1", ASKED, markets=frozenset({"US"})),
        _offer("2", replace(ASKED, title="Harbour Lights (Remastered)"), markets=frozenset({"DE"})),
    ]
    decision = decide(ASKED, offers, market="DE")
    assert decision.match
    assert (decision.outcome, decision.match.ref.id) == (Outcome.LINKED, "2")


def test_a_track_that_does_not_play_is_named_all_the_same() -> None:
    """The match is set, so that the caller sees which track does not play there."""
    decision = decide(ASKED, [_offer("1", ASKED, markets=frozenset({"US"}))], market="DE")
    assert decision.outcome is Outcome.UNAVAILABLE_IN_MARKET
    assert decision.match
    assert decision.match.availability is Availability.OTHER_MARKETS


def test_without_a_market_it_need_not_play() -> None:
    """Whether it plays matters in a market only; a copy that plays is preferred all the same."""
    gone = _offer("1", ASKED, available=False)
    decision = decide(ASKED, [gone])
    assert decision.match
    assert (decision.outcome, decision.match.availability) == (Outcome.LINKED, Availability.GONE)
    preferred = decide(ASKED, [gone, _offer("2", replace(ASKED, duration_ms=201_400), available=True)]).match
    assert preferred
    assert preferred.ref.id == "2"
    in_market = decide(ASKED, [gone], market="DE")
    assert in_market.outcome is Outcome.UNAVAILABLE_IN_MARKET
    assert in_market.reason.endswith("but it plays nowhere")


def test_a_title_alone_is_a_near_miss() -> None:
    """The plain title comes before its remix, and the reason names what the question leaves open."""
    remix = _offer("1", replace(ASKED, title="Harbour Lights (Vey Remix)"))
    other = _offer("0", Track(title="Night Bus", artists=("Olga Brandt",)))
    decision = decide(Track(title="Harbour Lights"), [other, remix, _offer("2", ASKED)])
    assert decision.outcome is Outcome.NEAR_MISS
    assert [(match.ref.id, match.verdict) for match in decision.ranked] == [
        ("2", Verdict.UNDECIDABLE),
        ("1", Verdict.OTHER_VERSION),
        ("0", Verdict.DIFFERENT),
    ]
    words = '"Harbour Lights" is the nearest: the question names no artist, which is too little to be sure'
    assert decision.reason == words


@pytest.mark.parametrize("asked", [Track(), Track(album="Quayside"), Track(title="Night Bus")])
def test_what_agrees_in_nothing_is_not_near(asked: Track) -> None:
    """Silence brings no candidate nearer."""
    assert decide(asked, [_offer("1", ASKED)]).outcome is Outcome.NOT_IN_CATALOG


def test_a_comma_before_a_pronoun_numbers_no_movement() -> None:
    """A comma that only one spelling has does not part two equal titles."""
    asked = replace(ASKED, title="The Tide's So High, I Gotta Wear Boots", isrcs=("GBXYZ2400001",))
    assert decide(asked, [_offer("1", replace(asked, title=asked.title.replace(",", "")))]).outcome is Outcome.LINKED


def test_a_stricter_confidence_refuses() -> None:
    """What is below the caller's confidence is a near miss, and the figure is told."""
    asked = replace(ASKED, duration_ms=None)
    decision = decide(asked, [_offer("1", ASKED)], min_confidence=0.9999)
    assert decision.outcome is Outcome.NEAR_MISS
    assert "1.000" in decision.reason


def test_ties_are_broken_in_the_written_order() -> None:
    """Explicitness, then the kind of release, then popularity, then the lowest id."""
    asked = replace(ASKED, explicit=True)
    offers = [
        _offer("5", replace(ASKED, explicit=False, release_kind=ReleaseKind.ALBUM)),
        _offer("4", replace(ASKED, explicit=True, release_kind=ReleaseKind.SINGLE, popularity=0.9)),
        _offer("3", replace(ASKED, explicit=True, release_kind=ReleaseKind.ALBUM, popularity=0.1)),
        _offer("2", replace(ASKED, explicit=True, release_kind=ReleaseKind.ALBUM, popularity=0.5)),
        _offer("1", replace(ASKED, explicit=True, release_kind=ReleaseKind.ALBUM, popularity=0.5)),
    ]
    assert [match.ref.id for match in decide(asked, offers).ranked] == ["1", "2", "3", "4", "5"]


def test_an_identifier_alone_links() -> None:
    """A query that states nothing but an ISRC, an MBID or an id is linked by it."""
    isrc, mbid = "GBXYZ2400001", "b1a9c0e9-d987-4042-ae91-78d6a3267d69"
    offer = _offer("7", replace(ASKED, isrcs=(isrc,), mbid=mbid))
    for query in (Track(isrcs=(isrc,)), Track(mbid=mbid), Track(refs=(TrackRef("catalog", "7"),))):
        assert decide(query, [offer]).outcome is Outcome.LINKED


def test_an_identifier_does_not_outweigh_another_title() -> None:
    """A query that states a title too must agree with it."""
    query = Track(title="Night Bus", artists=("Olga Brandt",), isrcs=("GBXYZ2400001",))
    decision = decide(query, [_offer("7", replace(ASKED, isrcs=("GBXYZ2400001",)))])
    assert decision.match is None
    isrc = next(row for row in decision.ranked[0].evidence if row.field == "isrc")
    assert (isrc.effect, isrc.weight) == (Effect.NEUTRAL, 0)


def test_an_equal_identifier_joins_two_scripts() -> None:
    """Two titles that nothing joins are joined by an equal ISRC and an equal length."""
    asked = Track(title="夜明け", artists=("Eve",), duration_ms=210_000, isrcs=("JPXYZ2400001",))
    assert decide(asked, [_offer("1", replace(asked, title="Daybreak"))]).outcome is Outcome.LINKED


def test_a_grain_of_whole_seconds_is_known() -> None:
    """A provider that rounds to seconds may be half a second off without being another take."""
    offer = _offer("1", replace(ASKED, duration_ms=202_400), duration_precision_ms=1_000)
    duration = next(row for row in decide(ASKED, [offer]).ranked[0].evidence if row.field == "duration")
    assert duration.effect is Effect.SUPPORTS


def test_opposing_explicitness_is_noted() -> None:
    """It opposes in words and weighs nothing; silence on one side is neutral."""
    offers = [_offer("1", replace(ASKED, explicit=False)), _offer("2", ASKED)]
    ranked = decide(replace(ASKED, explicit=True), offers).ranked
    effects = {m.ref.id: next(row for row in m.evidence if row.field == "explicit") for m in ranked}
    assert (effects["1"].effect, effects["1"].weight) == (Effect.OPPOSES, 0)
    assert effects["2"].effect is Effect.NEUTRAL
