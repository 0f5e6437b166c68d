"""Imported tracks in a pair of tables for each provider, made by its first import; earlier files are imported again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_catalog_shelves"
down_revision = "0005_flights"
branch_labels = None
depends_on = None

SHELVES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ '^catalog_(track|key)_'"


def upgrade() -> None:
    """Drop the tables that all providers shared: their keys are made otherwise now. Answers from them age."""
    op.drop_table("catalog_key")
    op.drop_table("catalog_track")
    op.execute("UPDATE catalog_generation SET generation = generation + 1")


def downgrade() -> None:
    """Drop every provider's tables, and make the shared ones, empty."""
    for (name,) in op.get_bind().execute(sa.text(SHELVES)).all():
        op.drop_table(name)
    op.create_table(
        "catalog_track",
        sa.Column("row_id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("folded_title", sa.Text, nullable=False),
        sa.Column("folded_artists", sa.Text, nullable=False),
        sa.Column("duration_ms", sa.Integer),
        sa.Column("available", sa.Boolean),
        sa.Column("markets", postgresql.ARRAY(sa.Text)),
        sa.Column("track", postgresql.JSONB, nullable=False),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("provider", "id"),
    )
    op.create_table(
        "catalog_key",
        sa.Column("key", sa.BigInteger, primary_key=True),
        sa.Column("row_id", sa.BigInteger, primary_key=True),
    )
    op.create_index("ix_catalog_key_row_id", "catalog_key", ["row_id"])
