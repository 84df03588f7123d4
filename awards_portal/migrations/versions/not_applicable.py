"""not_applicable: a criterion may be not applicable to an entry, and a judge may say so"""

import sqlalchemy as sa
from alembic import op

revision = "not_applicable"
down_revision = "long_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("criterion", sa.Column("na_allowed", sa.Boolean(), nullable=False, server_default=sa.false()))
    # A column with its check is written as SQL: both databases take it, and no table is made anew.
    op.execute(
        "ALTER TABLE score ADD COLUMN not_applicable BOOLEAN DEFAULT false NOT NULL "
        "CONSTRAINT ck_score_not_applicable CHECK (NOT not_applicable OR step IS NULL)"
    )


def downgrade() -> None:
    raise RuntimeError("what judges said is not applicable would be lost: restore a backup instead")
