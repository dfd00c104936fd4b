"""Tax: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('tax_provider',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_enabled', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='tax_provider_pkey')
    )
    op.create_table('tax_region',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('parent_id', sa.Text(), nullable=True),
    sa.Column('country_code', sa.Text(), nullable=False),
    sa.Column('province_code', sa.Text(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['tax_region.id'], name='tax_region_parent_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['provider_id'], ['tax_provider.id'], name='tax_region_provider_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='tax_region_pkey')
    )
    op.create_index('tax_region_country_code_08af54_key', 'tax_region', ['country_code'], unique=True, postgresql_where=sa.text('province_code IS NULL AND deleted_at IS NULL'))
    op.create_index('tax_region_country_code_province_code_key', 'tax_region', ['country_code', 'province_code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('tax_region_parent_id_idx', 'tax_region', ['parent_id'], unique=False)
    op.create_index('tax_region_provider_id_idx', 'tax_region', ['provider_id'], unique=False)
    op.create_table('tax_rate',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tax_region_id', sa.Text(), nullable=False),
    sa.Column('rate', sa.Numeric(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('is_combinable', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['tax_region_id'], ['tax_region.id'], name='tax_rate_tax_region_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='tax_rate_pkey')
    )
    op.create_index('tax_rate_tax_region_id_d528cb_key', 'tax_rate', ['tax_region_id'], unique=True, postgresql_where=sa.text('is_default AND deleted_at IS NULL'))
    op.create_index('tax_rate_tax_region_id_idx', 'tax_rate', ['tax_region_id'], unique=False)
    op.create_table('tax_rate_rule',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tax_rate_id', sa.Text(), nullable=False),
    sa.Column('reference_id', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['tax_rate_id'], ['tax_rate.id'], name='tax_rate_rule_tax_rate_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='tax_rate_rule_pkey')
    )
    op.create_index('tax_rate_rule_reference_id_idx', 'tax_rate_rule', ['reference_id'], unique=False)
    op.create_index('tax_rate_rule_tax_rate_id_idx', 'tax_rate_rule', ['tax_rate_id'], unique=False)
    op.create_index('tax_rate_rule_tax_rate_id_reference_id_key', 'tax_rate_rule', ['tax_rate_id', 'reference_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('tax_rate_rule_tax_rate_id_reference_id_key', table_name='tax_rate_rule', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('tax_rate_rule_tax_rate_id_idx', table_name='tax_rate_rule')
    op.drop_index('tax_rate_rule_reference_id_idx', table_name='tax_rate_rule')
    op.drop_table('tax_rate_rule')
    op.drop_index('tax_rate_tax_region_id_idx', table_name='tax_rate')
    op.drop_index('tax_rate_tax_region_id_d528cb_key', table_name='tax_rate', postgresql_where=sa.text('is_default AND deleted_at IS NULL'))
    op.drop_table('tax_rate')
    op.drop_index('tax_region_provider_id_idx', table_name='tax_region')
    op.drop_index('tax_region_parent_id_idx', table_name='tax_region')
    op.drop_index('tax_region_country_code_province_code_key', table_name='tax_region', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('tax_region_country_code_08af54_key', table_name='tax_region', postgresql_where=sa.text('province_code IS NULL AND deleted_at IS NULL'))
    op.drop_table('tax_region')
    op.drop_table('tax_provider')
