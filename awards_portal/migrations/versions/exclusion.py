"""exclusion: an organiser keeps a judge away from an entry or a city"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "exclusion"
down_revision = "finalists"
branch_labels = None
depends_on = None

KEPT = ("judge_id", "entry_id", "whole_city", "reason", "by_id", "at")


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = awards_portal.db.UtcDateTime(timezone=True)
    op.create_table(
        "exclusion",
        sa.Column("id", whole, nullable=False),
        sa.Column("judge_id", whole, nullable=False),
        sa.Column("entry_id", whole, nullable=False),
        sa.Column("whole_city", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", whole, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("ended_by_id", whole, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_exclusion_ended")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_exclusion_judge_id_judge")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_exclusion_entry_id_entry")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exclusion_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_exclusion_ended_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
    )
    op.create_index(op.f("ix_exclusion_judge_id"), "exclusion", ["judge_id"])
    op.create_index(op.f("ix_exclusion_entry_id"), "exclusion", ["entry_id"])
    for statement in awards_portal.db.refuse_changes("exclusion", KEPT, delete=True)[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("who was kept apart would be forgotten: restore a backup instead")
