"""LinkTrack: what a track is, and where it is."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from domain.answer import LinkAnswer, Outcome, ProviderLink
from domain.deadline import Deadline
from domain.keys import question_of
from domain.ports import Clock, LinkStore
from domain.query import CacheUse, TrackQuery
from service.asking import Asking
from service.freshness import Freshness, Moment
from service.gather import Gather
from service.learning import learnt_of
from service.merge import merge
from service.patience import kept, recalled
from service.refreshes import Refreshes
from service.sentence import sentence
from service.single_flight import SingleFlight
from service.situation import Situation, situation_of

logger = logging.getLogger(__name__)

Answered = tuple[Situation, dict[str, ProviderLink]]


class LinkTrack:
    """Answers from the cache, asks the providers whose answer is missing, keeps what was learnt."""

    def __init__(
        self, store: LinkStore, gather: Gather, freshness: Freshness, refreshes: Refreshes, clock: Clock
    ) -> None:
        self._store = store
        self._gather = gather
        self._freshness = freshness
        self._refreshes = refreshes
        self._clock = clock
        self._under_way: SingleFlight[Answered] = SingleFlight()

    async def __call__(self, query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        """One link per wanted provider, within the time given. Who asks the same at the same time shares the answer."""
        deadline = Deadline.after(timeout_seconds)
        question = replace(query, min_confidence=0.0, max_alternatives=0)
        situation, links = await self._under_way.share(question, deadline, lambda: self._answer(query, deadline))
        shown = tuple(_shown(links[name], situation, query) for name in query.providers)
        recording, sources = merge(query.track, shown)
        return LinkAnswer(recording=recording, sources=sources, links=shown)

    async def _answer(self, query: TrackQuery, deadline: Deadline) -> Answered:
        situation = await self._situation(query, self._moment(query), deadline)
        asked = await self._ask(situation, situation.missing(), deadline)
        if overdue := situation.overdue():
            self._refreshes.start((situation.question, overdue), partial(self._refresh, query, overdue))
        links = {name: situation.or_stale(link) for name, link in asked.items()}
        return situation, situation.remembered() | links

    async def _refresh(self, query: TrackQuery, overdue: Sequence[str], deadline: Deadline) -> bool:
        """Ask these providers again behind the caller; whether all of them answered."""
        moment = replace(self._moment(query), takes_stale=False)
        situation = await self._situation(query, moment, deadline)
        asked = await self._ask(situation, [name for name in situation.missing() if name in overdue], deadline)
        failed = [link for link in asked.values() if not link.outcome.is_storable]
        for link in failed:
            logger.warning("an answer past its age could not be asked again: %s", link.reason)
        return not failed

    def _moment(self, query: TrackQuery) -> Moment:
        wish_seconds = 0 if query.cache is CacheUse.REFRESH else query.max_age_seconds
        wish = None if wish_seconds is None else timedelta(seconds=wish_seconds)
        return Moment(now=self._clock(), wish=wish, floor=self._freshness.floor)

    async def _situation(self, query: TrackQuery, moment: Moment, deadline: Deadline) -> Situation:
        known = await recalled(self._store.find(question_of(query.track, query.market)), deadline)
        return situation_of(query, known, self._freshness, moment, self._gather.precision_ms)

    async def _ask(self, situation: Situation, names: Sequence[str], deadline: Deadline) -> dict[str, ProviderLink]:
        """Each of these providers' answers; what they taught is kept."""
        if situation.query.cache is CacheUse.ONLY:
            return {name: _not_cached(name, situation) for name in names}
        asked = await Asking(situation, self._gather, deadline).ask(names, situation.remembered().values())
        learnt = learnt_of(situation, asked.values(), self._freshness)
        if situation.store_answers and learnt is not None:
            await kept(self._store.save(learnt), deadline)
        return asked


def _not_cached(name: str, situation: Situation) -> ProviderLink:
    cache = "the cache holds no answer" if situation.store_answers else "the cache could not be read"
    reason = f"{name} was not asked: {cache}, and the request allows nothing else."
    return ProviderLink(provider=name, outcome=Outcome.PROVIDER_UNAVAILABLE, reason=reason)


def _shown(link: ProviderLink, situation: Situation, query: TrackQuery) -> ProviderLink:
    allowed = situation.judgement.without_forbidden(link)
    strict = _strict(allowed, query.min_confidence)
    reason = sentence(strict.reason)
    if not situation.store_answers and query.cache is not CacheUse.ONLY:
        reason = f"{reason} The cache could not be read."
    return replace(strict, alternatives=strict.alternatives[: query.max_alternatives], reason=reason)


def _strict(link: ProviderLink, min_confidence: float) -> ProviderLink:
    if link.match is None or link.match.confidence >= min_confidence:
        return link
    reason = f"The best answer has confidence {link.match.confidence:.2f}, below the {min_confidence:.2f} asked for."
    alternatives = (link.match, *link.alternatives)
    return replace(link, outcome=Outcome.NEAR_MISS, match=None, alternatives=alternatives, reason=reason)
