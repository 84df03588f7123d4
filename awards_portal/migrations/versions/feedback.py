"""Feedback for cities: cleared texts, the release, what each city reads"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "feedback"
down_revision = "judge_profile"
branch_labels = None
depends_on = None

GUARDED = [
    ("cleared_feedback", ()),
    ("feedback", ()),
    ("feedback_release", ("edition_id", "round_id", "due_at", "at", "by_id")),
]


def upgrade() -> None:
    op.create_table(
        "cleared_feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cleared_feedback_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_cleared_feedback_entry_id_entry")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_cleared_feedback_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleared_feedback")),
    )
    op.create_index(
        op.f("ix_cleared_feedback_round_id_entry_id"), "cleared_feedback", ["round_id", "entry_id"], unique=False
    )
    op.create_table(
        "feedback_release",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("released_at", awards_portal.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", awards_portal.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_feedback_release_by_id_person")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_feedback_release_edition_id_edition")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_feedback_release_round_id_round")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_feedback_release_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_release")),
    )
    op.create_index(
        "uq_feedback_release_current",
        "feedback_release",
        ["edition_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_feedback_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["feedback_release.id"], name=op.f("fk_feedback_release_id_feedback_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("release_id", "entry_id", name=op.f("uq_feedback_release_id_entry_id")),
    )
    op.create_index(op.f("ix_feedback_entry_id"), "feedback", ["entry_id"], unique=False)
    dialect = op.get_bind().dialect.name
    for table, columns in GUARDED:
        for statement in awards_portal.db.refuse_changes(table, columns)[dialect]:
            op.execute(statement)


def downgrade() -> None:
    for table in ("feedback", "feedback_release", "cleared_feedback"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table, _columns in GUARDED:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")
