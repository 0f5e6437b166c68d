"""What has changed, and answers as they go over the wire."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_changes"
down_revision = "0003_quota"
branch_labels = None
depends_on = None


class _Named(sa.types.UserDefinedType[str]):
    """A type of Postgres by its name."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        """The name."""
        return self.name


def upgrade() -> None:
    """Create both; unlogged, because an answer can be made again and both are lost together."""
    op.create_table(
        "change",
        sa.Column(
            "mark", sa.BigInteger, primary_key=True, comment="hash of a lookup key, of a question, or of the imports"
        ),
        sa.Column(
            "changed_by", _Named("xid8"), nullable=False, comment="the transaction that changed last what hangs on it"
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()),
        postgresql_with={"fillfactor": 80},
        prefixes=["UNLOGGED"],
        comment="What has changed of late; as long as an encoded answer made before may live.",
    )
    op.create_index("ix_change_changed_at", "change", ["changed_at"])
    op.create_table(
        "encoded_answer",
        sa.Column(
            "digest", sa.LargeBinary, primary_key=True, comment="of the request and of all that shapes its answer"
        ),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column(
            "marks", postgresql.ARRAY(sa.BigInteger), nullable=False, comment="what it was read by, as in change"
        ),
        sa.Column("as_of", _Named("pg_snapshot"), nullable=False, comment="the changes that its reading saw"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        prefixes=["UNLOGGED"],
        comment="Answers as they go over the wire; one stands until a mark of its changes, or it expires.",
    )
    op.create_index("ix_encoded_answer_expires_at", "encoded_answer", ["expires_at"])


def downgrade() -> None:
    """Drop them; every answer is then made anew."""
    op.drop_table("encoded_answer")
    op.drop_table("change")
