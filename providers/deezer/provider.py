"""Deezer, asked: one request a question, two for a barcode."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.identifiers import ISRC, read_barcode
from providers.deezer.answer import candidate_of, id_of, ref_of
from providers.deezer.client import DeezerClient, NothingFound, Parameters
from providers.deezer.declaration import DECLARATION
from providers.json_field import mapping, mappings, read
from tracklink.plugin import Candidate, Connection, Declaration, ProviderAnswerInvalid, Track, TrackRef

LARGEST_PAGE = 100

BARCODE_DIGITS = 12
"""Deezer finds a barcode that is written with at least as many digits."""


class DeezerProvider:
    """The live service, which answers as for the country from which it is asked."""

    def __init__(self, connection: Connection) -> None:
        self._client = DeezerClient(connection)
        self._before_another = connection.before_another

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """Nothing: the catalogue is open."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The track of an id, and the one that Deezer names in its place where it does not play."""
        if ref.provider != DECLARATION.name or not re.fullmatch(DECLARATION.id_pattern, ref.id):
            return ()
        asked = ref_of(f"{int(ref.id)}")
        fields = self._object(f"track/{asked.id}")
        if fields is None:
            return ()
        track = _track(fields, market)
        offered = candidate_of(mapping(fields.get("alternative")), market)
        found = [replace(track, relinked_from=None if track.ref == asked else asked)]
        if offered and offered.ref not in {asked, track.ref}:
            found.append(replace(offered, offered_for=asked))
        return tuple(found)

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """The one track that Deezer chooses of those with this ISRC."""
        fields = self._object(f"track/isrc:{isrc}") if ISRC.fullmatch(isrc) else None
        if fields is None:
            return ()
        track = _track(fields, market)
        return () if track.track.isrcs and isrc not in track.track.isrcs else (track,)

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """The tracks of a release: one request for the release, one for what it does not state of its tracks."""
        asked = read(read_barcode, barcode)
        album = self._object(f"album/upc:{asked.zfill(BARCODE_DIGITS)}") if asked else None
        if album is None:
            return ()
        id_ = id_of(album)
        if id_ is None:
            raise _strange("a barcode", "a release")
        if read(read_barcode, album.get("upc")) not in {None, asked}:
            return ()
        self._before_another()
        return self._list(f"album/{id_}/tracks", {"limit": LARGEST_PAGE}, market, album)

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """The first page of a search in plain words, in Deezer's order.

        Quotes and colons would make fields of them, and beside a field Deezer does not look at other words.
        """
        words = re.sub(r'[":]', " ", " ".join((query.title, *query.artists[:1]))).split()
        count = max(1, min(limit, LARGEST_PAGE))
        return self._list("search", {"q": " ".join(words), "limit": count}, market)[:limit] if words else ()

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def _object(self, path: str) -> Mapping[str, object] | None:
        try:
            return self._client.get(path)
        except NothingFound:
            return None

    def _list(
        self, path: str, parameters: Parameters, market: str | None, album: Mapping[str, object] | None = None
    ) -> tuple[Candidate, ...]:
        try:
            found = self._client.get(path, parameters).get("data")
        except NothingFound:
            return ()
        if not isinstance(found, list):
            raise _strange(path.partition("/")[0], "a list of tracks")
        candidates = (candidate_of(fields, market, album) for fields in mappings(found))
        return tuple(candidate for candidate in candidates if candidate)


def _track(fields: Mapping[str, object], market: str | None) -> Candidate:
    candidate = candidate_of(fields, market)
    if candidate is None:
        raise _strange("an id", "a track")
    return candidate


def _strange(asked: str, expected: str) -> ProviderAnswerInvalid:
    return ProviderAnswerInvalid(
        DECLARATION.name, f"{DECLARATION.name} answered {asked} with something other than {expected}."
    )
