"""One answer from many candidates, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.answer import Outcome
from domain.match import Availability, Effect, Match
from service.matching.judge import judge, same_recording
from service.matching.model import ACCEPT
from tracklink.plugin import Candidate, ReleaseKind, Track

MARGIN = 0.05
"""By how much the best must beat the best of another recording."""
GROUPED = 20
"""Accepted candidates that are compared with the best one."""
PLAYS = (Availability.PLAYABLE, Availability.UNKNOWN)
RELEASE_ORDER = (ReleaseKind.ALBUM, ReleaseKind.SINGLE, ReleaseKind.EP, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the candidates come to; `ranked` holds all of them, best first."""

    outcome: Outcome
    match: Match | None
    ranked: tuple[Match, ...]
    reason: str


def decide(
    asked: Track, candidates: Sequence[Candidate], *, market: str | None = None, min_confidence: float = 0.0
) -> Decision:
    """The candidate that is the track asked for, if one is."""
    judged = [judge(asked, candidate, market) for candidate in candidates]
    return choose(asked, judged, max(ACCEPT, min_confidence))


def choose(asked: Track, judged: Sequence[Match], threshold: float) -> Decision:
    """The best of the judged ones by the written order, when no other recording stands as close."""
    ranked = tuple(sorted(judged, key=lambda match: order(asked, match)))
    accepted = [match for match in ranked if match.verdict.is_same and match.confidence >= threshold]
    if not accepted:
        return _refusal(ranked)
    group, others = _split(accepted[:GROUPED])
    if others and others[0].confidence > group[0].confidence - MARGIN:
        return Decision(outcome=Outcome.AMBIGUOUS, match=None, ranked=ranked, reason=_what_would_decide(asked))
    best = next((match for match in group if match.availability in PLAYS), group[0])
    ranked = (best, *(match for match in ranked if match is not best))
    if best.availability not in PLAYS:
        return Decision(
            outcome=Outcome.UNAVAILABLE_IN_MARKET,
            match=best,
            ranked=ranked,
            reason="the track is there, but does not play in this market",
        )
    return Decision(outcome=Outcome.LINKED, match=best, ranked=ranked, reason=best.evidence[0].detail)


def order(asked: Track, match: Match) -> tuple[object, ...]:
    """The written order: verdict, confidence, release, explicitness, release kind, availability, popularity, id."""
    track = match.track
    kind = track.release_kind
    return (
        not match.verdict.is_same,
        list(type(match.verdict)).index(match.verdict),
        -round(match.confidence, 2),
        not _equal_album(match),
        asked.explicit is not None and track.explicit is not None and asked.explicit != track.explicit,
        RELEASE_ORDER.index(kind) if kind in RELEASE_ORDER else len(RELEASE_ORDER),
        match.availability not in PLAYS,
        -(track.popularity or 0.0),
        match.ref.provider,
        match.ref.id,
    )


def _equal_album(match: Match) -> bool:
    return any(row.field == "album" and row.effect is Effect.SUPPORTS for row in match.evidence)


def _split(accepted: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    group: list[Match] = [accepted[0]]
    others: list[Match] = []
    for match in accepted[1:]:
        (group if same_recording(accepted[0].track, match.track) else others).append(match)
    return group, others


def _refusal(ranked: Sequence[Match]) -> Decision:
    if not ranked:
        return Decision(outcome=Outcome.NOT_IN_CATALOG, match=None, ranked=(), reason="nothing was offered")
    return Decision(
        outcome=Outcome.NEAR_MISS,
        match=None,
        ranked=tuple(ranked),
        reason=f"the best offered: {ranked[0].track.title}: {ranked[0].evidence[0].detail}",
    )


def _what_would_decide(asked: Track) -> str:
    missing = "length" if asked.duration_ms is None else "album" if not asked.album else "version"
    return f"two different recordings stand equally close; the {missing} would decide"
