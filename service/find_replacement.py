"""FindReplacement: for a track that is gone from a service, the playable one there of the same recording."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.deadline import Deadline
from domain.keys import question_of
from domain.known import Known, StoredReplacement
from domain.ports import Clock, LinkStore, ReplacementStore
from domain.query import ReplacementQuery
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from service.freshness import Ages, Moment
from service.gather import Gather
from service.judgement import Judgement, judgement_on
from service.ladder import Ladder
from service.patience import kept, recalled
from service.replacement_digest import digest_of
from service.sentence import sentence
from service.single_flight import SingleFlight

NOES = frozenset({ReplacementOutcome.NOT_FOUND, ReplacementOutcome.NEEDS_REVIEW})


class FindReplacement:
    """Answers from the cache, else climbs the ladder of the one provider, and keeps what it found."""

    def __init__(
        self, links: LinkStore, replacements: ReplacementStore, gather: Gather, ages: Ages, clock: Clock
    ) -> None:
        self._links = links
        self._replacements = replacements
        self._gather = gather
        self._ages = ages
        self._clock = clock
        self._under_way: SingleFlight[ReplacementAnswer] = SingleFlight()

    async def __call__(self, query: ReplacementQuery, timeout_seconds: float) -> ReplacementAnswer:
        """The replacement, or why there is none, within the time given; who asks the same meanwhile shares it."""
        deadline = Deadline.after(timeout_seconds)
        return await self._under_way.share(query, deadline, lambda: self._answer(query, deadline))

    async def _answer(self, query: ReplacementQuery, deadline: Deadline) -> ReplacementAnswer:
        known, stored = await self._recall(query, deadline)
        judgement = judgement_on(query.track, known.reviews if known else ())
        generation = _generations(known).get(query.provider, 0)
        now = self._clock()
        if stored and stored.generation == generation and _is_fresh(stored, judgement, now):
            return replace(stored.answer, from_cache=True)
        climbed = await Ladder(query, judgement, self._gather, deadline).climb()
        answer = replace(climbed, reason=sentence(climbed.reason))
        if known is None:
            return replace(answer, reason=f"{answer.reason} The cache could not be read.")
        if answer.outcome.is_storable:
            keeping = self._stored(answer, stored, generation, now)
            await kept(self._replacements.save_replacement(digest_of(query), query.provider, keeping), deadline)
        return answer

    async def _recall(
        self, query: ReplacementQuery, deadline: Deadline
    ) -> tuple[Known | None, StoredReplacement | None]:
        links = self._links.find(question_of(query.track, query.market))
        replacement = self._replacements.find_replacement(digest_of(query))
        return await recalled(asyncio.gather(links, replacement), deadline) or (None, None)

    def _stored(
        self, answer: ReplacementAnswer, before: StoredReplacement | None, generation: int, now: datetime
    ) -> StoredReplacement:
        is_no = answer.outcome in NOES
        before_misses = before.misses if before else 0
        misses = max(1, before_misses + (before is None or before.next_check_at <= now)) if is_no else 0
        age = self._ages.of_no(misses) if is_no else self._ages.availability
        return StoredReplacement(
            answer=answer, checked_at=now, next_check_at=now + age, misses=misses, generation=generation
        )


def _generations(known: Known | None) -> Mapping[str, int]:
    return dict(known.generations) if known else {}


def _is_fresh(stored: StoredReplacement, judgement: Judgement, now: datetime) -> bool:
    judged_since = judgement.judged_at is not None and stored.checked_at <= judgement.judged_at
    return not judged_since and Moment(now=now).accepts(stored.checked_at, stored.next_check_at)
