"""Pricing: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('price_list',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rules_count', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='price_list_pkey')
    )
    op.create_table('price_preference',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attribute', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('is_tax_inclusive', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='price_preference_pkey')
    )
    op.create_index('price_preference_attribute_value_key', 'price_preference', ['attribute', 'value'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('price_set',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name='price_set_pkey')
    )
    op.create_table('price',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('price_set_id', sa.Text(), nullable=False),
    sa.Column('price_list_id', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('rules_count', sa.Integer(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('min_quantity', sa.Numeric(), nullable=True),
    sa.Column('max_quantity', sa.Numeric(), nullable=True),
    sa.ForeignKeyConstraint(['price_list_id'], ['price_list.id'], name='price_price_list_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['price_set_id'], ['price_set.id'], name='price_price_set_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='price_pkey')
    )
    op.create_index('price_currency_code_idx', 'price', ['currency_code'], unique=False)
    op.create_index('price_price_list_id_idx', 'price', ['price_list_id'], unique=False)
    op.create_index('price_price_set_id_currency_code_idx', 'price', ['price_set_id', 'currency_code'], unique=False)
    op.create_table('price_list_rule',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('price_list_id', sa.Text(), nullable=False),
    sa.Column('value', postgresql.JSONB(), nullable=True),
    sa.Column('attribute', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['price_list_id'], ['price_list.id'], name='price_list_rule_price_list_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='price_list_rule_pkey')
    )
    op.create_index('price_list_rule_attribute_idx', 'price_list_rule', ['attribute'], unique=False)
    op.create_index('price_list_rule_price_list_id_idx', 'price_list_rule', ['price_list_id'], unique=False)
    op.create_table('price_rule',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('price_id', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('attribute', sa.Text(), nullable=False),
    sa.Column('operator', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['price_id'], ['price.id'], name='price_rule_price_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='price_rule_pkey')
    )
    op.create_index('price_rule_attribute_value_price_id_idx', 'price_rule', ['attribute', 'value', 'price_id'], unique=False)
    op.create_index('price_rule_price_id_attribute_operator_key', 'price_rule', ['price_id', 'attribute', 'operator'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('price_rule_price_id_idx', 'price_rule', ['price_id'], unique=False)


def downgrade() -> None:
    op.drop_index('price_rule_price_id_idx', table_name='price_rule')
    op.drop_index('price_rule_price_id_attribute_operator_key', table_name='price_rule', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('price_rule_attribute_value_price_id_idx', table_name='price_rule')
    op.drop_table('price_rule')
    op.drop_index('price_list_rule_price_list_id_idx', table_name='price_list_rule')
    op.drop_index('price_list_rule_attribute_idx', table_name='price_list_rule')
    op.drop_table('price_list_rule')
    op.drop_index('price_price_set_id_currency_code_idx', table_name='price')
    op.drop_index('price_price_list_id_idx', table_name='price')
    op.drop_index('price_currency_code_idx', table_name='price')
    op.drop_table('price')
    op.drop_table('price_set')
    op.drop_index('price_preference_attribute_value_key', table_name='price_preference', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('price_preference')
    op.drop_table('price_list')
