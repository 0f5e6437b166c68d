"""`tracklink repair` of a playlist at a service."""

import asyncio
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import typer

from tracklink.cli.asking import HEADINGS, ask_about, progress_bar, rows, write_report
from tracklink.cli.output import print_table, say
from tracklink.cli.rows import table_of
from tracklink.client import AsyncTrackLinkClient
from tracklink.playlists import Playlist, Repair
from tracklink.playlists.entry import Entry
from tracklink.playlists.remote.address import Address
from tracklink.playlists.remote.change import edit_in_place, go_on, make_playlist
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import PlaylistPublisher, PlaylistReader
from tracklink.playlists.remote.services import open_publisher, open_reader
from tracklink.playlists.remote.undo import ENDING, Undo
from tracklink.playlists.report import report as report_of
from tracklink.playlists.report import summary


@dataclass(frozen=True, slots=True)
class RemoteRepair:
    """What was asked for."""

    address: Address
    market: str
    jobs: int
    in_place: bool
    dry_run: bool
    title: str
    undo_file: Path | None
    report: Path | None

    @property
    def undo_path(self) -> Path:
        """Where the way back is kept; a new playlist and an edit of the old one are two things."""
        kind = "" if self.in_place else "-replacements"
        return self.undo_file or Path(f"{self.address.provider}-{self.address.id}{kind}{ENDING}")


def read_remote(service: PlaylistReader, playlist_id: str, market: str) -> RemotePlaylist:
    """The playlist, with a count of what has been read on standard error."""
    with progress_bar("reading") as progress:
        bar = progress.add_task("reading", total=None)
        return service.read(playlist_id, market, lambda entries: progress.update(bar, completed=entries))


def as_file(playlist: RemotePlaylist) -> Playlist:
    """The playlist as the file that says the same."""
    fields = [entry.fields for entry in playlist.entries]
    entries = tuple(Entry(position, each) for position, each in enumerate(fields, start=1))
    return Playlist(entries, json.dumps(fields, ensure_ascii=False))


def repair_remote(connect: Callable[[], AsyncTrackLinkClient], wanted: RemoteRepair) -> None:
    """Read, ask, tell, and unless it is a dry run change. Exits 1 as the command says."""
    provider = wanted.address.provider
    with closing(open_reader(provider) if wanted.dry_run else open_publisher(provider)) as service:
        _repair(connect, wanted, service)


def _repair(connect: Callable[[], AsyncTrackLinkClient], wanted: RemoteRepair, service: PlaylistReader) -> None:
    provider = wanted.address.provider
    playlist = _read(service, wanted)
    repair = asyncio.run(ask_about(connect, as_file(playlist), provider, wanted.market, wanted.jobs))
    counts = summary(repair)
    if counts["gone"]:
        print_table(table_of(HEADINGS, rows(repair, provider)))
    if wanted.report:
        write_report(wanted.report, report_of(repair, provider, wanted.market))
    told = (
        f"of {counts['entries']} entries {counts['gone']} are gone, {counts['replaced']} have a replacement, "
        f"{counts['unreplaced']} have none, {counts['failed']} could not be asked about"
    )
    say(f"{told}; {_changed(service, playlist, repair, wanted)}")
    if counts["failed"] or (counts["gone"] and not counts["replaced"]):
        raise typer.Exit(1)


def _read(service: PlaylistReader, wanted: RemoteRepair) -> RemotePlaylist:
    """The playlist, with what an interruption left undone in it done first."""
    playlist = read_remote(service, wanted.address.id, wanted.market)
    if wanted.in_place and not wanted.dry_run and wanted.undo_path.exists():
        undo = Undo.read(wanted.undo_path)
        if undo.under_way and undo.playlist_id == playlist.id:
            go_on(as_publisher(service), wanted.undo_path)
            say(f"finished what was interrupted before in {playlist.title!r}")
            return read_remote(service, wanted.address.id, wanted.market)
    return playlist


def as_publisher(service: PlaylistReader) -> PlaylistPublisher:
    """It was opened as one, unless it is a dry run."""
    return cast("PlaylistPublisher", service)


def _changed(service: PlaylistReader, playlist: RemotePlaylist, repair: Repair, wanted: RemoteRepair) -> str:
    """Change what is to be changed, and say so."""
    found = [question for question in repair.questions if question.new_id]
    in_place = {question.entries[0].id: question.new_id for question in found if question.entries[0].id}
    changes = len(in_place if wanted.in_place else found)
    if not changes:
        return "nothing is to be changed"
    if wanted.dry_run:
        return f"nothing was changed: {changes} would be" + (" in place" if wanted.in_place else "")
    publisher, undo_file = as_publisher(service), wanted.undo_path
    with progress_bar("writing") as progress:
        bar = progress.add_task("writing", total=None)

        def advance() -> None:
            progress.advance(bar)

        if wanted.in_place:
            edit_in_place(publisher, playlist, in_place, undo_file=undo_file, advance=advance)
            return f"{playlist.title!r} was changed; `tracklink undo {undo_file}` brings back what was there"
        source = f"{playlist.provider}:{playlist.id}"
        title = wanted.title or f"{playlist.title}: replacements"
        ids = [question.new_id for question in found]
        made = make_playlist(publisher, source, title, ids, undo_file=undo_file, advance=advance)
        return f"{title!r} holds the replacements: {made.url or made.id}"
