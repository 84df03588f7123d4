"""retention: how many months a kind of data is kept"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "retention"
down_revision = "carry"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = awards_portal.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "retention_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.CheckConstraint("kind IN ('sign-ins', 'letters', 'contacts')", name=op.f("ck_retention_rule_kind")),
        sa.CheckConstraint("months BETWEEN 1 AND 240", name=op.f("ck_retention_rule_months")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_retention_rule_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rule")),
        sa.UniqueConstraint("kind", name=op.f("uq_retention_rule_kind")),
    )


def downgrade() -> None:
    op.drop_table("retention_rule")
