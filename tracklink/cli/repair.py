"""`tracklink repair` replaces what is gone from a playlist."""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tracklink.cli.connection import connection
from tracklink.cli.options import Market, Provider, Server
from tracklink.cli.output import print_table, progress_console, say
from tracklink.cli.rows import Lines, table_of
from tracklink.cli.wording import match_words, name_words, track_words, verdict_words, why
from tracklink.client import AsyncTrackLinkClient
from tracklink.playlists import Playlist, PlaylistError, Repair, read_playlist, write_json, write_playlist
from tracklink.playlists import repair as repair_playlist
from tracklink.playlists.answer import Answer
from tracklink.playlists.entry import Entry
from tracklink.playlists.report import report as report_of
from tracklink.playlists.report import summary

_HEADINGS = ("ENTRY", "GONE", "ANSWER", "INSTEAD", "WHY")


def _target(playlist: Path, out: Path | None, *, in_place: bool) -> Path:
    """Where the repaired playlist goes; over the playlist itself only when told so."""
    if in_place:
        if out:
            raise typer.BadParameter("it goes against --in-place: give one of the two", param_hint="--out")
        return playlist
    target = out or playlist.with_name(f"{playlist.stem}.repaired.json")
    if target.resolve() == playlist.resolve():
        raise typer.BadParameter("that is the playlist itself: say --in-place to write over it", param_hint="--out")
    return target


def _check_writable(path: Path) -> None:
    """Find out before anything is asked, not after."""
    if path.is_dir():
        raise PlaylistError(f"cannot write {path}: it is a folder")
    if not path.parent.is_dir():
        raise PlaylistError(f"cannot write {path}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise PlaylistError(f"cannot write {path}: its folder does not let you")


async def _repair(
    connect: Callable[[], AsyncTrackLinkClient], playlist: Playlist, provider: str, market: str, jobs: int
) -> Repair:
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=progress_console(), transient=True) as progress:
        bar = progress.add_task("asking", total=None)
        async with connect() as client:
            return await repair_playlist(
                playlist,
                client.find_replacement,
                provider=provider,
                market=market,
                jobs=jobs,
                on_answer=lambda answered, questions: progress.update(bar, completed=answered, total=questions),
            )


def _row(entry: Entry, answer: Answer, provider: str) -> Sequence[Lines]:
    asked = track_words(entry.track(provider))
    outcome = name_words(answer.outcome, "OUTCOME_")
    if answer.replacement is None:
        return (str(entry.position),), asked, (outcome,), (), (answer.reason,)
    found = answer.replacement
    told = (outcome, *verdict_words(found))
    return (str(entry.position),), asked, told, match_words(found), why(answer.reason, found)


def rows(repair: Repair, provider: str) -> Iterator[Sequence[Lines]]:
    """A row for each entry that is gone: what it was, what it becomes, and why."""
    answers = repair.answers
    for entry in repair.playlist.entries:
        if entry.position in answers:
            yield _row(entry, answers[entry.position], provider)


def _tell(repair: Repair, provider: str, target: Path) -> None:
    counts = summary(repair)
    if counts["gone"]:
        print_table(table_of(_HEADINGS, rows(repair, provider)))
    say(
        f"wrote {target}: of {counts['entries']} entries {counts['gone']} were gone, {counts['replaced']} replaced, "
        f"{counts['unreplaced']} without a replacement, {counts['failed']} could not be asked about"
    )
    if counts["failed"] or (counts["gone"] and not counts["replaced"]):
        raise typer.Exit(1)


def repair(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    playlist: Annotated[Path, typer.Argument(help="JSON array of entries; those with available: false are replaced.")],
    *,
    provider: Provider,
    out: Annotated[Path | None, typer.Option(help="Repaired playlist; else NAME.repaired.json beside it.")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write over the playlist itself.")] = False,
    report: Annotated[Path | None, typer.Option(help="Say what happened to each entry, as JSON.")] = None,
    market: Market = "",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Questions under way at once.")] = 8,
    server: Server = None,
) -> None:
    """Replace what is gone from a playlist. Exits 1 when nothing was replaced, or some could not be asked about."""
    target = _target(playlist, out, in_place=in_place)
    if report and report.resolve() in {playlist.resolve(), target.resolve()}:
        raise typer.BadParameter("that is the playlist: give the report a file of its own", param_hint="--report")
    before = read_playlist(playlist)
    for written in filter(None, (target, report)):
        _check_writable(written)
    connect = partial(connection(context).async_client, server)
    after = asyncio.run(_repair(connect, before, provider, market, jobs))
    write_playlist(target, after.text, like=playlist)
    if report:
        write_json(report, report_of(after, provider, market), like=playlist)
    _tell(after, provider, target)
