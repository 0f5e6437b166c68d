"""Deezer, asked through `deezer-python`; its catalogue needs no credentials."""

from providers.deezer.declaration import DECLARATION
from tracklink.plugin import Connection, Plugin, Provider

__all__ = ["DECLARATION", "PLUGIN"]


def _open(connection: Connection) -> Provider:
    from providers.deezer.provider import DeezerProvider

    return DeezerProvider(connection)


PLUGIN = Plugin(DECLARATION, _open)
