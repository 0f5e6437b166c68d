"""Tidal's own API (https://tidal-music.github.io/tidal-api-reference/), asked with an application's credentials."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus

import httpx

from providers.json_field import decoded
from providers.tidal.declaration import DECLARATION
from providers.tidal.document import Document
from providers.tidal.inclusion import TRACK_PARTS, Inclusion
from providers.tidal.session import Parameters, Session, json_of
from providers.tidal.track import REPLACEMENT, candidate_of
from tracklink.plugin import Candidate, Connection, Declaration, ProviderAnswerInvalid, Track, TrackRef

DEFAULT_COUNTRY = "US"
"""Whose catalogue is asked when the caller names no market: the largest."""

OTHER_COUNTRIES = (DEFAULT_COUNTRY, "GB")
"""Where else a track is looked for before it is called absent."""

LONGEST_QUERY = 256

TRACKS = "tracks"

Reading = Callable[[Document, str | None], Iterator[Candidate]]
"""Finds the candidates in an answer, given the country whose catalogue it is from where that was asked for."""

Asking = Callable[[str | None], tuple[Candidate, ...]]
"""Finds the candidates in the catalogue of a country."""


class TidalProvider:
    """A search is one request; a lookup is two where a market was named and has nothing: another country is asked."""

    def __init__(self, connection: Connection) -> None:
        self._session = Session(connection)
        self._inclusion = Inclusion(self._session, connection.before_another)
        self._before_another = connection.before_another

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """Nothing: it is opened with its credentials."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The track of an id, and the one that Tidal names in its place where it has gone from the market."""
        if not re.fullmatch(DECLARATION.id_pattern, ref.id):
            return ()
        return self._twice(lambda country: self._track_in(country, ref), market)

    def _track_in(self, country: str | None, ref: TrackRef) -> tuple[Candidate, ...]:
        answer = self._inclusion.get(f"/tracks/{ref.id}", country or DEFAULT_COUNTRY)
        return () if _is_unknown(answer) else tuple(_tracks_of(ref, _document(json_of(answer)), country))

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """Every track with this ISRC, one for each release; the first page of them."""
        return self.lookup_isrcs((isrc,), market)

    def lookup_isrcs(self, isrcs: Sequence[str], market: str | None) -> Sequence[Candidate]:
        """Tracks with any of at most twenty ISRCs, in one request: of several ISRCs, Tidal names one track each.

        Where a market was named, another country is asked in a second request for those that it lacks.
        """
        found = self._isrcs_in(market, isrcs)
        stated = {isrc for candidate in found for isrc in candidate.track.isrcs}
        lacking = [isrc for isrc in isrcs if isrc not in stated]
        if not lacking or not market:
            return found
        self._before_another()
        return (*found, *self._isrcs_in(_another(market), lacking))

    def _isrcs_in(self, country: str | None, isrcs: Sequence[str]) -> tuple[Candidate, ...]:
        return self._ask("/tracks", {"filter[isrc]": isrcs, "include": TRACK_PARTS}, country, _tracks)

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """The tracks of a release with their numbers; the first twenty of a longer one."""
        spellings = sorted({barcode.zfill(length) for length in (12, 13, 14)}, key=len)
        parameters = {"filter[barcodeId]": spellings, "include": "artists,items.artists"}
        return self._twice(lambda country: self._ask("/albums", parameters, country, _tracks_of_albums), market)

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Tracks near the title and the first artist, in Tidal's order; the first page, which holds twenty."""
        words = " ".join((query.title, *query.artists[:1])).strip()[:LONGEST_QUERY]
        if not words:
            return ()
        parameters = {"filter[query]": words, "include": "tracks.artists,tracks.albums"}
        return self._ask("/searchResults", parameters, market, _tracks_found)[:limit]

    def _twice(self, ask: Asking, market: str | None) -> tuple[Candidate, ...]:
        """Ask the market's catalogue, then that of one other country: what stands there only is not absent."""
        found = ask(market)
        if found or not market:
            return found
        self._before_another()
        return ask(_another(market))

    def _ask(self, path: str, parameters: Parameters, country: str | None, read: Reading) -> tuple[Candidate, ...]:
        answer = self._session.get(path, {**parameters, "countryCode": country or DEFAULT_COUNTRY})
        return tuple(read(_document(json_of(answer)), country))


def _is_unknown(answer: httpx.Response) -> bool:
    """There is no such id: a 404 in Tidal's own words. Any other 404 may come from a proxy or a wrong address."""
    errors = decoded(answer.json).get("errors") if answer.status_code == HTTPStatus.NOT_FOUND else None
    return isinstance(errors, list) and bool(errors)


def _another(market: str) -> str:
    return next(country for country in OTHER_COUNTRIES if country != market)


def _document(body: object) -> Document:
    try:
        return Document(body)
    except ValueError as fault:
        raise ProviderAnswerInvalid(DECLARATION.name, f"tidal answered in an unknown form: {fault}.") from fault


def _tracks(document: Document, country: str | None) -> Iterator[Candidate]:
    return (candidate_of(document, track, country) for track in document.primary if track.kind == TRACKS)


def _tracks_of(ref: TrackRef, document: Document, country: str | None) -> Iterator[Candidate]:
    for track in document.primary:
        relinked_from = None if track.id == ref.id else ref
        yield replace(candidate_of(document, track, country), relinked_from=relinked_from)
        for offered in document.related(track, REPLACEMENT):
            if offered.id != track.id:
                yield replace(candidate_of(document, offered, country), offered_for=ref)


def _tracks_of_albums(document: Document, country: str | None) -> Iterator[Candidate]:
    for album in document.primary:
        for track in document.related(album, "items"):
            if track.kind == TRACKS:
                yield candidate_of(document, track, country, album)


def _tracks_found(document: Document, country: str | None) -> Iterator[Candidate]:
    for results in document.primary:
        if not results.states(TRACKS):
            raise ProviderAnswerInvalid(DECLARATION.name, "tidal answered a search without a list of tracks.")
        for track in document.related(results, TRACKS):
            yield candidate_of(document, track, country)
