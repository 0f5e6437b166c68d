"""The tables of imported tracks, and of the keys that propose them."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from repositories.metadata import metadata

catalog_tracks = Table(
    "catalog_track",
    metadata,
    Column("row_id", BigInteger, Identity(always=True), primary_key=True),
    Column("provider", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("folded_title", Text, nullable=False),
    Column("folded_artists", Text, nullable=False),
    Column("duration_ms", Integer),
    Column("available", Boolean),
    Column("markets", ARRAY(Text)),
    Column("track", JSONB, nullable=False),
    Column(
        "digest", BigInteger, nullable=False, comment="of everything imported and of its keys: equal means unchanged"
    ),
    UniqueConstraint("provider", "id"),
)

catalog_keys = Table(
    "catalog_key",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="hash of the provider's name and a key"),
    Column("row_id", BigInteger, primary_key=True, comment="catalog_track.row_id; no foreign key, for imports' sake"),
    Index(None, "row_id"),
)

catalog_generation = Table(
    "catalog_generation",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("generation", BigInteger, nullable=False, comment="how many imports changed the provider's tracks"),
)
