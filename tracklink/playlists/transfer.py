"""Finding the tracks of a playlist on another service."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracklink.answer_columns import FAILED, name_of
from tracklink.client import AsyncTrackLinkClient, LinkTrackRequest, Match
from tracklink.linking import Answered, link_all
from tracklink.playlists.entry import Entry
from tracklink.playlists.report import canonical

JOBS = 64
NOT_A_TRACK = "NOT_A_TRACK"


@dataclass(frozen=True, slots=True)
class Found:
    """One entry on the other service: the match, or why there is none."""

    outcome: str
    reason: str
    match: Match | None = None
    offered: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A playlist as it would be on the other service."""

    source: str
    to: str
    entries: Sequence[Entry]
    found: Sequence[Found]
    """One for each entry."""

    @property
    def ids(self) -> list[str]:
        """What goes over, in the order of the playlist, duplicates too."""
        return [found.match.ref.id for found in self.found if found.match]

    @property
    def unasked(self) -> int:
        """Entries of which nobody could say anything just now."""
        return sum(found.outcome in FAILED for found in self.found)

    @property
    def missing(self) -> list[tuple[Entry, Found]]:
        """What does not go over."""
        return [pair for pair in zip(self.entries, self.found, strict=True) if pair[1].match is None]


async def transferred(
    client: AsyncTrackLinkClient,
    source: str,
    entries: Sequence[Entry],
    *,
    to: str,
    market: str,
    on_answer: Callable[[], None],
) -> Transfer:
    """Each entry linked on the other service, no two to the same track unless they are the same. Raises TrackLinkError.

    That holds among each 200 entries of a longer playlist.
    """
    found = list(map(_unasked, entries))
    questions = (
        (
            str(place),
            LinkTrackRequest(track=entry.track(source), providers=[to], market=market, max_alternatives=3),
        )
        for place, entry in enumerate(entries)
        if _is_asked(entry)
    )
    async for answered in link_all(client, questions, JOBS, one_list=True):
        found[int(answered.key)] = _found(answered)
        on_answer()
    return Transfer(source, to, entries, found)


def transfer_report(transfer: Transfer, market: str) -> dict[str, object]:
    """The report, in the form of a repair's: `tracklink review` reads it."""
    return {
        "provider": transfer.to,
        "market": market,
        "summary": {"entries": len(transfer.entries), "found": len(transfer.ids)},
        "entries": [
            {
                "position": entry.position,
                "asked": canonical(entry.track(transfer.source)),
                "outcome": found.outcome,
                "reason": found.reason,
                "replacement": canonical(found.match) if found.match else None,
                "candidates": [canonical(match) for match in found.offered],
            }
            for entry, found in zip(transfer.entries, transfer.found, strict=True)
        ],
    }


def _is_asked(entry: Entry) -> bool:
    """Greyed-out entries of a stranger's playlist have no id: their words have to do."""
    return bool(entry.id or (entry.is_gone and entry.fields.get("name")))


def _unasked(entry: Entry) -> Found:
    reason = (
        "it is greyed out, without an id and a title"
        if entry.is_gone
        else "it is a file of your own, or its track was deleted"
    )
    return Found(NOT_A_TRACK, reason)


def _found(answered: Answered) -> Found:
    if answered.response is None or not answered.response.links:
        return Found(answered.outcome, answered.reason)
    link = answered.response.links[0]
    linked = name_of(link.outcome) == "LINKED"
    return Found(name_of(link.outcome), link.reason, link.match if linked else None, tuple(link.alternatives))
