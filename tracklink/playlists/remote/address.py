"""Addresses of playlists."""

import re
from dataclasses import dataclass

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_FORMS = {
    "spotify": (
        r"open\.spotify\.com/(?:intl-[a-z]+/|embed/|user/[^/]+/)?playlist/(?P<id>[0-9A-Za-z]{22})",
        r"spotify:playlist:(?P<id>[0-9A-Za-z]{22})",
    ),
    "deezer": (r"(?:www\.)?deezer\.com/(?:[a-z]{2}/)?playlist/(?P<id>\d+)",),
    "tidal": (rf"(?:www\.|listen\.)?tidal\.com/(?:browse/)?playlist/(?P<id>{_UUID})",),
    "youtube_music": (r"(?:(?:music|www|m)\.)?youtube\.com/playlist\?(?:.*&)?list=(?P<id>[0-9A-Za-z_-]{2,})",),
}
_SCHEME = r"(?:https?://)?"
_FURTHER = r"/?(?:[?&#].*)?"
_PATTERNS = {provider: [re.compile(_SCHEME + form + _FURTHER) for form in forms] for provider, forms in _FORMS.items()}

PROVIDERS = tuple(_FORMS)
HOSTS = ("open.spotify.com/", "tidal.com/", "listen.tidal.com/", "deezer.com/", "music.youtube.com/", "youtube.com/")


@dataclass(frozen=True, slots=True)
class Address:
    """Which playlist, and where."""

    provider: str
    id: str


def read_address(text: str, provider: str = "") -> Address | None:
    """The playlist at an address, or the one that a provider knows by this id; None when it is neither."""
    for name, patterns in _PATTERNS.items():
        for pattern in patterns:
            if found := pattern.fullmatch(text.strip()):
                return _address(name, found["id"])
    is_id = provider in PROVIDERS and re.fullmatch(r"[0-9A-Za-z_-]+", text)
    return _address(provider, text) if is_id else None


def is_like_an_address(text: str) -> bool:
    """Whether somebody means a page, of whichever service and form."""
    return "://" in text or text.startswith(("spotify:", "www.", *HOSTS))


def _address(provider: str, id_: str) -> Address:
    """YouTube's pages call a playlist by its id with VL before it."""
    return Address(provider, id_.removeprefix("VL") if provider == "youtube_music" else id_)
