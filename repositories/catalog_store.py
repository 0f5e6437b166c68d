"""Imported tracks, read for the providers: by identifier, and by what their words share with a query."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Engine

from domain.blocking import asking_keys, exact_keys, timed_keys
from domain.imported import told_precision_ms
from domain.keys import ref_key
from domain.track_url import id_fault
from repositories.catalog_row import hashed
from repositories.catalog_select import GENERATION, TABLE, selects_of
from repositories.catalog_tables import shelf_of
from repositories.json_form import TRACK
from repositories.nearness import Asked
from repositories.thread_connections import ThreadConnections
from tracklink.plugin import Candidate, Track, TrackRef

Row = Any
"""A row of catalog_select's statements, its columns by name."""

MOST_PER_KEY = 1_000
"""A key that stands for more tracks says too little to propose any of them by itself."""
FEW_PER_KEY = 100
"""How many of them are looked at all the same where no other key proposes anything."""
SAME_WORDS = 0.97
"""The nearness of a track with the very words that were asked for, and a length within two seconds."""
LIKE_WORDS = 0.9
"""That of one with a letter or two amiss: others of the same length need not be looked for."""


class SqlCatalogStore:
    """The catalog in Postgres, for threads."""

    def __init__(self, engine: Engine) -> None:
        self._connections = ThreadConnections(engine)
        self._stocked: set[str] = set()

    def lookup(self, provider: str, ref: TrackRef, limit: int) -> Sequence[Candidate]:
        """The imported track of this id; for a ref of another service, tracks that carry it."""
        if ref.provider != provider:
            return self._filed(provider, ref_key(ref), limit)
        if id_fault(ref.id):
            return ()
        if not self._has(provider):
            return ()
        return [_candidate(provider, row) for row in self._connections.rows(selects_of(provider).by_id, id=ref.id)]

    def lookup_isrc(self, provider: str, isrc: str, limit: int) -> Sequence[Candidate]:
        """Imported tracks with this ISRC, in the order of their ids."""
        return self._filed(provider, f"isrc:{isrc}", limit)

    def lookup_barcode(self, provider: str, barcode: str, limit: int) -> Sequence[Candidate]:
        """Imported tracks of the release with this GTIN."""
        return self._filed(provider, f"barcode:{barcode}", limit)

    def search(self, provider: str, query: Track, limit: int) -> Sequence[Candidate]:
        """Imported tracks near the query's title and artists, nearest first."""
        if not self._has(provider):
            return ()
        asked = Asked(query)
        words, timed = asking_keys(query), timed_keys(query)
        near = self._near(provider, asked, exact_keys(query))
        if not _holds(near, SAME_WORDS, query):
            near = self._near(provider, asked, words)
        if not _holds(near, LIKE_WORDS, query):
            near += self._near(provider, asked, timed)
        near = near or self._near(provider, asked, words | timed, common=True)
        ranked = sorted({row.id: (-nearness, row.id, row) for nearness, row in near}.values())
        return [_candidate(provider, row) for _, _, row in ranked[:limit]]

    def generation(self, provider: str) -> int:
        """How many imports have changed this provider's tracks; 0 when none were ever imported."""
        return next((row.generation for row in self._connections.rows(GENERATION, provider=provider)), 0)

    def _has(self, provider: str) -> bool:
        """Whether anything was ever imported; once it was, the tables stay."""
        if provider not in self._stocked and self._connections.rows(TABLE, name=shelf_of(provider).tracks.name):
            self._stocked.add(provider)
        return provider in self._stocked

    def _near(
        self, provider: str, asked: Asked, keys: Collection[str], *, common: bool = False
    ) -> list[tuple[float, Row]]:
        """Tracks that share keys with what was asked, each with its nearness; a few of each key, where it is common."""
        read, kept = (FEW_PER_KEY, FEW_PER_KEY) if common else (MOST_PER_KEY + 1, MOST_PER_KEY)
        rows = (
            self._connections.rows(selects_of(provider).by_words, keys=hashed(keys), read=read, kept=kept)
            if keys
            else ()
        )
        return [(asked.nearness(row.folded_title, row.folded_artists, row.duration_ms), row) for row in rows]

    def _filed(self, provider: str, key: str, limit: int) -> Sequence[Candidate]:
        if not self._has(provider):
            return ()
        (number,) = hashed([key])
        rows = self._connections.rows(selects_of(provider).by_key, key=number, limit=limit)
        return [_candidate(provider, row) for row in rows]


def _holds(near: Sequence[tuple[float, Row]], nearness: float, query: Track) -> bool:
    """Whether a track is near enough to look no further: one that may play, and is none of the query's own."""
    own = {ref.id for ref in query.refs}
    return any(found >= nearness and row.available is not False and row.id not in own for found, row in near)


def _candidate(provider: str, row: Row) -> Candidate:
    track = TRACK.read(row.track)
    return Candidate(
        ref=TrackRef(provider, row.id),
        track=track,
        available=row.available,
        markets=None if row.markets is None else frozenset(row.markets),
        duration_precision_ms=told_precision_ms(track),
    )
