"""Fulfillment: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('fulfillment_address',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('company', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('address_1', sa.Text(), nullable=True),
    sa.Column('address_2', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('country_code', sa.Text(), nullable=True),
    sa.Column('province', sa.Text(), nullable=True),
    sa.Column('postal_code', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='fulfillment_address_pkey')
    )
    op.create_table('fulfillment_provider',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_enabled', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='fulfillment_provider_pkey')
    )
    op.create_table('fulfillment_set',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='fulfillment_set_pkey')
    )
    op.create_index('fulfillment_set_name_key', 'fulfillment_set', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('shipping_option_price_set',
    sa.Column('shipping_option_id', sa.Text(), nullable=False),
    sa.Column('price_set_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('shipping_option_id', 'price_set_id', name='shipping_option_price_set_pkey')
    )
    op.create_index('shipping_option_price_set_price_set_id_idx', 'shipping_option_price_set', ['price_set_id'], unique=False)
    op.create_table('shipping_option_type',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='shipping_option_type_pkey')
    )
    op.create_table('shipping_profile',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='shipping_profile_pkey')
    )
    op.create_index('shipping_profile_name_key', 'shipping_profile', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('service_zone',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fulfillment_set_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['fulfillment_set_id'], ['fulfillment_set.id'], name='service_zone_fulfillment_set_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='service_zone_pkey')
    )
    op.create_index('service_zone_fulfillment_set_id_idx', 'service_zone', ['fulfillment_set_id'], unique=False)
    op.create_index('service_zone_name_key', 'service_zone', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('geo_zone',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('service_zone_id', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('country_code', sa.Text(), nullable=False),
    sa.Column('province_code', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('postal_expression', postgresql.JSONB(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['service_zone_id'], ['service_zone.id'], name='geo_zone_service_zone_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='geo_zone_pkey')
    )
    op.create_index('geo_zone_city_idx', 'geo_zone', ['city'], unique=False)
    op.create_index('geo_zone_country_code_idx', 'geo_zone', ['country_code'], unique=False)
    op.create_index('geo_zone_province_code_idx', 'geo_zone', ['province_code'], unique=False)
    op.create_index('geo_zone_service_zone_id_idx', 'geo_zone', ['service_zone_id'], unique=False)
    op.create_table('shipping_option',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('service_zone_id', sa.Text(), nullable=False),
    sa.Column('shipping_profile_id', sa.Text(), nullable=True),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('shipping_option_type_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('price_type', sa.Text(), nullable=False),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['provider_id'], ['fulfillment_provider.id'], name='shipping_option_provider_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['service_zone_id'], ['service_zone.id'], name='shipping_option_service_zone_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shipping_option_type_id'], ['shipping_option_type.id'], name='shipping_option_shipping_option_type_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['shipping_profile_id'], ['shipping_profile.id'], name='shipping_option_shipping_profile_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='shipping_option_pkey')
    )
    op.create_index('shipping_option_provider_id_idx', 'shipping_option', ['provider_id'], unique=False)
    op.create_index('shipping_option_service_zone_id_idx', 'shipping_option', ['service_zone_id'], unique=False)
    op.create_index('shipping_option_shipping_option_type_id_idx', 'shipping_option', ['shipping_option_type_id'], unique=False)
    op.create_index('shipping_option_shipping_profile_id_idx', 'shipping_option', ['shipping_profile_id'], unique=False)
    op.create_table('fulfillment',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('shipping_option_id', sa.Text(), nullable=True),
    sa.Column('delivery_address_id', sa.Text(), nullable=True),
    sa.Column('location_id', sa.Text(), nullable=False),
    sa.Column('packed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('marked_shipped_by', sa.Text(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('requires_shipping', sa.Boolean(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['delivery_address_id'], ['fulfillment_address.id'], name='fulfillment_delivery_address_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['provider_id'], ['fulfillment_provider.id'], name='fulfillment_provider_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['shipping_option_id'], ['shipping_option.id'], name='fulfillment_shipping_option_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='fulfillment_pkey')
    )
    op.create_index('fulfillment_delivery_address_id_idx', 'fulfillment', ['delivery_address_id'], unique=False)
    op.create_index('fulfillment_location_id_idx', 'fulfillment', ['location_id'], unique=False)
    op.create_index('fulfillment_provider_id_idx', 'fulfillment', ['provider_id'], unique=False)
    op.create_index('fulfillment_shipping_option_id_idx', 'fulfillment', ['shipping_option_id'], unique=False)
    op.create_table('shipping_option_rule',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipping_option_id', sa.Text(), nullable=False),
    sa.Column('attribute', sa.Text(), nullable=False),
    sa.Column('operator', sa.Text(), nullable=False),
    sa.Column('value', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['shipping_option_id'], ['shipping_option.id'], name='shipping_option_rule_shipping_option_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='shipping_option_rule_pkey')
    )
    op.create_index('shipping_option_rule_shipping_option_id_idx', 'shipping_option_rule', ['shipping_option_id'], unique=False)
    op.create_table('fulfillment_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fulfillment_id', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('sku', sa.Text(), nullable=False),
    sa.Column('barcode', sa.Text(), nullable=False),
    sa.Column('quantity', sa.Numeric(), nullable=False),
    sa.Column('line_item_id', sa.Text(), nullable=True),
    sa.Column('inventory_item_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['fulfillment_id'], ['fulfillment.id'], name='fulfillment_item_fulfillment_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='fulfillment_item_pkey')
    )
    op.create_index('fulfillment_item_fulfillment_id_idx', 'fulfillment_item', ['fulfillment_id'], unique=False)
    op.create_index('fulfillment_item_inventory_item_id_idx', 'fulfillment_item', ['inventory_item_id'], unique=False)
    op.create_index('fulfillment_item_line_item_id_idx', 'fulfillment_item', ['line_item_id'], unique=False)
    op.create_table('fulfillment_label',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fulfillment_id', sa.Text(), nullable=False),
    sa.Column('tracking_number', sa.Text(), nullable=False),
    sa.Column('tracking_url', sa.Text(), nullable=False),
    sa.Column('label_url', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['fulfillment_id'], ['fulfillment.id'], name='fulfillment_label_fulfillment_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='fulfillment_label_pkey')
    )
    op.create_index('fulfillment_label_fulfillment_id_idx', 'fulfillment_label', ['fulfillment_id'], unique=False)


def downgrade() -> None:
    op.drop_index('fulfillment_label_fulfillment_id_idx', table_name='fulfillment_label')
    op.drop_table('fulfillment_label')
    op.drop_index('fulfillment_item_line_item_id_idx', table_name='fulfillment_item')
    op.drop_index('fulfillment_item_inventory_item_id_idx', table_name='fulfillment_item')
    op.drop_index('fulfillment_item_fulfillment_id_idx', table_name='fulfillment_item')
    op.drop_table('fulfillment_item')
    op.drop_index('shipping_option_rule_shipping_option_id_idx', table_name='shipping_option_rule')
    op.drop_table('shipping_option_rule')
    op.drop_index('fulfillment_shipping_option_id_idx', table_name='fulfillment')
    op.drop_index('fulfillment_provider_id_idx', table_name='fulfillment')
    op.drop_index('fulfillment_location_id_idx', table_name='fulfillment')
    op.drop_index('fulfillment_delivery_address_id_idx', table_name='fulfillment')
    op.drop_table('fulfillment')
    op.drop_index('shipping_option_shipping_profile_id_idx', table_name='shipping_option')
    op.drop_index('shipping_option_shipping_option_type_id_idx', table_name='shipping_option')
    op.drop_index('shipping_option_service_zone_id_idx', table_name='shipping_option')
    op.drop_index('shipping_option_provider_id_idx', table_name='shipping_option')
    op.drop_table('shipping_option')
    op.drop_index('geo_zone_service_zone_id_idx', table_name='geo_zone')
    op.drop_index('geo_zone_province_code_idx', table_name='geo_zone')
    op.drop_index('geo_zone_country_code_idx', table_name='geo_zone')
    op.drop_index('geo_zone_city_idx', table_name='geo_zone')
    op.drop_table('geo_zone')
    op.drop_index('service_zone_name_key', table_name='service_zone', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('service_zone_fulfillment_set_id_idx', table_name='service_zone')
    op.drop_table('service_zone')
    op.drop_index('shipping_profile_name_key', table_name='shipping_profile', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('shipping_profile')
    op.drop_table('shipping_option_type')
    op.drop_index('shipping_option_price_set_price_set_id_idx', table_name='shipping_option_price_set')
    op.drop_table('shipping_option_price_set')
    op.drop_index('fulfillment_set_name_key', table_name='fulfillment_set', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('fulfillment_set')
    op.drop_table('fulfillment_provider')
    op.drop_table('fulfillment_address')
