"""YouTube Music: songs and videos; never states an ISRC, and a video's length is not the song's."""

from providers.youtube_music.declaration import DECLARATION
from providers.youtube_music.provider import open_youtube_music
from tracklink.plugin import Plugin

PLUGIN = Plugin(DECLARATION, open_youtube_music)

__all__ = ["DECLARATION", "PLUGIN"]
