"""Meetings of the jury, their minutes."""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "meeting"
down_revision = "seal"
branch_labels = None
depends_on = None

# Rows that the database itself refuses to change or delete.
GUARDED = [
    ("absence", (), True),
    ("attendance", ("meeting_id", "judge_id", "person_id", "came_at"), True),
    ("discussion", (), True),
    ("meeting", (), True),
    ("meeting_closing", (), True),
    ("meeting_note", (), True),
    ("minutes", (), True),
]


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("order", sa.String(length=20), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"order\" IN ('standings', 'reversed', 'spread', 'reference')", name=op.f("ck_meeting_order")
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_meeting_category_id_category")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_meeting_opened_by_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_meeting_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_round_id"), ["round_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("judge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("came_at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", awards_portal.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(judge_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_attendance_who")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_attendance_judge_id_judge")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            "uq_attendance_judge_id_current",
            ["meeting_id", "judge_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL AND judge_id IS NOT NULL"),
            postgresql_where=sa.text("left_at IS NULL AND judge_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_attendance_person_id_current",
            ["meeting_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=sa.text("left_at IS NULL AND person_id IS NOT NULL"),
        )

    op.create_table(
        "discussion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_discussion_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_discussion_entry_id_entry")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_discussion_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
    )
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussion_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_closing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_meeting_closing_by_id_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_closing_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_closing")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_closing_meeting_id")),
    )
    op.create_table(
        "meeting_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_meeting_note_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_meeting_note_entry_id_entry")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
    )
    with op.batch_alter_table("meeting_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_note_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("discussion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attendance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attendance_id"], ["attendance.id"], name=op.f("fk_absence_attendance_id_attendance")),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name=op.f("fk_absence_discussion_id_discussion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("discussion_id", "attendance_id", name=op.f("uq_absence_discussion_id_attendance_id")),
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["meeting_closing.id"], name=op.f("fk_minutes_closing_id_meeting_closing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("closing_id", name=op.f("uq_minutes_closing_id")),
    )

    for table, columns, delete in GUARDED:
        for statement in awards_portal.db.refuse_changes(table, columns, delete=delete)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("minutes cannot be undone: restore a backup instead")
