"""The MBIDs in an answer."""

from re import fullmatch

from providers.musicbrainz.declaration import DECLARATION
from providers.musicbrainz.parsed import Recording, Release


def mbid_of(entity: Recording | Release) -> str | None:
    """Its MBID in lower case; None where it has none, or something else stands there."""
    mbid = entity.get("id", "").lower()
    return mbid if fullmatch(DECLARATION.id_pattern, mbid) else None
