"""The changes that people ask for: a new playlist of some tracks, replacements in their places, and all that undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.edits import Substitutions, reversed_
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.publish import append, substitute
from tracklink.playlists.remote.service import PlaylistPublisher
from tracklink.playlists.remote.undo import Undo

Advance = Callable[[], None]


def make_playlist(
    service: PlaylistPublisher,
    source: str,
    title: str,
    ids: Sequence[str],
    *,
    undo_file: Path,
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """A new playlist of these tracks; the one that an interrupted run began, where the undo file tells of it.

    `source` (PROVIDER:ID) names what it is made of. Raises PlaylistServiceError and PlaylistError.
    """
    wanted = Undo(kind="new", provider=service.provider, playlist_id="", source=source, title=title, added=tuple(ids))
    begun = Undo.read(undo_file) if undo_file.exists() else wanted
    if begun.playlist_id and wanted.goes_on_with(begun):
        playlist = service.read(begun.playlist_id, "", lambda _: None)
    else:
        playlist = service.create(title, f"Made by tracklink from {source}.")
        begun = replace(wanted, playlist_id=playlist.id)
        begun.write(undo_file)
    made = append(service, playlist, ids, advance)
    begun.finished().write(undo_file)
    return made


def edit_in_place(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    substitutions: Substitutions,
    *,
    undo_file: Path,
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Replacements in the places of what they replace; the undo file is written first and never lost.

    Raises PlaylistServiceError and PlaylistError.
    """
    undo = Undo(
        kind="in_place",
        provider=playlist.provider,
        playlist_id=playlist.id,
        title=playlist.title,
        before=tuple(entry.id for entry in playlist.entries),
        substitutions=dict(substitutions),
        under_way=dict(substitutions),
    )
    if undo_file.exists():
        undo = _together(Undo.read(undo_file), undo, undo_file)
    return _replace(service, playlist, undo, undo_file, advance)


def go_on(service: PlaylistPublisher, undo_file: Path, advance: Advance = lambda: None) -> Undo:
    """Do what an interruption left of a change in place, and give that change.

    Raises PlaylistServiceError and PlaylistError.
    """
    undo = Undo.read(undo_file)
    if undo.under_way:
        _replace(service, service.read(undo.playlist_id, "", lambda _: None), undo, undo_file, advance)
    return undo


def undo_change(service: PlaylistPublisher, undo_file: Path, advance: Advance = lambda: None) -> RemotePlaylist:
    """The playlist with what was replaced in its places again. Raises PlaylistServiceError and PlaylistError.

    What was interrupted is done first: of a change that is half done nobody could tell the old from the new.
    """
    undo = go_on(service, undo_file, advance)
    if undo.kind != "in_place":
        raise PlaylistError(f"{undo.title!r} is a playlist of its own: delete it at {undo.provider} to be rid of it")
    playlist = service.read(undo.playlist_id, "", lambda _: None)
    back = replace(undo, under_way=dict(reversed_(undo.substitutions)))
    return _replace(service, playlist, back, undo_file, advance)


def _replace(
    service: PlaylistPublisher, playlist: RemotePlaylist, undo: Undo, undo_file: Path, advance: Advance
) -> RemotePlaylist:
    undo.write(undo_file)
    edited = substitute(service, playlist, undo.under_way, advance)
    undo.finished().write(undo_file)
    return edited


def _together(earlier: Undo, now: Undo, file: Path) -> Undo:
    """Both changes of one playlist in one file, so that the first state can be had back."""
    if (earlier.kind, earlier.provider, earlier.playlist_id) != (now.kind, now.provider, now.playlist_id):
        raise PlaylistError(f"{file} tells of another playlist: move it away, or name another file with --undo-file")
    later = dict(now.substitutions)
    chained = {old: later.pop(middle, middle) for old, middle in earlier.substitutions.items()}
    return replace(now, before=earlier.before, substitutions=chained | later)
