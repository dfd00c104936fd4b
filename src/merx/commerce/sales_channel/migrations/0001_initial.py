"""Sales_channel: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('sales_channel',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('is_disabled', sa.Boolean(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='sales_channel_pkey')
    )
    op.create_table('sales_channel_stock_location',
    sa.Column('sales_channel_id', sa.Text(), nullable=False),
    sa.Column('stock_location_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('sales_channel_id', 'stock_location_id', name='sales_channel_stock_location_pkey')
    )
    op.create_index('sales_channel_stock_location_stock_location_id_idx', 'sales_channel_stock_location', ['stock_location_id'], unique=False)


def downgrade() -> None:
    op.drop_index('sales_channel_stock_location_stock_location_id_idx', table_name='sales_channel_stock_location')
    op.drop_table('sales_channel_stock_location')
    op.drop_table('sales_channel')
