"""The tables of people's judgements."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Identity, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from repositories.metadata import metadata

MOST_REVIEWS_PER_KEY = 1_000
"""How many judgements one lookup key may propose: more than anybody passes on one track, for none may be forgotten."""

reviews = Table(
    "review",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("track", JSONB, nullable=False),
    Column("ref_provider", Text, nullable=False),
    Column("ref_id", Text, nullable=False),
    Column("ref_url", Text),
    Column("decision", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reviewed_at", DateTime(timezone=True), nullable=False),
    Index(None, "reviewed_at", "id"),
    comment="Judgements on pairs of a track and an id, those taken back included.",
)

review_keys = Table(
    "review_key",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="hash of a lookup key of the track"),
    Column("review_id", ForeignKey("review.id", ondelete="CASCADE"), primary_key=True),
    Column("is_identifier", Boolean, nullable=False, comment="an id, ISRC or MBID, not text"),
    Index(None, "review_id"),
    comment="What proposes a judgement.",
)
