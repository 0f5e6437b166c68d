"""MusicBrainz: the open encyclopedia of music, through musicbrainzngs."""

from collections.abc import Iterable

from providers.musicbrainz.declaration import DECLARATION
from tracklink.plugin import Connection, Declaration, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN", "plugin"]


def plugin(declarations: Iterable[Declaration]) -> Plugin:
    """MusicBrainz, reading the ids of the declared services from the URLs that its recordings relate to."""
    known = tuple(declarations)

    def open_(connection: Connection) -> Provider:
        from providers.musicbrainz.library import open_library
        from providers.musicbrainz.provider import MusicBrainz

        return MusicBrainz(open_library(connection), known, connection.before_another)

    return Plugin(DECLARATION, open_)


PLUGIN = plugin(())
"""MusicBrainz without a word about other services."""
