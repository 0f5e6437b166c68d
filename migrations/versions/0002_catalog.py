"""Imported tracks, the keys that propose them, and how often imports changed them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_catalog"
down_revision = "0001_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the catalog's tables."""
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
        sa.Column(
            "digest",
            sa.BigInteger,
            nullable=False,
            comment="of everything imported and of its keys: equal means unchanged",
        ),
        sa.UniqueConstraint("provider", "id"),
    )
    op.create_table(
        "catalog_key",
        sa.Column("key", sa.BigInteger, primary_key=True, comment="hash of the provider's name and a key"),
        sa.Column(
            "row_id",
            sa.BigInteger,
            primary_key=True,
            comment="catalog_track.row_id; no foreign key, for imports' sake",
        ),
    )
    op.create_index("ix_catalog_key_row_id", "catalog_key", ["row_id"])
    op.create_table(
        "catalog_generation",
        sa.Column("provider", sa.Text, primary_key=True),
        sa.Column(
            "generation", sa.BigInteger, nullable=False, comment="how many imports changed the provider's tracks"
        ),
    )


def downgrade() -> None:
    """Drop the catalog's tables with all imported tracks."""
    op.drop_table("catalog_generation")
    op.drop_table("catalog_key")
    op.drop_table("catalog_track")
