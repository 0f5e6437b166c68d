"""Finding replacements for what is gone from a playlist."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field

from tracklink.client import FindReplacementRequest, TrackRef
from tracklink.playlists.answer import Answer, Ask, answer_to
from tracklink.playlists.entry import Entry, Fields
from tracklink.playlists.file import Playlist
from tracklink.playlists.marks import repaired_fields


@dataclass(slots=True)
class Question:
    """One dead id, the entries that have it, and what came of it."""

    entries: list[Entry]
    excluded: frozenset[str] = frozenset()
    answer: Answer = field(default=Answer("", "not asked"))

    def request(self, provider: str, market: str) -> FindReplacementRequest:
        """The question in the words of its first entry."""
        refs = [TrackRef(provider=provider, id=other) for other in sorted(self.excluded)]
        return FindReplacementRequest(
            provider=provider,
            track=self.entries[0].track(provider),
            gone=True,
            market=market,
            policy=FindReplacementRequest.Policy(exclude_refs=refs),
        )

    @property
    def new_id(self) -> str:
        """The id of the replacement; empty when there is none."""
        return self.answer.replacement.ref.id if self.answer.replacement else ""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was asked for a playlist, and what the playlist becomes."""

    playlist: Playlist
    questions: tuple[Question, ...]

    @property
    def answers(self) -> dict[int, Answer]:
        """The answer for each entry that was asked about, by its position."""
        return {entry.position: question.answer for question in self.questions for entry in question.entries}

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
    """One question for each dead id, and for each gone entry without an id, in the order of the playlist."""
    questions: dict[str | int, Question] = {}
    for entry in entries:
        if entry.is_gone:
            questions.setdefault(entry.id or entry.position, Question([])).entries.append(entry)
    return tuple(questions.values())


def _ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Every id that the playlist has or had: none of them is a replacement for another."""
    return frozenset(known for entry in entries for known in (entry.id, *entry.earlier_ids) if known)


def _clashes(question: Question, known: frozenset[str], given: dict[str, Question]) -> frozenset[str]:
    """The ids offered for it that the playlist has, or that go to another entry, and that were not yet excluded."""
    offered = {question.new_id} if question.new_id else question.answer.offered_ids
    taken = {each for each in offered if each in known or given.get(each, question) is not question}
    return frozenset(taken - question.excluded)


def _to_ask_again(questions: Iterable[Question], known: frozenset[str]) -> list[Question]:
    """The questions whose answers clash, these clashes excluded; of two with one replacement the earlier keeps it."""
    given: dict[str, Question] = {}
    for question in questions:
        if question.new_id and question.new_id not in known:
            given.setdefault(question.new_id, question)
    clashing = [(question, clashes) for question in questions if (clashes := _clashes(question, known, given))]
    for question, clashes in clashing:
        question.excluded |= clashes
    return [question for question, _ in clashing]


async def _together(tasks: Iterable[Coroutine[None, None, None]]) -> None:
    """Run all; the first error ends the others and is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(task)
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


async def repair(
    playlist: Playlist,
    ask: Ask,
    *,
    provider: str,
    market: str = "",
    jobs: int = 8,
    on_answer: Callable[[int, int], None] = lambda _answered, _questions: None,
) -> Repair:
    """Ask for a replacement of every entry that is gone, at most `jobs` at once; raises TrackLinkError.

    No track is taken that the playlist has or had, and none twice: entries of one dead id share one question and one
    replacement, and of two dead ids with the same replacement the earlier entry gets it, while the other is asked
    about again without it. `on_answer` hears how many of how many questions are answered.
    """
    questions = questions_of(playlist.entries)
    known = _ids(playlist.entries)
    room = asyncio.Semaphore(jobs)
    answered: set[int] = set()

    async def put(question: Question) -> None:
        async with room:
            question.answer = await answer_to(question.request(provider, market), ask)
        answered.add(question.entries[0].position)
        on_answer(len(answered), len(questions))

    pending = list(questions)
    while pending:
        await _together(map(put, pending))
        pending = _to_ask_again(questions, known)
    return Repair(playlist, questions)
