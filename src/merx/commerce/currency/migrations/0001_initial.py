"""Currency: initial."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('currency',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('symbol', sa.Text(), nullable=False),
    sa.Column('symbol_native', sa.Text(), nullable=False),
    sa.Column('decimal_digits', sa.Integer(), nullable=False),
    sa.Column('rounding', sa.Numeric(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('code', name='currency_pkey')
    )


def downgrade() -> None:
    op.drop_table('currency')
