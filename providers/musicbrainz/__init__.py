"""MusicBrainz: the open encyclopedia of music, through musicbrainzngs."""

from collections.abc import Iterable

from providers.musicbrainz.declaration import DECLARATION
from providers.musicbrainz.library import open_library
from providers.musicbrainz.provider import MusicBrainz
from tracklink.plugin import Declaration, Plugin

__all__ = ["DECLARATION", "PLUGIN", "MusicBrainz", "plugin"]


def plugin(declarations: Iterable[Declaration]) -> Plugin:
    """MusicBrainz, reading the ids of the declared services from the URLs that its recordings relate to."""
    known = tuple(declarations)
    return Plugin(
        DECLARATION, lambda connection: MusicBrainz(open_library(connection), known, connection.before_another)
    )


PLUGIN = plugin(())
"""MusicBrainz without a word about other services."""
