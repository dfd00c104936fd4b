"""Stock_location: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('location_fulfillment_provider',
    sa.Column('stock_location_id', sa.Text(), nullable=False),
    sa.Column('fulfillment_provider_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('stock_location_id', 'fulfillment_provider_id', name='location_fulfillment_provider_pkey')
    )
    op.create_index('location_fulfillment_provider_fulfillment_provider_id_idx', 'location_fulfillment_provider', ['fulfillment_provider_id'], unique=False)
    op.create_table('location_fulfillment_set',
    sa.Column('stock_location_id', sa.Text(), nullable=False),
    sa.Column('fulfillment_set_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('stock_location_id', 'fulfillment_set_id', name='location_fulfillment_set_pkey')
    )
    op.create_index('location_fulfillment_set_fulfillment_set_id_idx', 'location_fulfillment_set', ['fulfillment_set_id'], unique=False)
    op.create_table('stock_location_address',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address_1', sa.Text(), nullable=False),
    sa.Column('address_2', sa.Text(), nullable=True),
    sa.Column('company', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('country_code', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('province', sa.Text(), nullable=True),
    sa.Column('postal_code', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='stock_location_address_pkey')
    )
    op.create_table('stock_location',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address_id', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['address_id'], ['stock_location_address.id'], name='stock_location_address_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='stock_location_pkey')
    )
    op.create_index('stock_location_address_id_idx', 'stock_location', ['address_id'], unique=False)
    op.create_index('stock_location_address_id_key', 'stock_location', ['address_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('stock_location_address_id_key', table_name='stock_location', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('stock_location_address_id_idx', table_name='stock_location')
    op.drop_table('stock_location')
    op.drop_table('stock_location_address')
    op.drop_index('location_fulfillment_set_fulfillment_set_id_idx', table_name='location_fulfillment_set')
    op.drop_table('location_fulfillment_set')
    op.drop_index('location_fulfillment_provider_fulfillment_provider_id_idx', table_name='location_fulfillment_provider')
    op.drop_table('location_fulfillment_provider')
