"""sign_in_link: judges sign in by a mailed link"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "sign_in_link"
down_revision = "meeting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = awards_portal.db.UtcDateTime(timezone=True)
    op.create_table(
        "sign_in_link",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"])


def downgrade() -> None:
    op.drop_table("sign_in_link")
