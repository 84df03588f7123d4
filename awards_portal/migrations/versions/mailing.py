"""Mailings and whom they are for"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "mailing"
down_revision = "import_scores"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=100), nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("finished_at", awards_portal.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("audience IN ('entries', 'judges')", name=op.f("ck_mailing_audience")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mailing_by_id_person")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_mailing_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("mark", name=op.f("uq_mailing_mark")),
    )
    op.create_index(op.f("ix_mailing_edition_id"), "mailing", ["edition_id"], unique=False)
    op.create_table(
        "mailing_recipient",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("mailing_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("letter_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_mailing_recipient_letter_id_letter")),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_recipient_mailing_id_mailing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailing_recipient_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_recipient")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_mailing_recipient_letter_id")),
        sa.UniqueConstraint("mailing_id", "email", name=op.f("uq_mailing_recipient_mailing_id_email")),
    )
    op.create_index(op.f("ix_mailing_recipient_person_id"), "mailing_recipient", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("mailing_recipient")
    op.drop_table("mailing")
