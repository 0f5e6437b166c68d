"""The replacements of one album or playlist: no two rows have the same, unless they are the same recording."""

from collections.abc import Sequence
from dataclasses import replace

from domain.answer import Outcome
from domain.match import Match, Verdict
from domain.query import ReplacementQuery
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from service.judgement import is_pinned
from service.ladder import outcome_of
from service.matching import Decision, Listed, assign
from service.sentence import sentence
from tracklink.plugin import Track

CANDIDATES = 25
"""With which a row's own answer is asked for; the caller sees as many as it wants."""
NO_ROW = Listed(Track(), Decision(outcome=Outcome.NOT_IN_CATALOG, ranked=(), reason=""))
OF_THE_SERVICE = frozenset({ReplacementOutcome.STILL_AVAILABLE, ReplacementOutcome.RELINKED_BY_PROVIDER})
"""What plays at the service by its own word stays with its row."""

Row = tuple[ReplacementQuery, ReplacementAnswer]


def widened(query: ReplacementQuery) -> ReplacementQuery:
    """The question whose answer shows what else the row could have."""
    return replace(query, limit=max(query.limit, CANDIDATES))


async def assigned_replacements(rows: Sequence[Row | None]) -> Sequence[ReplacementAnswer | None]:
    """The answers in their list, from each row's question and the answer to the widened one; None stays None."""
    listed = [_listed(*row) if row else NO_ROW for row in rows]
    decisions = assign(listed)
    return [
        row and _told(row[0], row[1] if decision is own.decision else _decided(row[1], decision))
        for row, own, decision in zip(rows, listed, decisions, strict=True)
    ]


def _listed(query: ReplacementQuery, answer: ReplacementAnswer) -> Listed:
    match = _kept(query, answer)
    others = (each for each in answer.candidates if match is None or each.ref != match.ref)
    decision = Decision(
        outcome=Outcome.LINKED if match else Outcome.NEAR_MISS,
        match=match,
        ranked=(*((match,) if match else ()), *others),
        reason=answer.reason,
    )
    held = is_pinned(match) or answer.outcome in OF_THE_SERVICE
    return Listed(query.track, decision, market=query.market, is_pinned=held)


def _kept(query: ReplacementQuery, answer: ReplacementAnswer) -> Match | None:
    """The replacement; the track itself where it still plays."""
    if answer.outcome is ReplacementOutcome.STILL_AVAILABLE and query.dead_refs:
        own = query.dead_refs[0]
        return Match(ref=own, track=query.track, confidence=1.0, verdict=Verdict.SAME_RECORDING)
    return answer.replacement


def _decided(answer: ReplacementAnswer, decision: Decision) -> ReplacementAnswer:
    linked = decision.outcome is Outcome.LINKED
    return replace(
        answer,
        outcome=outcome_of(decision, decision.ranked),
        replacement=decision.match if linked else None,
        candidates=decision.ranked,
        reason=sentence(decision.reason),
    )


def _told(query: ReplacementQuery, answer: ReplacementAnswer) -> ReplacementAnswer:
    return replace(answer, candidates=answer.candidates[: query.limit])
