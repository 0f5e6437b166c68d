"""Deezer's public playlists (developers.deezer.com/api/playlist). New applications get no write access: read only."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from tracklink.playlists.entry import Fields
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistNotFound,
    ServiceFailed,
    ServiceRateLimited,
)
from tracklink.playlists.remote.session import Session
from tracklink.playlists.remote.shape import Json, count, mapping, objects, text
from tracklink.playlists.remote.steady import steady

BASE_URL = "https://api.deezer.com"
PAGE = 100
QUOTA, PERMISSION, TOKEN, BUSY, NO_DATA = 4, 200, 300, 700, 800
"""Codes of errors, which come with status 200 (developers.deezer.com/api/errors)."""


class Deezer:
    """Public playlists. Their state is a checksum."""

    provider = "deezer"

    def __init__(self, access: Access) -> None:
        self._session = Session(self.provider, BASE_URL, access, check=_check)

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def read(self, playlist_id: str, market: str, advance: Callable[[int], None]) -> RemotePlaylist:
        """The playlist, a page at a time. Deezer judges what plays by the country of whoever asks, not by `market`."""
        del market
        return steady(lambda: self._read(playlist_id, advance), lambda: self._checksum(playlist_id))

    def _read(self, playlist_id: str, advance: Callable[[int], None]) -> RemotePlaylist:
        head = self._ask(f"/playlist/{playlist_id}")
        entries: list[RemoteEntry] = []
        for page in self._pages(playlist_id):
            entries += map(_entry, page)
            advance(len(entries))
        return RemotePlaylist(
            provider=self.provider,
            id=playlist_id,
            title=text(head.get("title")),
            url=text(head.get("link")) or f"https://www.deezer.com/playlist/{playlist_id}",
            entries=tuple(entries),
            version=text(head.get("checksum")),
        )

    def _checksum(self, playlist_id: str) -> str:
        return text(self._ask(f"/playlist/{playlist_id}").get("checksum"))

    def _pages(self, playlist_id: str) -> Iterator[list[Json]]:
        index = 0
        while True:
            told = self._ask(f"/playlist/{playlist_id}/tracks", index=index, limit=PAGE)
            if not isinstance(told.get("data"), list):
                raise ServiceFailed("deezer answered without the tracks of the playlist")
            page = objects(told["data"])
            yield page
            index += PAGE
            if not told["data"] or not told.get("next"):
                return

    def _ask(self, path: str, **parameters: int) -> Json:
        return self._session.ask("GET", path, parameters=parameters, needs_login=False)


def open_service(access: Access) -> Deezer:
    """The service; nobody needs to be logged in."""
    return Deezer(access)


def _check(told: Json) -> None:
    if "error" not in told:
        return
    error = mapping(told["error"])
    code = count(error.get("code"))
    if code in {QUOTA, BUSY}:
        raise ServiceRateLimited("deezer was asked too often, or is busy")
    if code == NO_DATA:
        raise PlaylistNotFound("deezer has no such playlist")
    if code in {PERMISSION, TOKEN}:
        raise LoginNeeded("the playlist at deezer is private: make it public to have it read")
    raise ServiceFailed(f"deezer answered with error {code}")


def _entry(told: Json) -> RemoteEntry:
    id_ = text(told.get("id"))
    added = count(told.get("time_add"))
    is_local = id_.startswith("-")
    id_ = "" if is_local or id_ == "0" else id_
    return RemoteEntry(
        id=id_,
        fields=_fields(told, id_),
        added_at=datetime.fromtimestamp(added, UTC).isoformat() if added else "",
        is_local=is_local,
    )


def _fields(told: Json, id_: str) -> Fields:
    """An uploaded file of the user's has an id below zero."""
    seconds = count(told.get("duration"))
    fields: Fields = {
        "name": text(told.get("title")),
        "artists": [name] if (name := text(mapping(told.get("artist")).get("name"))) else [],
        "album": text(mapping(told.get("album")).get("title")),
        "duration_ms": seconds * 1_000 if seconds else None,
        "isrc": text(told.get("isrc")) or None,
        "id": id_ or None,
    }
    return fields | ({"available": told.get("readable") is not False} if id_ else {})
