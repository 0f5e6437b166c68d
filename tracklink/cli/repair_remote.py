"""`tracklink repair` of a playlist at a service."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import cast

import typer

from tracklink.answer_columns import FAILED
from tracklink.cli.asking import HEADINGS, NOTHING_MADE, ask_about, progress_bar, rows, write_report
from tracklink.cli.cut_off import cut_off_told
from tracklink.cli.output import print_table, say
from tracklink.cli.rows import table_of
from tracklink.cli.wording import counted
from tracklink.cli.writable import check_change_files
from tracklink.client import AsyncTrackLinkClient
from tracklink.playlists import Playlist, PlaylistError, Repair
from tracklink.playlists.entry import Entry
from tracklink.playlists.remote.address import Address
from tracklink.playlists.remote.change import edit_in_place, go_on, make_playlist
from tracklink.playlists.remote.lock import playlist_lock
from tracklink.playlists.remote.notes import noted_edit
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import PlaylistPublisher, PlaylistReader, Refused
from tracklink.playlists.remote.services import open_publisher, open_reader
from tracklink.playlists.remote.undo import ENDING, Kind, Undo
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
    def _name(self) -> str:
        return f"{self.address.provider}-{self.address.id}"

    @property
    def undo_path(self) -> Path:
        """Where the way back is kept; a new playlist and an edit of the old one are two things."""
        return self.undo_file or Path(f"{self._name}{'' if self.in_place else '-replacements'}{ENDING}")

    @property
    def edited_paths(self) -> list[Path]:
        """Where an edit in place that came to no end may have left its undo file."""
        noted = noted_edit(self.address.provider, self.address.id)
        return [self.undo_path, Path(f"{self._name}{ENDING}"), *([noted] if noted else [])]

    def check(self) -> None:
        """Find out before anything is asked what could not be written in the end. Raises PlaylistError."""
        provider, id_ = self.address.provider, self.address.id
        kind: Kind = "in_place" if self.in_place else "new"
        change = Undo(kind=kind, provider=provider, playlist_id=id_, source=f"{provider}:{id_}")
        check_change_files(self.report, self.undo_path, change, is_dry_run=self.dry_run)

    def lock(self) -> AbstractContextManager[None]:
        """One run at a time works on a playlist; a dry run changes nothing."""
        doing = "`tracklink repair --in-place`" if self.in_place else "`tracklink repair`"
        return nullcontext() if self.dry_run else playlist_lock(self._name, doing)


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
    opened = open_reader if wanted.dry_run else open_publisher
    wanted.check()
    with wanted.lock(), closing(opened(wanted.address.provider, say)) as service:
        _repair(connect, wanted, service)


def _repair(connect: Callable[[], AsyncTrackLinkClient], wanted: RemoteRepair, service: PlaylistReader) -> None:
    provider = wanted.address.provider
    playlist = read_remote(service, wanted.address.id, wanted.market)
    if wanted.in_place and not playlist.is_editable:
        raise Refused(
            f"{playlist.title!r} is somebody else's and cannot be changed: without --in-place its replacements come "
            "into a playlist of yours"
        )
    is_gone_on_with = _has_gone_on(service, playlist, wanted)
    if is_gone_on_with:
        playlist = read_remote(service, wanted.address.id, wanted.market)
    repair = asyncio.run(ask_about(connect, as_file(playlist), provider, wanted.market, wanted.jobs))
    counts = summary(repair)
    if counts["gone"]:
        print_table(table_of(HEADINGS, rows(repair, provider)))
    if wanted.report:
        write_report(wanted.report, report_of(repair, provider, wanted.market))
    told = (
        f"of {counted(counts['entries'], 'entry', 'entries')} {counted(counts['gone'], 'is gone', 'are gone')}, "
        f"{counted(counts['replaced'], 'has', 'have')} a replacement, "
        f"{counted(counts['unreplaced'], 'has', 'have')} none, {counts['failed']} could not be asked about"
    )
    say(f"{told}; {_changed(service, playlist, repair, wanted)}")
    if counts["failed"] or (counts["gone"] and not counts["replaced"] and not is_gone_on_with):
        raise typer.Exit(1)


def _has_gone_on(service: PlaylistReader, playlist: RemotePlaylist, wanted: RemoteRepair) -> bool:
    """Finish what an interruption left undone in the playlist; where it is not to be edited only tell of it."""
    left = next(_unfinished(playlist, wanted.edited_paths), None)
    if left is None:
        return False
    is_editing = wanted.in_place and not wanted.dry_run
    if is_editing and left == wanted.undo_path:
        with cut_off_told(left):
            go_on(as_publisher(service), left)
        say(f"finished what was interrupted before in {playlist.title!r}")
        return True
    state = "is at work or was cut off half done" if wanted.dry_run else "was cut off half done"
    half_done = (
        f"an edit of {playlist.title!r} in place {state}: `tracklink repair {playlist.id} --provider "
        f"{playlist.provider} --in-place --undo-file {quote(str(left))}` finishes it, "
        f"`tracklink undo {quote(str(left))}` takes it back"
    )
    if is_editing:
        raise PlaylistError(half_done)
    say(half_done)
    return False


def _unfinished(playlist: RemotePlaylist, undo_files: Iterable[Path]) -> Iterator[Path]:
    """The undo files of edits of this playlist that came to no end."""
    for path in undo_files:
        if path.exists():
            undo = Undo.read(path)
            if undo.under_way and (undo.provider, undo.playlist_id) == (playlist.provider, playlist.id):
                yield path


def as_publisher(service: PlaylistReader) -> PlaylistPublisher:
    """It was opened as one, unless it is a dry run."""
    return cast("PlaylistPublisher", service)


def _is_to_be_asked_again(repair: Repair) -> bool:
    """Whether of some entry nobody could say anything just now."""
    return any(answer.outcome.removeprefix("OUTCOME_") in FAILED for answer in repair.answers.values())


def _changed(service: PlaylistReader, playlist: RemotePlaylist, repair: Repair, wanted: RemoteRepair) -> str:
    """Change what is to be changed, and say so."""
    if not wanted.in_place and _is_to_be_asked_again(repair):
        return NOTHING_MADE
    found = [question for question in repair.questions if question.new_id]
    in_place = {question.entries[0].id: question.new_id for question in found if question.entries[0].id}
    changes = len(in_place if wanted.in_place else found)
    if not changes:
        return "nothing is to be changed"
    if wanted.dry_run:
        fate = "be replaced in place" if wanted.in_place else "make a new playlist"
        return f"nothing was changed: {counted(changes, 'track', 'tracks')} would {fate}"
    publisher, undo_file = as_publisher(service), wanted.undo_path
    with progress_bar("writing") as progress:
        bar = progress.add_task("writing", total=None)

        def advance() -> None:
            progress.advance(bar)

        if wanted.in_place:
            with cut_off_told(undo_file):
                edit_in_place(publisher, playlist, in_place, undo_file=undo_file, advance=advance)
            return (
                f"{playlist.title!r} was changed; `tracklink undo {quote(str(undo_file))}` brings back what was there"
            )
        source = f"{playlist.provider}:{playlist.id}"
        title = wanted.title or f"{playlist.title}: replacements"
        ids = [question.new_id for question in found]
        with cut_off_told(undo_file):
            made = make_playlist(publisher, source, title, ids, undo_file=undo_file, advance=advance)
        return f"{title!r} holds the replacements: {made.url or made.id}"
