"""Cache: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    # Unlogged, by hand: a cache need not outlive a crash of the server.
    op.create_table('cache_entry',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('tags', postgresql.JSONB(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name='cache_entry_pkey'),
    prefixes=['UNLOGGED']
    )
    op.create_index('cache_entry_expires_at_idx', 'cache_entry', ['expires_at'], unique=False)
    op.create_index('cache_entry_7a77a2_idx', 'cache_entry', ['tags'], unique=False, postgresql_using='gin')


def downgrade() -> None:
    op.drop_table('cache_entry')
