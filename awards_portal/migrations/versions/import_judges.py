"""import_judges: the rows of an import may be judges"""

from alembic import op

revision = "import_judges"
down_revision = "entry_extension"
branch_labels = None
depends_on = None

KINDS = "kind IN ('cities', 'entries', 'scores', 'judges')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_import_kind"), "import", type_="check")
        op.create_check_constraint(op.f("ck_import_kind"), "import", KINDS)
        return
    # SQLite makes the table anew: without the old check, which is not read from the database.
    with op.batch_alter_table("import", recreate="always") as table:
        table.create_check_constraint(op.f("ck_import_kind"), KINDS)


def downgrade() -> None:
    raise RuntimeError("the record of imported judges would be lost: restore a backup instead")
