"""The tables of imported tracks, and of the keys that propose them: a pair for each provider, made by its imports."""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Integer, MetaData, Table, Text

from repositories.metadata import metadata

LONGEST_NAME = 32
"""Of a provider within the name of a table; Postgres cuts names off after 63 bytes."""

catalog_generation = Table(
    "catalog_generation",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("generation", BigInteger, nullable=False, comment="how many imports changed the provider's tracks"),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The two tables in which the imported tracks of one provider stand. They are there once it has a generation."""

    tracks: Table
    keys: Table


@cache
def shelf_of(provider: str) -> Shelf:
    """Where a provider's tracks are read."""
    return _shelf(f"{{}}_{_table_suffix(provider)}")


@cache
def arriving_shelf(provider: str) -> Shelf:
    """Where an import puts a file's tracks, in its transaction: it becomes the shelf itself, or is merged into it."""
    shelf = _shelf(f"{{}}_arriving_{_table_suffix(provider)}")
    shelf.tracks.append_column(Column("precedence", BigInteger, comment="of rows of one id the lowest counts"))
    return shelf


def _table_suffix(provider: str) -> str:
    return provider if len(provider) <= LONGEST_NAME else f"{provider[:LONGEST_NAME]}_{crc32(provider.encode()):x}"


def _shelf(name: str) -> Shelf:
    """Without indexes: these are built when the tables are full."""
    own = MetaData()
    tracks = Table(
        name.format("catalog_track"),
        own,
        Column("row_id", Integer, nullable=False),
        Column("id", Text(collation="C"), nullable=False),
        Column("folded_title", Text, nullable=False),
        Column("folded_artists", Text, nullable=False),
        Column("duration_ms", Integer),
        Column("available", Boolean),
        Column("markets", ARRAY(Text)),
        Column("track", Text, nullable=False, comment="a JSON object, read by this program alone"),
        Column(
            "digest",
            BigInteger,
            nullable=False,
            comment="of everything imported and of its keys: equal means unchanged",
        ),
        Column("keys", ARRAY(Integer), nullable=False, comment="those under which it stands in the table of keys"),
    )
    keys = Table(
        name.format("catalog_key"),
        own,
        Column("key", Integer, nullable=False, comment="hash of a key"),
        Column("row_id", Integer, nullable=False, comment="of the track; no foreign key, for imports' sake"),
    )
    return Shelf(tracks, keys)
