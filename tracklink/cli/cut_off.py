"""What is said when a change at a service is cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from tracklink.cli.output import say
from tracklink.playlists import PlaylistError
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistServiceError
from tracklink.playlists.remote.undo import Undo


@contextmanager
def cut_off_told(undo_file: Path) -> Iterator[None]:
    """Around a change: where it fails or is interrupted in its middle, how it is gone on with."""
    try:
        yield
    except (PlaylistServiceError, PlaylistError, KeyboardInterrupt) as error:
        undo = Undo.read(undo_file) if undo_file.exists() else None
        if undo and undo.under_way:
            back = "" if undo.is_undoing else f", `tracklink undo {quote(str(undo_file))}` takes it back"
            say(f"cut off half done: this command given again finishes it{back}")
        elif undo and undo.playlist_id and not undo.is_finished and not isinstance(error, PlaylistChanged):
            say(f"{undo.title!r} was begun: this command given again goes on with it")
        raise
