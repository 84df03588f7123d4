"""Pairwise finals and the answers of judges."""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "pairwise"
down_revision = "paper"
branch_labels = None
depends_on = None

# Rows that the database itself refuses to change or delete.
GUARDED = [
    ("comparison", (), True),
    ("finalist", (), True),
    ("pairwise_final", ("round_id", "category_id", "opened_by_id", "opened_at"), True),
]


def upgrade() -> None:
    op.create_table(
        "pairwise_final",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", awards_portal.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_pairwise_final_category_id_category")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_pairwise_final_closed_by_id_person")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_pairwise_final_opened_by_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_pairwise_final_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairwise_final")),
        sa.UniqueConstraint("round_id", "category_id", name=op.f("uq_pairwise_final_round_id_category_id")),
    )
    op.create_table(
        "comparison",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("final_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("judge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("preferred_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_comparison_pair")),
        sa.CheckConstraint(
            "preferred_id IS NULL OR preferred_id = first_id OR preferred_id = second_id",
            name=op.f("ck_comparison_preferred"),
        ),
        sa.ForeignKeyConstraint(
            ["final_id"], ["pairwise_final.id"], name=op.f("fk_comparison_final_id_pairwise_final")
        ),
        sa.ForeignKeyConstraint(["first_id"], ["entry.id"], name=op.f("fk_comparison_first_id_entry")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_comparison_judge_id_judge")),
        sa.ForeignKeyConstraint(["preferred_id"], ["entry.id"], name=op.f("fk_comparison_preferred_id_entry")),
        sa.ForeignKeyConstraint(["second_id"], ["entry.id"], name=op.f("fk_comparison_second_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
        sa.UniqueConstraint(
            "final_id",
            "judge_id",
            "first_id",
            "second_id",
            name=op.f("uq_comparison_final_id_judge_id_first_id_second_id"),
        ),
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_judge_id"), ["judge_id"], unique=False)

    op.create_table(
        "finalist",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("final_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_finalist_entry_id_entry")),
        sa.ForeignKeyConstraint(["final_id"], ["pairwise_final.id"], name=op.f("fk_finalist_final_id_pairwise_final")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finalist")),
        sa.UniqueConstraint("final_id", "entry_id", name=op.f("uq_finalist_final_id_entry_id")),
    )

    for table, columns, delete in GUARDED:
        for statement in awards_portal.db.refuse_changes(table, columns, delete=delete)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("judges' answers cannot be undone: restore a backup instead")
