from dataclasses import fields
from datetime import UTC, datetime

from google.protobuf.json_format import MessageToDict

from domain.answer import LinkAnswer, Outcome, ProviderLink
from domain.match import Availability, Effect, Evidence, Match, Verdict
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from service.wire.answer import link_response, replacement_response
from service.wire.fields import Fields
from service.wire.track import read_track
from service.wire.track_message import track_message
from tests.service.running import KNOWN
from tracklink.plugin import ReleaseKind, Track, TrackRef

WHOLE = Track(
    title="Lantern Song",
    artists=("Ada Quill", "The Moths"),
    album="Night Walks",
    album_artists=("Ada Quill",),
    duration_ms=201_000,
    isrcs=("USRC17607839",),
    mbid="0f2c6d0e-4c0a-4b7e-9d55-2d2a8c1f7a10",
    release_mbid="1f2c6d0e-4c0a-4b7e-9d55-2d2a8c1f7a10",
    track_number=4,
    disc_number=1,
    release_date="1979-11",
    explicit=False,
    version="Live at the Mill",
    refs=(TrackRef("deezer", "661485"),),
    iswcs=("T0345246801",),
    bpm=92.5,
    popularity=0.25,
    preview_url="https://example.org/preview.mp3",
    barcode="4006381333931",
    release_kind=ReleaseKind.SINGLE,
    genres=("folk",),
)
MATCH = Match(
    ref=TrackRef("deezer", "661485", "https://www.deezer.com/track/661485"),
    track=WHOLE,
    confidence=0.97,
    verdict=Verdict.SAME_RECORDING_OTHER_MASTER,
    evidence=(Evidence("title", Effect.SUPPORTS, 1.0, 2.5, "equal"), Evidence("isrc", Effect.NEUTRAL, None, 0, "-")),
    availability=Availability.OTHER_MARKETS,
)


def test_a_track_comes_back_as_it_was_sent() -> None:
    """Every field of a track survives the way out and in."""
    assert all(getattr(WHOLE, field.name) not in {None, "", ()} for field in fields(WHOLE))
    reading = Fields()

    assert read_track(reading, track_message(WHOLE), KNOWN) == WHOLE
    reading.finish()


def test_what_nobody_stated_is_absent() -> None:
    """An empty track is an empty message: no field is invented."""
    assert MessageToDict(track_message(Track())) == {}


def test_links_are_told_with_their_evidence() -> None:
    """The answer to LinkTrack holds all that was found out."""
    link = ProviderLink(
        provider="deezer",
        outcome=Outcome.LINKED,
        match=MATCH,
        alternatives=(MATCH,),
        reason="Same ISRC.",
        checked_at=datetime(2026, 1, 1, tzinfo=UTC),
        from_cache=True,
        stale=True,
    )
    told = MessageToDict(link_response(LinkAnswer(recording=WHOLE, sources={"title": "query"}, links=(link,))))

    assert told["recordingSources"] == {"title": "query"}
    (one,) = told["links"]
    assert {name: one[name] for name in ("provider", "outcome", "reason", "checkedAt", "fromCache", "stale")} == {
        "provider": "deezer",
        "outcome": "OUTCOME_LINKED",
        "reason": "Same ISRC.",
        "checkedAt": "2026-01-01T00:00:00Z",
        "fromCache": True,
        "stale": True,
    }
    assert one["match"]["verdict"] == "VERDICT_SAME_RECORDING_OTHER_MASTER"
    assert one["match"]["availability"] == "AVAILABILITY_OTHER_MARKETS"
    assert one["match"]["evidence"][0] == {
        "field": "title", "effect": "EFFECT_SUPPORTS", "similarity": 1.0, "weight": 2.5, "detail": "equal",
    }  # fmt: skip
    assert "similarity" not in one["match"]["evidence"][1]


def test_a_replacement_is_told() -> None:
    """The answer to FindReplacement holds the ladder; an absent replacement stays absent."""
    found = ReplacementAnswer(
        outcome=ReplacementOutcome.REPLACED, replacement=MATCH, candidates=(MATCH,), reason="Same ISRC."
    )
    nothing = ReplacementAnswer(outcome=ReplacementOutcome.NOT_FOUND, reason="Nothing near.", from_cache=True)

    assert len(replacement_response(found).candidates) == 1
    assert MessageToDict(replacement_response(nothing)) == {
        "outcome": "OUTCOME_NOT_FOUND", "reason": "Nothing near.", "fromCache": True,
    }  # fmt: skip
