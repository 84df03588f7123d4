"""city_exclusion: a judge is kept away from a city that has no entry yet"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "city_exclusion"
down_revision = "translation"
branch_labels = None
depends_on = None

KEPT = ("judge_id", "entry_id", "city_id", "whole_city", "reason", "by_id", "at")


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        for event in ("no_update", "no_delete", "no_truncate"):
            op.execute(f"DROP TRIGGER exclusion_{event} ON exclusion")
    # On SQLite the table is made anew: its check has to be named here, and its triggers are gone.
    ended = sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_exclusion_ended"))
    with op.batch_alter_table("exclusion", table_args=(ended,)) as batch:
        batch.add_column(sa.Column("city_id", whole, nullable=True))
        batch.alter_column("entry_id", existing_type=whole, nullable=True)
        batch.create_foreign_key(op.f("fk_exclusion_city_id_city"), "city", ["city_id"], ["id"])
        batch.create_check_constraint(op.f("ck_exclusion_of"), "(entry_id IS NULL) = (city_id IS NOT NULL)")
        batch.create_check_constraint(op.f("ck_exclusion_city"), "city_id IS NULL OR whole_city")
    op.create_index(op.f("ix_exclusion_city_id"), "exclusion", ["city_id"])
    for statement in awards_portal.db.refuse_changes("exclusion", KEPT, delete=True)[dialect]:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("who was kept apart would be forgotten: restore a backup instead")
