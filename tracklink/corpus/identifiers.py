"""The identifiers of a JAMS file, whatever corpus wrote them: by service, as ids or as addresses, alone or in lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_RECORDING = re.compile(rf"{_UUID.pattern}|.*/recording/{_UUID.pattern}(?:[/?#].*)?", re.IGNORECASE)
_ISRC = re.compile(r"[A-Z]{2}-?[A-Z0-9]{3}-?[0-9]{2}-?[0-9]{5}", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ENDING = re.compile(r"_(id|ids|url|urls|uri|link|links)$")

MUSICBRAINZ = frozenset({"musicbrainz", "mbid", "musicbrainz_recording", "recording_mbid", "musicbrainz_track"})
RELEASES = frozenset({"musicbrainz_release", "release_mbid", "musicbrainz_album"})
_OF_ONE_FORM = MUSICBRAINZ | RELEASES | {"isrc"}
_TOLD_CHARACTERS = 100
SERVICES = {
    "deezer": "deezer",
    "spotify": "spotify",
    "tidal": "tidal",
    "itunes": "itunes",
    "apple_music": "itunes",
    "youtube": "youtube_music",
    "youtube_music": "youtube_music",
    "catalog": "catalog",
}
"""The provider that a name of a service stands for."""
OWN_NAME = "musicbrainz_release"
"""Under which a release's MBID is kept, when a link takes the name `musicbrainz`."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What a file calls its track elsewhere."""

    mbid: str = ""
    release_mbid: str = ""
    isrcs: tuple[str, ...] = ()
    refs: tuple[tuple[str, str], ...] = ()
    """(provider, id)"""
    urls: tuple[str, ...] = ()
    """Addresses of the track, for the server to read."""
    unread: tuple[str, ...] = ()
    """What has not the form of what it is called: `isrc 'none'`."""

    def renamed(self, stated: Mapping[str, object]) -> dict[str, object]:
        """The identifiers as stated, with a release's MBID under a name that no link takes."""
        kept = dict(stated)
        if self.release_mbid and self.release_mbid in str(kept.get("musicbrainz")):
            kept.setdefault(OWN_NAME, self.release_mbid)
        return kept


def read_identifiers(stated: Mapping[str, object], *, names_release: bool = False) -> Identifiers:
    """What can be read; an ISRC or MBID that is none is told, the rest passed over.

    `names_release`: `musicbrainz` is the MBID of a release.
    """
    found: dict[str, list[str]] = {"mbid": [], "release": [], "isrc": [], "url": []}
    refs: list[tuple[str, str]] = []
    unread: list[str] = []
    for name, value in _pairs(stated):
        kind = _kind(name, value, names_release=names_release)
        if kind in {"mbid", "release"}:
            found[kind] += _UUID.findall(value.lower())[-1:]
        elif kind:
            found[kind].append(value)
        elif name in SERVICES:
            refs.append((SERVICES[name], value))
        elif name in _OF_ONE_FORM:
            unread.append(f"{name} {value[:_TOLD_CHARACTERS]!r}")
    return Identifiers(
        mbid=next(iter(found["mbid"]), ""),
        release_mbid=next(iter(found["release"]), ""),
        isrcs=tuple(dict.fromkeys(found["isrc"])),
        refs=tuple(dict.fromkeys(refs)),
        urls=tuple(dict.fromkeys(found["url"])),
        unread=tuple(unread),
    )


def _pairs(stated: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in stated.items():
        for each in value if isinstance(value, list) else [value]:
            text = str(each).strip() if isinstance(each, str | int) and not isinstance(each, bool) else ""
            if text:
                yield _ENDING.sub("", name.strip().lower()), text


def _kind(name: str, value: str, *, names_release: bool) -> str:
    """`mbid`, `release`, `isrc`, `url`, or nothing when it is the id of a service."""
    if name in RELEASES or "/release/" in value or (name in MUSICBRAINZ and names_release):
        return "release" if _UUID.search(value) else ""
    if name in MUSICBRAINZ:
        return "mbid" if _RECORDING.fullmatch(value) else ""
    if name == "isrc":
        return "isrc" if _ISRC.fullmatch(value) else ""
    return "url" if name in SERVICES and _ADDRESS.match(value) else ""
