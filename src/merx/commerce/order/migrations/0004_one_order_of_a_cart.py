"""Order: one order of a cart."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.drop_index(op.f('order_cart_cart_id_idx'), table_name='order_cart')
    op.create_index('order_cart_cart_id_key', 'order_cart', ['cart_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), if_not_exists=True)


def downgrade() -> None:
    op.drop_index('order_cart_cart_id_key', table_name='order_cart', postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index(op.f('order_cart_cart_id_idx'), 'order_cart', ['cart_id'], unique=False)
