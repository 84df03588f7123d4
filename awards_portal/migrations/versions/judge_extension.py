"""judge_extension: one judge may score longer than the others"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "judge_extension"
down_revision = "shortlist"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = awards_portal.db.UtcDateTime(timezone=True)
    op.create_table(
        "judge_extension",
        sa.Column("id", whole, nullable=False),
        sa.Column("round_id", whole, nullable=False),
        sa.Column("judge_id", whole, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", whole, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_judge_extension_round_id_round")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_judge_extension_judge_id_judge")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_judge_extension_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge_extension")),
    )
    op.create_index(op.f("ix_judge_extension_judge_id"), "judge_extension", ["judge_id"])
    op.create_index(op.f("ix_judge_extension_round_id_judge_id"), "judge_extension", ["round_id", "judge_id"])


def downgrade() -> None:
    op.drop_table("judge_extension")
