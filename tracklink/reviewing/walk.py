"""Walking through what is doubtful, one entry after the other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from tracklink.reviewing.report import Asked
from tracklink.v1.link_service_pb2 import ReviewLinkRequest
from tracklink.v1.track_pb2 import Match

Action = Literal["pin", "forbid", "skip", "open", "quit"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says: of one candidate (pin, forbid, open), or of the entry (skip, quit; `match` is None)."""

    action: Action
    match: Match | None = None


class Reviewer(Protocol):
    """A person at a terminal."""

    def show(self, number: int, of: int, asked: Asked) -> None:
        """Asked beside offered."""
        ...

    def choose(self, asked: Asked) -> Choice:
        """What is to be done."""
        ...

    def open(self, match: Match) -> None:
        """Let it be heard."""
        ...


def walk(
    doubtful: Iterable[Asked], reviewer: Reviewer, record: Callable[[ReviewLinkRequest], None], name: str = ""
) -> int:
    """Ask about each; pins end an entry, forbiddances go on with what is left of it. The number of judgements."""
    entries = list(doubtful)
    judged = 0
    for number, asked in enumerate(entries, 1):
        for request in _judgements(number, len(entries), asked, reviewer):
            if request is None:
                return judged
            request.reviewer = name
            record(request)
            judged += 1
    return judged


def _judgements(number: int, of: int, asked: Asked, reviewer: Reviewer) -> Iterator[ReviewLinkRequest | None]:
    """The judgements on one entry; None when the reviewer has had enough."""
    left = asked
    while left.offered:
        reviewer.show(number, of, left)
        choice = reviewer.choose(left)
        while choice.action == "open" and choice.match:
            reviewer.open(choice.match)
            choice = reviewer.choose(left)
        if choice.action == "quit":
            yield None
        if choice.match is None:
            return
        yield judgement(asked, choice.match, pinned=choice.action == "pin")
        if choice.action == "pin":
            return
        left = _without(left, choice.match)


def judgement(asked: Asked, match: Match, *, pinned: bool) -> ReviewLinkRequest:
    """What is recorded: the entry's track, the candidate's id."""
    action = ReviewLinkRequest.ACTION_PIN if pinned else ReviewLinkRequest.ACTION_FORBID
    return ReviewLinkRequest(track=asked.track, ref=match.ref, action=action)


def _without(asked: Asked, match: Match) -> Asked:
    offered = tuple(other for other in asked.offered if other.ref.id != match.ref.id)
    return Asked(asked.position, asked.track, asked.outcome, asked.reason, None, offered)
