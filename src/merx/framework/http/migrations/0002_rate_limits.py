"""Http: rate limits."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('http_rate',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('free_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name='http_rate_pkey')
    )
    op.create_index('http_rate_free_at_idx', 'http_rate', ['free_at'], unique=False)


def downgrade() -> None:
    op.drop_index('http_rate_free_at_idx', table_name='http_rate')
    op.drop_table('http_rate')
