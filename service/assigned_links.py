"""The links of one album or playlist: on each provider no two rows have the same track, unless they are the same."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.answer import LinkAnswer, Outcome, ProviderLink
from domain.query import TrackQuery
from service.judgement import is_pinned
from service.link_track import strict_link
from service.matching import ACCEPT, Decision, Listed, assign, judge, order
from service.merge import merge
from service.sentence import sentence
from tracklink.plugin import Candidate, Track, TrackRef

ALTERNATIVES = 25
"""With which a row's own answer is asked for; the caller sees as many as it wants."""
NO_ROW = Listed(Track(), Decision(outcome=Outcome.NOT_IN_CATALOG, ranked=(), reason=""))

Row = tuple[TrackQuery, LinkAnswer]
Asked = tuple[TrackQuery, ProviderLink]


def widened(query: TrackQuery) -> TrackQuery:
    """The question whose answer shows what else the row could have."""
    return replace(query, max_alternatives=max(query.max_alternatives, ALTERNATIVES), min_confidence=0.0)


async def assigned_links(rows: Sequence[Row | None], precision_ms: Mapping[str, int]) -> Sequence[LinkAnswer | None]:
    """The answers in their list, from each row's question and the answer to the widened one; None stays None.

    They are not repeatable: alone, or in another list, a row may have another track. `precision_ms` is the grain of
    each provider's durations. Other calls get their turn between the providers.
    """
    links = [{link.provider: link for link in row[1].links} if row else {} for row in rows]
    for name in dict.fromkeys(name for own in links for name in own):
        await asyncio.sleep(0)
        asked = {place: (row[0], links[place][name]) for place, row in enumerate(rows) if row and name in links[place]}
        for place, link in _assigned(asked, len(rows), precision_ms.get(name, 1)).items():
            links[place][name] = link
    return [row and _told(row[0], tuple(own.values())) for row, own in zip(rows, links, strict=True)]


def _assigned(asked: Mapping[int, Asked], rows: int, precision_ms: int) -> Mapping[int, ProviderLink]:
    """One provider's links, by the places of their rows."""
    strict = {place: (query, strict_link(link, query.min_confidence)) for place, (query, link) in asked.items()}
    wanted = Counter(ref for _, link in strict.values() for ref in _refs(link))
    contested = {
        place: (query, _judged_anew(query, link, precision_ms) if any(wanted[ref] > 1 for ref in _refs(link)) else link)
        for place, (query, link) in strict.items()
    }
    listed = [_listed(*contested[place]) if place in contested else NO_ROW for place in range(rows)]
    decisions = assign(listed)
    return {
        place: link if decisions[place] is listed[place].decision else _decided(link, decisions[place])
        for place, (_, link) in contested.items()
    }


def _refs(link: ProviderLink) -> set[TrackRef]:
    return {match.ref for match in (link.match, *link.alternatives) if match}


def _judged_anew(query: TrackQuery, link: ProviderLink, precision_ms: int) -> ProviderLink:
    """A remembered link with its alternatives compared with this question: another may have found them."""
    if not link.from_cache:
        return link
    judged = [
        replace(
            judge(query.track, Candidate(ref=match.ref, track=match.track, duration_precision_ms=precision_ms)),
            availability=match.availability,
        )
        for match in link.alternatives
    ]
    return replace(link, alternatives=tuple(sorted(judged, key=lambda match: order(query.track, match))))


def _listed(query: TrackQuery, link: ProviderLink) -> Listed:
    ranked = (*((link.match,) if link.match else ()), *link.alternatives)
    decision = Decision(outcome=link.outcome, match=link.match, ranked=ranked, reason=link.reason)
    return Listed(query.track, decision, max(ACCEPT, query.min_confidence), query.market, is_pinned(link.match))


def _decided(link: ProviderLink, decision: Decision) -> ProviderLink:
    return replace(
        link,
        outcome=decision.outcome,
        match=decision.match,
        alternatives=tuple(match for match in decision.ranked if match is not decision.match),
        reason=sentence(decision.reason),
    )


def _told(query: TrackQuery, links: Sequence[ProviderLink]) -> LinkAnswer:
    shown = tuple(replace(link, alternatives=link.alternatives[: query.max_alternatives]) for link in links)
    recording, sources = merge(query.track, shown)
    return LinkAnswer(recording=recording, sources=sources, links=shown)
