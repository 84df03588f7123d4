"""the seal of the ledger"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "seal"
down_revision = "mergers"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_seal")),
        sa.UniqueConstraint("digest", name=op.f("uq_ledger_seal_digest")),
        sa.UniqueConstraint("line_id", name=op.f("uq_ledger_seal_line_id")),
        sa.UniqueConstraint("previous", name=op.f("uq_ledger_seal_previous")),
    )
    for statement in awards_portal.db.refuse_changes("ledger_seal")[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("a seal is never taken off: restore a backup instead")
