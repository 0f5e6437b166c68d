"""Whether what a command is to write can be written, found out before anything is asked."""

import os
from pathlib import Path

from tracklink.playlists import PlaylistError
from tracklink.playlists.remote.change import check_undo_file
from tracklink.playlists.remote.undo import Undo
from tracklink.replaced_file import real


def check_writable(*paths: Path | None) -> None:
    """Raises PlaylistError with the path and what is in its way."""
    for path in paths:
        try:
            if path:
                _check(path)
        except OSError as error:
            raise PlaylistError(f"cannot write {path}: {error.strerror}") from error


def check_change_files(report: Path | None, undo_file: Path, change: Undo, *, is_dry_run: bool) -> None:
    """Likewise of a change at a service, whose undo file is nothing else's. A dry run writes none."""
    check_writable(report, None if is_dry_run else undo_file)
    if report and real(report) == real(undo_file):
        raise PlaylistError(f"{report} is the undo file: give the report a file of its own")
    if not is_dry_run:
        check_undo_file(undo_file, change)


def _check(path: Path) -> None:
    if path.is_dir():
        raise PlaylistError(f"cannot write {path}: it is a folder")
    if path.exists() and not path.is_file():
        is_open = os.access(path, os.W_OK)  # a pipe or a device
    elif not path.parent.is_dir():
        raise PlaylistError(f"cannot write {path}: there is no folder {path.parent}")
    else:
        is_open = os.access(path.parent, os.W_OK | os.X_OK)
    if not is_open:
        raise PlaylistError(f"cannot write {path}: you may not write there")
