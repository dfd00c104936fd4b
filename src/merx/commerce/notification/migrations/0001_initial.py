"""Notification: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('notification_provider',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handle', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_enabled', sa.Boolean(), nullable=False),
    sa.Column('channels', postgresql.JSONB(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='notification_provider_pkey')
    )
    op.create_table('notification',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('to', sa.Text(), nullable=False),
    sa.Column('from', sa.Text(), nullable=True),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('template', sa.Text(), nullable=True),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('provider_data', postgresql.JSONB(), nullable=True),
    sa.Column('trigger_type', sa.Text(), nullable=True),
    sa.Column('resource_id', sa.Text(), nullable=True),
    sa.Column('resource_type', sa.Text(), nullable=True),
    sa.Column('receiver_id', sa.Text(), nullable=True),
    sa.Column('original_notification_id', sa.Text(), nullable=True),
    sa.Column('idempotency_key', sa.Text(), nullable=True),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['provider_id'], ['notification_provider.id'], name='notification_provider_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='notification_pkey')
    )
    op.create_index('notification_idempotency_key_key', 'notification', ['idempotency_key'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('notification_provider_id_idx', 'notification', ['provider_id'], unique=False)
    op.create_index('notification_receiver_id_idx', 'notification', ['receiver_id'], unique=False)


def downgrade() -> None:
    op.drop_index('notification_receiver_id_idx', table_name='notification')
    op.drop_index('notification_provider_id_idx', table_name='notification')
    op.drop_index('notification_idempotency_key_key', table_name='notification', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('notification')
    op.drop_table('notification_provider')
