"""The rows of one file on their way into the catalog."""

import hashlib
import json
from collections.abc import Iterable
from typing import cast

import psycopg
from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Connection, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from domain.blocking import filing_keys
from domain.text import fold
from domain.track_row import TrackRow
from repositories.hashed_key import hashed_keys
from repositories.json_form import TRACK
from repositories.nearness import folded_artists

staging = Table(
    "catalog_staging",
    MetaData(),
    Column(
        "place", Integer, primary_key=True, comment="the row's place in the file: of rows of one id the last counts"
    ),
    Column("provider", Text),
    Column("id", Text),
    Column("folded_title", Text),
    Column("folded_artists", Text),
    Column("duration_ms", Integer),
    Column("available", Boolean),
    Column("markets", ARRAY(Text)),
    Column("track", JSONB),
    Column("digest", BigInteger),
    Column("keys", ARRAY(BigInteger)),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)

COPY = f"COPY {staging.name} ({', '.join(staging.columns.keys())}) FROM STDIN"


def stage(connection: Connection, rows: Iterable[TrackRow]) -> int:
    """Copy rows that have an id into a new staging table of this transaction; how many."""
    staging.create(connection)
    driver = cast(psycopg.Connection, connection.connection.driver_connection)
    place = 0
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for place, row in enumerate(rows, 1):
            copy.write_row((place, *_values(row)))
    return place


def _values(row: TrackRow) -> tuple[object, ...]:
    """The columns after `place`."""
    if row.ref is None:
        raise ValueError("a row without an id cannot be staged")
    keys = hashed_keys(provider_key(row.ref.provider, key) for key in filing_keys(row.track))
    track = json.dumps(TRACK.write(row.track), ensure_ascii=False)
    markets = None if row.markets is None else sorted(row.markets)
    return (
        row.ref.provider,
        row.ref.id,
        fold(row.track.title),
        folded_artists(row.track),
        row.track.duration_ms,
        row.available,
        markets,
        track,
        _digest(track, row.available, markets, keys),
        f"{{{','.join(map(str, keys))}}}",
    )


def provider_key(provider: str, key: str) -> str:
    """A key among one provider's tracks: only these are filed under it."""
    return f"{provider} {key}"


def _digest(*stated: object) -> int:
    """Of everything imported and of the keys: another version of the keys makes another digest."""
    return int.from_bytes(hashlib.blake2b(repr(stated).encode(), digest_size=8).digest(), signed=True)
