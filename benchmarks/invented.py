"""Tracks that nobody recorded, as many as wanted and the same at every run."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tracklink.v1.link_service_pb2 import LinkTrackRequest
from tracklink.v1.track_pb2 import Track

FIRST = ("Amber", "Brass", "Cedar", "Distant", "Electric", "Falling", "Golden", "Hollow", "Iron", "Jade", "Lunar")
SECOND = ("Anchor", "Bridge", "Candle", "Delta", "Engine", "Forest", "Garden", "Harbour", "Island", "Lantern")
THIRD = ("in the Rain", "of Winter", "at Dawn", "without You", "by the River", "on Fire", "after Hours")
SURNAMES = ("Aldous", "Berg", "Corvin", "Dray", "Esker", "Finch", "Galt", "Holm", "Ives", "Jarrow", "Kestrel", "Lund")


def tracks(count: int) -> Iterator[Track]:
    """So many tracks, no two of which are alike; `mbid`, dates and genres are left unset."""
    chance = Random(1)  # noqa: S311 - nothing is guessed here
    for number in range(count):
        title = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.choice(THIRD)} {number}"
        yield Track(
            title=title,
            artists=[f"{chance.choice(FIRST)} {chance.choice(SURNAMES)}"],
            album=f"{chance.choice(SECOND)} {chance.choice(SURNAMES)} {number // 10}",
            duration_ms=chance.randrange(120_000, 420_000),
            isrcs=[f"QZBNC{number:07d}"],
        )


def questions(count: int) -> list[bytes]:
    """LinkTrack requests for them, encoded: title, artist, album and length, as a playlist states them."""
    return [_question(track).SerializeToString() for track in tracks(count)]


def write_catalog(file: Path, count: int) -> None:
    """The same tracks as a file for `tracklinkd import-catalog`."""
    with file.open("w") as lines:
        for number, track in enumerate(tracks(count)):
            lines.write(json.dumps(_row(number, track)) + "\n")


def _question(track: Track) -> LinkTrackRequest:
    asked = Track(title=track.title, artists=track.artists, album=track.album, duration_ms=track.duration_ms)
    return LinkTrackRequest(track=asked)


def _row(number: int, track: Track) -> dict[str, object]:
    return {
        "id": f"b-{number}",
        "title": track.title,
        "artists": list(track.artists),
        "album": track.album,
        "duration_ms": track.duration_ms,
        "isrcs": list(track.isrcs),
    }
