"""The table of answers ready to be sent."""

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, Table
from sqlalchemy.dialects.postgresql import ARRAY

from repositories.change_tables import Snapshot
from repositories.metadata import metadata

encoded_answers = Table(
    "encoded_answer",
    metadata,
    Column("digest", LargeBinary, primary_key=True, comment="of the request and of all that shapes its answer"),
    Column("answer", LargeBinary, nullable=False),
    Column("marks", ARRAY(BigInteger), nullable=False, comment="what it was read by, as in change"),
    Column("as_of", Snapshot, nullable=False, comment="the changes that its reading saw"),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index(None, "expires_at"),
    prefixes=["UNLOGGED"],
    comment="Answers as they go over the wire; one stands until a mark of its changes, or it expires.",
)
