"""Search: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('search_document',
    sa.Column('index_name', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('heading', postgresql.TSVECTOR(), nullable=False),
    sa.Column('words', postgresql.TSVECTOR(), nullable=False),
    sa.Column('facts', postgresql.JSONB(), nullable=False),
    sa.Column('document', postgresql.JSONB(), nullable=False),
    sa.Column('indexed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('index_name', 'id', name='search_document_pkey')
    )
    op.create_index('search_document_facts_9565f1_idx', 'search_document', ['facts'], unique=False, postgresql_using='gin', postgresql_ops={'facts': 'jsonb_path_ops'})
    op.create_index('search_document_heading_d0b0b6_idx', 'search_document', ['heading'], unique=False, postgresql_using='gin', postgresql_ops={})
    op.create_index('search_document_words_a6aef0_idx', 'search_document', ['words'], unique=False, postgresql_using='gin', postgresql_ops={})
    op.create_table('search_index',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('active_version', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='search_index_pkey')
    )
    op.create_index('search_index_name_key', 'search_index', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('search_word',
    sa.Column('index_name', sa.Text(), nullable=False),
    sa.Column('word', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('index_name', 'word', name='search_word_pkey')
    )
    op.create_index('search_word_word_d5d896_idx', 'search_word', ['word'], unique=False, postgresql_using='gist', postgresql_ops={'word': 'gist_trgm_ops'})
    op.create_table('search_index_version',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('physical_name', sa.Text(), nullable=False),
    sa.Column('definition_hash', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('search_index_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['search_index_id'], ['search_index.id'], name='search_index_version_search_index_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='search_index_version_pkey')
    )
    op.create_index('search_index_version_search_index_id_idx', 'search_index_version', ['search_index_id'], unique=False)
    op.create_index('search_index_version_search_index_id_version_key', 'search_index_version', ['search_index_id', 'version'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('search_index_sync',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('job_id', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('filters', postgresql.JSONB(), nullable=True),
    sa.Column('last_key', sa.Text(), nullable=True),
    sa.Column('documents_synced', sa.Integer(), nullable=False),
    sa.Column('resumable', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('search_index_version_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['search_index_version_id'], ['search_index_version.id'], name='search_index_sync_search_index_version_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='search_index_sync_pkey')
    )
    op.create_index('search_index_sync_job_id_idx', 'search_index_sync', ['job_id'], unique=False)
    op.create_index('search_index_sync_search_index_version_id_idx', 'search_index_sync', ['search_index_version_id'], unique=False)


def downgrade() -> None:
    op.drop_index('search_index_sync_search_index_version_id_idx', table_name='search_index_sync')
    op.drop_index('search_index_sync_job_id_idx', table_name='search_index_sync')
    op.drop_table('search_index_sync')
    op.drop_index('search_index_version_search_index_id_version_key', table_name='search_index_version', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('search_index_version_search_index_id_idx', table_name='search_index_version')
    op.drop_table('search_index_version')
    op.drop_index('search_word_word_d5d896_idx', table_name='search_word', postgresql_using='gist', postgresql_ops={'word': 'gist_trgm_ops'})
    op.drop_table('search_word')
    op.drop_index('search_index_name_key', table_name='search_index', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('search_index')
    op.drop_index('search_document_words_a6aef0_idx', table_name='search_document', postgresql_using='gin', postgresql_ops={})
    op.drop_index('search_document_heading_d0b0b6_idx', table_name='search_document', postgresql_using='gin', postgresql_ops={})
    op.drop_index('search_document_facts_9565f1_idx', table_name='search_document', postgresql_using='gin', postgresql_ops={'facts': 'jsonb_path_ops'})
    op.drop_table('search_document')
