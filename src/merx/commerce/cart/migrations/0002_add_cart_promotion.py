"""Cart: add cart promotion."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('cart_promotion',
    sa.Column('cart_id', sa.Text(), nullable=False),
    sa.Column('promotion_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('cart_id', 'promotion_id', name='cart_promotion_pkey')
    )
    op.create_index('cart_promotion_promotion_id_idx', 'cart_promotion', ['promotion_id'], unique=False)


def downgrade() -> None:
    op.drop_index('cart_promotion_promotion_id_idx', table_name='cart_promotion')
    op.drop_table('cart_promotion')
