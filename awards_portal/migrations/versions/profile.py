"""Profiles of cities, former addresses, names of places"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = 'profile'
down_revision = "pairwise"
branch_labels = None
depends_on = None


GUARDED = ["profile_version", "profile_decision"]


def upgrade() -> None:
    op.create_table('former_slug',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('city_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['city_id'], ['city.id'], name=op.f('fk_former_slug_city_id_city')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_slug')),
    sa.UniqueConstraint('slug', name=op.f('uq_former_slug_slug'))
    )
    with op.batch_alter_table('former_slug', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_slug_city_id'), ['city_id'], unique=False)

    op.create_table('place_name',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=2), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_place_name_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_name')),
    sa.UniqueConstraint('code', name=op.f('uq_place_name_code'))
    )
    op.create_table('profile_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('city_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('website', sa.Text(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.Column('population_source', sa.Text(), nullable=False),
    sa.Column('contact_name', sa.Text(), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('logo_sha256', sa.String(length=64), nullable=True),
    sa.Column('logo_type', sa.String(length=40), nullable=True),
    sa.Column('logo_size', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(logo_sha256 IS NULL) = (logo_size IS NULL)', name=op.f('ck_profile_version_logo')),
    sa.CheckConstraint('population IS NULL OR population > 0', name=op.f('ck_profile_version_population')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_profile_version_by_id_person')),
    sa.ForeignKeyConstraint(['city_id'], ['city.id'], name=op.f('fk_profile_version_city_id_city')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_version')),
    sa.UniqueConstraint('city_id', 'number', name=op.f('uq_profile_version_city_id_number'))
    )
    op.create_table('profile_decision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_profile_decision_by_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['profile_version.id'], name=op.f('fk_profile_decision_version_id_profile_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_decision')),
    sa.UniqueConstraint('version_id', name=op.f('uq_profile_decision_version_id'))
    )
    for table in GUARDED:
        for statement in awards_portal.db.refuse_changes(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    op.drop_table('profile_decision')
    op.drop_table('profile_version')
    op.drop_table('place_name')
    with op.batch_alter_table('former_slug', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_slug_city_id'))

    op.drop_table('former_slug')
    