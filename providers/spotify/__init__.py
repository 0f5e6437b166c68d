"""Spotify: durations in milliseconds, explicitness, whether a track plays in a market."""

from providers.spotify.declaration import DECLARATION
from tracklink.plugin import Connection, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN"]


def _open(connection: Connection) -> Provider:
    # The library brings in redis and more, half a second that a server without credentials saves.
    from providers.spotify.provider import SpotifyProvider  # noqa: PLC0415

    return SpotifyProvider(connection)


PLUGIN = Plugin(DECLARATION, _open)
