"""Recordings, what proposes them, what the providers answered, and people's judgements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_links"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of links, answers and judgements."""
    _create_recordings()
    _create_links()
    _create_answers()
    _create_reviews()


def downgrade() -> None:
    """Drop them with all that was learnt and judged."""
    for table in (
        "review_key",
        "review",
        "replacement",
        "negative_answer",
        "lookup_key",
        "link",
        "provider_track",
        "recording",
    ):
        op.drop_table(table)


def _time(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=sa.func.now() if now else None)


def _market() -> sa.Column[str]:
    comment = "'' where none was given"
    return sa.Column("market", sa.Text, primary_key=True, server_default=sa.text("''"), comment=comment)


def _create_recordings() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        _time("created_at", now=True),
        _time("seen_at", now=True),
        comment="A sound that links and lookup keys hang on; seen_at is when it was last asked of a provider.",
    )
    op.create_table(
        "lookup_key",
        sa.Column("key", sa.BigInteger, primary_key=True, comment="hash of a lookup key"),
        sa.Column("recording_id", sa.BigInteger, sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True),
        comment="What proposes a recording: ids, ISRCs, MBIDs, normalised text.",
    )
    op.create_index("ix_lookup_key_recording_id", "lookup_key", ["recording_id"])


def _create_links() -> None:
    op.create_table(
        "provider_track",
        sa.Column("provider", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("track", postgresql.JSONB, nullable=False),
        _time("seen_at", now=True),
        comment="Every accepted candidate as its provider last stated it.",
    )
    op.create_table(
        "link",
        sa.Column("recording_id", sa.BigInteger, sa.ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("provider", sa.Text, primary_key=True),
        _market(),
        sa.Column("subject", sa.Text, primary_key=True, comment="digest of what was asked"),
        sa.Column("ref_id", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column(
            "link",
            postgresql.JSONB,
            nullable=False,
            comment="the answer with its evidence; the matched track is joined to it",
        ),
        sa.Column("asked", postgresql.JSONB, nullable=False, comment="the track that was asked"),
        sa.Column("identifiers", postgresql.ARRAY(sa.Text), nullable=False),
        _time("checked_at", nullable=True),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider", "ref_id"], ["provider_track.provider", "provider_track.id"], ondelete="CASCADE"
        ),
        postgresql_with={"fillfactor": 80},
        comment="The accepted answers of the providers for a recording, one per market and question.",
    )
    op.create_index("ix_link_provider_ref_id", "link", ["provider", "ref_id"])
    op.create_index("ix_link_subject", "link", ["subject"])


def _create_answers() -> None:
    op.create_table(
        "negative_answer",
        sa.Column("subject", sa.Text, primary_key=True, comment="digest of what was asked"),
        sa.Column("provider", sa.Text, primary_key=True),
        _market(),
        sa.Column("identifiers", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("link", postgresql.JSONB, nullable=False),
        sa.Column("misses", sa.Integer, nullable=False, comment="how many times in a row"),
        _time("checked_at", nullable=True),
        _time("next_check_at"),
        sa.Column("generation", sa.BigInteger, nullable=False),
        postgresql_with={"fillfactor": 80},
        comment='The answers that were "no".',
    )
    op.create_table(
        "replacement",
        sa.Column("digest", sa.Text, primary_key=True, comment="of the whole question, policy and market included"),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("answer", postgresql.JSONB, nullable=False),
        _time("checked_at"),
        _time("next_check_at"),
        sa.Column("misses", sa.Integer, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        postgresql_with={"fillfactor": 80},
        comment="Answers of FindReplacement.",
    )


def _create_reviews() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("track", postgresql.JSONB, nullable=False),
        sa.Column("ref_provider", sa.Text, nullable=False),
        sa.Column("ref_id", sa.Text, nullable=False),
        sa.Column("ref_url", sa.Text),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        _time("reviewed_at"),
        comment="Judgements on pairs of a track and an id, those taken back included.",
    )
    op.create_index("ix_review_reviewed_at_id", "review", ["reviewed_at", "id"])
    op.create_table(
        "review_key",
        sa.Column("key", sa.BigInteger, primary_key=True, comment="hash of a lookup key of the track"),
        sa.Column("review_id", sa.BigInteger, sa.ForeignKey("review.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("is_identifier", sa.Boolean, nullable=False, comment="an id, ISRC or MBID, not text"),
        comment="What proposes a judgement.",
    )
    op.create_index("ix_review_key_review_id", "review_key", ["review_id"])
