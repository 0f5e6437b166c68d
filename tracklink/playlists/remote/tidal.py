"""Tidal's playlists, by its own API v2 (JSON:API; shapes after the typings of npm's @tidal-music/api)."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from tracklink.playlists.entry import Fields
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, ServiceFailed, TrackRefused
from tracklink.playlists.remote.session import Session
from tracklink.playlists.remote.shape import Json, mapping, objects, text
from tracklink.playlists.remote.steady import steady

BASE_URL = "https://openapi.tidal.com/v2"
MEDIA_TYPE = "application/vnd.api+json"
DEFAULT_COUNTRY = "US"
MOST_AT_ONCE = 20
_LENGTH = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")

Included = Mapping[tuple[str, str], Json]


class Tidal:
    """The user's playlists. An entry is called by its `itemId`; a playlist's state is when it was last modified."""

    provider = "tidal"
    most_at_once = MOST_AT_ONCE
    takes_copies_too = False

    def __init__(self, access: Access) -> None:
        self._session = Session(self.provider, BASE_URL, access, MEDIA_TYPE)

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def read(self, playlist_id: str, market: str, advance: Callable[[int], None]) -> RemotePlaylist:
        """The playlist, a page at a time. A track that the country's catalogue lacks is not embedded: it is gone."""
        country = market or DEFAULT_COUNTRY
        return steady(lambda: self._read(playlist_id, country, advance), lambda: self._version(playlist_id))

    def _read(self, playlist_id: str, country: str, advance: Callable[[int], None]) -> RemotePlaylist:
        head = self._head(playlist_id, country)
        entries: list[RemoteEntry] = []
        for page, included in self._pages(playlist_id, country):
            entries += [_entry(each, included) for each in page]
            advance(len(entries))
        return _playlist(playlist_id, head, tuple(entries))

    def create(self, title: str, description: str, key: str) -> RemotePlaylist:
        """One that only who has its address can see: Tidal lets no application make a private one."""
        attributes = {"name": title, "description": description, "accessType": "UNLISTED"}
        body = {"data": {"type": "playlists", "attributes": attributes}}
        made = mapping(self._change("POST", "/playlists", body, uuid5(NAMESPACE_OID, key)).get("data"))
        if not text(made.get("id")):
            raise ServiceFailed("tidal answered with a playlist that has no id")
        return _playlist(text(made["id"]), mapping(made.get("attributes")), ())

    def created(self, title: str, description: str, key: str) -> RemotePlaylist | None:
        """Asked for again under the same key, Tidal gives what it made (Idempotency-Key)."""
        return self.create(title, description, key)

    def insert(
        self,
        playlist: RemotePlaylist,
        position: int,
        ids: Sequence[str],
        added_at: str = "",
        foreign: Collection[str] = (),
    ) -> str:
        """Before an entry by its name; the date of adding is kept."""
        del foreign
        self._check(playlist)
        meta = {"meta": {"addedAt": added_at}} if added_at else {}
        body: Json = {"data": [{"type": "tracks", "id": id_, **meta} for id_ in ids]}
        if position < len(playlist.entries):
            body["meta"] = {"positionBefore": playlist.entries[position].handle}
        told = self._change("POST", f"/playlists/{playlist.id}/relationships/items", body)
        if skipped := objects(mapping(told.get("meta")).get("skipped")):
            refused = [text(each.get("id")) for each in skipped]
            raise TrackRefused(f"tidal did not take the track {refused[0]}: it has none of that id", refused)
        return self._version(playlist.id)

    def remove(self, playlist: RemotePlaylist, positions: Sequence[int]) -> str:
        """By the names of the entries."""
        self._check(playlist)
        entries = [playlist.entries[position] for position in positions]
        data = [{"type": "tracks", "id": entry.id, "meta": {"itemId": entry.handle}} for entry in entries]
        self._change("DELETE", f"/playlists/{playlist.id}/relationships/items", {"data": data})
        return self._version(playlist.id)

    def _pages(self, playlist_id: str, country: str) -> Iterator[tuple[list[Json], Included]]:
        cursor = ""
        while True:
            parameters = {"countryCode": country, "include": "items,items.artists,items.albums"}
            parameters |= {"page[cursor]": cursor} if cursor else {}
            told = self._session.ask("GET", f"/playlists/{playlist_id}/relationships/items", parameters=parameters)
            if not isinstance(told.get("data"), list):
                raise ServiceFailed("tidal answered without the items of the playlist")
            resources = objects(told.get("included"))
            yield objects(told["data"]), {(text(each.get("type")), text(each.get("id"))): each for each in resources}
            cursor = _cursor(mapping(told.get("links")))
            if not cursor:
                return

    def _change(self, method: str, path: str, body: Json, key: UUID | None = None) -> Json:
        """A change under a key of its own, so that asking again because of a full quota cannot double it."""
        return self._session.ask(method, path, body=body, headers={"Idempotency-Key": str(key or uuid4())})

    def _head(self, playlist_id: str, country: str = DEFAULT_COUNTRY) -> Json:
        told = self._session.ask("GET", f"/playlists/{playlist_id}", parameters={"countryCode": country})
        return mapping(mapping(told.get("data")).get("attributes"))

    def _version(self, playlist_id: str) -> str:
        return text(self._head(playlist_id).get("lastModifiedAt"))

    def _check(self, playlist: RemotePlaylist) -> None:
        if playlist.version and self._version(playlist.id) != playlist.version:
            raise PlaylistChanged("the playlist at tidal was changed meanwhile")


