"""The table of what has changed, by which answers made earlier are known to be out of date."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, func
from sqlalchemy.types import UserDefinedType

from repositories.metadata import metadata


class Xid8(UserDefinedType[str]):
    """The number of a transaction."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """As Postgres names it."""
        return "xid8"


class Snapshot(UserDefinedType[str]):
    """Which transactions a statement sees."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """As Postgres names it."""
        return "pg_snapshot"


changes = Table(
    "change",
    metadata,
    Column("mark", BigInteger, primary_key=True, comment="hash of a lookup key, of a question, or of the imports"),
    Column("changed_by", Xid8, nullable=False, comment="the transaction that changed last what hangs on it"),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Index(None, "changed_at"),
    postgresql_with={"fillfactor": 80},
    prefixes=["UNLOGGED"],
    comment="What has changed of late; as long as an encoded answer made before may live.",
)
