"""YouTube Music through ytmusicapi, signed out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from ytmusicapi import YTMusic

from domain.text import fold
from providers.json_field import mapping, mappings
from providers.youtube_music.client import in_market, layout_known, open_client
from providers.youtube_music.declaration import DECLARATION
from providers.youtube_music.played import read_played
from providers.youtube_music.row import read_row
from tracklink.plugin import Candidate, Connection, Declaration, ProviderAnswerInvalid, Track, TrackRef

MOST_ARTISTS = 3
"""Names that join the title in a search; more of them find less."""


class YouTubeMusicProvider:
    """Songs and videos by id and by text."""

    def __init__(self, connection: Connection) -> None:
        self._client = open_client(connection)
        self._before_another = connection.before_another

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """Nothing: it is asked without an account."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The track of an id, in one request; one that does not play is followed by its counterpart, in a second.

        A song often has a video of the same recording, and the other way round. Nothing for an id that is gone.
        """
        if ref.provider != DECLARATION.name or not re.fullmatch(DECLARATION.id_pattern, ref.id):
            return ()
        client = in_market(self._client, market)
        with layout_known():
            answer = client.get_song(ref.id)
        track = read_played(answer, ref)
        if track is None:
            return ()
        if track.available is not False:
            return (track,)
        self._before_another()
        return (track, *_counterpart(client, ref))

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # not declared
        """Nothing: no answer of the service carries an ISRC."""
        return ()

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # not declared
        """Nothing: no answer of the service carries a GTIN."""
        return ()

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Songs near the title and artists, in one request; videos, in a second, where there is no such song."""
        words = _words(query)
        if not query.title.strip() or limit < 1:
            return ()
        client = in_market(self._client, market)
        found = _found(client, words, "songs")
        if not found:
            self._before_another()
            found = _found(client, words, "videos")
        return found[:limit]


def _found(client: YTMusic, words: str, kind: Literal["songs", "videos"]) -> Sequence[Candidate]:
    """The first page: a higher limit would make the library ask for the next ones."""
    with layout_known():
        rows = client.search(words, filter=kind, limit=0, ignore_spelling=True)
    offered = {candidate.ref.id: candidate for row in mappings(rows) if (candidate := read_row(row))}
    return tuple(offered.values())


def _words(query: Track) -> str:
    """`{"title": "Glass Rivers", "version": "Live", "artists": ["Ida Holm"]}` -> `Glass Rivers Live Ida Holm`."""
    version = query.version or ""
    told = f" {fold(version)} " in f" {fold(query.title)} "
    parts = (query.title, "" if told else version, *query.artists[:MOST_ARTISTS])
    return " ".join(" ".join(parts).split())


def _counterpart(client: YTMusic, ref: TrackRef) -> Sequence[Candidate]:
    """The same recording as video or as song: what the queue that starts at an id pairs with it.

    A queue of another layout names none, for the track itself has been answered; other failures are the caller's to
    know.
    """
    try:
        with layout_known():
            queue = client.get_watch_playlist(ref.id, limit=0)
    except ProviderAnswerInvalid:
        return ()
    partners = (read_row(row, ref) for row in _partners(queue, ref.id))
    return [partner for partner in partners if partner][:1]


def _partners(queue: object, id_: str) -> Iterator[Mapping[str, object]]:
    for row in mappings(mapping(queue).get("tracks")):
        pair = (row, mapping(row.get("counterpart")))
        others = [side for side in pair if side.get("videoId") != id_]
        if len(others) < len(pair):
            yield from others
