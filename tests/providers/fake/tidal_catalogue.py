"""Made-up tracks, and the JSON:API documents in which Tidal would tell of them to a country."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Key = tuple[str, str]

EVERYWHERE = frozenset({"US", "GB", "DE", "FR"})

PATHS = {
    "tracks": {"artists", "albums", "replacement", "genres", "lyrics", "providers", "similarTracks", "usageRules"},
    "albums": {"artists", "items", "coverArt", "genres", "providers", "replacement", "similarAlbums"},
    "artists": {"albums", "tracks", "profileArt"},
    "searchResults": {"tracks", "albums", "artists", "topHits", "videos"},
}
"""The relationships of each type; Tidal refuses a path through any other."""


SINGLE = {"replacement", "usageRules"}
"""Relationships that lead to one resource, or to none."""


@dataclass(frozen=True)
class Entry:
    """A resource, the countries in whose catalogue it stands, and what it is linked to."""

    attributes: Json
    links: dict[str, list[Json]] = field(default_factory=dict)
    countries: frozenset[str] = EVERYWHERE


class Catalogue:
    """Every resource by type and id."""

    def __init__(self, entries: dict[Key, Entry]) -> None:
        self.entries = entries

    def keys(self, type_: str, country: str) -> list[Key]:
        """Those of a type that stand in the country's catalogue, or that something there stands in for."""
        return [key for key, entry in self.entries.items() if key[0] == type_ and self._is_told_of(entry, country)]

    def document(self, primary: list[Key] | Key, include: str, country: str) -> Json:
        """A document with what lies on the paths included; a link stays where its resource is withheld."""
        paths = [path.split(".") for path in include.split(",") if path]
        roots = [primary] if isinstance(primary, tuple) else primary
        told: dict[Key, Json] = {}
        for root in roots:
            self._tell(root, paths, country, told)
        objects = [told.pop(root) for root in roots]
        return {"data": objects if isinstance(primary, list) else objects[0], "included": list(told.values())}

    def search(self, query: str, include: str, country: str) -> Json:
        """One resource of results under an opaque id: tracks with a word of the query in their title, as links."""
        words = set(query.casefold().split())
        found = [
            link(*key)
            for key, entry in self.entries.items()
            if key[0] == "tracks" and words & set(entry.attributes["title"].casefold().split())
        ]
        key = ("searchResults", "7WqLm3")
        results = Entry({"query": query, "trackingId": "5896e37d"}, {"tracks": found})
        return Catalogue({**self.entries, key: results}).document([key], include, country)

    def _tell(self, key: Key, paths: list[list[str]], country: str, told: dict[Key, Json]) -> None:
        entry = self.entries[key]
        told.setdefault(key, {"type": key[0], "id": key[1], "attributes": entry.attributes, "relationships": {}})
        for name in dict.fromkeys(path[0] for path in paths):
            links = entry.links.get(name, [])
            told[key]["relationships"][name] = {"data": (links or [None])[0] if name in SINGLE else links}
            beyond = [path[1:] for path in paths if path[0] == name and path[1:]]
            for linked in ((link["type"], link["id"]) for link in links):
                if linked in self.entries and country in self.entries[linked].countries:
                    self._tell(linked, beyond, country, told)

    @staticmethod
    def _is_told_of(entry: Entry, country: str) -> bool:
        return country in entry.countries or bool(entry.links.get("replacement"))


def is_known(type_: str, include: str) -> bool:
    """Whether every path leads through relationships that there are."""
    return all(_leads(type_, path.split(".")) for path in include.split(",") if path)


def _leads(type_: str, path: list[str]) -> bool:
    name, *beyond = path
    if name not in PATHS.get(type_, ()):
        return False
    return not beyond or _leads({"items": "tracks", "replacement": type_}.get(name, name), beyond)


def track(  # a track has that many sides
    id_: str,
    title: str,
    *,
    artists: Iterable[str],
    album: str = "",
    countries: frozenset[str] = EVERYWHERE,
    replacement: str = "",
    **stated: object,
) -> tuple[Key, Entry]:
    """A track as Tidal states one; `stated` are attributes beyond the usual ones, or in their place."""
    attributes = {
        "title": title,
        "version": None,
        "isrc": f"QZTDL21{id_:0>5}",
        "duration": "PT3M5S",
        "explicit": False,
        "popularity": 0.25,
        "mediaTags": ["LOSSLESS"],
        "accessType": "PUBLIC",
        "externalLinks": [{"href": f"https://tidal.com/browse/track/{id_}", "meta": {"type": "TIDAL_SHARING"}}],
    }
    links = {
        "artists": [link("artists", artist) for artist in artists],
        "albums": [link("albums", album)] if album else [],
        "replacement": [link("tracks", replacement)] if replacement else [],
    }
    return ("tracks", id_), Entry({**attributes, **stated}, links, countries)


def album(
    id_: str, title: str, *, artists: Iterable[str], tracks: Iterable[str], **stated: object
) -> tuple[Key, Entry]:
    """An album whose tracks are numbered as they come, two to a disc."""
    attributes = {"title": title, "albumType": "ALBUM", "releaseDate": "2021-03-05", **stated}
    items = [
        link("tracks", track_id, trackNumber=place % 2 + 1, volumeNumber=place // 2 + 1)
        for place, track_id in enumerate(tracks)
    ]
    return ("albums", id_), Entry(attributes, {"artists": [link("artists", name) for name in artists], "items": items})


def artist(id_: str, name: str) -> tuple[Key, Entry]:
    """An artist."""
    return ("artists", id_), Entry({"name": name, "popularity": 0.5})


def usage_rules(id_: str, **stated: object) -> tuple[Key, Entry]:
    """What a track may be used for; `stated` has a list for some of the ways to pay."""
    return ("usageRules", id_), Entry({"countryCode": "US", **stated})


def link(type_: str, id_: str, **meta: int) -> Json:
    """What names a resource."""
    return {"type": type_, "id": id_, **({"meta": meta} if meta else {})}
