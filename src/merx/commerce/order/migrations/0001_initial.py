"""Order: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('order_address',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('customer_id', sa.Text(), nullable=True),
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
    sa.PrimaryKeyConstraint('id', name='order_address_pkey')
    )
    op.create_index('order_address_customer_id_idx', 'order_address', ['customer_id'], unique=False)
    op.create_table('order_cart',
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('cart_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('order_id', 'cart_id', name='order_cart_pkey')
    )
    op.create_index('order_cart_cart_id_idx', 'order_cart', ['cart_id'], unique=False)
    op.create_table('order_fulfillment',
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('fulfillment_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('order_id', 'fulfillment_id', name='order_fulfillment_pkey')
    )
    op.create_index('order_fulfillment_fulfillment_id_idx', 'order_fulfillment', ['fulfillment_id'], unique=False)
    op.create_table('order_line_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totals_id', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('subtitle', sa.Text(), nullable=True),
    sa.Column('thumbnail', sa.Text(), nullable=True),
    sa.Column('variant_id', sa.Text(), nullable=True),
    sa.Column('product_id', sa.Text(), nullable=True),
    sa.Column('product_title', sa.Text(), nullable=True),
    sa.Column('product_description', sa.Text(), nullable=True),
    sa.Column('product_subtitle', sa.Text(), nullable=True),
    sa.Column('product_type', sa.Text(), nullable=True),
    sa.Column('product_collection', sa.Text(), nullable=True),
    sa.Column('product_handle', sa.Text(), nullable=True),
    sa.Column('variant_sku', sa.Text(), nullable=True),
    sa.Column('variant_barcode', sa.Text(), nullable=True),
    sa.Column('variant_title', sa.Text(), nullable=True),
    sa.Column('variant_option_values', postgresql.JSONB(), nullable=True),
    sa.Column('requires_shipping', sa.Boolean(), nullable=False),
    sa.Column('is_discountable', sa.Boolean(), nullable=False),
    sa.Column('is_tax_inclusive', sa.Boolean(), nullable=False),
    sa.Column('compare_at_unit_price', sa.Numeric(), nullable=True),
    sa.Column('unit_price', sa.Numeric(), nullable=False),
    sa.Column('is_custom_price', sa.Boolean(), nullable=False),
    sa.Column('product_type_id', sa.Text(), nullable=True),
    sa.Column('is_giftcard', sa.Boolean(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='order_line_item_pkey')
    )
    op.create_index('order_line_item_product_id_idx', 'order_line_item', ['product_id'], unique=False)
    op.create_index('order_line_item_product_type_id_idx', 'order_line_item', ['product_type_id'], unique=False)
    op.create_index('order_line_item_variant_id_idx', 'order_line_item', ['variant_id'], unique=False)
    op.create_table('order_payment_collection',
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('payment_collection_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('order_id', 'payment_collection_id', name='order_payment_collection_pkey')
    )
    op.create_index('order_payment_collection_payment_collection_id_idx', 'order_payment_collection', ['payment_collection_id'], unique=False)
    op.create_table('order_shipping_method',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', postgresql.JSONB(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('is_tax_inclusive', sa.Boolean(), nullable=False),
    sa.Column('shipping_option_id', sa.Text(), nullable=True),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('is_custom_amount', sa.Boolean(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='order_shipping_method_pkey')
    )
    op.create_index('order_shipping_method_shipping_option_id_idx', 'order_shipping_method', ['shipping_option_id'], unique=False)
    op.create_table('return_fulfillment',
    sa.Column('return_id', sa.Text(), nullable=False),
    sa.Column('fulfillment_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('return_id', 'fulfillment_id', name='return_fulfillment_pkey')
    )
    op.create_index('return_fulfillment_fulfillment_id_idx', 'return_fulfillment', ['fulfillment_id'], unique=False)
    op.create_table('return_reason',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('parent_return_reason_id', sa.Text(), nullable=True),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['parent_return_reason_id'], ['return_reason.id'], name='return_reason_parent_return_reason_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='return_reason_pkey')
    )
    op.create_index('return_reason_parent_return_reason_id_idx', 'return_reason', ['parent_return_reason_id'], unique=False)
    op.create_index('return_reason_value_idx', 'return_reason', ['value'], unique=False)
    op.create_table('order',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipping_address_id', sa.Text(), nullable=True),
    sa.Column('billing_address_id', sa.Text(), nullable=True),
    sa.Column('region_id', sa.Text(), nullable=True),
    sa.Column('display_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('customer_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sales_channel_id', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('is_draft_order', sa.Boolean(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('no_notification', sa.Boolean(), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('custom_display_id', sa.Text(), nullable=True),
    sa.Column('locale', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['billing_address_id'], ['order_address.id'], name='order_billing_address_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['shipping_address_id'], ['order_address.id'], name='order_shipping_address_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='order_pkey')
    )
    op.create_index('order_billing_address_id_idx', 'order', ['billing_address_id'], unique=False)
    op.create_index('order_currency_code_idx', 'order', ['currency_code'], unique=False)
    op.create_index('order_custom_display_id_key', 'order', ['custom_display_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('order_customer_id_idx', 'order', ['customer_id'], unique=False)
    op.create_index('order_display_id_idx', 'order', ['display_id'], unique=False)
    op.create_index('order_is_draft_order_idx', 'order', ['is_draft_order'], unique=False)
    op.create_index('order_region_id_idx', 'order', ['region_id'], unique=False)
    op.create_index('order_sales_channel_id_idx', 'order', ['sales_channel_id'], unique=False)
    op.create_index('order_shipping_address_id_idx', 'order', ['shipping_address_id'], unique=False)
    op.create_table('order_line_item_adjustment',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('promotion_id', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('is_tax_inclusive', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['order_line_item.id'], name='order_line_item_adjustment_item_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_line_item_adjustment_pkey')
    )
    op.create_index('order_line_item_adjustment_item_id_idx', 'order_line_item_adjustment', ['item_id'], unique=False)
    op.create_table('order_line_item_tax_line',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('tax_rate_id', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('rate', sa.Numeric(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['order_line_item.id'], name='order_line_item_tax_line_item_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_line_item_tax_line_pkey')
    )
    op.create_index('order_line_item_tax_line_item_id_idx', 'order_line_item_tax_line', ['item_id'], unique=False)
    op.create_table('order_shipping_method_adjustment',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipping_method_id', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('promotion_id', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['shipping_method_id'], ['order_shipping_method.id'], name='order_shipping_method_adjustment_shipping_method_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_shipping_method_adjustment_pkey')
    )
    op.create_index('order_shipping_method_adjustment_shipping_method_id_idx', 'order_shipping_method_adjustment', ['shipping_method_id'], unique=False)
    op.create_table('order_shipping_method_tax_line',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shipping_method_id', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('tax_rate_id', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('rate', sa.Numeric(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['shipping_method_id'], ['order_shipping_method.id'], name='order_shipping_method_tax_line_shipping_method_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_shipping_method_tax_line_pkey')
    )
    op.create_index('order_shipping_method_tax_line_shipping_method_id_idx', 'order_shipping_method_tax_line', ['shipping_method_id'], unique=False)
    op.create_table('order_change',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('internal_note', sa.Text(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('requested_by', sa.Text(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_by', sa.Text(), nullable=True),
    sa.Column('declined_reason', sa.Text(), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('canceled_by', sa.Text(), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('change_type', sa.Text(), nullable=True),
    sa.Column('return_id', sa.Text(), nullable=True),
    sa.Column('claim_id', sa.Text(), nullable=True),
    sa.Column('exchange_id', sa.Text(), nullable=True),
    sa.Column('carry_over_promotions', sa.Boolean(), nullable=True),
    sa.Column('no_notification', sa.Boolean(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_change_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_change_pkey')
    )
    op.create_index('order_change_change_type_idx', 'order_change', ['change_type'], unique=False)
    op.create_index('order_change_claim_id_idx', 'order_change', ['claim_id'], unique=False)
    op.create_index('order_change_exchange_id_idx', 'order_change', ['exchange_id'], unique=False)
    op.create_index('order_change_order_id_version_idx', 'order_change', ['order_id', 'version'], unique=False)
    op.create_index('order_change_return_id_idx', 'order_change', ['return_id'], unique=False)
    op.create_index('order_change_status_idx', 'order_change', ['status'], unique=False)
    op.create_table('order_claim',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('return_id', sa.Text(), nullable=True),
    sa.Column('order_version', sa.Integer(), nullable=False),
    sa.Column('display_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('no_notification', sa.Boolean(), nullable=True),
    sa.Column('refund_amount', sa.Numeric(), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_claim_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_claim_pkey')
    )
    op.create_index('order_claim_display_id_idx', 'order_claim', ['display_id'], unique=False)
    op.create_index('order_claim_order_id_idx', 'order_claim', ['order_id'], unique=False)
    op.create_index('order_claim_return_id_idx', 'order_claim', ['return_id'], unique=False)
    op.create_table('order_credit_line',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('reference_id', sa.Text(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_credit_line_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_credit_line_pkey')
    )
    op.create_index('order_credit_line_order_id_version_idx', 'order_credit_line', ['order_id', 'version'], unique=False)
    op.create_table('order_exchange',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('return_id', sa.Text(), nullable=True),
    sa.Column('order_version', sa.Integer(), nullable=False),
    sa.Column('display_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('no_notification', sa.Boolean(), nullable=True),
    sa.Column('allow_backorder', sa.Boolean(), nullable=False),
    sa.Column('difference_due', sa.Numeric(), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_exchange_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_exchange_pkey')
    )
    op.create_index('order_exchange_display_id_idx', 'order_exchange', ['display_id'], unique=False)
    op.create_index('order_exchange_order_id_idx', 'order_exchange', ['order_id'], unique=False)
    op.create_index('order_exchange_return_id_idx', 'order_exchange', ['return_id'], unique=False)
    op.create_table('order_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Numeric(), nullable=False),
    sa.Column('fulfilled_quantity', sa.Numeric(), nullable=False),
    sa.Column('shipped_quantity', sa.Numeric(), nullable=False),
    sa.Column('return_requested_quantity', sa.Numeric(), nullable=False),
    sa.Column('return_received_quantity', sa.Numeric(), nullable=False),
    sa.Column('return_dismissed_quantity', sa.Numeric(), nullable=False),
    sa.Column('written_off_quantity', sa.Numeric(), nullable=False),
    sa.Column('delivered_quantity', sa.Numeric(), nullable=False),
    sa.Column('unit_price', sa.Numeric(), nullable=True),
    sa.Column('compare_at_unit_price', sa.Numeric(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['order_line_item.id'], name='order_item_item_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_item_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_item_pkey')
    )
    op.create_index('order_item_item_id_idx', 'order_item', ['item_id'], unique=False)
    op.create_index('order_item_order_id_version_idx', 'order_item', ['order_id', 'version'], unique=False)
    op.create_table('order_summary',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('totals', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_summary_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_summary_pkey')
    )
    op.create_index('order_summary_order_id_version_idx', 'order_summary', ['order_id', 'version'], unique=False)
    op.create_table('order_change_action',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_change_id', sa.Text(), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('ordering', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('reference_id', sa.Text(), nullable=True),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('details', postgresql.JSONB(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=True),
    sa.Column('internal_note', sa.Text(), nullable=True),
    sa.Column('applied', sa.Boolean(), nullable=False),
    sa.Column('return_id', sa.Text(), nullable=True),
    sa.Column('claim_id', sa.Text(), nullable=True),
    sa.Column('exchange_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['order_change_id'], ['order_change.id'], name='order_change_action_order_change_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_change_action_pkey')
    )
    op.create_index('order_change_action_claim_id_idx', 'order_change_action', ['claim_id'], unique=False)
    op.create_index('order_change_action_exchange_id_idx', 'order_change_action', ['exchange_id'], unique=False)
    op.create_index('order_change_action_order_change_id_idx', 'order_change_action', ['order_change_id'], unique=False)
    op.create_index('order_change_action_order_id_idx', 'order_change_action', ['order_id'], unique=False)
    op.create_index('order_change_action_ordering_idx', 'order_change_action', ['ordering'], unique=False)
    op.create_index('order_change_action_return_id_idx', 'order_change_action', ['return_id'], unique=False)
    op.create_table('order_claim_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claim_id', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('is_additional_item', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('quantity', sa.Numeric(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['order_claim.id'], name='order_claim_item_claim_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['order_line_item.id'], name='order_claim_item_item_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='order_claim_item_pkey')
    )
    op.create_index('order_claim_item_claim_id_idx', 'order_claim_item', ['claim_id'], unique=False)
    op.create_index('order_claim_item_item_id_idx', 'order_claim_item', ['item_id'], unique=False)
    op.create_table('order_exchange_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exchange_id', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('quantity', sa.Numeric(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['exchange_id'], ['order_exchange.id'], name='order_exchange_item_exchange_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['order_line_item.id'], name='order_exchange_item_item_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='order_exchange_item_pkey')
    )
    op.create_index('order_exchange_item_exchange_id_idx', 'order_exchange_item', ['exchange_id'], unique=False)
    op.create_index('order_exchange_item_item_id_idx', 'order_exchange_item', ['item_id'], unique=False)
    op.create_table('return',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('claim_id', sa.Text(), nullable=True),
    sa.Column('exchange_id', sa.Text(), nullable=True),
    sa.Column('order_version', sa.Integer(), nullable=False),
    sa.Column('display_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('no_notification', sa.Boolean(), nullable=True),
    sa.Column('refund_amount', sa.Numeric(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('location_id', sa.Text(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['order_claim.id'], name='return_claim_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['exchange_id'], ['order_exchange.id'], name='return_exchange_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='return_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='return_pkey')
    )
    op.create_index('return_claim_id_idx', 'return', ['claim_id'], unique=False)
    op.create_index('return_display_id_idx', 'return', ['display_id'], unique=False)
    op.create_index('return_exchange_id_idx', 'return', ['exchange_id'], unique=False)
    op.create_index('return_order_id_idx', 'return', ['order_id'], unique=False)
    op.create_table('order_claim_item_image',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claim_item_id', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['claim_item_id'], ['order_claim_item.id'], name='order_claim_item_image_claim_item_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_claim_item_image_pkey')
    )
    op.create_index('order_claim_item_image_claim_item_id_idx', 'order_claim_item_image', ['claim_item_id'], unique=False)
    op.create_table('order_shipping',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('shipping_method_id', sa.Text(), nullable=False),
    sa.Column('return_id', sa.Text(), nullable=True),
    sa.Column('claim_id', sa.Text(), nullable=True),
    sa.Column('exchange_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['order_claim.id'], name='order_shipping_claim_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['exchange_id'], ['order_exchange.id'], name='order_shipping_exchange_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_shipping_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['return_id'], ['return.id'], name='order_shipping_return_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shipping_method_id'], ['order_shipping_method.id'], name='order_shipping_shipping_method_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='order_shipping_pkey')
    )
    op.create_index('order_shipping_claim_id_idx', 'order_shipping', ['claim_id'], unique=False)
    op.create_index('order_shipping_exchange_id_idx', 'order_shipping', ['exchange_id'], unique=False)
    op.create_index('order_shipping_order_id_version_idx', 'order_shipping', ['order_id', 'version'], unique=False)
    op.create_index('order_shipping_return_id_idx', 'order_shipping', ['return_id'], unique=False)
    op.create_index('order_shipping_shipping_method_id_idx', 'order_shipping', ['shipping_method_id'], unique=False)
    op.create_table('order_transaction',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('return_id', sa.Text(), nullable=True),
    sa.Column('claim_id', sa.Text(), nullable=True),
    sa.Column('exchange_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('reference_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['order_claim.id'], name='order_transaction_claim_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['exchange_id'], ['order_exchange.id'], name='order_transaction_exchange_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], name='order_transaction_order_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['return_id'], ['return.id'], name='order_transaction_return_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='order_transaction_pkey')
    )
    op.create_index('order_transaction_claim_id_idx', 'order_transaction', ['claim_id'], unique=False)
    op.create_index('order_transaction_currency_code_idx', 'order_transaction', ['currency_code'], unique=False)
    op.create_index('order_transaction_exchange_id_idx', 'order_transaction', ['exchange_id'], unique=False)
    op.create_index('order_transaction_order_id_version_idx', 'order_transaction', ['order_id', 'version'], unique=False)
    op.create_index('order_transaction_reference_id_idx', 'order_transaction', ['reference_id'], unique=False)
    op.create_index('order_transaction_return_id_idx', 'order_transaction', ['return_id'], unique=False)
    op.create_table('return_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('return_id', sa.Text(), nullable=False),
    sa.Column('reason_id', sa.Text(), nullable=True),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('quantity', sa.Numeric(), nullable=False),
    sa.Column('received_quantity', sa.Numeric(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('damaged_quantity', sa.Numeric(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['order_line_item.id'], name='return_item_item_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['reason_id'], ['return_reason.id'], name='return_item_reason_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['return_id'], ['return.id'], name='return_item_return_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='return_item_pkey')
    )
    op.create_index('return_item_item_id_idx', 'return_item', ['item_id'], unique=False)
    op.create_index('return_item_reason_id_idx', 'return_item', ['reason_id'], unique=False)
    op.create_index('return_item_return_id_idx', 'return_item', ['return_id'], unique=False)


def downgrade() -> None:
    op.drop_index('return_item_return_id_idx', table_name='return_item')
    op.drop_index('return_item_reason_id_idx', table_name='return_item')
    op.drop_index('return_item_item_id_idx', table_name='return_item')
    op.drop_table('return_item')
    op.drop_index('order_transaction_return_id_idx', table_name='order_transaction')
    op.drop_index('order_transaction_reference_id_idx', table_name='order_transaction')
    op.drop_index('order_transaction_order_id_version_idx', table_name='order_transaction')
    op.drop_index('order_transaction_exchange_id_idx', table_name='order_transaction')
    op.drop_index('order_transaction_currency_code_idx', table_name='order_transaction')
    op.drop_index('order_transaction_claim_id_idx', table_name='order_transaction')
    op.drop_table('order_transaction')
    op.drop_index('order_shipping_shipping_method_id_idx', table_name='order_shipping')
    op.drop_index('order_shipping_return_id_idx', table_name='order_shipping')
    op.drop_index('order_shipping_order_id_version_idx', table_name='order_shipping')
    op.drop_index('order_shipping_exchange_id_idx', table_name='order_shipping')
    op.drop_index('order_shipping_claim_id_idx', table_name='order_shipping')
    op.drop_table('order_shipping')
    op.drop_index('order_claim_item_image_claim_item_id_idx', table_name='order_claim_item_image')
    op.drop_table('order_claim_item_image')
    op.drop_index('return_order_id_idx', table_name='return')
    op.drop_index('return_exchange_id_idx', table_name='return')
    op.drop_index('return_display_id_idx', table_name='return')
    op.drop_index('return_claim_id_idx', table_name='return')
    op.drop_table('return')
    op.drop_index('order_exchange_item_item_id_idx', table_name='order_exchange_item')
    op.drop_index('order_exchange_item_exchange_id_idx', table_name='order_exchange_item')
    op.drop_table('order_exchange_item')
    op.drop_index('order_claim_item_item_id_idx', table_name='order_claim_item')
    op.drop_index('order_claim_item_claim_id_idx', table_name='order_claim_item')
    op.drop_table('order_claim_item')
    op.drop_index('order_change_action_return_id_idx', table_name='order_change_action')
    op.drop_index('order_change_action_ordering_idx', table_name='order_change_action')
    op.drop_index('order_change_action_order_id_idx', table_name='order_change_action')
    op.drop_index('order_change_action_order_change_id_idx', table_name='order_change_action')
    op.drop_index('order_change_action_exchange_id_idx', table_name='order_change_action')
    op.drop_index('order_change_action_claim_id_idx', table_name='order_change_action')
    op.drop_table('order_change_action')
    op.drop_index('order_summary_order_id_version_idx', table_name='order_summary')
    op.drop_table('order_summary')
    op.drop_index('order_item_order_id_version_idx', table_name='order_item')
    op.drop_index('order_item_item_id_idx', table_name='order_item')
    op.drop_table('order_item')
    op.drop_index('order_exchange_return_id_idx', table_name='order_exchange')
    op.drop_index('order_exchange_order_id_idx', table_name='order_exchange')
    op.drop_index('order_exchange_display_id_idx', table_name='order_exchange')
    op.drop_table('order_exchange')
    op.drop_index('order_credit_line_order_id_version_idx', table_name='order_credit_line')
    op.drop_table('order_credit_line')
    op.drop_index('order_claim_return_id_idx', table_name='order_claim')
    op.drop_index('order_claim_order_id_idx', table_name='order_claim')
    op.drop_index('order_claim_display_id_idx', table_name='order_claim')
    op.drop_table('order_claim')
    op.drop_index('order_change_status_idx', table_name='order_change')
    op.drop_index('order_change_return_id_idx', table_name='order_change')
    op.drop_index('order_change_order_id_version_idx', table_name='order_change')
    op.drop_index('order_change_exchange_id_idx', table_name='order_change')
    op.drop_index('order_change_claim_id_idx', table_name='order_change')
    op.drop_index('order_change_change_type_idx', table_name='order_change')
    op.drop_table('order_change')
    op.drop_index('order_shipping_method_tax_line_shipping_method_id_idx', table_name='order_shipping_method_tax_line')
    op.drop_table('order_shipping_method_tax_line')
    op.drop_index('order_shipping_method_adjustment_shipping_method_id_idx', table_name='order_shipping_method_adjustment')
    op.drop_table('order_shipping_method_adjustment')
    op.drop_index('order_line_item_tax_line_item_id_idx', table_name='order_line_item_tax_line')
    op.drop_table('order_line_item_tax_line')
    op.drop_index('order_line_item_adjustment_item_id_idx', table_name='order_line_item_adjustment')
    op.drop_table('order_line_item_adjustment')
    op.drop_index('order_shipping_address_id_idx', table_name='order')
    op.drop_index('order_sales_channel_id_idx', table_name='order')
    op.drop_index('order_region_id_idx', table_name='order')
    op.drop_index('order_is_draft_order_idx', table_name='order')
    op.drop_index('order_display_id_idx', table_name='order')
    op.drop_index('order_customer_id_idx', table_name='order')
    op.drop_index('order_custom_display_id_key', table_name='order', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('order_currency_code_idx', table_name='order')
    op.drop_index('order_billing_address_id_idx', table_name='order')
    op.drop_table('order')
    op.drop_index('return_reason_value_idx', table_name='return_reason')
    op.drop_index('return_reason_parent_return_reason_id_idx', table_name='return_reason')
    op.drop_table('return_reason')
    op.drop_index('return_fulfillment_fulfillment_id_idx', table_name='return_fulfillment')
    op.drop_table('return_fulfillment')
    op.drop_index('order_shipping_method_shipping_option_id_idx', table_name='order_shipping_method')
    op.drop_table('order_shipping_method')
    op.drop_index('order_payment_collection_payment_collection_id_idx', table_name='order_payment_collection')
    op.drop_table('order_payment_collection')
    op.drop_index('order_line_item_variant_id_idx', table_name='order_line_item')
    op.drop_index('order_line_item_product_type_id_idx', table_name='order_line_item')
    op.drop_index('order_line_item_product_id_idx', table_name='order_line_item')
    op.drop_table('order_line_item')
    op.drop_index('order_fulfillment_fulfillment_id_idx', table_name='order_fulfillment')
    op.drop_table('order_fulfillment')
    op.drop_index('order_cart_cart_id_idx', table_name='order_cart')
    op.drop_table('order_cart')
    op.drop_index('order_address_customer_id_idx', table_name='order_address')
    op.drop_table('order_address')
