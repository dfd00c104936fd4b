"""Promotion: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('promotion_campaign',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('campaign_identifier', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name='promotion_campaign_pkey')
    )
    op.create_index('promotion_campaign_campaign_identifier_key', 'promotion_campaign', ['campaign_identifier'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('promotion_rule',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('attribute', sa.Text(), nullable=False),
    sa.Column('operator', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='promotion_rule_pkey')
    )
    op.create_index('promotion_rule_attribute_operator_idx', 'promotion_rule', ['attribute', 'operator'], unique=False)
    op.create_table('promotion',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('campaign_id', sa.Text(), nullable=True),
    sa.Column('is_automatic', sa.Boolean(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('is_tax_inclusive', sa.Boolean(), nullable=False),
    sa.Column('limit', sa.Integer(), nullable=True),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['promotion_campaign.id'], name='promotion_campaign_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='promotion_pkey')
    )
    op.create_index('promotion_campaign_id_idx', 'promotion', ['campaign_id'], unique=False)
    op.create_index('promotion_code_key', 'promotion', ['code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('promotion_is_automatic_idx', 'promotion', ['is_automatic'], unique=False)
    op.create_index('promotion_status_idx', 'promotion', ['status'], unique=False)
    op.create_index('promotion_type_idx', 'promotion', ['type'], unique=False)
    op.create_table('promotion_campaign_budget',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('campaign_id', sa.Text(), nullable=False),
    sa.Column('limit', sa.Numeric(), nullable=True),
    sa.Column('used', sa.Numeric(), nullable=False),
    sa.Column('currency_code', sa.Text(), nullable=True),
    sa.Column('attribute', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['promotion_campaign.id'], name='promotion_campaign_budget_campaign_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='promotion_campaign_budget_pkey')
    )
    op.create_index('promotion_campaign_budget_campaign_id_idx', 'promotion_campaign_budget', ['campaign_id'], unique=False)
    op.create_index('promotion_campaign_budget_campaign_id_key', 'promotion_campaign_budget', ['campaign_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('promotion_campaign_budget_type_idx', 'promotion_campaign_budget', ['type'], unique=False)
    op.create_table('promotion_rule_value',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('promotion_rule_id', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['promotion_rule_id'], ['promotion_rule.id'], name='promotion_rule_value_promotion_rule_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='promotion_rule_value_pkey')
    )
    op.create_index('promotion_rule_value_promotion_rule_id_value_idx', 'promotion_rule_value', ['promotion_rule_id', 'value'], unique=False)
    op.create_table('promotion_application_method',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('value', sa.Numeric(), nullable=True),
    sa.Column('max_quantity', sa.Integer(), nullable=True),
    sa.Column('apply_to_quantity', sa.Integer(), nullable=True),
    sa.Column('buy_rules_min_quantity', sa.Integer(), nullable=True),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('target_type', sa.Text(), nullable=False),
    sa.Column('allocation', sa.Text(), nullable=True),
    sa.Column('promotion_id', sa.Text(), nullable=False),
    sa.Column('currency_code', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], name='promotion_application_method_promotion_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='promotion_application_method_pkey')
    )
    op.create_index('promotion_application_method_allocation_idx', 'promotion_application_method', ['allocation'], unique=False)
    op.create_index('promotion_application_method_promotion_id_idx', 'promotion_application_method', ['promotion_id'], unique=False)
    op.create_index('promotion_application_method_promotion_id_key', 'promotion_application_method', ['promotion_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('promotion_application_method_target_type_idx', 'promotion_application_method', ['target_type'], unique=False)
    op.create_index('promotion_application_method_type_idx', 'promotion_application_method', ['type'], unique=False)
    op.create_table('promotion_campaign_budget_usage',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attribute_value', sa.Text(), nullable=False),
    sa.Column('used', sa.Numeric(), nullable=False),
    sa.Column('budget_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['budget_id'], ['promotion_campaign_budget.id'], name='promotion_campaign_budget_usage_budget_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='promotion_campaign_budget_usage_pkey')
    )
    op.create_index('promotion_campaign_budget_usage_attribute_value_budget_id_key', 'promotion_campaign_budget_usage', ['attribute_value', 'budget_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('promotion_campaign_budget_usage_budget_id_idx', 'promotion_campaign_budget_usage', ['budget_id'], unique=False)
    op.create_table('promotion_promotion_rule',
    sa.Column('promotion_id', sa.Text(), nullable=False),
    sa.Column('promotion_rule_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], name='promotion_promotion_rule_promotion_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['promotion_rule_id'], ['promotion_rule.id'], name='promotion_promotion_rule_promotion_rule_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('promotion_id', 'promotion_rule_id', name='promotion_promotion_rule_pkey')
    )
    op.create_index('promotion_promotion_rule_promotion_rule_id_idx', 'promotion_promotion_rule', ['promotion_rule_id'], unique=False)
    op.create_table('application_method_buy_rules',
    sa.Column('application_method_id', sa.Text(), nullable=False),
    sa.Column('promotion_rule_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_method_id'], ['promotion_application_method.id'], name='application_method_buy_rules_application_method_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['promotion_rule_id'], ['promotion_rule.id'], name='application_method_buy_rules_promotion_rule_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('application_method_id', 'promotion_rule_id', name='application_method_buy_rules_pkey')
    )
    op.create_index('application_method_buy_rules_promotion_rule_id_idx', 'application_method_buy_rules', ['promotion_rule_id'], unique=False)
    op.create_table('application_method_target_rules',
    sa.Column('application_method_id', sa.Text(), nullable=False),
    sa.Column('promotion_rule_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_method_id'], ['promotion_application_method.id'], name='application_method_target_rules_application_method_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['promotion_rule_id'], ['promotion_rule.id'], name='application_method_target_rules_promotion_rule_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('application_method_id', 'promotion_rule_id', name='application_method_target_rules_pkey')
    )
    op.create_index('application_method_target_rules_promotion_rule_id_idx', 'application_method_target_rules', ['promotion_rule_id'], unique=False)


def downgrade() -> None:
    op.drop_index('application_method_target_rules_promotion_rule_id_idx', table_name='application_method_target_rules')
    op.drop_table('application_method_target_rules')
    op.drop_index('application_method_buy_rules_promotion_rule_id_idx', table_name='application_method_buy_rules')
    op.drop_table('application_method_buy_rules')
    op.drop_index('promotion_promotion_rule_promotion_rule_id_idx', table_name='promotion_promotion_rule')
    op.drop_table('promotion_promotion_rule')
    op.drop_index('promotion_campaign_budget_usage_budget_id_idx', table_name='promotion_campaign_budget_usage')
    op.drop_index('promotion_campaign_budget_usage_attribute_value_budget_id_key', table_name='promotion_campaign_budget_usage', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('promotion_campaign_budget_usage')
    op.drop_index('promotion_application_method_type_idx', table_name='promotion_application_method')
    op.drop_index('promotion_application_method_target_type_idx', table_name='promotion_application_method')
    op.drop_index('promotion_application_method_promotion_id_key', table_name='promotion_application_method', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('promotion_application_method_promotion_id_idx', table_name='promotion_application_method')
    op.drop_index('promotion_application_method_allocation_idx', table_name='promotion_application_method')
    op.drop_table('promotion_application_method')
    op.drop_index('promotion_rule_value_promotion_rule_id_value_idx', table_name='promotion_rule_value')
    op.drop_table('promotion_rule_value')
    op.drop_index('promotion_campaign_budget_type_idx', table_name='promotion_campaign_budget')
    op.drop_index('promotion_campaign_budget_campaign_id_key', table_name='promotion_campaign_budget', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('promotion_campaign_budget_campaign_id_idx', table_name='promotion_campaign_budget')
    op.drop_table('promotion_campaign_budget')
    op.drop_index('promotion_type_idx', table_name='promotion')
    op.drop_index('promotion_status_idx', table_name='promotion')
    op.drop_index('promotion_is_automatic_idx', table_name='promotion')
    op.drop_index('promotion_code_key', table_name='promotion', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('promotion_campaign_id_idx', table_name='promotion')
    op.drop_table('promotion')
    op.drop_index('promotion_rule_attribute_operator_idx', table_name='promotion_rule')
    op.drop_table('promotion_rule')
    op.drop_index('promotion_campaign_campaign_identifier_key', table_name='promotion_campaign', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('promotion_campaign')
