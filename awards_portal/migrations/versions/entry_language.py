"""entry_language: the language an entry is written in"""

import sqlalchemy as sa
from alembic import op

revision = "entry_language"
down_revision = "wording"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("language", sa.String(length=12), nullable=True))


def downgrade() -> None:
    raise RuntimeError("which language entries are written in would be lost: restore a backup instead")
