"""Translation: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('locale',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='locale_pkey')
    )
    op.create_index('locale_code_key', 'locale', ['code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('translation',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reference_id', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('locale_code', sa.Text(), nullable=False),
    sa.Column('translations', postgresql.JSONB(), nullable=False),
    sa.Column('translated_field_count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='translation_pkey')
    )
    op.create_index('translation_locale_code_idx', 'translation', ['locale_code'], unique=False)
    op.create_index('translation_reference_id_locale_code_key', 'translation', ['reference_id', 'locale_code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('translation_reference_locale_code_3a06cb_idx', 'translation', ['reference', 'locale_code'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('translation_settings',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('entity_type', sa.Text(), nullable=False),
    sa.Column('fields', postgresql.JSONB(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='translation_settings_pkey')
    )
    op.create_index('translation_settings_entity_type_key', 'translation_settings', ['entity_type'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('translation_settings_entity_type_key', table_name='translation_settings', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('translation_settings')
    op.drop_index('translation_reference_locale_code_3a06cb_idx', table_name='translation', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('translation_reference_id_locale_code_key', table_name='translation', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('translation_locale_code_idx', table_name='translation')
    op.drop_table('translation')
    op.drop_index('locale_code_key', table_name='locale', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('locale')
