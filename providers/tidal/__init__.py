"""Tidal: durations in whole seconds, the version apart from the title, a catalogue of its own per country."""

from providers.tidal.declaration import DECLARATION
from tracklink.plugin import Connection, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN"]


def _open(connection: Connection) -> Provider:
    from providers.tidal.provider import TidalProvider

    return TidalProvider(connection)


PLUGIN = Plugin(DECLARATION, _open)
