"""Pricing: read prices on lists from indexes alone."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.drop_index(op.f('price_price_list_id_price_set_id_3c1e91_idx'), table_name='price', postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
    op.drop_index(op.f('price_price_set_id_currency_code_dd6111_idx'), table_name='price', postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
    op.drop_index(op.f('price_price_set_id_currency_code_price_list_id_id_3c1e91_idx'), table_name='price', postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
    op.create_index('price_price_list_id_currency_code_a4f385_idx', 'price', ['price_list_id', 'currency_code', 'price_set_id', 'id', 'amount', 'min_quantity', 'max_quantity', 'rules_count'], unique=False, postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.create_index('price_price_set_id_currency_code_7f9330_idx', 'price', ['price_set_id', 'currency_code', sa.literal_column('(0 - coalesce(rules_count, 0))'), 'amount', 'id', 'price_list_id', 'min_quantity', 'max_quantity', 'rules_count'], unique=False, postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.drop_index(op.f('price_list_type_3a2c80_idx'), table_name='price_list', postgresql_where="((status = 'active'::text) AND (deleted_at IS NULL))")
    op.create_index('price_list_id_type_rules_count_ends_at_starts_at_3aed10_idx', 'price_list', ['id', 'type', 'rules_count', 'ends_at', 'starts_at'], unique=False, postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"))
    op.create_index('price_list_type_452a73_idx', 'price_list', [sa.literal_column('(coalesce(rules_count, 0))'), 'type', sa.literal_column("(coalesce(ends_at, 'infinity'::timestamptz))"), sa.literal_column("(coalesce(starts_at, '-infinity'::timestamptz))"), 'id'], unique=False, postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"), postgresql_using='btree', postgresql_ops={})


def downgrade() -> None:
    op.drop_index('price_list_type_452a73_idx', table_name='price_list', postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"), postgresql_using='btree', postgresql_ops={})
    op.drop_index('price_list_id_type_rules_count_ends_at_starts_at_3aed10_idx', table_name='price_list', postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"))
    op.create_index(op.f('price_list_type_3a2c80_idx'), 'price_list', [sa.literal_column('COALESCE(rules_count, 0)'), 'type', sa.literal_column("COALESCE(ends_at, 'infinity'::timestamp with time zone)")], unique=False, postgresql_where="((status = 'active'::text) AND (deleted_at IS NULL))")
    op.drop_index('price_price_set_id_currency_code_7f9330_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.drop_index('price_price_list_id_currency_code_a4f385_idx', table_name='price', postgresql_where=sa.text('price_list_id IS NOT NULL AND deleted_at IS NULL'), postgresql_using='btree', postgresql_ops={})
    op.create_index(op.f('price_price_set_id_currency_code_price_list_id_id_3c1e91_idx'), 'price', ['price_set_id', 'currency_code', 'price_list_id', 'id'], unique=False, postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
    op.create_index(op.f('price_price_set_id_currency_code_dd6111_idx'), 'price', ['price_set_id', 'currency_code', sa.literal_column('(0 - COALESCE(rules_count, 0))'), 'amount', 'id'], unique=False, postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
    op.create_index(op.f('price_price_list_id_price_set_id_3c1e91_idx'), 'price', ['price_list_id', 'price_set_id'], unique=False, postgresql_where='((price_list_id IS NOT NULL) AND (deleted_at IS NULL))')
