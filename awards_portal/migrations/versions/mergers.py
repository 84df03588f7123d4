"""cities that were entered twice"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "mergers"
down_revision = "moves"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = awards_portal.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "city_merger",
        sa.Column("id", KEY, nullable=False),
        sa.Column("city_id", KEY, nullable=False),
        sa.Column("into_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("undone_at", AT, nullable=True),
        sa.Column("undone_by_id", KEY, nullable=True),
        sa.Column("undone_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_city_merger_by_id_person")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_merger_city_id_city")),
        sa.ForeignKeyConstraint(["into_id"], ["city.id"], name=op.f("fk_city_merger_into_id_city")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_city_merger_undone_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_merger")),
    )
    op.create_index(op.f("ix_city_merger_into_id"), "city_merger", ["into_id"])
    op.create_index(
        "uq_city_merger_current",
        "city_merger",
        ["city_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("city_merger")
