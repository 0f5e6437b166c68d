"""FindReplacement: for a track that is gone from a service, the playable one there of the same recording."""

import asyncio
from dataclasses import replace

from domain.deadline import Deadline
from domain.keys import question_of
from domain.ports import Clock, LinkStore, ReplacementStore
from domain.query import ReplacementQuery
from domain.replacement import ReplacementAnswer
from service.freshness import Freshness
from service.gather import Gather
from service.ladder import Ladder
from service.patience import kept, recalled
from service.replacement_digest import digest_of
from service.replacement_situation import ReplacementSituation, replacement_situation_of
from service.sentence import sentence
from service.single_flight import SingleFlight


class FindReplacement:
    """Answers from the cache, else climbs the ladder of the one provider, and keeps what it found."""

    def __init__(
        self, links: LinkStore, replacements: ReplacementStore, gather: Gather, freshness: Freshness, clock: Clock
    ) -> None:
        self._links = links
        self._replacements = replacements
        self._gather = gather
        self._freshness = freshness
        self._clock = clock
        self._under_way: SingleFlight[ReplacementAnswer] = SingleFlight()

    async def __call__(self, query: ReplacementQuery, timeout_seconds: float) -> ReplacementAnswer:
        """The replacement, or why there is none, within the time given; who asks the same meanwhile shares it."""
        deadline = Deadline.after(timeout_seconds)
        return await self._under_way.share(query, deadline, lambda: self._answer(query, deadline))

    async def _answer(self, query: ReplacementQuery, deadline: Deadline) -> ReplacementAnswer:
        situation = await self._situation(query, deadline)
        return situation.remembered() or await self._climb(query, situation, deadline)

    async def _situation(self, query: ReplacementQuery, deadline: Deadline) -> ReplacementSituation:
        links = self._links.find(question_of(query.track, query.market))
        replacement = self._replacements.find_replacement(digest_of(query))
        known, before = await recalled(asyncio.gather(links, replacement), deadline) or (None, None)
        return replacement_situation_of(query, known, before, self._clock())

    async def _climb(
        self, query: ReplacementQuery, situation: ReplacementSituation, deadline: Deadline
    ) -> ReplacementAnswer:
        climbed = await Ladder(query, situation.judgement, self._gather, deadline, situation.imported).climb()
        answer = replace(climbed, reason=sentence(climbed.reason))
        if not situation.store_answers:
            return replace(answer, reason=f"{answer.reason} The cache could not be read.")
        if answer.outcome.is_storable:
            keeping = situation.storable(answer, self._freshness.of(query.provider))
            await kept(self._replacements.save_replacement(digest_of(query), query.provider, keeping), deadline)
        return answer
