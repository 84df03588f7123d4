"""General Assemblies"""

import sqlalchemy as sa
from alembic import op

import awards_portal.db

revision = 'assembly'
down_revision = 'enquiry'
branch_labels = None
depends_on = None


GUARDED = ["assembly_file"]


def upgrade() -> None:
    op.create_table('assembly',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('begins_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('published_at', awards_portal.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR (begins_on IS NOT NULL AND ends_on >= begins_on)', name=op.f('ck_assembly_days')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assembly')),
    sa.UniqueConstraint('slug', name=op.f('uq_assembly_slug'))
    )
    op.create_table('assembly_session',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assembly_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('hours', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('speakers', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['assembly_id'], ['assembly.id'], name=op.f('fk_assembly_session_assembly_id_assembly')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assembly_session'))
    )
    with op.batch_alter_table('assembly_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assembly_session_assembly_id'), ['assembly_id'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assembly_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('consented_at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assembly_id'], ['assembly.id'], name=op.f('fk_participant_assembly_id_assembly')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_assembly_id'), ['assembly_id'], unique=False)

    op.create_table('assembly_document',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('assembly_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('removed_at', awards_portal.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('final report', 'programme book', 'declaration', 'presentation', 'photograph', 'other')", name=op.f('ck_assembly_document_kind')),
    sa.ForeignKeyConstraint(['assembly_id'], ['assembly.id'], name=op.f('fk_assembly_document_assembly_id_assembly')),
    sa.ForeignKeyConstraint(['session_id'], ['assembly_session.id'], name=op.f('fk_assembly_document_session_id_assembly_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assembly_document'))
    )
    with op.batch_alter_table('assembly_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assembly_document_assembly_id'), ['assembly_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assembly_document_session_id'), ['session_id'], unique=False)

    op.create_table('assembly_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', awards_portal.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_assembly_file_by_id_person')),
    sa.ForeignKeyConstraint(['document_id'], ['assembly_document.id'], name=op.f('fk_assembly_file_document_id_assembly_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assembly_file')),
    sa.UniqueConstraint('document_id', 'number', name=op.f('uq_assembly_file_document_id_number'))
    )
    for table in GUARDED:
        for statement in awards_portal.db.refuse_changes(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    op.drop_table('assembly_file')
    with op.batch_alter_table('assembly_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assembly_document_session_id'))
        batch_op.drop_index(batch_op.f('ix_assembly_document_assembly_id'))

    op.drop_table('assembly_document')
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_assembly_id'))

    op.drop_table('participant')
    with op.batch_alter_table('assembly_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assembly_session_assembly_id'))

    op.drop_table('assembly_session')
    op.drop_table('assembly')
