"""Product: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('product_category',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('parent_category_id', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('handle', sa.Text(), nullable=False),
    sa.Column('mpath', sa.Text(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_internal', sa.Boolean(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['parent_category_id'], ['product_category.id'], name='product_category_parent_category_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='product_category_pkey')
    )
    op.create_index('product_category_handle_key', 'product_category', ['handle'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_category_mpath_idx', 'product_category', ['mpath'], unique=False)
    op.create_index('product_category_parent_category_id_idx', 'product_category', ['parent_category_id'], unique=False)
    op.create_table('product_collection',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('handle', sa.Text(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='product_collection_pkey')
    )
    op.create_index('product_collection_handle_key', 'product_collection', ['handle'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('product_option',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('is_exclusive', sa.Boolean(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='product_option_pkey')
    )
    op.create_index('product_option_title_c97ed9_key', 'product_option', ['title'], unique=True, postgresql_where=sa.text('deleted_at IS NULL AND NOT is_exclusive'))
    op.create_table('product_sales_channel',
    sa.Column('product_id', sa.Text(), nullable=False),
    sa.Column('sales_channel_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('product_id', 'sales_channel_id', name='product_sales_channel_pkey')
    )
    op.create_index('product_sales_channel_sales_channel_id_idx', 'product_sales_channel', ['sales_channel_id'], unique=False)
    op.create_table('product_shipping_profile',
    sa.Column('product_id', sa.Text(), nullable=False),
    sa.Column('shipping_profile_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('product_id', 'shipping_profile_id', name='product_shipping_profile_pkey')
    )
    op.create_index('product_shipping_profile_shipping_profile_id_idx', 'product_shipping_profile', ['shipping_profile_id'], unique=False)
    op.create_table('product_tag',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='product_tag_pkey')
    )
    op.create_index('product_tag_value_key', 'product_tag', ['value'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('product_type',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='product_type_pkey')
    )
    op.create_index('product_type_value_key', 'product_type', ['value'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('product_variant_inventory_item',
    sa.Column('variant_id', sa.Text(), nullable=False),
    sa.Column('inventory_item_id', sa.Text(), nullable=False),
    sa.Column('required_quantity', sa.Numeric(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('variant_id', 'inventory_item_id', name='product_variant_inventory_item_pkey')
    )
    op.create_index('product_variant_inventory_item_inventory_item_id_idx', 'product_variant_inventory_item', ['inventory_item_id'], unique=False)
    op.create_table('product_variant_price_set',
    sa.Column('variant_id', sa.Text(), nullable=False),
    sa.Column('price_set_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('variant_id', 'price_set_id', name='product_variant_price_set_pkey')
    )
    op.create_index('product_variant_price_set_price_set_id_idx', 'product_variant_price_set', ['price_set_id'], unique=False)
    op.create_table('product',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('collection_id', sa.Text(), nullable=True),
    sa.Column('type_id', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('handle', sa.Text(), nullable=False),
    sa.Column('subtitle', sa.Text(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('is_giftcard', sa.Boolean(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('thumbnail', sa.Text(), nullable=True),
    sa.Column('weight', sa.Numeric(), nullable=True),
    sa.Column('length', sa.Numeric(), nullable=True),
    sa.Column('height', sa.Numeric(), nullable=True),
    sa.Column('width', sa.Numeric(), nullable=True),
    sa.Column('origin_country', sa.Text(), nullable=True),
    sa.Column('hs_code', sa.Text(), nullable=True),
    sa.Column('mid_code', sa.Text(), nullable=True),
    sa.Column('material', sa.Text(), nullable=True),
    sa.Column('discountable', sa.Boolean(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['collection_id'], ['product_collection.id'], name='product_collection_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['type_id'], ['product_type.id'], name='product_type_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='product_pkey')
    )
    op.create_index('product_collection_id_idx', 'product', ['collection_id'], unique=False)
    op.create_index('product_handle_key', 'product', ['handle'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_status_idx', 'product', ['status'], unique=False)
    op.create_index('product_type_id_idx', 'product', ['type_id'], unique=False)
    op.create_table('product_option_value',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('option_id', sa.Text(), nullable=True),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['option_id'], ['product_option.id'], name='product_option_value_option_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='product_option_value_pkey')
    )
    op.create_index('product_option_value_option_id_idx', 'product_option_value', ['option_id'], unique=False)
    op.create_index('product_option_value_option_id_value_key', 'product_option_value', ['option_id', 'value'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('image',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('product_id', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name='image_product_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='image_pkey')
    )
    op.create_index('image_product_id_idx', 'image', ['product_id'], unique=False)
    op.create_table('product_category_product',
    sa.Column('product_id', sa.Text(), nullable=False),
    sa.Column('product_category_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['product_category_id'], ['product_category.id'], name='product_category_product_product_category_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name='product_category_product_product_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('product_id', 'product_category_id', name='product_category_product_pkey')
    )
    op.create_index('product_category_product_product_category_id_idx', 'product_category_product', ['product_category_id'], unique=False)
    op.create_table('product_product_option',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('product_id', sa.Text(), nullable=False),
    sa.Column('product_option_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name='product_product_option_product_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['product_option_id'], ['product_option.id'], name='product_product_option_product_option_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='product_product_option_pkey')
    )
    op.create_index('product_product_option_product_id_idx', 'product_product_option', ['product_id'], unique=False)
    op.create_index('product_product_option_product_option_id_idx', 'product_product_option', ['product_option_id'], unique=False)
    op.create_table('product_tags',
    sa.Column('product_id', sa.Text(), nullable=False),
    sa.Column('product_tag_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name='product_tags_product_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['product_tag_id'], ['product_tag.id'], name='product_tags_product_tag_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('product_id', 'product_tag_id', name='product_tags_pkey')
    )
    op.create_index('product_tags_product_tag_id_idx', 'product_tags', ['product_tag_id'], unique=False)
    op.create_table('product_variant',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('product_id', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('sku', sa.Text(), nullable=True),
    sa.Column('barcode', sa.Text(), nullable=True),
    sa.Column('ean', sa.Text(), nullable=True),
    sa.Column('upc', sa.Text(), nullable=True),
    sa.Column('allow_backorder', sa.Boolean(), nullable=False),
    sa.Column('manage_inventory', sa.Boolean(), nullable=False),
    sa.Column('hs_code', sa.Text(), nullable=True),
    sa.Column('origin_country', sa.Text(), nullable=True),
    sa.Column('mid_code', sa.Text(), nullable=True),
    sa.Column('material', sa.Text(), nullable=True),
    sa.Column('weight', sa.Numeric(), nullable=True),
    sa.Column('length', sa.Numeric(), nullable=True),
    sa.Column('height', sa.Numeric(), nullable=True),
    sa.Column('width', sa.Numeric(), nullable=True),
    sa.Column('variant_rank', sa.Integer(), nullable=True),
    sa.Column('thumbnail', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name='product_variant_product_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='product_variant_pkey')
    )
    op.create_index('product_variant_barcode_key', 'product_variant', ['barcode'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_variant_ean_key', 'product_variant', ['ean'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_variant_product_id_idx', 'product_variant', ['product_id'], unique=False)
    op.create_index('product_variant_sku_key', 'product_variant', ['sku'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('product_variant_upc_key', 'product_variant', ['upc'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('product_product_option_value',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('product_product_option_id', sa.Text(), nullable=False),
    sa.Column('product_option_value_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['product_option_value_id'], ['product_option_value.id'], name='product_product_option_value_product_option_value_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['product_product_option_id'], ['product_product_option.id'], name='product_product_option_value_product_product_option_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='product_product_option_value_pkey')
    )
    op.create_index('product_product_option_value_product_option_value_id_idx', 'product_product_option_value', ['product_option_value_id'], unique=False)
    op.create_index('product_product_option_value_product_product_option_id_idx', 'product_product_option_value', ['product_product_option_id'], unique=False)
    op.create_table('product_variant_option',
    sa.Column('variant_id', sa.Text(), nullable=False),
    sa.Column('option_value_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['option_value_id'], ['product_option_value.id'], name='product_variant_option_option_value_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['product_variant.id'], name='product_variant_option_variant_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('variant_id', 'option_value_id', name='product_variant_option_pkey')
    )
    op.create_index('product_variant_option_option_value_id_idx', 'product_variant_option', ['option_value_id'], unique=False)
    op.create_table('product_variant_product_image',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('variant_id', sa.Text(), nullable=False),
    sa.Column('image_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['image_id'], ['image.id'], name='product_variant_product_image_image_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['product_variant.id'], name='product_variant_product_image_variant_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='product_variant_product_image_pkey')
    )
    op.create_index('product_variant_product_image_image_id_idx', 'product_variant_product_image', ['image_id'], unique=False)
    op.create_index('product_variant_product_image_variant_id_idx', 'product_variant_product_image', ['variant_id'], unique=False)


def downgrade() -> None:
    op.drop_index('product_variant_product_image_variant_id_idx', table_name='product_variant_product_image')
    op.drop_index('product_variant_product_image_image_id_idx', table_name='product_variant_product_image')
    op.drop_table('product_variant_product_image')
    op.drop_index('product_variant_option_option_value_id_idx', table_name='product_variant_option')
    op.drop_table('product_variant_option')
    op.drop_index('product_product_option_value_product_product_option_id_idx', table_name='product_product_option_value')
    op.drop_index('product_product_option_value_product_option_value_id_idx', table_name='product_product_option_value')
    op.drop_table('product_product_option_value')
    op.drop_index('product_variant_upc_key', table_name='product_variant', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_variant_sku_key', table_name='product_variant', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_variant_product_id_idx', table_name='product_variant')
    op.drop_index('product_variant_ean_key', table_name='product_variant', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_variant_barcode_key', table_name='product_variant', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('product_variant')
    op.drop_index('product_tags_product_tag_id_idx', table_name='product_tags')
    op.drop_table('product_tags')
    op.drop_index('product_product_option_product_option_id_idx', table_name='product_product_option')
    op.drop_index('product_product_option_product_id_idx', table_name='product_product_option')
    op.drop_table('product_product_option')
    op.drop_index('product_category_product_product_category_id_idx', table_name='product_category_product')
    op.drop_table('product_category_product')
    op.drop_index('image_product_id_idx', table_name='image')
    op.drop_table('image')
    op.drop_index('product_option_value_option_id_value_key', table_name='product_option_value', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_option_value_option_id_idx', table_name='product_option_value')
    op.drop_table('product_option_value')
    op.drop_index('product_type_id_idx', table_name='product')
    op.drop_index('product_status_idx', table_name='product')
    op.drop_index('product_handle_key', table_name='product', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('product_collection_id_idx', table_name='product')
    op.drop_table('product')
    op.drop_index('product_variant_price_set_price_set_id_idx', table_name='product_variant_price_set')
    op.drop_table('product_variant_price_set')
    op.drop_index('product_variant_inventory_item_inventory_item_id_idx', table_name='product_variant_inventory_item')
    op.drop_table('product_variant_inventory_item')
    op.drop_index('product_type_value_key', table_name='product_type', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('product_type')
    op.drop_index('product_tag_value_key', table_name='product_tag', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('product_tag')
    op.drop_index('product_shipping_profile_shipping_profile_id_idx', table_name='product_shipping_profile')
    op.drop_table('product_shipping_profile')
    op.drop_index('product_sales_channel_sales_channel_id_idx', table_name='product_sales_channel')
    op.drop_table('product_sales_channel')
    op.drop_index('product_option_title_c97ed9_key', table_name='product_option', postgresql_where=sa.text('deleted_at IS NULL AND NOT is_exclusive'))
    op.drop_table('product_option')
    op.drop_index('product_collection_handle_key', table_name='product_collection', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('product_collection')
    op.drop_index('product_category_parent_category_id_idx', table_name='product_category')
    op.drop_index('product_category_mpath_idx', table_name='product_category')
    op.drop_index('product_category_handle_key', table_name='product_category', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('product_category')
