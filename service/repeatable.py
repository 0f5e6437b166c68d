"""Whether an answer may be given again without making it again, and for how long."""

from collections.abc import Iterable
from datetime import datetime

from domain.answer import Outcome, ProviderLink
from domain.query import CacheUse
from domain.reading import Repeatable
from service.freshness import Age
from service.situation import Situation


def repeatable_of(situation: Situation, links: Iterable[ProviderLink]) -> Repeatable | None:
    """An answer all of whose links were read from the cache, fresh; until the first of them is too old for its caller.

    A provider that lacks settings has no say: it answers the same until the server starts anew or tracks are imported.
    """
    if not situation.store_answers or situation.query.cache is CacheUse.REFRESH:
        return None
    ends = [_end(situation, link) for link in links if link.outcome is not Outcome.NOT_CONFIGURED]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    return Repeatable(until=min(known), reading=situation.known.reading)


def _end(situation: Situation, link: ProviderLink) -> datetime | None:
    recalled, moment = situation.recalled.get(link.provider), situation.moment
    if recalled is None or recalled.age is not Age.FRESH or link.checked_at is None or not link.from_cache:
        return None
    if moment.wish is None:
        return recalled.expires_at
    if moment.is_spared(link.checked_at):
        return None
    return min(recalled.expires_at, link.checked_at + max(moment.wish, moment.floor))
