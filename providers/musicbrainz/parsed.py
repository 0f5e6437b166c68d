"""The shapes that musicbrainzngs makes of MusicBrainz's XML: names are the service's, and any of them may be absent.

The library makes lists and dictionaries by its own tables, whatever the XML holds, and every leaf is text.
"""

from typing import TypedDict


class Artist(TypedDict, total=False):
    """An artist by the name that the encyclopedia gives it."""

    name: str


class NameCredit(TypedDict, total=False):
    """One name of a credit; `name` stands only where it is not the artist's own."""

    name: str
    artist: Artist


ArtistCredit = list[NameCredit | str]
"""Credited names, each followed by the phrase that joins it to the next, where there is one."""


class TrackPlace(TypedDict, total=False):
    """A track's place on its medium: `position` counts, `number` is as printed (`A1`)."""

    position: str
    number: str


Medium = TypedDict("Medium", {"position": str, "track-list": list[TrackPlace]}, total=False)

ReleaseGroup = TypedDict(
    "ReleaseGroup", {"type": str, "primary-type": str, "secondary-type-list": list[str | None]}, total=False
)
Release = TypedDict(
    "Release",
    {
        "id": str,
        "title": str,
        "status": str,
        "date": str,
        "barcode": str,
        "artist-credit": ArtistCredit,
        "release-group": ReleaseGroup,
        "medium-list": list[Medium],
    },
    total=False,
)


class Relation(TypedDict, total=False):
    """A relation to a URL or, from a URL, to a recording; `target` is the URL's text, or the MBID."""

    type: str
    target: str
    ended: str


Recording = TypedDict(
    "Recording",
    {
        "id": str,
        "title": str,
        "length": str,
        "disambiguation": str,
        "video": str,
        "artist-credit": ArtistCredit,
        "isrc-list": list[str],
        "release-list": list[Release],
        "url-relation-list": list[Relation],
    },
    total=False,
)
Isrc = TypedDict("Isrc", {"recording-list": list[Recording]}, total=False)
Url = TypedDict("Url", {"resource": str, "recording-relation-list": list[Relation]}, total=False)
Message = TypedDict(
    "Message",
    {
        "recording": Recording,
        "isrc": Isrc,
        "recording-list": list[Recording],
        "release-list": list[Release],
        "url": Url,
        "url-list": list[Url],
    },
    total=False,
)
