"""Changing playlists at a service, so that an interruption loses nothing and doubles nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tracklink.playlists.remote.edits import Substitutions, insertions, removals
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistPublisher

MOST_READINGS = 5
"""How often a playlist that others keep editing is read again."""

Advance = Callable[[], None]


def substitute(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    substitutions: Substitutions,
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Put each replacement in the place of its entry, and give the playlist as it is then.

    Order, duplicates and all other entries stay as they are. Begun again after an interruption it does what is left.
    Raises PlaylistServiceError.
    """
    for _ in range(MOST_READINGS - 1):
        try:
            return _substitute(service, playlist, substitutions, advance)
        except PlaylistChanged:
            playlist = service.read(playlist.id, "", lambda _: None)
    return _substitute(service, playlist, substitutions, advance)


def append(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    ids: Sequence[str],
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Add tracks to a playlist of ours until it holds exactly these, in their order; what it holds of them stays."""
    held = [entry.id for entry in playlist.entries]
    if list(ids[: len(held)]) != held:
        raise PlaylistChanged(f"{playlist.title!r} was edited meanwhile: delete it and its undo file, and begin anew")
    for first in range(len(held), len(ids), service.most_at_once):
        some = ids[first : first + service.most_at_once]
        position = len(playlist.entries)
        version = service.insert(playlist, position, some)
        added = tuple(RemoteEntry(id=id_, fields={"id": id_}) for id_ in some)
        playlist = replace(playlist, entries=(*playlist.entries, *added), version=version)
        for _ in some:
            advance()
    return playlist


def _substitute(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    substitutions: Substitutions,
    advance: Advance,
) -> RemotePlaylist:
    entries = list(playlist.entries)
    for insertion in insertions(playlist.entries, substitutions):
        position, new = insertion.position, insertion.id
        version = service.insert(playlist, position, [new], entries[position].added_at)
        entries.insert(position, RemoteEntry(id=new, fields={"id": new}))
        playlist = replace(playlist, entries=tuple(entries), version=version)
        advance()
    while superseded := removals(playlist.entries, substitutions):
        some = _some(playlist, superseded, service.most_at_once)
        version = service.remove(playlist, some)
        entries = [entry for position, entry in enumerate(playlist.entries) if position not in set(some)]
        playlist = replace(playlist, entries=tuple(entries), version=version)
        for _ in some:
            advance()
    return playlist


def _some(playlist: RemotePlaylist, positions: Sequence[int], most: int) -> list[int]:
    """So many of the positions, the entries of one track together: there are services that take them away together."""
    chosen: list[int] = []
    for id_ in dict.fromkeys(playlist.entries[position].id for position in positions):
        places = [position for position in positions if playlist.entries[position].id == id_]
        if chosen and len(chosen) + len(places) > most:
            break
        chosen += places
    return sorted(chosen[:most])
