"""Rules that change after judging began are a decision with a reason, and both results are kept"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "ruling"
down_revision = "certificates"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = awards_portal.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rules_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("results_before", sa.JSON(), nullable=False),
        sa.Column("results_after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rules_change_by_id_person")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_rules_change_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_change")),
    )
    with op.batch_alter_table("rules_change") as batch:
        batch.create_index(op.f("ix_rules_change_edition_id"), ["edition_id"], unique=False)
    for statement in awards_portal.db.refuse_changes("rules_change")[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("rules_change")