def open_service(access: Access) -> Tidal:
    """The service with the user's login."""
    return Tidal(access)


def _cursor(links: Json) -> str:
    """Of the next page: in `links.meta.nextCursor`, or in the address of `links.next`."""
    stated = text(mapping(links.get("meta")).get("nextCursor"))
    return stated or parse_qs(urlsplit(text(links.get("next"))).query).get("page[cursor]", [""])[0]


def _playlist(id_: str, attributes: Json, entries: tuple[RemoteEntry, ...]) -> RemotePlaylist:
    return RemotePlaylist(
        provider="tidal",
        id=id_,
        title=text(attributes.get("name")),
        url=f"https://tidal.com/playlist/{id_}",
        entries=entries,
        version=text(attributes.get("lastModifiedAt")),
    )


def _entry(told: Json, included: Included) -> RemoteEntry:
    meta = mapping(told.get("meta"))
    id_ = text(told.get("id")) if told.get("type") == "tracks" else ""
    return RemoteEntry(
        id=id_,
        fields=_fields(included.get(("tracks", id_), {}), id_, included),
        handle=text(meta.get("itemId")),
        added_at=text(meta.get("addedAt")),
    )


def _fields(track: Json, id_: str, included: Included) -> Fields:
    """The version stands apart from the title, as Tidal has it."""
    attributes = mapping(track.get("attributes"))
    fields: Fields = {
        "name": text(attributes.get("title")),
        "version": text(attributes.get("version")) or None,
        "artists": _names(track, "artists", "name", included),
        "album": next(iter(_names(track, "albums", "title", included)), ""),
        "duration_ms": _duration_ms(text(attributes.get("duration"))),
        "isrc": text(attributes.get("isrc")) or None,
        "id": id_ or None,
    }
    return fields | ({"available": bool(attributes)} if id_ else {})


def _names(track: Json, relationship: str, field: str, included: Included) -> list[str]:
    links = objects(mapping(mapping(track.get("relationships")).get(relationship)).get("data"))
    named = (included.get((text(link.get("type")), text(link.get("id"))), {}) for link in links)
    return [name for each in named if (name := text(mapping(each.get("attributes")).get(field)))]


def _duration_ms(stated: str) -> int | None:
    """ISO 8601's `PT3M5S`, whole seconds."""
    found = _LENGTH.fullmatch(stated)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 or None
