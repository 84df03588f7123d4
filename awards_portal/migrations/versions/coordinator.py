"""coordinator: a member of the organising team may have to do with given categories alone"""

import sqlalchemy as sa
from alembic import op

revision = "coordinator"
down_revision = "quiet_hours"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = "role IN ('admin', 'organiser', 'coordinator', 'observer')"
TABLE = "coordinated_category"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_team_member_role"), "team_member", type_="check")
        op.create_check_constraint(op.f("ck_team_member_role"), "team_member", ROLES)
    else:
        # SQLite makes the table anew: without the old check, which is not read from the database.
        with op.batch_alter_table("team_member", recreate="always") as table:
            table.create_check_constraint(op.f("ck_team_member_role"), ROLES)
    op.create_table(
        TABLE,
        sa.Column("id", KEY, nullable=False),
        sa.Column("team_member_id", KEY, nullable=True),
        sa.Column("invitation_id", KEY, nullable=True),
        sa.Column("category_id", KEY, nullable=False),
        sa.CheckConstraint(
            "(team_member_id IS NULL) <> (invitation_id IS NULL)", name=op.f("ck_coordinated_category_whose")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_coordinated_category_category_id_category"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_coordinated_category_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_member_id"],
            ["team_member.id"],
            name=op.f("fk_coordinated_category_team_member_id_team_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinated_category")),
        sa.UniqueConstraint(
            "invitation_id", "category_id", name=op.f("uq_coordinated_category_invitation_id_category_id")
        ),
        sa.UniqueConstraint(
            "team_member_id", "category_id", name=op.f("uq_coordinated_category_team_member_id_category_id")
        ),
    )
    op.create_index(op.f("ix_coordinated_category_category_id"), TABLE, ["category_id"])


def downgrade() -> None:
    raise RuntimeError("who coordinated what would be lost: restore a backup instead")
