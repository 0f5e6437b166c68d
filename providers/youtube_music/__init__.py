"""YouTube Music: songs and videos; never states an ISRC, and a video's length is not the song's."""

from providers.youtube_music.declaration import DECLARATION
from tracklink.plugin import Connection, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN"]


def _open(connection: Connection) -> Provider:
    from providers.youtube_music.provider import YouTubeMusicProvider

    return YouTubeMusicProvider(connection)


PLUGIN = Plugin(DECLARATION, _open)
