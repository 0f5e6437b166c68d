"""The tables of recordings, what proposes them, and what the providers answered for them."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from repositories.metadata import metadata

NO_MARKET = ""
"""How "no market was given" is stored, so that a unique key holds for it too."""

recordings = Table(
    "recording",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="A sound that links and lookup keys hang on; seen_at is when it was last asked of a provider.",
)

provider_tracks = Table(
    "provider_track",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("track", JSONB, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="Every accepted candidate as its provider last stated it.",
)

links = Table(
    "link",
    metadata,
    Column("recording_id", ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True),
    Column("provider", Text, primary_key=True),
    Column("market", Text, primary_key=True, server_default=text("''"), comment="'' where none was given"),
    Column("subject", Text, primary_key=True, comment="digest of what was asked"),
    Column("ref_id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("link", JSONB, nullable=False, comment="the answer with its evidence; the matched track is joined to it"),
    Column("asked", JSONB, nullable=False, comment="the track that was asked"),
    Column("identifiers", ARRAY(Text), nullable=False),
    Column("checked_at", DateTime(timezone=True)),
    Column("generation", BigInteger, nullable=False),
    ForeignKeyConstraint(["provider", "ref_id"], ["provider_track.provider", "provider_track.id"], ondelete="CASCADE"),
    Index(None, "provider", "ref_id"),
    Index(None, "subject"),
    postgresql_with={"fillfactor": 80},
    comment="The accepted answers of the providers for a recording, one per market and question.",
)

lookup_keys = Table(
    "lookup_key",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="hash of a lookup key"),
    Column("recording_id", ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "recording_id"),
    comment="What proposes a recording: ids, ISRCs, MBIDs, normalised text.",
)

negative_answers = Table(
    "negative_answer",
    metadata,
    Column("subject", Text, primary_key=True, comment="digest of what was asked"),
    Column("provider", Text, primary_key=True),
    Column("market", Text, primary_key=True, server_default=text("''"), comment="'' where none was given"),
    Column("identifiers", ARRAY(Text), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("link", JSONB, nullable=False),
    Column("misses", Integer, nullable=False, comment="how many times in a row"),
    Column("checked_at", DateTime(timezone=True)),
    Column("next_check_at", DateTime(timezone=True), nullable=False),
    Column("generation", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 80},
    comment='The answers that were "no".',
)

replacements = Table(
    "replacement",
    metadata,
    Column("digest", Text, primary_key=True, comment="of the whole question, policy and market included"),
    Column("provider", Text, nullable=False),
    Column("answer", JSONB, nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False),
    Column("next_check_at", DateTime(timezone=True), nullable=False),
    Column("misses", Integer, nullable=False),
    Column("generation", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 80},
    comment="Answers of FindReplacement.",
)
