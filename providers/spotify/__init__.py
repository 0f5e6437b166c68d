"""Spotify: durations in milliseconds, explicitness, whether a track plays in a market."""

from providers.spotify.declaration import DECLARATION
from tracklink.plugin import Connection, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN"]


def _open(connection: Connection) -> Provider:
    from providers.spotify.provider import SpotifyProvider

    return SpotifyProvider(connection)


PLUGIN = Plugin(DECLARATION, _open)
