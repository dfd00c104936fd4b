"""Http: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('http_idempotency_key',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('request', sa.Text(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('media_type', sa.Text(), nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('key', name='http_idempotency_key_pkey')
    )
    op.create_index('http_idempotency_key_created_at_idx', 'http_idempotency_key', ['created_at'], unique=False)
    op.create_table('http_session',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('claims', postgresql.JSONB(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name='http_session_pkey')
    )
    op.create_index('http_session_expires_at_idx', 'http_session', ['expires_at'], unique=False)


def downgrade() -> None:
    op.drop_index('http_session_expires_at_idx', table_name='http_session')
    op.drop_table('http_session')
    op.drop_index('http_idempotency_key_created_at_idx', table_name='http_idempotency_key')
    op.drop_table('http_idempotency_key')
