"""`tracklink undo` brings back what a repair at a service replaced."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from tracklink.cli.asking import progress_bar
from tracklink.cli.output import say
from tracklink.cli.writable import check_writable
from tracklink.playlists.remote.change import undo_change
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
        playlist_lock(f"{change.provider}-{change.playlist_id}", "tracklink undo"),
        progress_bar("writing") as progress,
    ):
        bar = progress.add_task("writing", total=None)
        with closing(open_publisher(change.provider)) as service:
            playlist = undo_change(service, file, lambda: progress.advance(bar))
    say(f"{playlist.title!r} has its {len(change.substitutions)} old tracks back")
