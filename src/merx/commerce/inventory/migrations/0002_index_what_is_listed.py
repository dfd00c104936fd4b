"""Inventory: index what is listed."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_index('inventory_item_id_3a06cb_idx', 'inventory_item', ['id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('inventory_item_sku_title_description_hs_code_mid_co_d5a44b_idx', 'inventory_item', ['sku', 'title', 'description', 'hs_code', 'mid_code'], unique=False, postgresql_using='gin', postgresql_ops={'sku': 'gin_trgm_ops', 'title': 'gin_trgm_ops', 'description': 'gin_trgm_ops', 'hs_code': 'gin_trgm_ops', 'mid_code': 'gin_trgm_ops'})


def downgrade() -> None:
    op.drop_index('inventory_item_sku_title_description_hs_code_mid_co_d5a44b_idx', table_name='inventory_item', postgresql_using='gin', postgresql_ops={'sku': 'gin_trgm_ops', 'title': 'gin_trgm_ops', 'description': 'gin_trgm_ops', 'hs_code': 'gin_trgm_ops', 'mid_code': 'gin_trgm_ops'})
    op.drop_index('inventory_item_id_3a06cb_idx', table_name='inventory_item', postgresql_where=sa.text('deleted_at IS NULL'))
