"""The report of a repair: what happened to each entry, and why. It says nothing that depends on the time."""

from collections import Counter

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from tracklink.playlists.answer import Answer
from tracklink.playlists.entry import Entry
from tracklink.playlists.repair import Repair

SHOWN = 5
"""Candidates of an entry, the best ones."""
NOT_ASKED = "NOT_ASKED"


def canonical(message: Message) -> dict[str, object]:
    """The canonical JSON form, with the fields at their default value."""
    return MessageToDict(message, always_print_fields_with_no_presence=True)


def summary(repair: Repair) -> dict[str, int]:
    """How many entries there are, how many are gone, and what became of these."""
    fates = Counter(
        "replaced" if answer.replacement else "failed" if answer.failed else "unreplaced"
        for answer in repair.answers.values()
    )
    return {
        "entries": len(repair.playlist.entries),
        "gone": len(repair.answers),
        "replaced": fates["replaced"],
        "unreplaced": fates["unreplaced"],
        "failed": fates["failed"],
    }


def _line(entry: Entry, answer: Answer | None, provider: str) -> dict[str, object]:
    if answer is None:
        return {"position": entry.position, "outcome": NOT_ASKED, "reason": "the playlist does not say that it is gone"}
    return {
        "position": entry.position,
        "asked": canonical(entry.track(provider)),
        "outcome": answer.outcome,
        "reason": answer.reason,
        "replacement": canonical(answer.replacement) if answer.replacement else None,
        "candidates": [canonical(match) for match in answer.candidates[:SHOWN]],
    }


def report(repair: Repair, provider: str, market: str) -> dict[str, object]:
    """The whole report, ready to be written as JSON; positions count from 1, matches are in canonical protobuf JSON."""
    answers = repair.answers
    return {
        "provider": provider,
        "market": market,
        "summary": summary(repair),
        "entries": [_line(entry, answers.get(entry.position), provider) for entry in repair.playlist.entries],
    }
