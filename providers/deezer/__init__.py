"""Deezer, asked through `deezer-python`; its catalogue needs no credentials."""

from providers.deezer.declaration import DECLARATION
from providers.deezer.provider import DeezerProvider
from tracklink.plugin import Plugin

__all__ = ["DECLARATION", "PLUGIN"]

PLUGIN = Plugin(DECLARATION, DeezerProvider)
