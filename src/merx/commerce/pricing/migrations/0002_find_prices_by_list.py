"""Pricing: find prices by list."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_index('price_price_set_id_currency_code_147164_idx', 'price', ['price_set_id', 'currency_code'], unique=False, postgresql_where=sa.text('price_list_id IS NULL AND deleted_at IS NULL'))
    op.create_index('price_price_set_id_currency_code_c27b83_idx', 'price', ['price_set_id', 'currency_code', sa.literal_column('(coalesce(rules_count, 0)) DESC'), 'amount', 'id'], unique=False, postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.create_index('price_price_set_id_currency_code_price_list_id_id_3c1e91_idx', 'price', ['price_set_id', 'currency_code', 'price_list_id', 'id'], unique=False, postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'))
    op.create_index('price_list_type_3a2c80_idx', 'price_list', [sa.literal_column('(coalesce(rules_count, 0))'), 'type', sa.literal_column("(coalesce(ends_at, 'infinity'::timestamptz))")], unique=False, postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"), postgresql_using='btree', postgresql_ops={})
    op.create_index('price_list_rule_value_cdf210_idx', 'price_list_rule', ['value'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), postgresql_using='gin', postgresql_ops={})


def downgrade() -> None:
    op.drop_index('price_list_rule_value_cdf210_idx', table_name='price_list_rule', postgresql_where=sa.text('deleted_at IS NULL'), postgresql_using='gin', postgresql_ops={})
    op.drop_index('price_list_type_3a2c80_idx', table_name='price_list', postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"), postgresql_using='btree', postgresql_ops={})
    op.drop_index('price_price_set_id_currency_code_price_list_id_id_3c1e91_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'))
    op.drop_index('price_price_set_id_currency_code_c27b83_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.drop_index('price_price_set_id_currency_code_147164_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NULL AND deleted_at IS NULL'))
