"""Payment: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('account_holder',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_id', sa.Text(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('data', postgresql.JSONB(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='account_holder_pkey')
    )
    op.create_index('account_holder_provider_id_external_id_key', 'account_holder', ['provider_id', 'external_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('payment_collection',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('authorized_amount', sa.Numeric(), nullable=True),
    sa.Column('captured_amount', sa.Numeric(), nullable=True),
    sa.Column('refunded_amount', sa.Numeric(), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='payment_collection_pkey')
    )
    op.create_table('payment_provider',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_enabled', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='payment_provider_pkey')
    )
    op.create_table('refund_reason',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='refund_reason_pkey')
    )
    op.create_table('payment_collection_payment_providers',
    sa.Column('payment_collection_id', sa.Text(), nullable=False),
    sa.Column('payment_provider_id', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['payment_collection_id'], ['payment_collection.id'], name='payment_collection_payment_providers_payment_collection_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['payment_provider_id'], ['payment_provider.id'], name='payment_collection_payment_providers_payment_provider_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('payment_collection_id', 'payment_provider_id', name='payment_collection_payment_providers_pkey')
    )
    op.create_index('payment_collection_payment_providers_payment_provider_id_idx', 'payment_collection_payment_providers', ['payment_provider_id'], unique=False)
    op.create_table('payment_session',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('payment_collection_id', sa.Text(), nullable=False),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=False),
    sa.Column('data', postgresql.JSONB(), nullable=False),
    sa.Column('context', postgresql.JSONB(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('authorized_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['payment_collection_id'], ['payment_collection.id'], name='payment_session_payment_collection_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='payment_session_pkey')
    )
    op.create_index('payment_session_payment_collection_id_idx', 'payment_session', ['payment_collection_id'], unique=False)
    op.create_table('payment',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('payment_collection_id', sa.Text(), nullable=False),
    sa.Column('payment_session_id', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=False),
    sa.Column('data', postgresql.JSONB(), nullable=True),
    sa.Column('captured_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('canceled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['payment_collection_id'], ['payment_collection.id'], name='payment_payment_collection_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['payment_session_id'], ['payment_session.id'], name='payment_payment_session_id_fkey', onupdate='CASCADE', ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name='payment_pkey')
    )
    op.create_index('payment_payment_collection_id_idx', 'payment', ['payment_collection_id'], unique=False)
    op.create_index('payment_payment_session_id_idx', 'payment', ['payment_session_id'], unique=False)
    op.create_index('payment_payment_session_id_key', 'payment', ['payment_session_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('payment_provider_id_idx', 'payment', ['provider_id'], unique=False)
    op.create_table('capture',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('payment_id', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name='capture_payment_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='capture_pkey')
    )
    op.create_index('capture_payment_id_idx', 'capture', ['payment_id'], unique=False)
    op.create_table('refund',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('payment_id', sa.Text(), nullable=False),
    sa.Column('refund_reason_id', sa.Text(), nullable=True),
    sa.Column('amount', sa.Numeric(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name='refund_payment_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['refund_reason_id'], ['refund_reason.id'], name='refund_refund_reason_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='refund_pkey')
    )
    op.create_index('refund_payment_id_idx', 'refund', ['payment_id'], unique=False)
    op.create_index('refund_refund_reason_id_idx', 'refund', ['refund_reason_id'], unique=False)


def downgrade() -> None:
    op.drop_index('refund_refund_reason_id_idx', table_name='refund')
    op.drop_index('refund_payment_id_idx', table_name='refund')
    op.drop_table('refund')
    op.drop_index('capture_payment_id_idx', table_name='capture')
    op.drop_table('capture')
    op.drop_index('payment_provider_id_idx', table_name='payment')
    op.drop_index('payment_payment_session_id_key', table_name='payment', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('payment_payment_session_id_idx', table_name='payment')
    op.drop_index('payment_payment_collection_id_idx', table_name='payment')
    op.drop_table('payment')
    op.drop_index('payment_session_payment_collection_id_idx', table_name='payment_session')
    op.drop_table('payment_session')
    op.drop_index('payment_collection_payment_providers_payment_provider_id_idx', table_name='payment_collection_payment_providers')
    op.drop_table('payment_collection_payment_providers')
    op.drop_table('refund_reason')
    op.drop_table('payment_provider')
    op.drop_table('payment_collection')
    op.drop_index('account_holder_provider_id_external_id_key', table_name='account_holder', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('account_holder')
