"""what groups of judges weigh in a round, and which one each judge is of"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "groups"
down_revision = "entry_language"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A column with its default is written as SQL: both databases take it, and no table is made anew.
    op.execute("ALTER TABLE round ADD COLUMN groups JSON DEFAULT '[]' NOT NULL")
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "judge_group",
        sa.Column("id", whole, nullable=False),
        sa.Column("round_id", whole, nullable=False),
        sa.Column("judge_id", whole, nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("by_id", whole, nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_judge_group_round_id_round")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_judge_group_judge_id_judge")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_judge_group_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge_group")),
        sa.UniqueConstraint("round_id", "judge_id", name=op.f("uq_judge_group_round_id_judge_id")),
    )
    op.create_index(op.f("ix_judge_group_judge_id"), "judge_group", ["judge_id"])


def downgrade() -> None:
    raise RuntimeError("what groups of judges weigh would be lost: restore a backup instead")
