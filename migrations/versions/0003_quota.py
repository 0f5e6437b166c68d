"""The quotas that all processes share."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_quota"
down_revision = "0002_catalog"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of slots; unlogged, because what it holds is of no use seconds later."""
    op.create_table(
        "request_slot",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column(
            "slots",
            postgresql.ARRAY(sa.DateTime(timezone=True)),
            nullable=False,
            comment="the newest first",
        ),
        postgresql_with={"fillfactor": 50},
        prefixes=["UNLOGGED"],
        comment="When the last requests under each quota were or will be made; forgotten when Postgres crashes.",
    )


def downgrade() -> None:
    """Drop it; quotas then begin anew."""
    op.drop_table("request_slot")
