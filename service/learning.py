"""What one LinkTrack call learnt, ready to be kept."""

from collections.abc import Iterable

from domain.answer import ProviderLink
from domain.keys import keys_of, ref_key
from domain.known import Learnt, StoredNo
from service.freshness import Freshness
from service.situation import Situation


def learnt_of(situation: Situation, asked: Iterable[ProviderLink], freshness: Freshness) -> Learnt | None:
    """The answers worth keeping: links and honest noes, never a failure; None when there are none."""
    answers = [link for link in asked if link.outcome.is_storable]
    links = tuple(link for link in answers if link.match is not None and link.match.track.title)
    noes = tuple(_no(situation, link, freshness) for link in answers if link.match is None)
    if not links and not noes:
        return None
    return Learnt(
        question=situation.question,
        asked=situation.query.track,
        keys=situation.question.keys.union(*(_keys(link) for link in links)),
        links=links,
        noes=noes,
        generations=situation.known.generations,
    )


def _keys(link: ProviderLink) -> frozenset[str]:
    return frozenset() if link.match is None else keys_of(link.match.track) | {ref_key(link.match.ref)}


def _no(situation: Situation, link: ProviderLink, freshness: Freshness) -> StoredNo:
    misses = _misses(situation, link)
    return StoredNo(
        link=link,
        identifiers=situation.question.identifiers,
        market=situation.query.market,
        misses=misses,
        next_check_at=situation.moment.now + freshness.of(link.provider).of_no(misses),
        generation=dict(situation.known.generations).get(link.provider, 0),
    )


def _misses(situation: Situation, link: ProviderLink) -> int:
    """How many times in a row it is "no" now: a question repeated before its time does not count again."""
    before = [
        no for no in situation.known.noes if no.link.provider == link.provider and no.market == situation.query.market
    ]
    if not before:
        return 1
    last = max(before, key=lambda no: no.misses)
    return last.misses + (last.next_check_at <= situation.moment.now)
