"""What is known about a dead track, and what is kept of its answer."""

import asyncio
from collections.abc import Sequence

from domain.deadline import Deadline
from domain.keys import question_of
from domain.ports import Clock, LinkStore, ReplacementStore
from domain.query import ReplacementQuery
from domain.replacement import ReplacementAnswer
from service.freshness import Freshness
from service.patience import kept, recalled
from service.replacement_digest import digest_of
from service.replacement_situation import ReplacementSituation, replacement_situation_of


class ReplacementMemory:
    """The stores as FindReplacement sees them."""

    def __init__(self, links: LinkStore, replacements: ReplacementStore, freshness: Freshness, clock: Clock) -> None:
        self._links = links
        self._replacements = replacements
        self._freshness = freshness
        self._clock = clock

    async def recall(self, query: ReplacementQuery, deadline: Deadline) -> ReplacementSituation:
        """The judgements on the track, and the answer given before."""
        links = self._links.find(question_of(query.track, query.market))
        replacement = self._replacements.find_replacement(digest_of(query))
        known, before = await recalled(asyncio.gather(links, replacement), deadline) or (None, None)
        return replacement_situation_of(query, known, before, self._clock())

    async def judged_since(
        self, query: ReplacementQuery, situation: ReplacementSituation, deadline: Deadline
    ) -> ReplacementSituation | None:
        """What is known by now where a person's word came since it was read; None where none is known to have."""
        if not situation.store_answers or self._links.stands(situation.reading):
            return None
        later = await self.recall(query, deadline)
        return later if later.store_answers and later.judgement != situation.judgement else None

    async def recall_many(
        self, queries: Sequence[ReplacementQuery], deadline: Deadline
    ) -> Sequence[ReplacementSituation]:
        """Of up to 200 questions, by one read of judgements and one of answers."""
        questions = [question_of(query.track, query.market) for query in queries]
        digests = [digest_of(query) for query in queries]
        reading = asyncio.gather(self._links.find_many(questions), self._replacements.find_replacements(digests))
        known, answers = await recalled(reading, deadline) or ((), {})
        return [
            replacement_situation_of(query, known[place] if known else None, answers.get(digest), self._clock())
            for place, (query, digest) in enumerate(zip(queries, digests, strict=True))
        ]

    async def keep(
        self, query: ReplacementQuery, situation: ReplacementSituation, answer: ReplacementAnswer, deadline: Deadline
    ) -> None:
        """Keep the answer, unless it is a failure."""
        if answer.outcome.is_storable:
            keeping = situation.storable(answer, self._freshness.of(query.provider))
            await kept(self._replacements.save_replacement(digest_of(query), query.provider, keeping), deadline)
