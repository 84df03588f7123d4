"""finalists: a certificate may say that an entry was on the shortlist of the last round"""

from alembic import op

import awards_portal.db

revision = "finalists"
down_revision = "retention"
branch_labels = None
depends_on = None

KINDS = "kind IN ('award', 'finalist', 'taking part')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_certificate_kind"), "certificate", type_="check")
        op.create_check_constraint(op.f("ck_certificate_kind"), "certificate", KINDS)
        return
    # SQLite makes the table anew: without the old check, which is not read from the database, and without its triggers.
    with op.batch_alter_table("certificate", recreate="always") as certificate:
        certificate.create_check_constraint(op.f("ck_certificate_kind"), KINDS)
    for statement in awards_portal.db.refuse_changes("certificate")["sqlite"]:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the certificates of finalists would be lost: restore a backup instead")
