"""moves to another category"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "moves"
down_revision = "desk"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = awards_portal.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "category_move",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("origin_id", KEY, nullable=False),
        sa.Column("target_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("ended_by_id", KEY, nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.CheckConstraint("outcome IN ('consented', 'declined', 'taken back')", name=op.f("ck_category_move_outcome")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_category_move_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_category_move_ended_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_category_move_entry_id_entry")),
        sa.ForeignKeyConstraint(["origin_id"], ["category.id"], name=op.f("fk_category_move_origin_id_category")),
        sa.ForeignKeyConstraint(["target_id"], ["category.id"], name=op.f("fk_category_move_target_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_move")),
    )
    op.create_index(op.f("ix_category_move_entry_id"), "category_move", ["entry_id"])
    op.create_index(
        "uq_category_move_open",
        "category_move",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("category_move")
