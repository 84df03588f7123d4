"""An edition is set up before its call is published; what changes afterwards is told"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "setup"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = awards_portal.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("edition") as batch:
        batch.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default='["en"]'))
        batch.add_column(sa.Column("called_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("published_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("copied_from", sa.String(length=40), nullable=True))
    # Every edition that is there was published when it was loaded.
    op.execute("UPDATE edition SET published_at = created_at")
    with op.batch_alter_table("category") as batch:
        batch.add_column(sa.Column("quotas", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("rubric") as batch:
        batch.add_column(sa.Column("locked_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE rubric SET locked_at = (SELECT min(scorecard.started_at) FROM scorecard "
        "JOIN assignment ON assignment.id = scorecard.assignment_id JOIN round ON round.id = assignment.round_id "
        "WHERE round.rubric_id = rubric.id)"
    )
    op.create_table(
        "edition_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_edition_change_by_id_person")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_change_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_change")),
    )
    with op.batch_alter_table("edition_change") as batch:
        batch.create_index(op.f("ix_edition_change_edition_id"), ["edition_id"], unique=False)
    op.create_table(
        "form_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_form_draft_changed_by_id_person")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_form_draft_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_form_draft_edition_id")),
    )
    for statement in awards_portal.db.refuse_changes("edition_change")[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for table in ("form_draft", "edition_change"):
        op.drop_table(table)
    for table, columns in {
        "rubric": ["locked_at"],
        "category": ["quotas"],
        "edition": ["copied_from", "published_at", "called_on", "languages"],
    }.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
