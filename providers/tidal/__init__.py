"""Tidal: durations in whole seconds, the version apart from the title, a catalogue of its own per country."""

from providers.tidal.declaration import DECLARATION
from providers.tidal.provider import PLUGIN

__all__ = ["DECLARATION", "PLUGIN"]
