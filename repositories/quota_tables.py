"""The table of the requests that services were promised not to exceed."""

from sqlalchemy import Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from repositories.metadata import metadata

request_slots = Table(
    "request_slot",
    metadata,
    Column("name", Text, primary_key=True),
    Column("slots", ARRAY(DateTime(timezone=True)), nullable=False, comment="the newest first"),
    postgresql_with={"fillfactor": 50},
    prefixes=["UNLOGGED"],
    comment="When the last requests under each quota were or will be made; forgotten when Postgres crashes.",
)
