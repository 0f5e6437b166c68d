"""Apple's iTunes Search API: Apple Music's tracks without an account; a catalogue of its own per country."""

from providers.itunes.declaration import DECLARATION
from providers.itunes.provider import PLUGIN

__all__ = ["DECLARATION", "PLUGIN"]
