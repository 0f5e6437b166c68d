"""A line of linking.csv: what became of one JAMS file. The columns of MusicMetaLinker's file come first."""

from collections.abc import Iterable, Mapping, Sequence

from tracklink.answer_columns import ANSWER_COLUMNS, PROVIDER_COLUMNS, Row, columns_of, failure, providers_of
from tracklink.v1.link_service_pb2 import LinkTrackResponse
from tracklink.v1.track_pb2 import Track

TRACK_COLUMNS = ("jams_file", "track_name", "artist_name", "album_name", "track_number", "duration", "release_year")
LINK_COLUMNS = ("musicbrainz", "isrc", "deezer_id", "deezer_url", "youtube_url", "acousticbrainz", "spotify_id")
ELSEWHERE = {"musicbrainz_id": "musicbrainz", "youtube_music_url": "youtube_url"}
"""Columns of a provider that MusicMetaLinker has under another name."""
SEPARATOR = "; "


def row_of(name: str, response: LinkTrackResponse) -> Row:
    """The line of a file that was asked about."""
    answer = {ELSEWHERE.get(column, column): value for column, value in columns_of(response).items()}
    return {"jams_file": name, **_track(response.recording), **answer}


def failed_row(name: str, outcome: str, reason: str) -> Row:
    """The line of a file that could not be asked about."""
    return {"jams_file": name, **failure(outcome, reason)}


def columns(rows: Iterable[Mapping[str, str]]) -> Sequence[str]:
    """The header for these lines: fixed columns, those of each provider in alphabetical order, then a person's own."""
    held = {column for row in rows for column in row}
    ours = _ours(held)
    return (*ours, *sorted(held.difference(ours)))


def own_columns(row: Row) -> Row:
    """What a person added to a line."""
    ours = _ours(row)
    return {column: value for column, value in row.items() if column not in ours}


def _ours(held: Iterable[str]) -> Sequence[str]:
    fixed = (*TRACK_COLUMNS, *LINK_COLUMNS, *ANSWER_COLUMNS)
    further = (f"{provider}_{column}" for provider in providers_of(held) for column in PROVIDER_COLUMNS)
    return (*fixed, *(column for column in further if column not in {*fixed, *ELSEWHERE}))


def _track(track: Track) -> Row:
    return {
        "track_name": track.title,
        "artist_name": SEPARATOR.join(track.artists),
        "album_name": track.album,
        "track_number": f"{track.track_number}" if track.HasField("track_number") else "",
        "duration": f"{track.duration_ms / 1000:g}" if track.duration_ms else "",
        "release_year": track.release_date[:4],
        "isrc": SEPARATOR.join(track.isrcs),
    }
