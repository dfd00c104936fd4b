"""Pricing: find sets by list."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.drop_index(op.f('price_price_set_id_currency_code_c27b83_idx'), table_name='price', postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
    op.create_index('price_price_list_id_price_set_id_3c1e91_idx', 'price', ['price_list_id', 'price_set_id'], unique=False, postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'))
    op.create_index('price_price_set_id_currency_code_dd6111_idx', 'price', ['price_set_id', 'currency_code', sa.literal_column('(0 - coalesce(rules_count, 0))'), 'amount', 'id'], unique=False, postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})


def downgrade() -> None:
    op.drop_index('price_price_set_id_currency_code_dd6111_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.drop_index('price_price_list_id_price_set_id_3c1e91_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'))
    op.create_index(op.f('price_price_set_id_currency_code_c27b83_idx'), 'price', ['price_set_id', 'currency_code', sa.literal_column('COALESCE(rules_count, 0) DESC'), 'amount', 'id'], unique=False, postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
