"""Imported tracks, read for the providers: by identifier, and by what their words share with a query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Double, Engine, Row, Select, Text, bindparam, cast, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from domain.blocking import asking_keys
from domain.keys import ref_key
from domain.track_url import id_fault
from repositories.catalog_staging import provider_key
from repositories.catalog_tables import catalog_generation, catalog_keys, catalog_tracks
from repositories.hashed_key import hashed_key, hashed_keys
from repositories.json_form import TRACK
from repositories.nearness import Asked
from repositories.store_errors import store_errors
from tracklink.plugin import Candidate, Track, TrackRef

MOST_PER_KEY = 1_000
"""How many tracks one key may propose: a key that stands for more says little, and rarer ones name the right track."""
MOST_COMPARED = 100
"""How many of those that share most with the query are compared with it word by word."""
SECOND_MS = 1_000


OFFERED = select(
    *(column for column in catalog_tracks.columns if column.name not in {"track", "digest"}),
    cast(catalog_tracks.c.track, Text).label("track"),
)
"""What becomes a candidate; the track as text, read only where it is needed."""


def _by_key() -> Select[Any]:
    filed = select(catalog_keys.c.row_id).where(catalog_keys.c.key == bindparam("key"))
    return (
        OFFERED.where(catalog_tracks.c.row_id.in_(filed))
        .order_by(catalog_tracks.c.id.collate("C"))
        .limit(bindparam("limit"))
    )


def _by_words() -> Select[Any]:
    """Tracks filed under the query's keys, those first that share most; a rare key says more than a common one."""
    asked = func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).table_valued("key").render_derived(name="asked")
    filed = select(catalog_keys.c.row_id).where(catalog_keys.c.key == asked.c.key).correlate(asked)
    few = filed.limit(MOST_PER_KEY).subquery("few")
    per_key = select(func.array_agg(few.c.row_id).label("row_ids"), func.count().label("n")).lateral("per_key")
    found = func.unnest(per_key.c.row_ids).table_valued("row_id").render_derived(name="found")
    weight = func.sum(1 / func.sqrt(per_key.c.n, type_=Double))
    near = (
        select(found.c.row_id)
        .select_from(asked.join(per_key, true()).join(found, true()))
        .group_by(found.c.row_id)
        .order_by(weight.desc(), found.c.row_id)
        .limit(MOST_COMPARED)
        .subquery("near")
    )
    return OFFERED.join(near, near.c.row_id == catalog_tracks.c.row_id)


BY_KEY = _by_key()
BY_WORDS = _by_words()
BY_ID = OFFERED.where(catalog_tracks.c.provider == bindparam("provider"), catalog_tracks.c.id == bindparam("id"))
GENERATION = select(catalog_generation.c.generation).where(catalog_generation.c.provider == bindparam("provider"))


class SqlCatalogStore:
    """The catalog in Postgres, for threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lookup(self, provider: str, ref: TrackRef, limit: int) -> Sequence[Candidate]:
        """The imported track of this id; for a ref of another service, tracks that carry it."""
        if ref.provider != provider:
            return self._filed(provider, ref_key(ref), limit)
        if id_fault(ref.id):
            return ()
        return [_candidate(row) for row in self._rows(BY_ID, provider=provider, id=ref.id)]

    def lookup_isrc(self, provider: str, isrc: str, limit: int) -> Sequence[Candidate]:
        """Imported tracks with this ISRC, in the order of their ids."""
        return self._filed(provider, f"isrc:{isrc}", limit)

    def lookup_barcode(self, provider: str, barcode: str, limit: int) -> Sequence[Candidate]:
        """Imported tracks of the release with this GTIN."""
        return self._filed(provider, f"barcode:{barcode}", limit)

    def search(self, provider: str, query: Track, limit: int) -> Sequence[Candidate]:
        """Imported tracks near the query's title and artists, nearest first."""
        keys = hashed_keys(provider_key(provider, key) for key in asking_keys(query))
        asked = Asked(query)
        rows = self._rows(BY_WORDS, keys=keys) if keys else ()
        ranked = sorted(
            rows, key=lambda row: (-asked.nearness(row.folded_title, row.folded_artists, row.duration_ms), row.id)
        )
        return [_candidate(row) for row in ranked[:limit]]

    def generation(self, provider: str) -> int:
        """How many imports have changed this provider's tracks; 0 when none were ever imported."""
        return next((row.generation for row in self._rows(GENERATION, provider=provider)), 0)

    def _filed(self, provider: str, key: str, limit: int) -> list[Candidate]:
        rows = self._rows(BY_KEY, key=hashed_key(provider_key(provider, key)), limit=limit)
        return [_candidate(row) for row in rows]

    def _rows(self, statement: Select[Any], **parameters: object) -> Sequence[Row[Any]]:
        with store_errors(), self._engine.connect() as connection:
            return connection.execute(statement, parameters).all()


def _candidate(row: Row[Any]) -> Candidate:
    track = TRACK.read(row.track)
    whole_seconds = track.duration_ms is not None and track.duration_ms % SECOND_MS == 0
    return Candidate(
        ref=TrackRef(row.provider, row.id),
        track=track,
        available=row.available,
        markets=None if row.markets is None else frozenset(row.markets),
        duration_precision_ms=SECOND_MS if whole_seconds else 1,
    )
