"""What the iTunes Search API answers about made-up songs: padded JSON under the name of a script."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService

Json = dict[str, Any]

STORES = {"US": "USA", "DE": "DEU", "JP": "JPN"}
"""Countries with a store, and how answers name them."""
EVERYWHERE = frozenset(STORES)


@dataclass(frozen=True)
class Song:
    """A song, the album that it is on, and the countries that have it."""

    id: int
    title: str
    artist: str
    album: str = "Tidewater"
    upc: str = ""
    stated: Json = field(default_factory=dict)
    """Fields beyond the usual ones, or in their place."""
    countries: frozenset[str] = EVERYWHERE

    @property
    def words(self) -> set[str]:
        """What a search finds it by."""
        return set(f"{self.title} {self.artist}".casefold().split())


class FakeItunes(FakeService):
    """The store over these songs."""

    def __init__(self, *songs: Song) -> None:
        super().__init__()
        self.songs = songs

    def answer(self, request: Request) -> Reply:
        """By id, by barcode or by words; a country without a store is refused."""
        asked = {name: values[0] for name, values in request.query.items()}
        country = asked.get("country", "US")
        if country not in STORES:
            return _refused("country")
        there = [song for song in self.songs if country in song.countries]
        if request.path == "/search":
            return self._search(there, asked, country)
        if "upc" in asked:
            return _listed(_release([song for song in there if song.upc == asked["upc"]], country))
        return _listed(_told(song, country) for song in there if f"{song.id}" == asked["id"])

    def refusal(self, status: int) -> Reply:
        """Without a word, as whoever asks too often is refused."""
        return Reply(b"", status, content_type="text/plain")

    @staticmethod
    def _search(there: Iterable[Song], asked: dict[str, str], country: str) -> Reply:
        if (asked.get("media"), asked.get("entity")) != ("music", "song"):
            return _refused("resultEntity")
        words = set(asked["term"].casefold().split())
        found = [_told(song, country) for song in there if words <= song.words]
        return _listed(found[: int(asked.get("limit", "50"))])


def _release(songs: list[Song], country: str) -> Iterator[Json]:
    """The album before its songs, and something to read after them."""
    if songs:
        yield {"wrapperType": "collection", "collectionType": "Album", "collectionId": 9, "artistName": songs[0].artist}
        yield from (_told(song, country) for song in songs)
        yield {"wrapperType": "track", "kind": "interactive-booklet", "trackId": 99, "trackName": "Booklet"}


def _told(song: Song, country: str) -> Json:
    return {
        "wrapperType": "track",
        "kind": "song",
        "artistId": 3,
        "collectionId": 9,
        "trackId": song.id,
        "artistName": song.artist,
        "collectionName": song.album,
        "trackName": song.title,
        "collectionCensoredName": song.album,
        "trackCensoredName": song.title,
        "trackViewUrl": f"https://music.apple.com/{country.lower()}/album/a-song/9?i={song.id}&uo=4",
        "previewUrl": f"https://audio.example/{song.id}.m4a",
        "artworkUrl100": "https://image.example/100x100bb.jpg",
        "collectionPrice": -1.00,
        "trackPrice": 1.29,
        "releaseDate": "2021-03-05T08:00:00Z",
        "trackExplicitness": "notExplicit",
        "discCount": 1,
        "discNumber": 1,
        "trackCount": 12,
        "trackNumber": 4,
        "trackTimeMillis": 245_333,
        "country": STORES[country],
        "currency": "USD",
        "primaryGenreName": "Alternative",
        "isStreamable": True,
        **song.stated,
    }


def _listed(results: Iterable[Json]) -> Reply:
    listed = list(results)
    body = json.dumps({"resultCount": len(listed), "results": listed}, ensure_ascii=False)
    return Reply(f"\n\n\n{body}\n".encode(), content_type="text/javascript; charset=utf-8")


def _refused(key: str) -> Reply:
    return Reply.of_json({"errorMessage": f"Invalid value(s) for key(s): [{key}]", "queryParameters": {}}, 400)
