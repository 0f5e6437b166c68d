"""Which column of a table says what of a track."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracklink.tables.error import TableError

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "track name", "track", "track title", "name", "song", "song name", "song title"),
    "artists": ("artists", "artist", "artist name(s)", "artist name", "artist names", "artist(s)", "track artist"),
    "album": ("album", "album name", "album title", "release", "release name"),
    "version": ("version",),
    "isrcs": ("isrcs", "isrc", "track isrc"),
    "duration_ms": ("duration_ms", "duration (ms)", "track duration (ms)", "length_ms"),
    "duration": ("duration", "length", "time", "track duration", "duration (s)"),
    "track_number": ("track_number", "track number", "track no", "num"),
    "disc_number": ("disc_number", "disc number", "disc no"),
    "release_date": ("release_date", "release date", "album release date"),
    "mbid": ("mbid", "recording_mbid", "recording mbid", "musicbrainz", "musicbrainz id"),
    "uri": ("uri", "track uri", "spotify uri", "spotify_uri"),
    "url": ("url", "urls", "link", "track url", "track link", "external url"),
}
"""Headers by field, the likeliest first, in lower case: Exportify's, Soundiiz's, TuneMyMusic's, and our own names."""

SERVICES = {
    "deezer": "deezer",
    "spotify": "spotify",
    "tidal": "tidal",
    "youtube": "youtube_music",
    "youtube music": "youtube_music",
    "youtubemusic": "youtube_music",
    "apple": "itunes",
    "apple music": "itunes",
    "itunes": "itunes",
}
_ID_COLUMN = re.compile(r"(?P<service>[a-z ]+?)(?: - |_| )id")
"""TuneMyMusic writes `Spotify - id`, others `spotify_id`."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Headers by the field of the track that they fill, and by the provider whose id they hold."""

    fields: Mapping[str, str]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, headers: Iterable[str], stated: Iterable[str] = ()) -> "Columns":
        """Those that are known by their names, and those stated as FIELD=HEADER. Raises TableError."""
        known = {header.strip().lower(): header for header in reversed(list(headers))}
        fields = {field: known[name] for field, names in NAMES.items() for name in reversed(names) if name in known}
        ids = {
            SERVICES[found["service"]]: header
            for name, header in known.items()
            if (found := _ID_COLUMN.fullmatch(name)) and found["service"] in SERVICES
        }
        fields |= dict(_stated(text, known) for text in stated)
        if fields.keys().isdisjoint({"title", "isrcs", "mbid", "uri", "url"}) and not ids:
            raise TableError(
                f"no column says which track it is, among {', '.join(known.values()) or 'none'}: "
                "name one with --column title=HEADER"
            )
        return cls(fields, ids)


def _stated(text: str, known: Mapping[str, str]) -> tuple[str, str]:
    field, _, header = text.partition("=")
    if field not in NAMES:
        raise TableError(f"--column {text}: {field!r} is no field; there are {', '.join(NAMES)}")
    found = known.get(header.strip().lower())
    if found is None:
        raise TableError(f"--column {text}: the table has no column {header!r}, but {', '.join(known.values())}")
    return field, found
