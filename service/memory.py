"""What is known about a question, and what is kept of its answers."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from domain.answer import ProviderLink
from domain.deadline import Deadline
from domain.errors import StoreUnavailable
from domain.keys import question_of
from domain.known import Known, Question
from domain.ports import Clock, LinkStore
from domain.query import CacheUse, TrackQuery
from service.freshness import Freshness, Moment
from service.gathering import Gathering
from service.learning import learnt_of
from service.patience import kept, recalled
from service.situation import Situation, situation_of

FIND_SECONDS = 5.0
"""A read that takes longer is waited for by nobody."""

logger = logging.getLogger(__name__)


class Memory:
    """The link store as LinkTrack sees it: what it says is compared with the query, and judged by its age."""

    def __init__(self, store: LinkStore, freshness: Freshness, precision_ms: Mapping[str, int], clock: Clock) -> None:
        """`precision_ms` is the grain of each provider's durations."""
        self._store = store
        self._finds: Gathering[Question, Known] = Gathering(self._found, FIND_SECONDS)
        self._freshness = freshness
        self._precision_ms = precision_ms
        self._clock = clock

    async def recall(self, query: TrackQuery, deadline: Deadline, *, takes_stale: bool = True) -> Situation:
        """One read of everything that the query's keys propose."""
        known = await recalled(self._finds.find(question_of(query.track, query.market)), deadline)
        return self._situation(query, known, takes_stale=takes_stale)

    async def recall_many(self, queries: Sequence[TrackQuery], deadline: Deadline) -> Sequence[Situation]:
        """Of up to 200 questions, by one read as well; other calls get their turn between the comparisons."""
        questions = [question_of(query.track, query.market) for query in queries]
        known = await recalled(self._store.find_many(questions), deadline)
        situations = []
        for place, query in enumerate(queries):
            situations.append(self._situation(query, known[place] if known else None))
            await asyncio.sleep(0)
        return situations

    def _situation(self, query: TrackQuery, known: Known | None, *, takes_stale: bool = True) -> Situation:
        wish_seconds = 0 if query.cache is CacheUse.REFRESH else query.max_age_seconds
        moment = Moment(
            now=self._clock(),
            wish=None if wish_seconds is None else timedelta(seconds=wish_seconds),
            floor=self._freshness.floor,
            takes_stale=takes_stale,
        )
        return situation_of(query, known, self._freshness, moment, self._precision_ms)

    async def _found(self, questions: Sequence[Question]) -> Mapping[Question, Known]:
        """For all who recall at the same time by one read; nothing where the store does not answer."""
        try:
            return dict(zip(questions, await self._store.find_many(questions), strict=True))
        except StoreUnavailable as error:
            logger.warning("answering without the cache: %s", error)
            return {}

    async def recall_again(self, situation: Situation, deadline: Deadline) -> Situation:
        """What is known about the same question by now."""
        return await self.recall(situation.query, deadline, takes_stale=situation.moment.takes_stale)

    async def judged_since(self, situation: Situation, deadline: Deadline) -> Situation | None:
        """What is known by now where a person's word came since it was read; None where none is known to have."""
        if not situation.store_answers or self._store.stands(situation.known.reading):
            return None
        later = await self.recall_again(situation, deadline)
        return later if later.store_answers and later.judgement != situation.judgement else None

    async def keep(self, situation: Situation, asked: Iterable[ProviderLink], deadline: Deadline) -> None:
        """Keep what the providers answered; nothing where the store could not be read."""
        learnt = learnt_of(situation, (link for link in asked if not link.from_cache), self._freshness)
        if situation.store_answers and learnt is not None:
            await kept(self._store.save(learnt), deadline)
