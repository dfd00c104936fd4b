"""Restock: initial."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('restock_subscription',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('variant_id', sa.Text(), nullable=False),
    sa.Column('sales_channel_id', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('customer_id', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='restock_subscription_pkey')
    )
    op.create_index('restock_subscription_variant_id_sales_channel_id_email_key', 'restock_subscription', ['variant_id', 'sales_channel_id', 'email'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('restock_subscription_variant_id_sales_channel_id_email_key', table_name='restock_subscription', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('restock_subscription')
