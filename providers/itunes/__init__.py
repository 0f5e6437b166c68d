"""Apple's iTunes Search API: Apple Music's tracks without an account; a catalogue of its own per country."""

from providers.itunes.declaration import DECLARATION
from tracklink.plugin import Connection, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN"]


def _open(connection: Connection) -> Provider:
    from providers.itunes.provider import ItunesProvider

    return ItunesProvider(connection)


PLUGIN = Plugin(DECLARATION, _open)
