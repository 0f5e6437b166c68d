"""One answer from many candidates, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from domain.answer import Outcome
from domain.match import Effect, Match, Verdict
from domain.text import fold
from service.matching.judge import PLAYS, judge_prepared, prepared, same_recording
from service.matching.model import ACCEPT, AGAINST
from service.matching.reasons import UNPLAYABLE, accepted_because, refused_because, what_would_decide
from tracklink.plugin import Candidate, ReleaseKind, Track

MARGIN = 1.5
"""By how much, in log-odds, the best must beat the best of another recording: four and a half times the odds."""
GROUPED = 50
"""Accepted candidates that are compared with the best one."""
RELEASE_ORDER = (ReleaseKind.ALBUM, ReleaseKind.SINGLE, ReleaseKind.EP, None)
VERDICT_ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the candidates come to.

    `match` is set for LINKED and UNAVAILABLE_IN_MARKET; `ranked` holds all candidates, best first; `reason` is one
    sentence.
    """

    outcome: Outcome
    match: Match | None = None
    ranked: tuple[Match, ...]
    reason: str


def decide(
    asked: Track, candidates: Sequence[Candidate], *, market: str | None = None, min_confidence: float = 0.0
) -> Decision:
    """The candidate that is the track asked for, if one is; without a market it need not play.

    `min_confidence` can only make the answer stricter.
    """
    side = prepared(asked)
    judged = [judge_prepared(side, candidate, market) for candidate in candidates]
    return choose(asked, judged, max(ACCEPT, min_confidence), market)


def choose(asked: Track, judged: Sequence[Match], threshold: float, market: str | None) -> Decision:
    """The best of the judged ones by the written order, when no other recording stands as close."""
    ranked = tuple(sorted(judged, key=lambda match: order(asked, match)))
    accepted = [match for match in ranked if is_accepted(match, threshold)]
    if not accepted:
        return _refusal(asked, ranked, threshold)
    group, others = _split(accepted[:GROUPED])
    if others and log_odds(group[0].confidence) - log_odds(others[0].confidence) < MARGIN:
        reason = what_would_decide(asked, group[0], others[0])
        ranked = _first((group[0], others[0]), ranked)
        return Decision(outcome=Outcome.AMBIGUOUS, ranked=ranked, reason=reason)
    best = next((match for match in group if match.availability in PLAYS), group[0])
    return linked(best, ranked, market)


def linked(best: Match, ranked: tuple[Match, ...], market: str | None) -> Decision:
    """The answer that this one is: UNAVAILABLE_IN_MARKET where a market was asked for in which it does not play."""
    plays = market is None or best.availability in PLAYS
    return Decision(
        outcome=Outcome.LINKED if plays else Outcome.UNAVAILABLE_IN_MARKET,
        match=best,
        ranked=_first((best,), ranked),
        reason=accepted_because(best) if plays else f"{accepted_because(best)}, but {UNPLAYABLE[best.availability]}",
    )


def is_accepted(match: Match, threshold: float) -> bool:
    """Whether it may be linked: the same recording, nothing vetoes it, and it is sure enough."""
    vetoed = any(row.effect is Effect.VETOES for row in match.evidence)
    return match.verdict.is_same and match.confidence >= threshold and not vetoed


def order(asked: Track, match: Match) -> tuple[int | float | str, ...]:
    """The written order: verdict, confidence, release, explicitness, release kind, availability, then what is nearest.

    Of the refused, those come first of which too little but the title is stated. The very words asked for come before
    others that mean the same, then the nearest length, popularity, the lowest id.
    """
    track = match.track
    kind = track.release_kind
    return (
        not match.verdict.is_same,
        not (match.verdict is Verdict.UNDECIDABLE and _title_agrees(match)),
        VERDICT_ORDER.index(match.verdict),
        -match.confidence,
        not any(row.field == "album" and row.similarity == 1 for row in match.evidence),
        None not in (asked.explicit, track.explicit) and asked.explicit != track.explicit,
        RELEASE_ORDER.index(kind) if kind in RELEASE_ORDER else len(RELEASE_ORDER),
        match.availability not in PLAYS,
        fold(track.title) != fold(asked.title),
        _apart_ms(asked, track),
        -(track.popularity or 0.0),
        match.ref.provider,
        match.ref.id,
    )


def _apart_ms(asked: Track, offered: Track) -> int:
    known = asked.duration_ms is not None and offered.duration_ms is not None
    return abs((asked.duration_ms or 0) - (offered.duration_ms or 0)) if known else 0


def _split(accepted: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    """Copies of the best one's recording, and the rest."""
    best, *rest = accepted
    same = [same_recording(best.track, match.track) for match in rest]
    group = [best, *(match for match, is_same in zip(rest, same, strict=True) if is_same)]
    return group, [match for match, is_same in zip(rest, same, strict=True) if not is_same]


def log_odds(confidence: float) -> float:
    """The logarithm of the odds, of confidences from 0.0001 to 0.9999."""
    bounded = min(max(confidence, 0.0001), 0.9999)
    return log(bounded / (1 - bounded))


def _first(chosen: tuple[Match, ...], ranked: tuple[Match, ...]) -> tuple[Match, ...]:
    return (*chosen, *(match for match in ranked if all(match is not one for one in chosen)))


def _refusal(asked: Track, ranked: tuple[Match, ...], threshold: float) -> Decision:
    near = next((match for match in ranked if is_near(match)), None)
    if near is None:
        reason = f"nothing near among {len(ranked)} offered" if ranked else "nothing was offered"
        return Decision(outcome=Outcome.NOT_IN_CATALOG, ranked=ranked, reason=reason)
    reason = refused_because(asked, near, threshold)
    return Decision(outcome=Outcome.NEAR_MISS, ranked=_first((near,), ranked), reason=reason)


def is_near(match: Match) -> bool:
    """Whether a refused candidate is worth showing: title or else another field agrees, and no artist opposes."""
    if match.verdict.is_same or match.verdict is Verdict.OTHER_VERSION:
        return True
    if any(row.field == "artists" and row.effect in AGAINST for row in match.evidence):
        return False
    supported = any(row.effect is Effect.SUPPORTS for row in match.evidence)
    return _title_agrees(match) or (match.verdict is Verdict.UNDECIDABLE and supported)


def _title_agrees(match: Match) -> bool:
    return any(row.field == "title" and row.weight > 0 for row in match.evidence)
