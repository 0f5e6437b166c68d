"""Notes of edits that have begun: where each has its undo file, for runs that start in another folder."""

from contextlib import suppress
from pathlib import Path

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.config_folder import config_path, make_folder_of
from tracklink.replaced_file import real, replace_file


def note_edit(provider: str, playlist_id: str, undo_file: Path) -> None:
    """Before the first change. Raises PlaylistError."""
    path = _path(provider, playlist_id)
    make_folder_of(path)
    try:
        replace_file(path, str(real(undo_file)))
    except OSError as error:
        raise PlaylistError(f"cannot write {path}: {error.strerror}") from error


def forget_edit(provider: str, playlist_id: str) -> None:
    """After the last one. A note that stays tells of an edit that came to its end: it says nothing."""
    with suppress(OSError):
        _path(provider, playlist_id).unlink()


def noted_edit(provider: str, playlist_id: str) -> Path | None:
    """The undo file of the edit that has begun last and come to no end; None where there is none. PlaylistError."""
    path = _path(provider, playlist_id)
    try:
        noted = Path(path.read_text(encoding="utf-8"))
        return noted if noted.is_file() else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise PlaylistError(f"cannot read {path}: mend its mode, or remove it") from error


def _path(provider: str, playlist_id: str) -> Path:
    return config_path("edits", f"{provider}-{playlist_id}")
