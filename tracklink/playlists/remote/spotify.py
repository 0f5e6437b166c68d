"""Spotify's playlists (Web API as of February 2026: `/playlists/{id}/items`, in place of `/tracks`).

developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide. Applications in extended quota mode
may still be answered with the older names of the fields; both are read.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from tracklink.playlists.entry import Fields
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, Refused, ServiceFailed, TrackRefused
from tracklink.playlists.remote.session import Session
from tracklink.playlists.remote.shape import Json, count, mapping, objects, text
from tracklink.playlists.remote.steady import steady

BASE_URL = "https://api.spotify.com/v1"
PAGE = 50
MOST_AT_ONCE = 100
"""Items that one request adds or removes."""
HEAD = "id,name,snapshot_id,external_urls,collaborative,owner(id)"
DELETED = "the track was deleted"


class Spotify:
    """The user's playlists. Entries have no names of their own; a playlist's state is its snapshot id."""

    provider = "spotify"
    most_at_once = MOST_AT_ONCE
    takes_copies_too = True

    def __init__(self, access: Access) -> None:
        self._session = Session(self.provider, BASE_URL, access)
        self._user_id = ""

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def read(self, playlist_id: str, market: str, advance: Callable[[int], None]) -> RemotePlaylist:
        """The playlist, a page at a time. Without a market Spotify takes that of the user's account."""
        return steady(lambda: self._read(playlist_id, market, advance), lambda: self._snapshot(playlist_id))

    def _read(self, playlist_id: str, market: str, advance: Callable[[int], None]) -> RemotePlaylist:
        head = self._session.ask("GET", f"/playlists/{playlist_id}", parameters={"fields": HEAD})
        entries: list[RemoteEntry] = []
        for page in self._pages(f"/playlists/{playlist_id}/items", {"market": market or "from_token"}):
            entries += map(_entry, page)
            advance(len(entries))
        return replace(_playlist(head, tuple(entries)), is_editable=self._is_editable(head))

    def _is_editable(self, head: Json) -> bool:
        """The user's own ones are, and those that were made for several to edit."""
        owner_id = text(mapping(head.get("owner")).get("id"))
        if not owner_id or head.get("collaborative"):
            return True
        self._user_id = self._user_id or text(self._session.ask("GET", "/me").get("id"))
        return owner_id == self._user_id

    def create(self, title: str, description: str, key: str) -> RemotePlaylist:
        """A private one."""
        del key
        body = {"name": title, "description": description, "public": False}
        return _playlist(self._session.ask("POST", "/me/playlists", body=body), ())

    def created(self, title: str, description: str, key: str) -> RemotePlaylist | None:
        """Found by its description, in which Spotify writes some characters as HTML does."""
        del title, description
        pages = self._pages("/me/playlists", {})
        return next(
            (_playlist(each, ()) for page in pages for each in page if key in text(each.get("description"))), None
        )

    def insert(
        self,
        playlist: RemotePlaylist,
        position: int,
        ids: Sequence[str],
        added_at: str = "",
        foreign: Collection[str] = (),
    ) -> str:
        """Spotify checks no version of an insertion: it is compared right before. The date of adding is today's."""
        del added_at, foreign
        self._check(playlist)
        body = {"uris": [f"spotify:track:{id_}" for id_ in ids], "position": position}
        try:
            return self._changed(self._session.ask("POST", f"/playlists/{playlist.id}/items", body=body))
        except Refused as refusal:
            raise TrackRefused(f"spotify did not take {', '.join(ids)}: {refusal}") from refusal

    def remove(self, playlist: RemotePlaylist, positions: Sequence[int]) -> str:
        """By address: Spotify takes every entry of that track, whatever position is stated (spotipy, issue 1098)."""
        self._check(playlist)
        ids = dict.fromkeys(playlist.entries[position].id for position in positions)
        body = {"items": [{"uri": f"spotify:track:{id_}"} for id_ in ids], "snapshot_id": playlist.version}
        return self._changed(self._session.ask("DELETE", f"/playlists/{playlist.id}/items", body=body))

    def _pages(self, path: str, further: Mapping[str, str]) -> Iterator[list[Json]]:
        offset = 0
        while True:
            parameters: dict[str, str | int] = {"limit": PAGE, "offset": offset, **further}
            told = self._session.ask("GET", path, parameters=parameters)
            if not isinstance(told.get("items"), list):
                raise ServiceFailed("spotify answered without the items that were asked for")
            page = [mapping(each) for each in told["items"]]
            yield page
            offset += len(page)
            if not page or not told.get("next"):
                return

    def _check(self, playlist: RemotePlaylist) -> None:
        if playlist.version and self._snapshot(playlist.id) != playlist.version:
            raise PlaylistChanged("the playlist at spotify was changed meanwhile")

    def _snapshot(self, playlist_id: str) -> str:
        return text(
            self._session.ask("GET", f"/playlists/{playlist_id}", parameters={"fields": "snapshot_id"}).get(
                "snapshot_id"
            )
        )

    @staticmethod
    def _changed(told: Json) -> str:
        return text(told.get("snapshot_id"))


def open_service(access: Access) -> Spotify:
    """The service with the user's login."""
    return Spotify(access)


def _playlist(told: Json, entries: tuple[RemoteEntry, ...]) -> RemotePlaylist:
    id_ = text(told.get("id"))
    if not id_:
        raise ServiceFailed("spotify answered with a playlist that has no id")
    return RemotePlaylist(
        provider="spotify",
        id=id_,
        title=text(told.get("name")),
        url=text(mapping(told.get("external_urls")).get("spotify")) or f"https://open.spotify.com/playlist/{id_}",
        entries=entries,
        version=text(told.get("snapshot_id")),
    )


def _entry(told: Json) -> RemoteEntry:
    """An entry; `item` was called `track` before 2026, and is null where the track was deleted."""
    track = mapping(told.get("item") or told.get("track"))
    is_local = bool(told.get("is_local") or track.get("is_local"))
    asked = mapping(track.get("linked_from"))
    id_ = "" if is_local or track.get("type", "track") != "track" else text(asked.get("id") or track.get("id"))
    return RemoteEntry(id=id_, fields=_fields(track, id_), added_at=text(told.get("added_at")), is_local=is_local)


def _fields(track: Json, id_: str) -> Fields:
    album, isrc = mapping(track.get("album")), text(mapping(track.get("external_ids")).get("isrc"))
    fields: Fields = {
        "name": text(track.get("name")) or (DELETED if not track else ""),
        "artists": [name for each in objects(track.get("artists")) if (name := text(each.get("name")))],
        "album": text(album.get("name")),
        "duration_ms": count(track.get("duration_ms")) or None,
        "isrc": isrc or None,
        "id": id_ or None,
    }
    return fields | ({"available": _plays(track)} if id_ else {})


def _plays(track: Json) -> bool:
    """Absent flags mean that it plays; `restrictions` come with tracks that do not (docs, "Track relinking")."""
    if track.get("is_playable") is False or mapping(track.get("restrictions")).get("reason"):
        return False
    return not (track.get("is_playable") is None and track.get("available_markets") == [])
