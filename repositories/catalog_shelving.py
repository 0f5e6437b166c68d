"""How staged tracks come to stand on a provider's shelf, with the keys that propose them."""

from sqlalchemy import Connection, CreateTableAs, Select, Table, delete, exists, func, insert, inspect, select, text

from repositories.catalog_tables import Shelf

COLUMNS = ("id", "folded_title", "folded_artists", "duration_ms", "available", "markets", "track", "digest", "keys")


def open_shelf(connection: Connection, arriving: Shelf, shelf: Shelf) -> None:
    """Let the staged tracks, and those of the shelf that they do not replace, be the shelf. Indexes are built last.

    Whoever reads the old one meanwhile reads on; only the last moment, when the tables change names, waits for them.
    """
    there = inspect(connection).has_table(shelf.tracks.name)
    if there:
        stay = ~exists().where(arriving.tracks.c.id == shelf.tracks.c.id)
        _append(connection, arriving.tracks, _numbered(connection, shelf.tracks.select().where(stay), arriving.tracks))
    _file_keys(connection, arriving)
    _index(connection, arriving)
    if there:
        connection.execute(text(f"LOCK TABLE {', '.join(quoted(connection, table) for table in _tables(shelf))}"))
        drop(connection, *_tables(shelf))
    for table, name in zip(_tables(arriving), _tables(shelf), strict=True):
        connection.execute(text(f"ALTER TABLE {quoted(connection, table)} RENAME TO {quoted(connection, name)}"))


def merge(connection: Connection, arriving: Shelf, shelf: Shelf) -> None:
    """Put the staged tracks in the places of those with the same ids, and beside the others."""
    tracks, keys = shelf.tracks, shelf.keys
    replaced = select(tracks.c.row_id).where(exists().where(arriving.tracks.c.id == tracks.c.id))
    gone = tracks.select().where(tracks.c.row_id.in_(replaced)).subquery("gone")
    filed = select(gone.c.row_id, func.unnest(gone.c["keys"]).label("key")).subquery("filed")
    connection.execute(delete(keys).where(keys.c.key == filed.c.key, keys.c.row_id == filed.c.row_id))
    connection.execute(delete(tracks).where(tracks.c.row_id.in_(replaced)))
    before = _last_row(connection, tracks)
    _append(connection, tracks, _numbered(connection, arriving.tracks.select(), tracks))
    new = select(func.unnest(tracks.c["keys"]).label("key"), tracks.c.row_id).where(tracks.c.row_id > before)
    connection.execute(insert(keys).from_select(["key", "row_id"], new.order_by("key", tracks.c.row_id)))
    drop(connection, arriving.tracks)


def drop(connection: Connection, *tables: Table) -> None:
    """Drop tables."""
    for table in tables:
        table.drop(connection)


def quoted(connection: Connection, table: Table) -> str:
    """The table's name as it stands in a statement."""
    return connection.dialect.identifier_preparer.format_table(table)


def _tables(shelf: Shelf) -> tuple[Table, Table]:
    """In the order in which a search locks them, so that an import and a search never wait for each other."""
    return shelf.tracks, shelf.keys


def _last_row(connection: Connection, tracks: Table) -> int:
    last: int | None = connection.execute(select(func.max(tracks.c.row_id))).scalar_one()
    return last or 0


def _numbered(connection: Connection, rows: Select[tuple[object, ...]], after: Table) -> Select[tuple[object, ...]]:
    """Tracks of another table, with numbers after the last of this one."""
    given = rows.subquery("given")
    number = _last_row(connection, after) + func.row_number().over(order_by=given.c.row_id)
    return select(number, *(given.c[name] for name in COLUMNS))


def _append(connection: Connection, tracks: Table, rows: Select[tuple[object, ...]]) -> None:
    connection.execute(insert(tracks).from_select(["row_id", *COLUMNS], rows))


def _file_keys(connection: Connection, shelf: Shelf) -> None:
    """CREATE TABLE AS, because unlike INSERT it may read in parallel."""
    made = select(func.unnest(shelf.tracks.c["keys"]).label("key"), shelf.tracks.c.row_id)
    connection.execute(CreateTableAs(made, shelf.keys.name))


def _index(connection: Connection, shelf: Shelf) -> None:
    tracks, keys = (quoted(connection, table) for table in _tables(shelf))
    connection.execute(text(f"ALTER TABLE {tracks} DROP COLUMN precedence"))
    connection.execute(text(f"ALTER TABLE {tracks} ADD PRIMARY KEY (row_id), ADD UNIQUE (id)"))
    connection.execute(text(f"ALTER TABLE {keys} ADD PRIMARY KEY (key, row_id)"))
    connection.execute(text(f"ANALYZE {tracks}, {keys}"))
