"""Long work that somebody waits for: progress and result of a job"""

import sqlalchemy as sa
from alembic import op

revision = "long_work"
down_revision = "factor"
branch_labels = None
depends_on = None

COLUMNS = (
    ("owner_id", sa.Integer()),
    ("title", sa.Text()),
    ("language", sa.String(length=12)),
    ("roles", sa.JSON()),
    ("done", sa.Integer()),
    ("total", sa.Integer()),
    ("words", sa.Text()),
    ("link", sa.Text()),
    ("file_name", sa.Text()),
    ("media_type", sa.String(length=100)),
    ("sha256", sa.String(length=64)),
    ("size", sa.Integer()),
)


def upgrade() -> None:
    with op.batch_alter_table("job", schema=None) as batch_op:
        for name, kind in COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_index(batch_op.f("ix_job_owner_id"), ["owner_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_owner_id"))
        for name, _kind in reversed(COLUMNS):
            batch_op.drop_column(name)
