"""What is known about a question, and what is kept of its answers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from domain.answer import ProviderLink
from domain.deadline import Deadline
from domain.keys import question_of
from domain.ports import Clock, LinkStore
from domain.query import CacheUse, TrackQuery
from service.freshness import Freshness, Moment
from service.learning import learnt_of
from service.patience import kept, recalled
from service.situation import Situation, situation_of


class Memory:
    """The link store as LinkTrack sees it: what it says is compared with the query, and judged by its age."""

    def __init__(self, store: LinkStore, freshness: Freshness, precision_ms: Mapping[str, int], clock: Clock) -> None:
        """`precision_ms` is the grain of each provider's durations."""
        self._store = store
        self._freshness = freshness
        self._precision_ms = precision_ms
        self._clock = clock

    async def recall(self, query: TrackQuery, deadline: Deadline, *, takes_stale: bool = True) -> Situation:
        """One read of everything that the query's keys propose."""
        known = await recalled(self._store.find(question_of(query.track, query.market)), deadline)
        wish_seconds = 0 if query.cache is CacheUse.REFRESH else query.max_age_seconds
        moment = Moment(
            now=self._clock(),
            wish=None if wish_seconds is None else timedelta(seconds=wish_seconds),
            floor=self._freshness.floor,
            takes_stale=takes_stale,
        )
        return situation_of(query, known, self._freshness, moment, self._precision_ms)

    async def recall_again(self, situation: Situation, deadline: Deadline) -> Situation:
        """What is known about the same question by now."""
        return await self.recall(situation.query, deadline, takes_stale=situation.moment.takes_stale)

    async def keep(self, situation: Situation, asked: Iterable[ProviderLink], deadline: Deadline) -> None:
        """Keep what the providers answered; nothing where the store could not be read."""
        learnt = learnt_of(situation, (link for link in asked if not link.from_cache), self._freshness)
        if situation.store_answers and learnt is not None:
            await kept(self._store.save(learnt), deadline)
