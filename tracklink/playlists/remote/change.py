"""The changes that people ask for: a new playlist of some tracks, replacements in their places, and all that undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.edits import Substitutions, reversed_
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.publish import append, substitute
from tracklink.playlists.remote.service import PlaylistNotFound, PlaylistPublisher, TrackRefused
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
    playlist = _begun(service, wanted, undo_file)
    if playlist is None:
        wanted.write(undo_file)
        playlist = service.create(title, f"Made by tracklink from {source}.")
    change = replace(wanted, playlist_id=playlist.id)
    change.write(undo_file)
    try:
        made = append(service, playlist, ids, advance)
    except TrackRefused:
        change.finished().write(undo_file)
        raise
    change.finished().write(undo_file)
    return made


def check_undo_file(undo_file: Path, change: Undo) -> None:
    """Raises PlaylistError when the file cannot be read or tells of another playlist, whose only way back it may be."""
    if undo_file.exists() and not change.is_about_the_same_as(Undo.read(undo_file)):
        raise PlaylistError(f"{undo_file} tells of another playlist: move it away, or name another with --undo-file")


def _begun(service: PlaylistPublisher, wanted: Undo, undo_file: Path) -> RemotePlaylist | None:
    """The playlist that an interrupted run began; None when there is none, or it was deleted."""
    check_undo_file(undo_file, wanted)
    earlier = Undo.read(undo_file) if undo_file.exists() else wanted
    if not earlier.playlist_id or earlier.is_finished:
        return None
    try:
        return service.read(earlier.playlist_id, "", lambda _: None)
    except PlaylistNotFound:
        return None


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
    check_undo_file(undo_file, undo)
    if undo_file.exists():
        undo = _together(Undo.read(undo_file), undo)
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
    try:
        edited = substitute(service, playlist, undo.under_way, advance)
    except TrackRefused:
        undo.finished().write(undo_file)
        raise
    undo.finished().write(undo_file)
    return edited


def _together(earlier: Undo, now: Undo) -> Undo:
    """Both changes of one playlist in one file, so that the first state can be had back.

    What was replaced earlier by a track that comes in only now is not there any more; and an old id that has come in
    again as a replacement stays: put back, it could not be told from what it is there.
    """
    later, coming = dict(now.substitutions), set(now.substitutions.values())
    chained = {
        old: later.pop(middle, middle)
        for old, middle in earlier.substitutions.items()
        if middle in later or middle not in coming
    }
    both = chained | later
    kept = {old: new for old, new in both.items() if old not in set(both.values())}
    return replace(now, before=earlier.before, substitutions=kept)
