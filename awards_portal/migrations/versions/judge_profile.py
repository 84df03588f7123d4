"""judge_profile: how many entries a judge takes, and what the public page of the jury says by consent"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "judge_profile"
down_revision = "discussion"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns with their check are written as SQL: both databases take it, and no table is made anew.
    op.execute(
        "ALTER TABLE judge ADD COLUMN max_load INTEGER CONSTRAINT ck_judge_max_load CHECK (max_load > 0)"
    )
    op.add_column("judge", sa.Column("biography", sa.Text(), nullable=False, server_default=""))
    op.add_column("judge", sa.Column("photo_sha256", sa.String(length=64), nullable=True))
    op.execute(
        "ALTER TABLE judge ADD COLUMN photo_size INTEGER "
        "CONSTRAINT ck_judge_photo CHECK ((photo_sha256 IS NULL) = (photo_size IS NULL))"
    )
    op.add_column("judge", sa.Column("photo_type", sa.String(length=20), nullable=True))
    op.add_column("judge", sa.Column("shown_since", awards_portal.db.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise RuntimeError("what judges wrote of themselves would be lost: restore a backup instead")
