"""Asking every missing provider at once, under one deadline, and what each comes to."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.answer import Outcome, ProviderLink
from domain.deadline import Deadline
from domain.match import Effect, Evidence, Match, Verdict
from domain.review import Review
from service.gather import Failed, Gather, Gathered, Offered
from service.judgement import pinned_link
from service.lessons import Lesson, Lessons
from service.matching import Decision, decide, judge
from service.situation import Situation
from tracklink.plugin import Candidate, Track

KEPT_ALTERNATIVES = 10
"""Alternatives stored with an answer; a caller sees as many of them as it asks for."""

Offer = tuple[Track, tuple[Candidate, ...]]
"""What was asked, and what a provider offered."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One call's way to the providers."""

    situation: Situation
    gather: Gather
    deadline: Deadline
    elsewhere: Mapping[str, asyncio.Task[Situation]]
    """Providers that others are asking the same, and what is known when these have their answers."""
    decided: dict[str, tuple[Offer, Decision]] = field(default_factory=dict)
    """By provider: what was decided last, on the provider's own thread as a rule, and need not be again."""

    async def ask(self, names: Sequence[str]) -> dict[str, ProviderLink]:
        """Each provider's answer. One that found nothing is asked once more when another teaches it an identifier."""
        lessons = Lessons(self.situation.query.track, self.situation.remembered().values(), names)
        links = await asyncio.gather(*(self._ask_one(name, lessons) for name in names))
        return dict(zip(names, links, strict=True))

    async def _ask_one(self, name: str, lessons: Lessons) -> ProviderLink:
        if link := await self._found_elsewhere(name):
            await lessons.teach(name, link)
            return link
        if pin := self.situation.judgement.pin(name):
            link = await self._ask_for_pinned(pin)
            await lessons.teach(name, link)
            return link
        first = lessons.first(name)
        gathered = await self._gathered(name, first)
        link = self._decided(name, first, gathered)
        if link.match or isinstance(gathered, Failed):
            await lessons.teach(name, link)
            return link
        return await self._ask_again(name, lessons, first, gathered) or link

    async def _found_elsewhere(self, name: str) -> ProviderLink | None:
        """The answer that others had for the same question; None when nobody asks, or they had none to keep."""
        later = self.elsewhere.get(name)
        return None if later is None else (await later).remembered().get(name)

    async def _ask_again(self, name: str, lessons: Lessons, first: Lesson, offered: Offered) -> ProviderLink | None:
        """What the provider comes to with an identifier that another taught; None when that helped nothing."""
        try:
            async with asyncio.timeout(self.deadline.left()):
                second = await lessons.second(name, first)
        except TimeoutError:
            return None
        if second is None:
            return None
        seen = self._decided(name, second, offered)
        if seen.match:
            return seen
        gathered = await self._gathered(name, second)
        if isinstance(gathered, Failed):
            return None
        both = {candidate.ref: candidate for candidate in (*gathered.candidates, *offered.candidates)}
        return self._decided(name, second, Offered(tuple(both.values())))

    async def _gathered(self, name: str, lesson: Lesson) -> Gathered:
        market = self.situation.query.market

        def accept(candidates: Sequence[Candidate]) -> bool:
            return self._decide(name, lesson, candidates).outcome is Outcome.LINKED

        return await self.gather.ask(name, lesson.lookup, market, accept, self.deadline, self.situation.imported)

    async def _ask_for_pinned(self, pin: Review) -> ProviderLink:
        market = self.situation.query.market
        gathered = await self.gather.look_up(pin.ref, market, self.deadline, self.situation.imported)
        candidates = gathered.candidates if isinstance(gathered, Offered) else ()
        judged = [
            judge(self.situation.query.track, offered, market) for offered in candidates if offered.ref == pin.ref
        ]
        return pinned_link(pin, next(iter(judged), None), self.situation.moment.now if judged else None)

    def _decided(self, name: str, lesson: Lesson, gathered: Gathered) -> ProviderLink:
        if isinstance(gathered, Failed):
            return ProviderLink(provider=name, outcome=gathered.outcome, reason=gathered.reason)
        decision = self._decide(name, lesson, gathered.candidates)
        others = [match for match in decision.ranked if decision.match is None or match.ref != decision.match.ref]
        kept = [match for match in others if match.verdict is not Verdict.DIFFERENT] or others[:1]
        return ProviderLink(
            provider=name,
            outcome=decision.outcome,
            match=_taught(decision.match, lesson),
            alternatives=tuple(kept[:KEPT_ALTERNATIVES]),
            reason=decision.reason,
            checked_at=self.situation.moment.now,
        )

    def _decide(self, name: str, lesson: Lesson, candidates: Sequence[Candidate]) -> Decision:
        offer = (lesson.asked, tuple(candidates))
        last, decision = self.decided.get(name, (None, None))
        if decision is None or last != offer:
            allowed = self.situation.judgement.allowed(candidates)
            decision = decide(lesson.asked, allowed, market=self.situation.query.market)
            self.decided[name] = (offer, decision)
        return decision


def _taught(match: Match | None, lesson: Lesson) -> Match | None:
    """The match, saying by which taught ISRC it may have been found: that is the teacher's vote and no second one."""
    shared = set(lesson.lookup.isrcs) - set(lesson.asked.isrcs)
    if match is None or lesson.teacher is None or not shared & set(match.track.isrcs):
        return match
    detail = f"found by the ISRC {min(shared)} that {lesson.teacher} states, which counts once"
    return replace(match, evidence=(*match.evidence, Evidence("found_by", Effect.NEUTRAL, None, 0.0, detail)))
