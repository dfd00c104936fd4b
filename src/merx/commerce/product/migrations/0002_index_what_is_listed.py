"""Product: index what is listed."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.drop_index(op.f('product_status_idx'), table_name='product')
    op.create_index('product_created_at_3a06cb_idx', 'product', ['created_at'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_id_3a06cb_idx', 'product', ['id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_status_id_3a06cb_idx', 'product', ['status', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_title_subtitle_description_80442e_idx', 'product', ['title', 'subtitle', 'description'], unique=False, postgresql_using='gin', postgresql_ops={'title': 'gin_trgm_ops', 'subtitle': 'gin_trgm_ops', 'description': 'gin_trgm_ops'})
    op.create_index('product_sales_channel_sales_channel_id_product_id_3a06cb_idx', 'product_sales_channel', ['sales_channel_id', 'product_id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), if_not_exists=True)
    op.create_index('product_variant_id_product_id_3a06cb_idx', 'product_variant', ['id', 'product_id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_variant_title_sku_barcode_ean_upc_36b793_idx', 'product_variant', ['title', 'sku', 'barcode', 'ean', 'upc'], unique=False, postgresql_using='gin', postgresql_ops={'title': 'gin_trgm_ops', 'sku': 'gin_trgm_ops', 'barcode': 'gin_trgm_ops', 'ean': 'gin_trgm_ops', 'upc': 'gin_trgm_ops'})


def downgrade() -> None:
    op.drop_index('product_variant_title_sku_barcode_ean_upc_36b793_idx', table_name='product_variant', postgresql_using='gin', postgresql_ops={'title': 'gin_trgm_ops', 'sku': 'gin_trgm_ops', 'barcode': 'gin_trgm_ops', 'ean': 'gin_trgm_ops', 'upc': 'gin_trgm_ops'})
    op.drop_index('product_variant_id_product_id_3a06cb_idx', table_name='product_variant', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_sales_channel_sales_channel_id_product_id_3a06cb_idx', table_name='product_sales_channel', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_title_subtitle_description_80442e_idx', table_name='product', postgresql_using='gin', postgresql_ops={'title': 'gin_trgm_ops', 'subtitle': 'gin_trgm_ops', 'description': 'gin_trgm_ops'})
    op.drop_index('product_status_id_3a06cb_idx', table_name='product', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_id_3a06cb_idx', table_name='product', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_created_at_3a06cb_idx', table_name='product', postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index(op.f('product_status_idx'), 'product', ['status'], unique=False)
