"""Changing playlists at a service, so that an interruption loses nothing and doubles nothing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from tracklink.playlists.remote.edits import Edit, Insertion, insertions, missing_copies, removals
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistPublisher, TrackRefused

MOST_READINGS = 5
"""How often a playlist that others keep editing is read again."""

Advance = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Substituted:
    """A playlist after its edit, and the tracks that the service did not take: what they were to replace stays."""

    playlist: RemotePlaylist
    refused: frozenset[str]


def substitute(
    service: PlaylistPublisher, playlist: RemotePlaylist, edit: Edit, advance: Advance = lambda: None
) -> Substituted:
    """Put each replacement in the place of its entry, and give the playlist as it is then.

    Order, duplicates and all other entries stay as they are. Begun again after an interruption it does what is left.
    Raises PlaylistServiceError.
    """
    refused: frozenset[str] = frozenset()
    readings = 0
    while True:
        try:
            return Substituted(_substitute(service, playlist, edit.without(refused), advance), refused)
        except TrackRefused as refusal:
            refused |= refusal.ids
        except PlaylistChanged:
            readings += 1
            if readings == MOST_READINGS:
                raise
        playlist = service.read(playlist.id, "", lambda _: None)


def append(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    ids: Sequence[str],
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Add tracks to a playlist of ours until it holds exactly these, in their order; what it holds of them stays.

    Raises PlaylistServiceError; TrackRefused when all is done but for these, refused now or before an interruption.
    """
    refused: set[str] = set()
    most = service.most_at_once
    while left := [id_ for id_ in ids[_reached(playlist, ids) :] if id_ not in refused]:
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
    lacking = set(ids) - {entry.id for entry in playlist.entries}
    _tell_of(lacking, service, f"{playlist.title!r} ({playlist.url or playlist.id}) holds all the others")
    return playlist


def _reached(playlist: RemotePlaylist, ids: Sequence[str]) -> int:
    """How many of the ids are done with; what is missing between those that the playlist holds was refused."""
    place = 0
    try:
        for entry in playlist.entries:
            place = ids.index(entry.id, place) + 1
    except ValueError:
        told = f"{playlist.title!r} is not what was begun: delete it and its undo file, and begin anew"
        raise PlaylistChanged(told) from None
    return place


def _tell_of(refused: Collection[str], service: PlaylistPublisher, rest: str) -> None:
    if refused:
        raise TrackRefused(f"{service.provider} did not take {', '.join(sorted(refused))}: {rest}", refused)


def _substitute(service: PlaylistPublisher, playlist: RemotePlaylist, edit: Edit, advance: Advance) -> RemotePlaylist:
    for insertion in insertions(playlist.entries, edit):
        playlist = _inserted(service, playlist, insertion, edit)
        advance()
    while superseded := removals(playlist.entries, edit):
        some = _some(playlist, superseded, service.most_at_once)
        playlist = _removed(service, playlist, some)
        for _ in some:
            advance()
    for copy in missing_copies(playlist.entries, edit) if service.takes_copies_too else ():
        playlist = _inserted(service, playlist, copy, edit)
    return playlist


def _inserted(service: PlaylistPublisher, playlist: RemotePlaylist, insertion: Insertion, edit: Edit) -> RemotePlaylist:
    entries = list(playlist.entries)
    position, id_ = min(insertion.position, len(entries)), insertion.id
    added_at = entries[position].added_at if position < len(entries) else ""
    try:
        version = service.insert(playlist, position, [id_], added_at, edit.foreign)
    except TrackRefused as refusal:
        raise TrackRefused(str(refusal), [id_]) from refusal
    entries.insert(position, RemoteEntry(id=id_, fields={"id": id_}))
    return replace(playlist, entries=tuple(entries), version=version)


def _removed(service: PlaylistPublisher, playlist: RemotePlaylist, positions: Sequence[int]) -> RemotePlaylist:
    version, taken = service.remove(playlist, positions), set(positions)
    ids = {playlist.entries[position].id for position in positions} if service.takes_copies_too else set()
    entries = (entry for place, entry in enumerate(playlist.entries) if place not in taken and entry.id not in ids)
    return replace(playlist, entries=tuple(entries), version=version)


def _some(playlist: RemotePlaylist, positions: Sequence[int], most: int) -> list[int]:
    """So many of the positions, the entries of one track together: there are services that take them away together."""
    chosen: list[int] = []
    for id_ in dict.fromkeys(playlist.entries[position].id for position in positions):
        places = [position for position in positions if playlist.entries[position].id == id_]
        if chosen and len(chosen) + len(places) > most:
            break
        chosen += places
    return sorted(chosen[:most])
