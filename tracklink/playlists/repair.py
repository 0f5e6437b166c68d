"""Finding replacements for what is gone from a playlist."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracklink.client import (
    FindReplacementRequest,
    FindReplacementsResponse,
    InvalidRequest,
    Track,
    TrackLinkError,
    TrackRef,
)
from tracklink.client.batch import ROWS_PER_MESSAGE
from tracklink.playlists.answer import TAKEN, UNASKED, Answer, Asked, answer_to
from tracklink.playlists.entry import Entry, Fields
from tracklink.playlists.file import Playlist
from tracklink.playlists.marks import repaired_fields
from tracklink.refusal import ask_again, code_name

CANDIDATES = 25
"""As many as the server weighs in a list: asked for alike, an answer that it has given serves there too."""


@dataclass(slots=True)
class Question:
    """One dead id, the entries that have it, and what came of it."""

    entries: list[Entry]
    excluded: frozenset[str] = frozenset()
    answer: Answer = UNASKED
    readable: Track | None = None
    """What the server can read of the track, where it refused a part of it."""
    left_out: str = ""
    """That part, field by field."""

    def request(self, provider: str, market: str) -> FindReplacementRequest:
        """The question in the words of its first entry."""
        refs = [TrackRef(provider=provider, id=other) for other in sorted(self.excluded)]
        return FindReplacementRequest(
            provider=provider,
            track=self.entries[0].track(provider) if self.readable is None else self.readable,
            gone=True,
            market=market,
            policy=FindReplacementRequest.Policy(exclude_refs=refs),
            limit=CANDIDATES,
        )

    @property
    def new_id(self) -> str:
        """The id of the replacement; empty when there is none."""
        return self.answer.new_id

    @property
    def told(self) -> Answer:
        """The answer, whose reason tells what was left out too."""
        if not self.left_out:
            return self.answer
        left_out = f"Asked without what the server cannot read: {self.left_out.rstrip('.')}."
        return replace(self.answer, reason=". ".join(filter(None, (self.answer.reason.rstrip("."), left_out))))


@dataclass(frozen=True, slots=True)
class Repair:
    """What was asked for a playlist, and what the playlist becomes."""

    playlist: Playlist
    questions: tuple[Question, ...]
    lost: str = ""
    """Why the server was not asked to the end; what it had not answered is among the failures."""

    @property
    def answers(self) -> dict[int, Answer]:
        """The answer for each entry that was asked about, by its position."""
        return {entry.position: question.told for question in self.questions for entry in question.entries}

    @property
    def fields(self) -> list[Fields]:
        """The entries as they become."""
        answers = self.answers
        return [
            repaired_fields(entry.fields, answers[entry.position]) if entry.position in answers else entry.fields
            for entry in self.playlist.entries
        ]

    @property
    def text(self) -> str:
        """The repaired file."""
        return self.playlist.text_with(self.fields)


def questions_of(entries: Iterable[Entry]) -> tuple[Question, ...]:
    """One question for each dead id, and for each track that is gone without one, in the order of the playlist."""
    questions: dict[str | bytes, Question] = {}
    for entry in entries:
        if entry.is_gone:
            own = entry.id or entry.track("").SerializeToString(deterministic=True)
            questions.setdefault(own, Question([])).entries.append(entry)
    return tuple(questions.values())


def _ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Every id that the playlist has or had: none of them is a replacement for another."""
    return frozenset(known for entry in entries for known in (entry.id, *entry.earlier_ids) if known)


def _holders(questions: Iterable[Question]) -> Mapping[str, Question]:
    """Who gets each replacement: of several the earliest."""
    holders: dict[str, Question] = {}
    for question in questions:
        holders.setdefault(question.new_id, question)
    return holders


def _clashes(question: Question, known: frozenset[str], holders: Mapping[str, Question]) -> frozenset[str]:
    """The ids offered for it that the playlist has, or that go to another entry, and that were not yet excluded.

    None where its replacement is free.
    """
    offered = question.answer.offered_ids
    taken = {each for each in offered if each in known or holders.get(each, question) is not question}
    return frozenset() if question.new_id and question.new_id not in taken else frozenset(taken - question.excluded)


