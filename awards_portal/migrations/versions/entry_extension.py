"""entry_extension: more time may be given to one entry alone"""

import sqlalchemy as sa
from alembic import op

revision = "entry_extension"
down_revision = "coordinator"
branch_labels = None
depends_on = None


def _where(words: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(words), "postgresql_where": sa.text(words)}


def upgrade() -> None:
    op.drop_index("uq_extension_current", "extension")
    with op.batch_alter_table("extension") as batch:
        batch.add_column(sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch.create_foreign_key(op.f("fk_extension_entry_id_entry"), "entry", ["entry_id"], ["id"])
    of_city = _where("revoked_at IS NULL AND entry_id IS NULL")
    op.create_index("uq_extension_current", "extension", ["edition_id", "city_id"], unique=True, **of_city)
    op.create_index("uq_extension_of_entry", "extension", ["entry_id"], unique=True, **_where("revoked_at IS NULL"))


def downgrade() -> None:
    raise RuntimeError("time for one entry would become time for its city: restore a backup instead")
