"""Changing playlists at a service, so that an interruption loses nothing and doubles nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from tracklink.playlists.remote.edits import Substitutions, insertions, removals
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistPublisher, TrackRefused

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
    Raises PlaylistServiceError; TrackRefused when all is done but for these.
    """
    refused: set[str] = set()
    readings = 0
    while True:
        left = {old: new for old, new in substitutions.items() if new not in refused}
        try:
            playlist = _substitute(service, playlist, left, advance)
            break
        except TrackRefused as refusal:
            refused |= refusal.ids
        except PlaylistChanged:
            readings += 1
            if readings == MOST_READINGS:
                raise
        playlist = service.read(playlist.id, "", lambda _: None)
    _tell_of(refused, service, f"their entries in {playlist.title!r} stay as they are, all else is done")
    return playlist


def append(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    ids: Sequence[str],
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Add tracks to a playlist of ours until it holds exactly these, in their order; what it holds of them stays.

    Raises PlaylistServiceError; TrackRefused when all is done but for these.
    """
    refused: set[str] = set()
    most = service.most_at_once
    while left := _left(playlist, [id_ for id_ in ids if id_ not in refused]):
        some = left[:most]
        try:
            version = service.insert(playlist, len(playlist.entries), some)
        except TrackRefused as refusal:
            refused |= refusal.ids or (set(some) if len(some) == 1 else set())
            most = max(1, len(some) // 2)
            playlist = service.read(playlist.id, "", lambda _: None)
            continue
        most = service.most_at_once
        added = tuple(RemoteEntry(id=id_, fields={"id": id_}) for id_ in some)
        playlist = replace(playlist, entries=(*playlist.entries, *added), version=version)
        for _ in some:
            advance()
    _tell_of(refused, service, f"{playlist.title!r} ({playlist.url or playlist.id}) holds all the others")
    return playlist


def _left(playlist: RemotePlaylist, ids: Sequence[str]) -> Sequence[str]:
    """The ids after those that the playlist holds; what is missing between these was refused, or taken away."""
    place = 0
    try:
        for entry in playlist.entries:
            place = ids.index(entry.id, place) + 1
    except ValueError:
        told = f"{playlist.title!r} is not what was begun: delete it and its undo file, and begin anew"
        raise PlaylistChanged(told) from None
    return ids[place:]


def _tell_of(refused: Collection[str], service: PlaylistPublisher, rest: str) -> None:
    if refused:
        raise TrackRefused(f"{service.provider} did not take {', '.join(sorted(refused))}: {rest}", refused)


def _substitute(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    substitutions: Substitutions,
    advance: Advance,
) -> RemotePlaylist:
    entries = list(playlist.entries)
    for insertion in insertions(playlist.entries, substitutions):
        position, new = insertion.position, insertion.id
        try:
            version = service.insert(playlist, position, [new], entries[position].added_at)
        except TrackRefused as refusal:
            raise TrackRefused(str(refusal), [new]) from refusal
        entries.insert(position, RemoteEntry(id=new, fields={"id": new}))
        playlist = replace(playlist, entries=tuple(entries), version=version)
        advance()
    while superseded := removals(playlist.entries, substitutions):
        some = _some(playlist, superseded, service.most_at_once)
        version, taken = service.remove(playlist, some), set(some)
        entries = [entry for position, entry in enumerate(playlist.entries) if position not in taken]
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
