"""Entries go from one round to the next by a shortlist, which is a record"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "shortlist"
down_revision = "ruling"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = awards_portal.db.UtcDateTime(timezone=True)
KEPT = ("from_round_id", "round_id", "fingerprint", "rule", "notes", "reason", "by_id", "at")


def upgrade() -> None:
    op.create_table(
        "shortlist",
        sa.Column("id", ID, nullable=False),
        sa.Column("from_round_id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", ID, nullable=True),
        sa.Column("undone_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_shortlist_by_id_person")),
        sa.ForeignKeyConstraint(["from_round_id"], ["round.id"], name=op.f("fk_shortlist_from_round_id_round")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_shortlist_round_id_round")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_shortlist_undone_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist")),
    )
    with op.batch_alter_table("shortlist") as batch:
        batch.create_index(op.f("ix_shortlist_from_round_id"), ["from_round_id"], unique=False)
        batch.create_index(op.f("ix_shortlist_round_id"), ["round_id"], unique=False)
        batch.create_index(
            "uq_shortlist_current",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
    op.create_table(
        "shortlisted",
        sa.Column("id", ID, nullable=False),
        sa.Column("shortlist_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("place IN ('shortlisted', 'reserve')", name=op.f("ck_shortlisted_place")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_shortlisted_entry_id_entry")),
        sa.ForeignKeyConstraint(["shortlist_id"], ["shortlist.id"], name=op.f("fk_shortlisted_shortlist_id_shortlist")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlisted")),
        sa.UniqueConstraint("shortlist_id", "entry_id", name=op.f("uq_shortlisted_shortlist_id_entry_id")),
    )
    with op.batch_alter_table("shortlisted") as batch:
        batch.create_index(op.f("ix_shortlisted_shortlist_id"), ["shortlist_id"], unique=False)
        batch.create_index(op.f("ix_shortlisted_entry_id"), ["entry_id"], unique=False)
    dialect = op.get_bind().dialect.name
    for statement in [
        *awards_portal.db.refuse_changes("shortlist", KEPT)[dialect],
        *awards_portal.db.refuse_changes("shortlisted")[dialect],
    ]:
        op.execute(statement)


def downgrade() -> None:
    for table in ("shortlisted", "shortlist"):
        op.drop_table(table)
