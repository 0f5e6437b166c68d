"""Asking about the gone entries of a playlist, with a bar on standard error, and telling what came of it."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tracklink.cli.output import progress_console, say
from tracklink.cli.rows import Lines
from tracklink.cli.wording import match_words, name_words, track_words, verdict_words, why
from tracklink.client import AsyncTrackLinkClient
from tracklink.playlists import Playlist, PlaylistError, Repair
from tracklink.playlists import repair as repair_playlist
from tracklink.playlists.answer import Answer
from tracklink.playlists.entry import Entry
from tracklink.replaced_file import replace_file

HEADINGS = ("ENTRY", "GONE", "ANSWER", "INSTEAD", "WHY")
NOTHING_MADE = "nothing was made: run it again"
"""Of a new playlist, while an entry could not be asked about just now: one with holes would count as done."""


def progress_bar(doing: str) -> Progress:
    """A bar with its count and the time left, as it has gone so far; drawn in a terminal only."""
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=progress_console(), transient=True)


async def ask_about(
    connect: Callable[[], AsyncTrackLinkClient], playlist: Playlist, provider: str, market: str, jobs: int
) -> Repair:
    """The repair of a playlist; where the server went away meanwhile, that is said."""
    with progress_bar("asking") as progress:
        bar = progress.add_task("asking", total=None)
        async with connect() as client:
            repair = await repair_playlist(
                playlist,
                client,
                provider=provider,
                market=market,
                jobs=jobs,
                on_answer=lambda answered, questions: progress.update(bar, completed=answered, total=questions),
            )
    if repair.lost:
        say(f"{repair.lost}; what was answered is kept: run it again for the rest")
    return repair


def rows(repair: Repair, provider: str) -> Iterator[Sequence[Lines]]:
    """A row for each entry that is gone: what it was, what it becomes, and why."""
    answers = repair.answers
    for entry in repair.playlist.entries:
        if entry.position in answers:
            yield _row(entry, answers[entry.position], provider)


def _row(entry: Entry, answer: Answer, provider: str) -> Sequence[Lines]:
    asked = track_words(entry.track(provider))
    outcome = name_words(answer.outcome, "OUTCOME_")
    if answer.replacement is None:
        return (str(entry.position),), asked, (outcome,), (), (answer.reason,)
    found = answer.replacement
    told = (outcome, *verdict_words(found))
    return (str(entry.position),), asked, told, match_words(found), why(answer.reason, found)


def write_report(path: Path, report: dict[str, object]) -> None:
    """As indented JSON, all or nothing. Raises PlaylistError."""
    try:
        replace_file(path, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise PlaylistError(f"cannot write {path}: {error.strerror}") from error
