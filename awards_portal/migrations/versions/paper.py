"""What a judge wrote on paper is entered on her behalf, and the record says so"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = "paper"
down_revision = "sign_in_link"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paper_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("judge_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("scorecard_id", ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", awards_portal.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(scorecard_id IS NULL) = (revision IS NULL)", name=op.f("ck_paper_entry_card_has_revision")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_paper_entry_by_id_person")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_paper_entry_entry_id_entry")),
        sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_paper_entry_judge_id_judge")),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name=op.f("fk_paper_entry_scorecard_id_scorecard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
    )
    with op.batch_alter_table("paper_entry") as batch:
        batch.create_index(op.f("ix_paper_entry_scorecard_id"), ["scorecard_id"], unique=False)
        batch.create_index(op.f("ix_paper_entry_judge_id_entry_id"), ["judge_id", "entry_id"], unique=False)
    for statement in awards_portal.db.refuse_changes("paper_entry")[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("paper_entry")
