"""The rungs of FindReplacement: the provider's own word on the dead id, then identifiers, then text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.answer import Outcome
from domain.deadline import Deadline
from domain.match import Match, Verdict
from domain.query import ReplacementQuery
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from service.gather import Failed, Gather, Offered
from service.judgement import Judgement, pinned_match
from service.matching import PLAYS, Decision, decide_replacement, judge
from service.merge import fill
from tracklink.plugin import Candidate, Track, TrackRef


@dataclass(frozen=True, slots=True)
class Ladder:
    """One question, climbed rung by rung under one deadline."""

    query: ReplacementQuery
    judgement: Judgement
    gather: Gather
    deadline: Deadline
    imported: frozenset[str] | None
    """The providers that have imported tracks; None when the store could not be read."""

    async def climb(self) -> ReplacementAnswer:
        """The answer of the first rung that has one."""
        own: Sequence[Candidate] = ()
        for dead in self.query.dead_refs[:1]:
            gathered = await self.gather.look_up(dead, self.query.market, self.deadline, self.imported)
            if isinstance(gathered, Failed):
                return _failed(gathered)
            own = self._own(gathered)
        if not self.query.gone and (answer := self._not_gone(own)):
            return answer
        asked = self._asked(own)
        return await self._pinned(asked) or self._substituted(asked, own) or await self._search(asked, own)

    def _own(self, offered: Offered) -> list[Candidate]:
        """The provider's record of the dead id, and the substitutes that it plays or names for it."""
        dead = set(self.query.dead_refs)
        return [found for found in offered.candidates if dead & {found.ref, found.relinked_from, found.offered_for}]

    def _not_gone(self, own: Sequence[Candidate]) -> ReplacementAnswer | None:
        """The provider still plays the track, or a substitute of its own that the matcher confirms."""
        for found in own:
            match = judge(self.query.track, found, self.query.market)
            if match.availability not in PLAYS:
                continue
            if found.ref in self.query.dead_refs:
                reason = f"{self.query.provider} still has the track."
                return ReplacementAnswer(outcome=ReplacementOutcome.STILL_AVAILABLE, reason=reason)
            if found.relinked_from and match.verdict.is_same and not self.judgement.forbids(found.ref):
                reason = f"{self.query.provider} plays {found.ref.id} in its place."
                outcome = ReplacementOutcome.RELINKED_BY_PROVIDER
                return ReplacementAnswer(outcome=outcome, replacement=match, candidates=(match,), reason=reason)
        return None

    def _asked(self, own: Sequence[Candidate]) -> Track:
        """The caller's words, with the provider's own record of the dead id where the caller is silent."""
        record = next((found.track for found in own if found.ref in self.query.dead_refs), Track())
        filled = fill(self.query.track, record)
        elsewhere = tuple(ref for ref in filled.refs if ref.provider != self.query.provider)
        return replace(filled, refs=elsewhere)

    async def _pinned(self, asked: Track) -> ReplacementAnswer | None:
        pin = self.judgement.pin(self.query.provider)
        if pin is None or not self._is_offerable(pin.ref):
            return None
        gathered = await self.gather.look_up(pin.ref, self.query.market, self.deadline, self.imported)
        candidates = gathered.candidates if isinstance(gathered, Offered) else ()
        for found in candidates:
            judged = judge(asked, found, self.query.market)
            if found.ref == pin.ref and judged.availability in PLAYS:
                match = pinned_match(pin, judged)
                reason = "A person pinned this replacement."
                outcome = ReplacementOutcome.REPLACED
                return ReplacementAnswer(outcome=outcome, replacement=match, candidates=(match,), reason=reason)
        return None

    def _substituted(self, asked: Track, own: Sequence[Candidate]) -> ReplacementAnswer | None:
        """What the provider itself names in the track's place, compared like any other candidate."""
        decision = self._decide(asked, own)
        return self._answer(decision) if decision.outcome is Outcome.LINKED else None

    async def _search(self, asked: Track, own: Sequence[Candidate]) -> ReplacementAnswer:
        if not asked.title and not asked.isrcs and not asked.mbid and not asked.refs:
            reason = f"Too little is known of this track to search {self.query.provider} for it: give its title."
            return ReplacementAnswer(outcome=ReplacementOutcome.NOT_FOUND, reason=reason)

        def accept(candidates: Sequence[Candidate]) -> bool:
            return self._decide(asked, [*own, *candidates]).outcome is Outcome.LINKED

        name, market = self.query.provider, self.query.market
        gathered = await self.gather.ask(name, asked, market, accept, self.deadline, self.imported)
        if isinstance(gathered, Failed):
            return _failed(gathered)
        return self._answer(self._decide(asked, [*own, *gathered.candidates]))

    def _decide(self, asked: Track, candidates: Sequence[Candidate]) -> Decision:
        first_seen: dict[TrackRef, Candidate] = {}
        for candidate in candidates:
            first_seen.setdefault(candidate.ref, candidate)
        offerable = [candidate for ref, candidate in first_seen.items() if self._is_offerable(ref)]
        return decide_replacement(asked, offerable, self.query.policy, market=self.query.market)

    def _is_offerable(self, ref: TrackRef) -> bool:
        excluded = ref in self.query.dead_refs or ref in self.query.policy.exclude_refs
        return not excluded and not self.judgement.forbids(ref)

    def _answer(self, decision: Decision) -> ReplacementAnswer:
        near = tuple(match for match in decision.ranked if match.verdict is not Verdict.DIFFERENT)
        return ReplacementAnswer(
            outcome=outcome_of(decision, near),
            replacement=decision.match if decision.outcome is Outcome.LINKED else None,
            candidates=near[: self.query.limit],
            reason=decision.reason,
        )


def outcome_of(decision: Decision, near: Sequence[Match]) -> ReplacementOutcome:
    """A person should choose where a playable candidate may be the recording and the matcher would not say so alone."""
    if decision.outcome is Outcome.LINKED:
        return ReplacementOutcome.REPLACED
    doubtful = any(
        match.availability in PLAYS and (match.verdict.is_same or match.verdict is Verdict.UNDECIDABLE)
        for match in near
    )
    return ReplacementOutcome.NEEDS_REVIEW if doubtful else ReplacementOutcome.NOT_FOUND


def _failed(failed: Failed) -> ReplacementAnswer:
    return ReplacementAnswer(outcome=ReplacementOutcome(failed.outcome.value), reason=failed.reason)
