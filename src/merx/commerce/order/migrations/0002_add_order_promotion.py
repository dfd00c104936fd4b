"""Order: add order promotion."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('order_promotion',
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('promotion_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('order_id', 'promotion_id', name='order_promotion_pkey')
    )
    op.create_index('order_promotion_promotion_id_idx', 'order_promotion', ['promotion_id'], unique=False)


def downgrade() -> None:
    op.drop_index('order_promotion_promotion_id_idx', table_name='order_promotion')
    op.drop_table('order_promotion')
