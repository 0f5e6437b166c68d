"""The table of the questions that are being asked upstream."""

from sqlalchemy import BigInteger, Column, DateTime, Table, Text

from repositories.metadata import metadata

flights = Table(
    "flight",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False, comment="hash of the question and the provider"),
    Column("holder", Text, nullable=False, comment="the process that asks"),
    Column(
        "until", DateTime(timezone=True), nullable=False, comment="when it counts as dead, unless it says otherwise"
    ),
    postgresql_with={"fillfactor": 50},
    prefixes=["UNLOGGED"],
    comment="Questions under way to providers, so that no two processes ask the same; forgotten when Postgres crashes.",
)
