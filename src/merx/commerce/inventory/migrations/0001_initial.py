"""Inventory: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('inventory_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sku', sa.Text(), nullable=True),
    sa.Column('origin_country', sa.Text(), nullable=True),
    sa.Column('hs_code', sa.Text(), nullable=True),
    sa.Column('mid_code', sa.Text(), nullable=True),
    sa.Column('material', sa.Text(), nullable=True),
    sa.Column('weight', sa.Numeric(), nullable=True),
    sa.Column('length', sa.Numeric(), nullable=True),
    sa.Column('height', sa.Numeric(), nullable=True),
    sa.Column('width', sa.Numeric(), nullable=True),
    sa.Column('requires_shipping', sa.Boolean(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('thumbnail', sa.Text(), nullable=True),
    sa.Column('unit_of_measure', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='inventory_item_pkey')
    )
    op.create_index('inventory_item_sku_key', 'inventory_item', ['sku'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('inventory_level',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('inventory_item_id', sa.Text(), nullable=False),
    sa.Column('location_id', sa.Text(), nullable=False),
    sa.Column('stocked_quantity', sa.Numeric(), nullable=False),
    sa.Column('reserved_quantity', sa.Numeric(), nullable=False),
    sa.Column('incoming_quantity', sa.Numeric(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['inventory_item_id'], ['inventory_item.id'], name='inventory_level_inventory_item_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='inventory_level_pkey')
    )
    op.create_index('inventory_level_inventory_item_id_idx', 'inventory_level', ['inventory_item_id'], unique=False)
    op.create_index('inventory_level_inventory_item_id_location_id_key', 'inventory_level', ['inventory_item_id', 'location_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('inventory_level_location_id_idx', 'inventory_level', ['location_id'], unique=False)
    op.create_table('reservation_item',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('inventory_item_id', sa.Text(), nullable=False),
    sa.Column('line_item_id', sa.Text(), nullable=True),
    sa.Column('location_id', sa.Text(), nullable=False),
    sa.Column('quantity', sa.Numeric(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('allow_backorder', sa.Boolean(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['inventory_item_id'], ['inventory_item.id'], name='reservation_item_inventory_item_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='reservation_item_pkey')
    )
    op.create_index('reservation_item_inventory_item_id_idx', 'reservation_item', ['inventory_item_id'], unique=False)
    op.create_index('reservation_item_line_item_id_idx', 'reservation_item', ['line_item_id'], unique=False)
    op.create_index('reservation_item_location_id_idx', 'reservation_item', ['location_id'], unique=False)


def downgrade() -> None:
    op.drop_index('reservation_item_location_id_idx', table_name='reservation_item')
    op.drop_index('reservation_item_line_item_id_idx', table_name='reservation_item')
    op.drop_index('reservation_item_inventory_item_id_idx', table_name='reservation_item')
    op.drop_table('reservation_item')
    op.drop_index('inventory_level_location_id_idx', table_name='inventory_level')
    op.drop_index('inventory_level_inventory_item_id_location_id_key', table_name='inventory_level', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('inventory_level_inventory_item_id_idx', table_name='inventory_level')
    op.drop_table('inventory_level')
    op.drop_index('inventory_item_sku_key', table_name='inventory_item', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('inventory_item')
