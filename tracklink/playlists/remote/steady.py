"""Reading in pages what somebody else may change meanwhile."""

from collections.abc import Callable

from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged

MOST_READINGS = 5
"""Of one playlist, before it is said that it does not hold still."""


def steady(read: Callable[[], RemotePlaylist], version: Callable[[], str]) -> RemotePlaylist:
    """The playlist as it was at one moment: begun anew where its version afterwards is another. PlaylistChanged."""
    for _ in range(MOST_READINGS):
        playlist = read()
        if version() == playlist.version:
            return playlist
    raise PlaylistChanged(
        f"the playlist at {playlist.provider} was changed each of the {MOST_READINGS} times that it was read: "
        "try again when nobody edits it"
    )