def _contested(questions: Iterable[Question]) -> list[Question]:
    """Those that are offered what another is offered too."""
    asked = list(questions)
    wanted = Counter(each for question in asked for each in question.answer.offered_ids)
    return [question for question in asked if any(wanted[each] > 1 for each in question.answer.offered_ids)]


@dataclass(slots=True)
class _Run:
    """The questions of one repair under way."""

    questions: Sequence[Question]
    known: frozenset[str]
    server: Asked
    provider: str
    market: str
    jobs: int
    on_answer: Callable[[int, int], None]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(question.answer is not UNASKED for question in self.questions)

    async def settle(self) -> None:
        """Ask each by itself; then those that could take the same track from each other as one list."""
        await self._ask(self.questions)
        while await self._without_taken({}):
            pass
        await self._ask(_contested(self.questions), one_list=True)
        while await self._without_taken(_holders(self.questions)):
            pass

    def give_up(self, reason: str) -> None:
        """What has no answer, or none that can stand, could not be asked about."""
        holders = _holders(self.questions)
        for question in self.questions:
            if question.answer is UNASKED or _clashes(question, self.known, holders):
                question.answer = replace(UNASKED, reason=reason)

    async def _without_taken(self, holders: Mapping[str, Question]) -> bool:
        """Ask about those again whose answers clash, where anything else is near; whether there were any clashes."""
        clashing = [(each, clashes) for each in self.questions if (clashes := _clashes(each, self.known, holders))]
        again: list[Question] = []
        for question, clashes in clashing:
            question.excluded |= clashes
            if question.answer.may_be_another(question.excluded):
                question.answer = UNASKED
                again.append(question)
            else:
                question.answer = replace(TAKEN, candidates=question.answer.candidates)
        await self._ask(again)
        return bool(clashing)

    async def _ask(self, questions: Sequence[Question], *, one_list: bool = False) -> None:
        """At most `jobs` under way; a list a message at a time."""
        room = asyncio.Semaphore(ROWS_PER_MESSAGE if one_list else self.jobs)

        async def rows() -> AsyncIterator[tuple[str, FindReplacementRequest]]:
            for place, question in enumerate(questions):
                await room.acquire()
                yield str(place), question.request(self.provider, self.market)

        if not questions:
            return
        async for result in self.server.find_replacements(rows(), one_list=one_list):
            question = questions[int(result.key)]
            question.answer = await self._answer(question, result)
            self.on_answer(self.answered, len(self.questions))
            room.release()

    async def _answer(self, question: Question, result: FindReplacementsResponse.Result) -> Answer:
        """An error of this question alone is an answer; InvalidRequest where every question would meet it."""
        request = question.request(self.provider, self.market)
        if not result.HasField("error"):
            return answer_to(request, result.response)
        again = await ask_again(self.server.find_replacement, request, result.error)
        if again.left_out:
            question.readable, question.left_out = again.question.track, again.left_out
        if again.response is None:
            return Answer(code_name(result.error.code), str(again.refusal), failed=True)
        return answer_to(again.question, again.response)


async def repair(
    playlist: Playlist,
    server: Asked,
    *,
    provider: str,
    market: str = "",
    jobs: int = 8,
    on_answer: Callable[[int, int], None] = lambda _answered, _questions: None,
) -> Repair:
    """Ask for a replacement of every entry that is gone, at most `jobs` at once.

    No track is taken that the playlist has or had, and none twice. Entries of one dead id share one question and one
    replacement. Dead ids that are offered the same tracks are weighed against each other by the server, as one list;
    where two still get the same, being one recording, the earlier entry keeps it and the other is asked about without
    it, if anything else was near. `on_answer` hears how many of how many questions are answered.

    Raises TrackLinkError when nothing could be asked. A server that goes away later is told of in `lost`.
    """
    questions = questions_of(playlist.entries)
    run = _Run(questions, _ids(playlist.entries), server, provider, market, jobs, on_answer)
    try:
        await run.settle()
    except InvalidRequest:
        raise
    except TrackLinkError as error:
        if not run.answered:
            raise
        run.give_up(f"The server went away: {error}.")
        return Repair(playlist, questions, lost=str(error))
    return Repair(playlist, questions)
