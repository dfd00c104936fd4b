"""Api_key: initial."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('api_key',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('salt', sa.Text(), nullable=False),
    sa.Column('redacted', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('revoked_by', sa.Text(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name='api_key_pkey')
    )
    op.create_index('api_key_redacted_idx', 'api_key', ['redacted'], unique=False)
    op.create_index('api_key_revoked_at_idx', 'api_key', ['revoked_at'], unique=False)
    op.create_index('api_key_token_key', 'api_key', ['token'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('api_key_type_idx', 'api_key', ['type'], unique=False)
    op.create_table('publishable_api_key_sales_channel',
    sa.Column('publishable_key_id', sa.Text(), nullable=False),
    sa.Column('sales_channel_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('publishable_key_id', 'sales_channel_id', name='publishable_api_key_sales_channel_pkey')
    )
    op.create_index('publishable_api_key_sales_channel_sales_channel_id_idx', 'publishable_api_key_sales_channel', ['sales_channel_id'], unique=False)


def downgrade() -> None:
    op.drop_index('publishable_api_key_sales_channel_sales_channel_id_idx', table_name='publishable_api_key_sales_channel')
    op.drop_table('publishable_api_key_sales_channel')
    op.drop_index('api_key_type_idx', table_name='api_key')
    op.drop_index('api_key_token_key', table_name='api_key', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('api_key_revoked_at_idx', table_name='api_key')
    op.drop_index('api_key_redacted_idx', table_name='api_key')
    op.drop_table('api_key')
