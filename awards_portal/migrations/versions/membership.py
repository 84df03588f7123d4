"""Applications for membership, steps on them, and who approves"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = 'membership'
down_revision = 'profile'
branch_labels = None
depends_on = None


GUARDED = ["membership_application", "membership_step"]


def upgrade() -> None:
    op.create_table('membership_application',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('city_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('signatory', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('signed_name', sa.Text(), nullable=False),
    sa.Column('signed_type', sa.String(length=40), nullable=False),
    sa.Column('signed_sha256', sa.String(length=64), nullable=False),
    sa.Column('signed_size', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('full', 'friendship', 'corporate')", name=op.f('ck_membership_application_kind')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_membership_application_by_id_person')),
    sa.ForeignKeyConstraint(['city_id'], ['city.id'], name=op.f('fk_membership_application_city_id_city')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_application'))
    )
    with op.batch_alter_table('membership_application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_application_city_id'), ['city_id'], unique=False)

    op.create_table('membership_approver',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approval', sa.String(length=20), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("approval IN ('associate', 'full', 'friendship', 'corporate')", name=op.f('ck_membership_approver_approval')),
    sa.CheckConstraint("role IN ('admin', 'organiser')", name=op.f('ck_membership_approver_role')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_membership_approver_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_approver')),
    sa.UniqueConstraint('approval', name=op.f('uq_membership_approver_approval'))
    )
    op.create_table('membership_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('city_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('membership_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('accepted', 'approved', 'declined', 'ended')", name=op.f('ck_membership_step_kind')),
    sa.ForeignKeyConstraint(['application_id'], ['membership_application.id'], name=op.f('fk_membership_step_application_id_membership_application')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_membership_step_by_id_person')),
    sa.ForeignKeyConstraint(['city_id'], ['city.id'], name=op.f('fk_membership_step_city_id_city')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_membership_step_membership_id_membership')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_step'))
    )
    with op.batch_alter_table('membership_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_step_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_step_city_id'), ['city_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_step_membership_id'), ['membership_id'], unique=False)
    for table in GUARDED:
        for statement in awards_portal.db.refuse_changes(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('membership_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_step_membership_id'))
        batch_op.drop_index(batch_op.f('ix_membership_step_city_id'))
        batch_op.drop_index(batch_op.f('ix_membership_step_application_id'))

    op.drop_table('membership_step')
    op.drop_table('membership_approver')
    with op.batch_alter_table('membership_application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_application_city_id'))

    op.drop_table('membership_application')
