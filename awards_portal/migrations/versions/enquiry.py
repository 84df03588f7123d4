"""Questions about a call, with their answers"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = 'enquiry'
down_revision = 'membership'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('enquiry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('edition_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_enquiry_by_id_person')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_enquiry_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiry'))
    )
    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiry_edition_id'), ['edition_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enquiry_edition_id'))

    op.drop_table('enquiry')
