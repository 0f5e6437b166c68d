"""`tracklink undo` brings back what a repair at a service replaced."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from tracklink.cli.asking import progress_bar
from tracklink.cli.cut_off import cut_off_told
from tracklink.cli.output import say
from tracklink.cli.wording import counted
from tracklink.cli.writable import check_writable
from tracklink.playlists.remote.change import Undone, undo_change
from tracklink.playlists.remote.lock import playlist_lock
from tracklink.playlists.remote.services import open_publisher
from tracklink.playlists.remote.undo import Undo


def undo(
    file: Annotated[Path, typer.Argument(help="The undo file that `tracklink repair --in-place` wrote.")],
) -> None:
    """Put what a repair replaced into its places again. Given twice, or after an interruption, it does what is left."""
    change = Undo.read(file)
    check_writable(file)
    with (
        playlist_lock(f"{change.provider}-{change.playlist_id}", "`tracklink undo`"),
        progress_bar("writing") as progress,
    ):
        bar = progress.add_task("writing", total=None)
        with closing(open_publisher(change.provider, say)) as service, cut_off_told(file):
            done = undo_change(service, file, lambda: progress.advance(bar))
    say("; ".join(_words(done, change.provider)))
    if done.refused or done.lost:
        raise typer.Exit(1)


def _words(done: Undone, provider: str) -> Iterator[str]:
    """What was done, and what was left and why."""
    if done.is_nothing_left:
        yield f"nothing of it is left to undo in {done.playlist.title!r}"
    else:
        yield f"put {counted(done.back, 'old entry', 'old entries')} back into {done.playlist.title!r}"
    if done.refused:
        what = "what replaced it stays" if len(done.refused) == 1 else "what replaced them stays"
        yield f"{provider} did not take {', '.join(sorted(done.refused))}: {what}"
    if done.lost:
        yield f"{provider} took your copy of {', '.join(sorted(done.lost))} away too, and does not take it again"
    if done.absent and not done.is_nothing_left:
        yield f"{', '.join(done.absent)} did not stand there any more"
    if done.copies:
        one = "copy of replacements stays: no repair put it in"
        yield counted(done.copies, one, "copies of replacements stay: no repair put them in")
