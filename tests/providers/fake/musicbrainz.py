"""What MusicBrainz's web service answers to GETs, about made-up recordings."""

import re
from collections.abc import Callable, Iterable, Iterator
from http.client import responses
from typing import TypeVar
from xml.etree.ElementTree import Element

from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.musicbrainz_xml import Recording, Release, document, error, listed, recording, release, url
from tests.providers.fake.service import FakeService

XML = "application/xml; charset=utf-8"
INCLUDES = {
    "recording": {
        *("artists", "releases", "artist-credits", "isrcs", "aliases", "media", "discids"),
        *("release-groups", "url-rels", "recording-rels", "tags", "ratings", "annotation"),
    },
    "isrc": {"artists", "releases", "artist-credits", "isrcs", "aliases", "url-rels", "tags", "ratings"},
    "url": {"recording-rels", "release-rels", "artist-rels"},
}
"""`inc` values by resource; the service refuses any other."""
SEARCHED = {"artist-credits", "releases", "release-groups", "media", "isrcs"}
"""What a search hit states; relations are not in the index."""
_MBID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CLAUSE = re.compile(r'([a-z]+):(?:\(((?:[^)\\]|\\.)*)\)|"((?:[^"\\]|\\.)*)")')

Found = TypeVar("Found")


class Refused(Exception):
    """Status and words of an answer that is not a 200."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class FakeMusicBrainz(FakeService):
    """The service over these recordings."""

    base_path = "/ws/2"

    def __init__(self, *recordings: Recording) -> None:
        super().__init__()
        self.recordings = recordings

    def answer(self, request: Request) -> Reply:
        """An answer in XML, as it is given unless JSON is asked for; nobody is served who does not say who asks."""
        if "/" not in request.headers.get("user-agent", ""):
            return self.refusal(403)
        resource, _, id_ = request.path.removeprefix("/ws/2/").partition("/")
        try:
            return Reply(document(self._find(resource, id_, request.query)), content_type=XML)
        except Refused as refused:
            return Reply(error(f"{refused}"), refused.status, content_type=XML)

    def refusal(self, status: int) -> Reply:
        """An `error` with two texts."""
        return Reply(error(responses[status]), status, content_type=XML)

    def _find(self, resource: str, id_: str, parameters: dict[str, list[str]]) -> Element:
        if "query" in parameters:
            search: dict[str, Callable[[str, int], Element]] = {"recording": self._search, "release": self._releases}
            return search[resource](parameters["query"][0], int(parameters.get("limit", ["25"])[0]))
        inc = set(parameters.get("inc", [""])[0].split())
        for unknown in sorted(inc - INCLUDES[resource]):
            raise Refused(400, f"{unknown} is not a valid inc parameter for the {resource} resource.")
        if resource == "recording":
            return self._recording(id_, inc)
        return self._isrc(id_, inc) if resource == "isrc" else self._url(parameters["resource"])

    def _recording(self, mbid: str, inc: set[str]) -> Element:
        if not _MBID.fullmatch(mbid):
            raise Refused(400, "Invalid mbid.")
        return recording(_first(one for one in self.recordings if mbid in (one.id, *one.merged)), inc)

    def _isrc(self, isrc: str, inc: set[str]) -> Element:
        if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", isrc):
            raise Refused(400, "Invalid isrc.")
        found = [one for one in self.recordings if isrc in one.isrcs]
        element = Element("isrc", {"id": isrc})
        element.append(listed("recording-list", (recording(one, inc) for one in found)))
        return _first([element] if found else [])

    def _url(self, resources: list[str]) -> Element:
        known = [(resource, [one for one in self.recordings if resource in _all_urls(one)]) for resource in resources]
        found = [url(resource, targets) for resource, targets in known if targets]
        if len(resources) > 1:
            return listed("url-list", found)
        return _first(found)

    def _search(self, query: str, limit: int) -> Element:
        scored = sorted(((_score(one, query), one) for one in self.recordings), key=lambda pair: -pair[0])
        hits = (recording(one, SEARCHED, f"{score}") for score, one in scored[:limit] if score)
        return listed("recording-list", hits)

    def _releases(self, query: str, limit: int) -> Element:
        barcodes = {word for _, words in _clauses(query) for word in words}
        found = {one.id: one for one in _every_release(self.recordings) if one.barcode in barcodes}
        return listed("release-list", [release(one, {"release-groups"}) for one in found.values()][:limit])


def _first(found: Iterable[Found]) -> Found:
    for one in found:
        return one
    raise Refused(404, "Not Found")


def _all_urls(record: Recording) -> tuple[str, ...]:
    return (*record.urls, *record.ended_urls)


def _every_release(recordings: Iterable[Recording]) -> Iterator[Release]:
    for one in recordings:
        yield from one.releases


def _clauses(query: str) -> Iterator[tuple[str, set[str]]]:
    for name, words, phrase in _CLAUSE.findall(query):
        plain = re.sub(r"\\(.)", r"\1", words or phrase)
        yield name, {word for word in plain.lower().split() if word != "or"}


def _score(record: Recording, query: str) -> int:
    indexed = {
        "recording": record.title,
        "alias": " ".join(record.aliases),
        "artist": " ".join(name for credited, own, _ in record.artists for name in (credited, own)),
        "release": " ".join(one.title for one in record.releases),
        "comment": record.disambiguation,
        "reid": " ".join(one.id for one in record.releases),
    }
    return sum(len(words & set(indexed.get(name, "").lower().split())) for name, words in _clauses(query))
