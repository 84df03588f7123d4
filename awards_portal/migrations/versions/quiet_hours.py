"""quiet_hours: when an edition's letters wait"""

import sqlalchemy as sa
from alembic import op

revision = "quiet_hours"
down_revision = "mailing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "edition", sa.Column("quiet_hours", sa.String(length=11), nullable=False, server_default="22:00-07:00")
    )


def downgrade() -> None:
    with op.batch_alter_table("edition") as batch_op:
        batch_op.drop_column("quiet_hours")
