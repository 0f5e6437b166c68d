"""Taking tracks into the catalog: a file is staged by COPY and taken in by a few statements, in one transaction.

The first file of a provider, and one that brings more than there is, becomes the provider's shelf itself: its indexes
are built when it is full. A smaller one is merged into the shelf row by row.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, Table, exists, func, inspect, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.errors import StoreUnavailable
from repositories.catalog_shelving import drop, merge, open_shelf, quoted
from repositories.catalog_staging import stage
from repositories.catalog_tables import Shelf, catalog_generation, shelf_of
from repositories.change_note import IMPORTS, NOTE_CHANGE, noted
from repositories.database import Database
from repositories.store_errors import store_errors

SETTINGS = {"work_mem": "64MB", "maintenance_work_mem": "512MB", "max_parallel_maintenance_workers": "4"}
"""Of the importing transaction alone."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the rows of one file, in tracks."""

    new: int
    changed: int
    unchanged: int
    repeated: int
    """Rows of an id that another row has too: the last one counts, or the one that the file itself ranks first."""


def import_tracks(database: Database, provider: str, copy_lines: Iterable[bytes]) -> Merged:
    """Take the lines of a file into a provider's tracks: all of them, or none when anything is raised meanwhile.

    Readers see the tracks of before until the end. The provider's generation advances when a track is new or changed.
    Of two imports for one provider the second waits. Memory does not grow with the file. Raises StoreUnavailable.
    """
    with store_errors(), database.sync_transaction() as connection:
        for name, value in SETTINGS.items():
            connection.execute(select(func.set_config(name, value, True)))
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"import {provider}", 0))))
        merged = _take(connection, provider, stage(connection, provider, copy_lines))
    if merged.new or merged.changed:
        _tidy(database, provider)
    return merged


def _take(connection: Connection, provider: str, arriving: Shelf) -> Merged:
    repeated = _drop_repeated(connection, arriving.tracks)
    connection.execute(text(f"ANALYZE {quoted(connection, arriving.tracks)}"))
    shelf = shelf_of(provider)
    there = inspect(connection).has_table(shelf.tracks.name)
    unchanged = _drop_unchanged(connection, arriving.tracks, shelf.tracks) if there else 0
    left = _count(connection, arriving.tracks)
    changed = _count_changed(connection, arriving.tracks, shelf.tracks) if there else 0
    if not left:
        drop(connection, arriving.tracks)
    elif there and left < _count(connection, shelf.tracks):
        merge(connection, arriving, shelf)
    else:
        open_shelf(connection, arriving, shelf)
    if left:
        _advance(connection, provider)
    return Merged(new=left - changed, changed=changed, unchanged=unchanged, repeated=repeated)


def _drop_repeated(connection: Connection, tracks: Table) -> int:
    order = func.row_number().over(partition_by=tracks.c.id, order_by=(tracks.c.precedence, tracks.c.row_id))
    ranked = select(tracks.c.row_id, order.label("n")).subquery("ranked")
    late = select(ranked.c.row_id).where(ranked.c.n > 1)
    return connection.execute(tracks.delete().where(tracks.c.row_id.in_(late))).rowcount


def _drop_unchanged(connection: Connection, arriving: Table, tracks: Table) -> int:
    same = (tracks.c.id == arriving.c.id, tracks.c.digest == arriving.c.digest)
    return connection.execute(arriving.delete().where(*same)).rowcount


def _count(connection: Connection, tracks: Table) -> int:
    return connection.execute(select(func.count()).select_from(tracks)).scalar_one()


def _count_changed(connection: Connection, arriving: Table, tracks: Table) -> int:
    present = exists().where(tracks.c.id == arriving.c.id)
    return connection.execute(select(func.count(type_=Integer)).select_from(arriving).where(present)).scalar_one()


def _advance(connection: Connection, provider: str) -> None:
    statement = upsert(catalog_generation).values(provider=provider, generation=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["provider"], set_={"generation": catalog_generation.c.generation + 1}
        )
    )
    connection.execute(NOTE_CHANGE, noted([IMPORTS]))


def _tidy(database: Database, provider: str) -> None:
    """Fresh statistics and visibility, so that keys are read from their index alone.

    The tracks are committed by now: where Postgres goes away meanwhile, its own autovacuum does this later.
    """
    shelf = shelf_of(provider)
    with suppress(StoreUnavailable), store_errors(), database.sync_engine.connect() as connection:
        tables = ", ".join(quoted(connection, table) for table in (shelf.tracks, shelf.keys))
        connection.execute(text(f"VACUUM (ANALYZE) {tables}"))
