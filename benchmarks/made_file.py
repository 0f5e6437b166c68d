"""A made-up catalogue as a file for `tracklinkd import-catalog`, written by several processes."""

import json
from pathlib import Path

from benchmarks.machine import cores
from benchmarks.made_tracks import MadeCatalogue
from repositories.in_order import in_order

TRACKS_PER_PIECE = 10_000
Piece = tuple[int, int]


def write_made_file(path: Path, size: int) -> None:
    """Write a catalogue of `size` tracks as JSONL; the same size gives the same bytes."""
    pieces = ((size, first) for first in range(0, size, TRACKS_PER_PIECE))
    with path.open("wb") as file:
        for lines in in_order(_lines, pieces, cores()):
            file.write(lines)


def _lines(piece: Piece) -> bytes:
    size, first = piece
    catalogue = MadeCatalogue(size)
    numbers = range(first, min(first + TRACKS_PER_PIECE, size))
    return "".join(f"{json.dumps(_row(catalogue, number))}\n" for number in numbers).encode()


def _row(catalogue: MadeCatalogue, number: int) -> dict[str, object]:
    track = catalogue.track(number)
    return {
        "id": catalogue.id(number),
        "title": track.title,
        "artists": track.artists,
        "album": track.album,
        "duration_ms": track.duration_ms,
        "isrcs": track.isrcs,
        "track_number": track.track_number,
        "release_date": track.release_date,
    }
