"""`tracklink transfer` copies a playlist from one service to another."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tracklink.cli.asking import HEADINGS, NOTHING_MADE, progress_bar, write_report
from tracklink.cli.connection import LONGEST_SECONDS, connection
from tracklink.cli.cut_off import cut_off_told
from tracklink.cli.options import Market, Server
from tracklink.cli.output import print_table, say
from tracklink.cli.repair_remote import as_file, as_publisher, read_remote
from tracklink.cli.rows import Lines, table_of
from tracklink.cli.wording import counted, match_words, name_words, track_words, verdict_words
from tracklink.cli.writable import check_change_files
from tracklink.client import AsyncTrackLinkClient
from tracklink.playlists.remote.address import Address, read_address
from tracklink.playlists.remote.change import make_playlist
from tracklink.playlists.remote.lock import playlist_lock
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import PlaylistReader
from tracklink.playlists.remote.services import open_publisher, open_reader
from tracklink.playlists.remote.undo import ENDING, Undo
from tracklink.playlists.transfer import Transfer, transfer_report, transferred


def _read(address: Address, market: str) -> RemotePlaylist:
    with closing(open_reader(address.provider, say)) as service:
        return read_remote(service, address.id, market)


async def _ask(connect: Callable[[], AsyncTrackLinkClient], playlist: RemotePlaylist, to: str, market: str) -> Transfer:
    with progress_bar("asking") as progress:
        bar = progress.add_task("asking", total=len(playlist.entries))
        async with connect() as client:
            entries = as_file(playlist).entries
            return await transferred(
                client, playlist.provider, entries, to=to, market=market, on_answer=lambda: progress.advance(bar)
            )


def _rows(transfer: Transfer) -> Iterator[Sequence[Lines]]:
    """What does not go over, and why."""
    for entry, answer in transfer.missing:
        asked = track_words(entry.track(transfer.source))
        offered = answer.offered[0] if answer.offered else None
        told = (name_words(answer.outcome, ""), *(verdict_words(offered) if offered else ()))
        yield (str(entry.position),), asked, told, match_words(offered) if offered else (), (answer.reason,)


@dataclass(frozen=True, slots=True)
class _Wanted:
    address: Address
    to: str
    title: str
    market: str
    report: Path | None
    undo_file: Path | None
    dry_run: bool

    @property
    def _name(self) -> str:
        return f"{self.address.provider}-{self.address.id}-to-{self.to}"

    @property
    def undo_path(self) -> Path:
        return self.undo_file or Path(f"{self._name}{ENDING}")

    def check(self) -> None:
        """Find out before anything is asked what could not be written in the end. Raises PlaylistError."""
        source = f"{self.address.provider}:{self.address.id}"
        change = Undo(kind="new", provider=self.to, playlist_id="", source=source)
        check_change_files(self.report, self.undo_path, change, is_dry_run=self.dry_run)

    def lock(self) -> AbstractContextManager[None]:
        """Of one playlist one copy is made at a time; a dry run changes nothing."""
        return nullcontext() if self.dry_run else playlist_lock(self._name, "`tracklink transfer`")


def _transfer(connect: Callable[[], AsyncTrackLinkClient], service: PlaylistReader, wanted: _Wanted) -> int:
    """Ask, tell, and unless it is a dry run make the copy; how many entries do not go over."""
    source = _read(wanted.address, wanted.market)
    found = asyncio.run(_ask(connect, source, wanted.to, wanted.market))
    if found.missing:
        print_table(table_of(HEADINGS, _rows(found)))
    if wanted.report:
        write_report(wanted.report, transfer_report(found, wanted.market))
    entries = counted(len(source.entries), "entry", "entries")
    told = f"{len(found.ids)} of {entries} {'was' if len(found.ids) == 1 else 'were'} found on {wanted.to}"
    if found.unasked and not wanted.dry_run:
        say(f"{told}, {found.unasked} could not be asked about just now; {NOTHING_MADE}")
    elif wanted.dry_run or not found.ids:
        say(f"{told}; nothing was made")
    else:
        say(f"{told}; {_made(service, source, found, wanted)}")
    return len(found.missing)


def _made(service: PlaylistReader, source: RemotePlaylist, found: Transfer, wanted: _Wanted) -> str:
    title, of = wanted.title or source.title, f"{source.provider}:{source.id}"
    with progress_bar("writing") as progress:
        bar = progress.add_task("writing", total=len(found.ids))

        def advance() -> None:
            progress.advance(bar)

        with cut_off_told(wanted.undo_path):
            made = make_playlist(
                as_publisher(service), of, title, found.ids, undo_file=wanted.undo_path, advance=advance
            )
    return f"{title!r} holds them: {made.url or made.id}"


def transfer(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    playlist: Annotated[str, typer.Argument(help="A playlist's address, or its id with --from.")],
    *,
    to: Annotated[str, typer.Option(help="Where it goes: spotify, tidal or youtube_music.")],
    from_: Annotated[str, typer.Option("--from", help="Where it is; an address says it.")] = "",
    title: Annotated[str, typer.Option(help="Name of the copy; else the same.")] = "",
    market: Market = "",
    report: Annotated[Path | None, typer.Option(help="Say what happened to each entry, as JSON.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would not go over, make nothing.")] = False,
    undo_file: Annotated[
        Path | None, typer.Option(help="Where is kept what was made; else FROM-ID-to-TO.undo.json here.")
    ] = None,
    server: Server = None,
) -> None:
    """Copy a playlist to another service, in its order, duplicates too. Exits 1 when something does not go over."""
    address = read_address(playlist, from_)
    if address is None:
        raise typer.BadParameter(
            f"{playlist!r} is no address of a playlist: with an id say --from", param_hint="PLAYLIST"
        )
    if from_ not in {"", address.provider}:
        raise typer.BadParameter(f"the address is {address.provider}'s", param_hint="--from")
    if address.provider == to:
        raise typer.BadParameter(f"it is at {to} already", param_hint="--to")
    wanted = _Wanted(address, to, title, market, report, undo_file, dry_run)
    connect = partial(connection(context).async_client, server, batch_timeout_seconds=LONGEST_SECONDS)
    wanted.check()
    with wanted.lock(), closing(open_reader(to, say) if dry_run else open_publisher(to, say)) as service:
        missing = _transfer(connect, service, wanted)
    if missing:
        raise typer.Exit(1)
