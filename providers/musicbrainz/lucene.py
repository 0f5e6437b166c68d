"""Questions in the query language of MusicBrainz's search: https://musicbrainz.org/doc/Indexed_Search_Syntax.

Every clause may fail: what meets more of them stands further up, and the matcher judges what comes back.
"""

import re
from collections.abc import Iterable, Iterator

from tracklink.plugin import Track

_SPECIAL = re.compile(r'([+\-&|!(){}\[\]^"~*?:\\/])')
_LONGEST_TEXT = 120
"""Characters of a text that are asked for, so that in any script the URL stays below the 8 kB that servers take."""
_MOST_ARTISTS = 3
_NEAR_MS = 5_000
_BARCODE_LENGTHS = (8, 12, 13, 14)


def near(track: Track) -> str:
    """Recordings near the track; empty when it states neither a title nor an artist."""
    if not track.title.strip() and not any(artist.strip() for artist in track.artists):
        return ""
    return " OR ".join(_clauses(track))


def with_barcode(barcode: str) -> str:
    """Releases with this barcode, with and without the zeros in front that some editors type and others do not."""
    forms = dict.fromkeys((barcode, *(barcode.zfill(length) for length in _BARCODE_LENGTHS)))
    return f"barcode:({' OR '.join(forms)})"


def on_releases(mbids: Iterable[str]) -> str:
    """Recordings on any of these releases."""
    return f"reid:({' OR '.join(mbids)})"


def _clauses(track: Track) -> Iterator[str]:
    yield from _phrase("recording", track.title, boost="^3")
    yield from _words("recording", track.title, boost="^2")
    yield from _words("alias", track.title)
    for artist in track.artists[:_MOST_ARTISTS]:
        yield from _phrase("artist", artist, boost="^2")
        yield from _words("artist", artist)
    yield from _words("release", track.album or "")
    yield from _words("comment", track.version or "")
    if track.duration_ms:
        yield f"dur:[{max(0, track.duration_ms - _NEAR_MS)} TO {track.duration_ms + _NEAR_MS}]"


def _phrase(field: str, text: str, boost: str) -> Iterator[str]:
    if words := _read(text):
        yield f'{field}:"{" ".join(words)}"{boost}'


def _words(field: str, text: str, boost: str = "") -> Iterator[str]:
    if words := _read(text):
        yield f"{field}:({' OR '.join(words)}){boost}"


def _read(text: str) -> list[str]:
    """Its words in lower case, as AND, OR and NOT mean something in upper case, each special character escaped."""
    return [_SPECIAL.sub(r"\\\1", word) for word in text[:_LONGEST_TEXT].lower().split()]
