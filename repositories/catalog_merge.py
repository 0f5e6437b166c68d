"""Taking tracks into the catalog: a file is staged by COPY and merged by a few statements, in one transaction."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Select, delete, exists, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.errors import StoreUnavailable
from domain.track_row import TrackRow
from repositories.catalog_staging import stage, staging
from repositories.catalog_tables import catalog_generation, catalog_keys, catalog_tracks
from repositories.change_note import IMPORTS, NOTE_CHANGE, noted
from repositories.database import Database
from repositories.store_errors import store_errors

COLUMNS = [column.name for column in staging.columns if column.name not in {"place", "keys"}]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the rows of one file, in tracks."""

    new: int
    changed: int
    unchanged: int
    repeated: int
    """Rows whose id comes again further down; the last row of an id counts."""


def import_tracks(database: Database, provider: str, rows: Iterable[TrackRow]) -> Merged:
    """Take rows, each with an id, into a provider's tracks: all of them, or none when anything is raised meanwhile.

    Readers see the tracks of before until the end. The provider's generation advances when a track is new or changed.
    Memory does not grow with the number of rows. Raises StoreUnavailable.
    """
    with store_errors(), database.sync_transaction() as connection:
        staged = stage(connection, rows)
        merged = _merge(connection, provider, staged)
    if merged.new or merged.changed:
        _tidy(database)
    return merged


def _merge(connection: Connection, provider: str, staged: int) -> Merged:
    connection.execute(text("SET LOCAL work_mem = '64MB'"))
    connection.execute(text(f"ANALYZE {staging.name}"))
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"import {provider}", 0))))
    repeated = _drop_repeated(connection)
    unchanged = _drop_unchanged(connection)
    changed = connection.execute(select(func.count()).select_from(_present().subquery())).scalar_one()
    new = staged - repeated - unchanged - changed
    if new or changed:
        _take(connection)
        _advance(connection, provider)
    return Merged(new=new, changed=changed, unchanged=unchanged, repeated=repeated)


def _drop_repeated(connection: Connection) -> int:
    last = select(func.max(staging.c.place).label("place")).group_by(staging.c.id).subquery("last")
    statement = delete(staging).where(~exists().where(last.c.place == staging.c.place))
    return connection.execute(statement).rowcount


def _drop_unchanged(connection: Connection) -> int:
    same = (
        catalog_tracks.c.provider == staging.c.provider,
        catalog_tracks.c.id == staging.c.id,
        catalog_tracks.c.digest == staging.c.digest,
    )
    return connection.execute(delete(staging).where(*same)).rowcount


def _present() -> Select[tuple[int]]:
    """The rows of the catalog that staged ones replace."""
    return select(catalog_tracks.c.row_id).join(
        staging, (catalog_tracks.c.provider == staging.c.provider) & (catalog_tracks.c.id == staging.c.id)
    )


def _take(connection: Connection) -> None:
    connection.execute(delete(catalog_keys).where(catalog_keys.c.row_id.in_(_present())))
    statement = upsert(catalog_tracks).from_select(COLUMNS, select(*(staging.c[name] for name in COLUMNS)))
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["provider", "id"],
            set_={name: statement.excluded[name] for name in COLUMNS if name not in {"provider", "id"}},
        )
    )
    keys = _present().add_columns(func.unnest(staging.c["keys"]).label("key")).order_by("key")
    connection.execute(insert(catalog_keys).from_select(["row_id", "key"], keys))


def _advance(connection: Connection, provider: str) -> None:
    statement = upsert(catalog_generation).values(provider=provider, generation=1)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["provider"], set_={"generation": catalog_generation.c.generation + 1}
        )
    )
    connection.execute(NOTE_CHANGE, noted([IMPORTS]))


def _tidy(database: Database) -> None:
    """Fresh statistics and visibility, so that the planner reads keys from their index alone.

    The tracks are committed by now: where Postgres goes away meanwhile, its own autovacuum does this later.
    """
    with suppress(StoreUnavailable), store_errors(), database.sync_engine.connect() as connection:
        connection.execute(text(f"VACUUM (ANALYZE) {catalog_tracks.name}, {catalog_keys.name}"))
