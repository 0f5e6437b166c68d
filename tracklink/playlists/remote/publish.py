"""Changing playlists at a service, so that an interruption loses nothing and doubles nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tracklink.playlists.remote.edits import Substitutions, insertions, removals
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistPublisher

MOST_READINGS = 5
"""How often a playlist that others keep editing is read again."""

Advance = Callable[[], None]


def substitute(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    substitutions: Substitutions,
    patience: Patience,
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Put each replacement in the place of its entry, and give the playlist as it is then.

    Order, duplicates and all other entries stay as they are. Begun again after an interruption it does what is left.
    Raises PlaylistServiceError.
    """
    for _ in range(MOST_READINGS - 1):
        try:
            return _substitute(service, playlist, substitutions, patience, advance)
        except PlaylistChanged:
            playlist = _read(service, playlist.id, patience)
    return _substitute(service, playlist, substitutions, patience, advance)


def append(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    ids: Sequence[str],
    patience: Patience,
    advance: Advance = lambda: None,
) -> RemotePlaylist:
    """Add tracks to a playlist of ours until it holds exactly these, in their order; what it holds of them stays."""
    held = [entry.id for entry in playlist.entries]
    start = len(held) if list(ids[: len(held)]) == held else 0
    for first in range(start, len(ids), service.most_at_once):
        some = ids[first : first + service.most_at_once]
        position = len(playlist.entries)
        version = patience.ask(lambda: service.insert(playlist, position, some))  # noqa: B023 asked at once
        added = tuple(RemoteEntry(id=id_, fields={"id": id_}) for id_ in some)
        playlist = replace(playlist, entries=(*playlist.entries, *added), version=version)
        for _ in some:
            advance()
    return playlist


def _substitute(
    service: PlaylistPublisher,
    playlist: RemotePlaylist,
    substitutions: Substitutions,
    patience: Patience,
    advance: Advance,
) -> RemotePlaylist:
    entries = list(playlist.entries)
    for insertion in insertions(playlist.entries, substitutions):
        position, new = insertion.position, insertion.id
        version = patience.ask(lambda: service.insert(playlist, position, [new]))  # noqa: B023 asked at once
        entries.insert(position, RemoteEntry(id=new, fields={"id": new}))
        playlist = replace(playlist, entries=tuple(entries), version=version)
        advance()
    while superseded := removals(playlist.entries, substitutions):
        some = superseded[-service.most_at_once :]
        version = patience.ask(lambda: service.remove(playlist, some))  # noqa: B023 asked at once
        entries = [entry for position, entry in enumerate(playlist.entries) if position not in set(some)]
        playlist = replace(playlist, entries=tuple(entries), version=version)
        for _ in some:
            advance()
    return playlist


def _read(service: PlaylistPublisher, playlist_id: str, patience: Patience) -> RemotePlaylist:
    return patience.ask(lambda: service.read(playlist_id, "", lambda _: None))
