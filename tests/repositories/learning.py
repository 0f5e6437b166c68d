"""Invented tracks and what calls learn of them, for the tests of the stores."""

from datetime import UTC, datetime, timedelta

from domain.answer import Outcome, ProviderLink
from domain.keys import keys_of, question_of, ref_key
from domain.known import Learnt, StoredNo
from domain.match import Effect, Evidence, Match, Verdict
from tracklink.plugin import Track, TrackRef

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
LANTERNS = Track(title="Paper Lanterns", artists=("The Tidewater Choir",), duration_ms=201_000, isrcs=("QZTST3100001",))


def a_link(track: Track, provider: str = "deezer", ref_id: str = "81", *, reason: str = "Same title.") -> ProviderLink:
    """The track, accepted as this id."""
    ref = TrackRef(provider, ref_id, f"https://{provider}.example/track/{ref_id}")
    evidence = (Evidence("title", Effect.SUPPORTS, 1.0, 2.25, "the same words"),)
    match = Match(ref=ref, track=track, confidence=0.96, verdict=Verdict.SAME_RECORDING, evidence=evidence)
    return ProviderLink(provider=provider, outcome=Outcome.LINKED, match=match, reason=reason, checked_at=NOON)


def a_no(track: Track, provider: str = "deezer", *, market: str | None = None, misses: int = 1) -> StoredNo:
    """Nothing there."""
    link = ProviderLink(
        provider=provider, outcome=Outcome.NOT_IN_CATALOG, reason="Nothing of that name.", checked_at=NOON
    )
    return StoredNo(
        link=link,
        identifiers=question_of(track, market).identifiers,
        market=market,
        misses=misses,
        next_check_at=NOON + timedelta(days=misses),
        generation=3,
    )


def learnt(asked: Track, *answers: ProviderLink | StoredNo, market: str | None = None) -> Learnt:
    """What a call that asked for the track learnt."""
    links = tuple(answer for answer in answers if isinstance(answer, ProviderLink))
    matches = [link.match for link in links if link.match]
    return Learnt(
        question=question_of(asked, market),
        asked=asked,
        keys=keys_of(asked).union(*(keys_of(match.track) | {ref_key(match.ref)} for match in matches)),
        links=links,
        noes=tuple(answer for answer in answers if isinstance(answer, StoredNo)),
        generations=(("deezer", 3),),
    )
