"""What Deezer answers about made-up tracks. Its own errors come with status 200."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService

Json = dict[str, Any]

NO_DATA = {"error": {"type": "DataException", "message": "no data", "code": 800}}
QUERY_INVALID = {"error": {"type": "InvalidQueryException", "message": "Wrong parameters", "code": 600}}
PAGE = 25
OF_HITS = {
    *("id", "readable", "title", "title_short", "title_version", "link", "duration", "rank"),
    *("explicit_lyrics", "explicit_content_lyrics", "explicit_content_cover", "preview", "md5_image"),
    *("artist", "album", "type"),
}
"""Fields of a search hit."""
OF_ALBUMS = OF_HITS - {"album"} | {"isrc", "track_position", "disk_number"}
"""Fields of a row of an album."""


@dataclass(frozen=True)
class Release:
    """A release and the ids of its tracks."""

    stated: Json
    track_ids: tuple[int, ...] = ()


@dataclass
class FakeDeezer(FakeService):
    """The catalogue; what a path leads to can be set to anything in `answers`."""

    tracks: Mapping[int, Json] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    answers: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def answer(self, request: Request) -> Reply:
        """By the first part of the path."""
        if request.path in self.answers:
            return Reply.of_json(self.answers[request.path])
        return Reply.of_json(self._found(request))

    def refusal(self, status: int) -> Reply:
        """A 404 says that there is no data; others have no code, or no object at all."""
        return Reply.of_json(NO_DATA if status == 404 else {"error": f"status {status}"}, status)

    def _found(self, request: Request) -> object:
        kind, _, rest = request.path.removeprefix("/").partition("/")
        if kind == "track":
            return self._track(rest)
        if kind == "album":
            return self._release(rest)
        if kind == "search":
            return self._search(request.query)
        return NO_DATA

    def _track(self, id_: str) -> object:
        _, is_isrc, isrc = id_.partition("isrc:")
        for number, track in self.tracks.items():
            if (track.get("isrc") == isrc) if is_isrc else (f"{number}" == id_):
                return track
        return NO_DATA

    def _release(self, path: str) -> object:
        for release in self.releases:
            if path == f"upc:{release.stated['upc']}":
                return {**release.stated, "tracks": {"data": [self._row(id_, OF_HITS) for id_ in release.track_ids]}}
            if path == f"{release.stated['id']}/tracks":
                return {"data": [self._row(id_, OF_ALBUMS) for id_ in release.track_ids], "total": 1}
        return NO_DATA

    def _search(self, query: dict[str, list[str]]) -> object:
        text = query.get("q", [""])[0]
        if not text:
            return QUERY_INVALID
        words = set(re.findall(r"\w+", text.lower()))
        found = [id_ for id_, track in self.tracks.items() if words <= self._words(track)]
        limit = int(query.get("limit", [f"{PAGE}"])[0])
        return {"data": [self._row(id_, OF_HITS) for id_ in found[:limit]], "total": len(found)}

    def _words(self, track: Json) -> set[str]:
        return set(re.findall(r"\w+", f"{track['title']} {track['artist']['name']}".lower()))

    def _row(self, id_: int, fields: set[str]) -> Json:
        return {name: value for name, value in self.tracks[id_].items() if name in fields}


def artist(id_: int, name: str, **more: object) -> Json:
    """An artist as it stands in a track."""
    return {"id": id_, "name": name, "tracklist": f"https://api.example/artist/{id_}/top", "type": "artist", **more}


VALE = artist(71, "Mira Vale")
KEEL = artist(72, "Tom Keel")
TIDEWATER = {"id": 501, "title": "Tidewater", "release_date": "2021-05-07", "type": "album"}

CALM: Json = {
    "id": 17,
    "readable": True,
    "title": "Calm (Harbour Mix)",
    "title_short": "Calm",
    "title_version": "(Harbour Mix)",
    "isrc": "QZTST2100005",
    "link": "https://www.deezer.com/track/17",
    "duration": 245,
    "track_position": 4,
    "disk_number": 1,
    "rank": 570_000,
    "release_date": "2021-04-30",
    "explicit_lyrics": True,
    "explicit_content_lyrics": 1,
    "explicit_content_cover": 2,
    "preview": "https://cdn.example/calm.mp3",
    "bpm": 98.5,
    "gain": -9.1,
    "available_countries": ["DE", "FR"],
    "contributors": [{**VALE, "role": "Main"}, {**KEEL, "role": "Featured"}],
    "md5_image": "0123456789abcdef0123456789abcdef",
    "artist": VALE,
    "album": TIDEWATER,
    "type": "track",
}
NIGHT: Json = {
    **CALM,
    "id": 18,
    "title": "夜の港",
    "title_short": "夜の港",
    "title_version": "",
    "isrc": "QZTST2100006",
    "track_position": 5,
    "artist": artist(73, "ミラ・ヴェイル"),
    "contributors": [artist(73, "ミラ・ヴェイル", role="Main")],
}
GONE: Json = {
    **{key: value for key, value in CALM.items() if key != "preview"},
    "id": 16,
    "isrc": "QZTST1900005",
    "readable": False,
    "available_countries": [],
    "alternative": CALM,
}
RELEASE = Release(
    {
        **TIDEWATER,
        "upc": "4006381333931",
        "genres": {"data": [{"id": 1, "name": "Shanty", "type": "genre"}]},
        "record_type": "album",
        "contributors": [{**VALE, "role": "Main"}],
        "artist": VALE,
        "nb_tracks": 2,
    },
    (17, 18),
)


def stocked() -> FakeDeezer:
    """Three tracks and a release; the lowest id has gone."""
    return FakeDeezer({track["id"]: track for track in (CALM, NIGHT, GONE)}, (RELEASE,))
