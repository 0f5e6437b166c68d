"""The questions that are being asked upstream."""

import sqlalchemy as sa
from alembic import op

revision = "0005_flights"
down_revision = "0004_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of leases; unlogged, because what it holds is of no use seconds later."""
    op.create_table(
        "flight",
        sa.Column(
            "key",
            sa.BigInteger,
            primary_key=True,
            autoincrement=False,
            comment="hash of the question and the provider",
        ),
        sa.Column("holder", sa.Text, nullable=False, comment="the process that asks"),
        sa.Column(
            "until",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when it counts as dead, unless it says otherwise",
        ),
        postgresql_with={"fillfactor": 50},
        prefixes=["UNLOGGED"],
        comment="Questions under way to providers, so that no two processes ask the same; "
        "forgotten when Postgres crashes.",
    )


def downgrade() -> None:
    """Drop it; what is under way then may be asked twice."""
    op.drop_table("flight")
