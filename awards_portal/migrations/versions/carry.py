"""what a round carries on from the round before it"""

from alembic import op

revision = "carry"
down_revision = "imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A column with its check is written as SQL: both databases take it, and no table is made anew.
    op.execute(
        "ALTER TABLE round ADD COLUMN carries INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_round_carries CHECK (carries BETWEEN 0 AND 99)"
    )


def downgrade() -> None:
    raise RuntimeError("what rounds weigh would be lost: restore a backup instead")
