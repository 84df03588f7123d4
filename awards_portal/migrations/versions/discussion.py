"""discussion: remarks, score changes, and what a round allows its judges"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "discussion"
down_revision = "setup"
branch_labels = None
depends_on = None


GUARDED = [
    ("remark", (), True),
    ("score_change", ("assignment_id", "criterion_id", "step_before", "step_after", "reason", "by_id", "at"), True),
]


def _identity() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _at(name: str = "at", *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, awards_portal.db.UtcDateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.add_column("round", _at("discusses_until", nullable=True))
    # Columns with their check are written as SQL: both databases take it, and no table is made anew.
    op.execute(
        "ALTER TABLE round ADD COLUMN discloses VARCHAR(20) DEFAULT 'nobody' NOT NULL "
        "CONSTRAINT ck_round_discloses CHECK (discloses IN ('nobody', 'own completed', 'round closed'))"
    )
    op.add_column("round", sa.Column("names_judges", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "ALTER TABLE round ADD COLUMN disagreement INTEGER DEFAULT 20 NOT NULL "
        "CONSTRAINT ck_round_disagreement CHECK (disagreement BETWEEN 1 AND 100)"
    )
    op.add_column("round", sa.Column("shows_total", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "joining",
        _identity(),
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _at(),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_joining_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_joining_assignment_id")),
    )
    op.create_table(
        "remark",
        _identity(),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        _at(),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_remark_round_id_round")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_remark_entry_id_entry")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_remark_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_remark_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("by_id", "mark", name=op.f("uq_remark_by_id_mark")),
    )
    op.create_index(op.f("ix_remark_round_id_entry_id"), "remark", ["round_id", "entry_id"])
    op.create_table(
        "score_change",
        _identity(),
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step_before", sa.Integer(), nullable=False),
        sa.Column("step_after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _at(),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        _at("decided_at", nullable=True),
        sa.CheckConstraint("(accepted IS NULL) = (decided_at IS NULL)", name=op.f("ck_score_change_decided")),
        sa.CheckConstraint("step_before != step_after", name=op.f("ck_score_change_steps")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_score_change_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_score_change_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_score_change_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_score_change_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_change")),
    )
    op.create_index(op.f("ix_score_change_assignment_id"), "score_change", ["assignment_id"])
    for table, columns, delete in GUARDED:
        for statement in awards_portal.db.refuse_changes(table, columns, delete=delete)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was said in a discussion would be lost: restore a backup instead")
