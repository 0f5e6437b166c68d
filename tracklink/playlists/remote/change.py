"""The changes that people ask for: a new playlist of some tracks, replacements in their places, and all that undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.edits import Edit, Substitutions, chained, reversed_
from tracklink.playlists.remote.lock import playlist_lock
from tracklink.playlists.remote.notes import forget_edit, note_edit
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.publish import Substituted, append, substitute
from tracklink.playlists.remote.service import PlaylistNotFound, PlaylistPublisher, TrackRefused
from tracklink.playlists.remote.undo import Undo

KEY_BYTES = 4

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
    check_undo_file(undo_file, wanted)
    begun = Undo.read(undo_file) if undo_file.exists() else wanted
    playlist = None if begun.is_finished else _begun(service, begun)
    wanted = replace(wanted, key=begun.key if playlist else token_hex(KEY_BYTES))
    if playlist is None:
        wanted.write(undo_file)
        playlist = service.create(title, _description(wanted), wanted.key)
    change = replace(wanted, playlist_id=playlist.id)
    change.write(undo_file)
    try:
        with playlist_lock(f"{playlist.provider}-{playlist.id}", f"filling {title!r}"):
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


def _begun(service: PlaylistPublisher, begun: Undo) -> RemotePlaylist | None:
    """The playlist that an interrupted run began; None when there is none, or it was deleted."""
    try:
        if begun.playlist_id:
            return service.read(begun.playlist_id, "", lambda _: None)
    except PlaylistNotFound:
        return None
    return service.created(begun.title, _description(begun), begun.key) if begun.key else None


def _description(new: Undo) -> str:
    return f"Made by tracklink from {new.source}, run {new.key}."


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
    about = Undo(kind="in_place", provider=playlist.provider, playlist_id=playlist.id, title=playlist.title)
    check_undo_file(undo_file, about)
    earlier = Undo.read(undo_file) if undo_file.exists() else None
    if earlier and earlier.under_way:
        go_on(service, undo_file)
        earlier, playlist = Undo.read(undo_file), service.read(playlist.id, "", lambda _: None)
    edit = Edit.of(playlist.entries, substitutions)
    before = tuple(entry.id for entry in playlist.entries)
    undo = replace(about, before=before, substitutions=edit.substitutions, under_way=edit)
    if earlier:
        both = chained(earlier.substitutions, undo.substitutions)
        undo = replace(undo, before=earlier.before, substitutions=both, ours=earlier.ours)
    edited = _replace(service, playlist, undo, undo_file, advance)
    if edited.refused:
        stay = f"their entries in {playlist.title!r} stay as they are, all else is done"
        raise TrackRefused(
            f"{service.provider} did not take {', '.join(sorted(edited.refused))}: {stay}", edited.refused
        )
    return edited.playlist


def go_on(service: PlaylistPublisher, undo_file: Path, advance: Advance = lambda: None) -> None:
    """Do what an interruption left of a change in place. Raises PlaylistServiceError and PlaylistError."""
    undo = Undo.read(undo_file)
    if undo.under_way:
        _replace(service, service.read(undo.playlist_id, "", lambda _: None), undo, undo_file, advance)


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of a repair that was undone."""

    playlist: RemotePlaylist
    back: int
    """Entries that have their old tracks again."""
    refused: frozenset[str]
    """Old tracks that the service does not take any more: their replacements stay."""
    lost: frozenset[str]
    """Replacements of which the service took away a copy of somebody's, too, and does not take it again."""
    absent: Sequence[str]
    """Replacements that were not in the playlist any more."""
    copies: int
    """Entries with a replacement that no repair put in: they stay."""

    @property
    def is_nothing_left(self) -> bool:
        """Whether there was nothing to put back: it was done before, or nothing of it stood there any more."""
        return not (self.back or self.refused or self.lost)


def undo_change(service: PlaylistPublisher, undo_file: Path, advance: Advance = lambda: None) -> Undone:
    """Put what was replaced into its places again. Raises PlaylistServiceError and PlaylistError.

    What was interrupted is done first: of a change that is half done nobody could tell the old from the new.
    """
    undo = Undo.read(undo_file)
    if undo.kind != "in_place":
        raise PlaylistError(f"{undo.title!r} is a playlist of its own: delete it at {undo.provider} to be rid of it")
    if not undo.is_undoing:
        go_on(service, undo_file, advance)
        undo = Undo.read(undo_file)
    playlist = service.read(undo.playlist_id, "", lambda _: None)
    edit = undo.under_way or Edit.of(playlist.entries, reversed_(undo.substitutions), undo.ours)
    done = _replace(service, playlist, replace(undo, under_way=edit, is_undoing=True), undo_file, advance)
    stayed = [entry for entry in done.playlist.entries if entry.id in reversed_(undo.substitutions)]
    kept = sum(edit.replaces(entry) for entry in stayed)
    return Undone(
        playlist=done.playlist,
        back=len(edit.only or ()) - kept,
        refused=done.refused & set(edit.substitutions.values()),
        lost=done.refused & set(edit.substitutions),
        absent=[new for new in undo.substitutions.values() if new not in edit.substitutions],
        copies=len(stayed) - kept,
    )


def _replace(
    service: PlaylistPublisher, playlist: RemotePlaylist, undo: Undo, undo_file: Path, advance: Advance
) -> Substituted:
    assert undo.under_way  # noqa: S101  # whoever calls has put it there
    note_edit(undo.provider, undo.playlist_id, undo_file)
    undo.write(undo_file)
    edited = substitute(service, playlist, undo.under_way, advance)
    if not undo.is_undoing:
        undo = _with_ours(undo, undo.under_way, service.read(undo.playlist_id, "", lambda _: None))
    undo.finished().write(undo_file)
    forget_edit(undo.provider, undo.playlist_id)
    return edited


def _with_ours(undo: Undo, edit: Edit, edited: RemotePlaylist) -> Undo:
    """With the marks of what was put in, which the service gave only then; without what it did not take."""
    new_ids = set(edit.substitutions.values())
    put_in = [entry for entry in edited.entries if entry.id in new_ids and entry.mark not in edit.foreign]
    taken = {entry.id for entry in put_in}
    stays = {new: old for old, new in edit.substitutions.items() if new not in taken}
    standing = {first: stays.get(new, new) for first, new in undo.substitutions.items()}
    changed = {first: there for first, there in standing.items() if there != first}
    return replace(undo, ours=[*undo.ours, *(entry.mark for entry in put_in)], substitutions=changed)
