"""`tracklink repair` replaces what is gone from a playlist, in a file or at a service."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tracklink.cli.asking import HEADINGS, ask_about, rows
from tracklink.cli.connection import LONGEST_SECONDS, connection
from tracklink.cli.options import Market, Server
from tracklink.cli.output import print_table, say
from tracklink.cli.repair_remote import RemoteRepair, repair_remote
from tracklink.cli.rows import table_of
from tracklink.cli.wording import counted
from tracklink.cli.writable import check_writable
from tracklink.client import AsyncTrackLinkClient
from tracklink.playlists import Repair, read_playlist, write_json, write_playlist
from tracklink.playlists.remote.address import is_like_an_address, read_address
from tracklink.playlists.report import report as report_of
from tracklink.playlists.report import summary
from tracklink.replaced_file import real

NO_ADDRESS = "{!r} is no address of a playlist at spotify, tidal, deezer or youtube_music: open it there, and copy that"


def _target(playlist: Path, out: Path | None, *, in_place: bool) -> Path:
    """Where the repaired playlist goes; over the playlist itself only when told so."""
    if in_place:
        if out:
            raise typer.BadParameter("it goes against --in-place: give one of the two", param_hint="--out")
        return playlist
    target = out or playlist.with_name(f"{playlist.stem}.repaired.json")
    if real(target) == real(playlist):
        raise typer.BadParameter("that is the playlist itself: say --in-place to write over it", param_hint="--out")
    return target


def _tell(repair: Repair, provider: str, target: Path) -> None:
    counts = summary(repair)
    if counts["gone"]:
        print_table(table_of(HEADINGS, rows(repair, provider)))
    say(
        f"wrote {target}: of {counted(counts['entries'], 'entry', 'entries')} "
        f"{counted(counts['gone'], 'was gone', 'were gone')}, {counts['replaced']} replaced, "
        f"{counts['unreplaced']} without a replacement, {counts['failed']} could not be asked about"
    )
    if counts["failed"] or (counts["gone"] and not counts["replaced"]):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _FileRepair:
    playlist: Path
    provider: str
    out: Path | None
    report: Path | None
    market: str
    jobs: int


def _repair_file(connect: Callable[[], AsyncTrackLinkClient], wanted: _FileRepair, *, in_place: bool) -> None:
    path, report = wanted.playlist, wanted.report
    if not wanted.provider:
        raise typer.BadParameter("a file does not say of which service its ids are", param_hint="--provider")
    target = _target(path, wanted.out, in_place=in_place)
    if report and real(report) in {real(path), real(target)}:
        raise typer.BadParameter("that is the playlist: give the report a file of its own", param_hint="--report")
    before = read_playlist(path)
    check_writable(target, report)
    after = asyncio.run(ask_about(connect, before, wanted.provider, wanted.market, wanted.jobs))
    write_playlist(target, after.text, like=path)
    if report:
        write_json(report, report_of(after, wanted.provider, wanted.market), like=path)
    _tell(after, wanted.provider, target)


def repair(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    playlist: Annotated[
        str,
        typer.Argument(help="A file, a JSON array of entries; or a playlist's address, or its id with --provider."),
    ],
    *,
    provider: Annotated[str, typer.Option(help="Service from which the tracks are gone; an address says it.")] = "",
    out: Annotated[Path | None, typer.Option(help="Repaired file; else NAME.repaired.json beside it.")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Change the playlist itself.")] = False,
    report: Annotated[Path | None, typer.Option(help="Say what happened to each entry, as JSON.")] = None,
    market: Market = "",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Questions under way at once.")] = 8,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="At a service: print the plan, change nothing.")] = False,
    title: Annotated[str, typer.Option(help="At a service: name of the new playlist of the replacements.")] = "",
    undo_file: Annotated[
        Path | None, typer.Option(help="At a service: where the way back is kept; else PROVIDER-ID.undo.json here.")
    ] = None,
    server: Server = None,
) -> None:
    """Replace what is gone from a playlist. Exits 1 when nothing was replaced, or some could not be asked about.

    At a service a new playlist of the replacements is made, for listening through; with --in-place they take the
    places of what is gone, and `tracklink undo` brings that back.
    """
    connect = partial(connection(context).async_client, server, batch_timeout_seconds=LONGEST_SECONDS)
    address = None if Path(playlist).exists() else read_address(playlist, provider)
    if address is None:
        if is_like_an_address(playlist) and not Path(playlist).exists():
            raise typer.BadParameter(NO_ADDRESS.format(playlist), param_hint="PLAYLIST")
        if dry_run or title or undo_file:
            raise typer.BadParameter("for a playlist at a service", param_hint="--dry-run, --title, --undo-file")
        _repair_file(connect, _FileRepair(Path(playlist), provider, out, report, market, jobs), in_place=in_place)
        return
    if provider not in {"", address.provider}:
        raise typer.BadParameter(f"the address is {address.provider}'s", param_hint="--provider")
    if in_place and title:
        raise typer.BadParameter("with --in-place there is no new playlist to name", param_hint="--title")
    if out:
        raise typer.BadParameter("a playlist at a service has --report and --undo-file", param_hint="--out")
    repair_remote(connect, RemoteRepair(address, market, jobs, in_place, dry_run, title, undo_file, report))
