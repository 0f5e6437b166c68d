"""Playlists as files: reading, repairing, writing.

A playlist is a JSON array of entries. These keys are understood, every other one is kept as it is:

    name, artist, album, version   text or null; `artists`, a list of texts, goes before `artist`
    num                            the track number: a number, or its digits as text
    isrc, isrcs, duration_ms       told to the server where they are there; not needed
    id                             the track's id on the provider that is repaired: a number or text
    available                      false: gone, a replacement is looked for; true or absent: left alone, not asked about

A replaced entry keeps its words. Its `id` becomes the new one, in the kind that the old one had; `available` becomes
true; `replaced` says what was done: {"id": the old one, "verdict", "confidence", "evidence": [words]}.
An entry without a replacement gets `unreplaced`: {"outcome", "reason"} instead. Verdicts and outcomes are spelt as in
the JSON form of the contract (`VERDICT_SAME_RECORDING`, `OUTCOME_NOT_FOUND`).
"""

from tracklink.playlists.entry import Entry, PlaylistError
from tracklink.playlists.file import Playlist, read_playlist, write_json, write_playlist
from tracklink.playlists.repair import Repair, repair

__all__ = [
    "Entry",
    "Playlist",
    "PlaylistError",
    "Repair",
    "read_playlist",
    "repair",
    "write_json",
    "write_playlist",
]
