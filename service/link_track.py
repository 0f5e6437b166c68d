"""LinkTrack: what a track is, and where it is."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from domain.answer import LinkAnswer, Outcome, ProviderLink
from domain.deadline import Deadline
from domain.query import CacheUse, TrackQuery
from service.memory import Memory
from service.merge import merge
from service.refreshes import Refreshes
from service.repeatable import repeatable_of
from service.sentence import sentence
from service.single_flight import SingleFlight
from service.situation import Situation
from service.upstream import Answered, Upstream

logger = logging.getLogger(__name__)


class LinkTrack:
    """Answers from the cache, and asks the providers whose answer is missing."""

    def __init__(self, memory: Memory, upstream: Upstream, refreshes: Refreshes) -> None:
        self._memory = memory
        self._upstream = upstream
        self._refreshes = refreshes
        self._under_way: SingleFlight[Answered] = SingleFlight()

    async def __call__(self, query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        """One link per wanted provider, within the time given. Who asks the same at the same time shares the answer."""
        deadline = Deadline.after(timeout_seconds)
        question = replace(query, min_confidence=0.0, max_alternatives=0)
        situation, links = await self._under_way.share(question, deadline, lambda: self._answer(query, deadline))
        return _told(query, situation, links)

    async def recall(self, queries: Sequence[TrackQuery], timeout_seconds: float) -> Sequence[LinkAnswer | None]:
        """The answers for which nobody has to be asked, by one read; None for each of the other questions."""
        situations = await self._memory.recall_many(queries, Deadline.after(timeout_seconds))
        return [self._remembered(situation) for situation in situations]

    def _remembered(self, situation: Situation) -> LinkAnswer | None:
        if situation.missing() or not situation.store_answers:
            return None
        self._refresh_overdue(situation)
        return _told(situation.query, situation, situation.remembered())

    async def _answer(self, query: TrackQuery, deadline: Deadline) -> Answered:
        situation = await self._memory.recall(query, deadline)
        situation, asked = await self._ask(situation, deadline)
        self._refresh_overdue(situation)
        links = {name: situation.or_stale(link) for name, link in asked.items()}
        return situation, situation.remembered() | links

    async def _ask(self, situation: Situation, deadline: Deadline) -> Answered:
        missing = situation.missing()
        if situation.query.cache is CacheUse.ONLY:
            return situation, {name: _not_cached(name, situation) for name in missing}
        return await self._upstream.ask(situation, missing, deadline)

    def _refresh_overdue(self, situation: Situation) -> None:
        if overdue := situation.overdue():
            self._refreshes.start((situation.question, overdue), partial(self._refresh, situation.query, overdue))

    async def _refresh(self, query: TrackQuery, overdue: Sequence[str], deadline: Deadline) -> bool:
        """Ask these providers again behind the caller; whether all of them answered."""
        situation = await self._memory.recall(query, deadline, takes_stale=False)
        missing = [name for name in situation.missing() if name in overdue]
        _, asked = await self._upstream.ask(situation, missing, deadline)
        failed = [link for link in asked.values() if not link.outcome.is_storable]
        for link in failed:
            logger.warning("an answer past its age could not be asked again: %s", link.reason)
        return not failed


def _told(query: TrackQuery, situation: Situation, links: Mapping[str, ProviderLink]) -> LinkAnswer:
    shown = tuple(_shown(links[name], situation, query) for name in query.providers)
    recording, sources = merge(query.track, shown)
    repeatable = repeatable_of(situation, links.values())
    return LinkAnswer(recording=recording, sources=sources, links=shown, repeatable=repeatable)


def _not_cached(name: str, situation: Situation) -> ProviderLink:
    cache = "the cache holds no answer" if situation.store_answers else "the cache could not be read"
    reason = f"{name} was not asked: {cache}, and the request allows nothing else."
    return ProviderLink(provider=name, outcome=Outcome.PROVIDER_UNAVAILABLE, reason=reason)


def _shown(link: ProviderLink, situation: Situation, query: TrackQuery) -> ProviderLink:
    allowed = situation.judgement.without_forbidden(link)
    strict = strict_link(allowed, query.min_confidence)
    reason = sentence(strict.reason)
    if not situation.store_answers and query.cache is not CacheUse.ONLY:
        reason = f"{reason} The cache could not be read."
    return replace(strict, alternatives=strict.alternatives[: query.max_alternatives], reason=reason)


def strict_link(link: ProviderLink, min_confidence: float) -> ProviderLink:
    """The link, or the near miss that it is to a caller who asks for more."""
    if link.match is None or link.match.confidence >= min_confidence:
        return link
    reason = f"The best answer has confidence {link.match.confidence:.2f}, below the {min_confidence:.2f} asked for."
    alternatives = (link.match, *link.alternatives)
    return replace(link, outcome=Outcome.NEAR_MISS, match=None, alternatives=alternatives, reason=reason)
