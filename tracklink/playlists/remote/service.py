"""What a music service can do with playlists, and what goes wrong there.

PlaylistServiceError
├── LoginNeeded          nobody is logged in, or the login has run out: `tracklink login PROVIDER`
├── PlaylistNotFound     there is no such playlist, or it is not this user's to see
├── PlaylistChanged      somebody else changed it since it was read: read it again
├── PlaylistBusy         another run of ours is at work on it: wait for its end
├── ServiceRateLimited   too many requests; `retry_after_seconds` where the service says
└── ServiceFailed        anything else: no answer in time, an error of the service, an answer that cannot be read
    └── Refused          the service understood what it was asked for, and does not do it
        └── TrackRefused it does not take a track
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol

from tracklink.playlists.remote.playlist import RemotePlaylist

Advance = Callable[[int], None]
"""Hears how many entries have been read or written so far."""


class PlaylistServiceError(Exception):
    """The root of the tree. The message is one sentence that names the service, never a token."""


class LoginNeeded(PlaylistServiceError):
    """Nobody is logged in, or the login has run out."""


class PlaylistNotFound(PlaylistServiceError):
    """There is no such playlist, or it is not this user's to see."""


class PlaylistChanged(PlaylistServiceError):
    """Somebody else changed the playlist since it was read."""


class PlaylistBusy(PlaylistServiceError):
    """Another run of ours is at work on the playlist."""


class ServiceRateLimited(PlaylistServiceError):
    """Too many requests."""

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class ServiceFailed(PlaylistServiceError):
    """No answer in time, an error of the service, or an answer that cannot be read."""


class Refused(ServiceFailed):
    """The service understood what it was asked for, and does not do it."""


class TrackRefused(Refused):
    """A track cannot be put into a playlist; `ids` where the service says which."""

    def __init__(self, message: str, ids: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.ids = frozenset(ids)


class PlaylistReader(Protocol):
    """A service whose playlists can be read."""

    provider: str
    """The provider's name: `spotify`."""

    def close(self) -> None:
        """End the connections."""
        ...

    def read(self, playlist_id: str, market: str, advance: Advance) -> RemotePlaylist:
        """The playlist with all its entries, whatever their number. Raises PlaylistServiceError."""
        ...


class PlaylistPublisher(PlaylistReader, Protocol):
    """A service whose playlists can be made and changed. Positions count from 0.

    One call of `insert` or `remove` is one change: done as a whole or not at all. Where `version` is not empty and the
    playlist has another one by now, nothing is done: PlaylistChanged. Both give the version after the change.
    """

    most_at_once: int
    """Entries that one call of `insert` or `remove` takes."""
    takes_copies_too: bool
    """Whether `remove` takes away every entry of a track, whichever of them it is told."""

    def create(self, title: str, description: str, key: str) -> RemotePlaylist:
        """A new playlist of the user's, private, without entries. Raises PlaylistServiceError.

        `key` stands in the description, and in that of no other playlist.
        """
        ...

    def created(self, title: str, description: str, key: str) -> RemotePlaylist | None:
        """What the same call of `create` made, whose answer was lost; None when it made nothing."""
        ...

    def insert(
        self,
        playlist: RemotePlaylist,
        position: int,
        ids: Sequence[str],
        added_at: str = "",
        foreign: Collection[str] = (),
    ) -> str:
        """Put tracks before the entry at this position, in their order; at the end when there is none.

        `added_at` is the date of adding that they are to have, where the service lets it be told. Entries with a mark
        in `foreign` are never taken for what an interruption left of this. Raises TrackRefused where one cannot be put
        in; the others may be in then.
        """
        ...

    def remove(self, playlist: RemotePlaylist, positions: Sequence[int]) -> str:
        """Take away the entries at these positions of the playlist as it was read; the others stay as they are."""
        ...
