"""Auth: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('auth_identity',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('app_metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='auth_identity_pkey')
    )
    op.create_table('auth_mfa_factor',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auth_identity_id', sa.Text(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('provider_metadata', postgresql.JSONB(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['auth_identity_id'], ['auth_identity.id'], name='auth_mfa_factor_auth_identity_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='auth_mfa_factor_pkey')
    )
    op.create_index('auth_mfa_factor_auth_identity_id_idx', 'auth_mfa_factor', ['auth_identity_id'], unique=False)
    op.create_index('auth_mfa_factor_auth_identity_id_provider_9bc15f_key', 'auth_mfa_factor', ['auth_identity_id', 'provider'], unique=True, postgresql_where=sa.text("status IN ('pending', 'enabled') AND deleted_at IS NULL"))
    op.create_table('auth_mfa_recovery_code',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auth_identity_id', sa.Text(), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['auth_identity_id'], ['auth_identity.id'], name='auth_mfa_recovery_code_auth_identity_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='auth_mfa_recovery_code_pkey')
    )
    op.create_index('auth_mfa_recovery_code_auth_identity_id_code_hash_key', 'auth_mfa_recovery_code', ['auth_identity_id', 'code_hash'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('auth_mfa_recovery_code_auth_identity_id_idx', 'auth_mfa_recovery_code', ['auth_identity_id'], unique=False)
    op.create_table('auth_verification',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auth_identity_id', sa.Text(), nullable=False),
    sa.Column('entity_id', sa.Text(), nullable=False),
    sa.Column('entity_type', sa.Text(), nullable=False),
    sa.Column('code_provider', sa.Text(), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('provider_metadata', postgresql.JSONB(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['auth_identity_id'], ['auth_identity.id'], name='auth_verification_auth_identity_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='auth_verification_pkey')
    )
    op.create_index('auth_verification_auth_identity_id_entity_id_entity_type_key', 'auth_verification', ['auth_identity_id', 'entity_id', 'entity_type'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('auth_verification_auth_identity_id_idx', 'auth_verification', ['auth_identity_id'], unique=False)
    op.create_table('provider_identity',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auth_identity_id', sa.Text(), nullable=False),
    sa.Column('entity_id', sa.Text(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('user_metadata', postgresql.JSONB(), nullable=True),
    sa.Column('provider_metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['auth_identity_id'], ['auth_identity.id'], name='provider_identity_auth_identity_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='provider_identity_pkey')
    )
    op.create_index('provider_identity_auth_identity_id_idx', 'provider_identity', ['auth_identity_id'], unique=False)
    op.create_index('provider_identity_entity_id_provider_key', 'provider_identity', ['entity_id', 'provider'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('auth_password_reset_token',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auth_identity_id', sa.Text(), nullable=False),
    sa.Column('provider_identity_id', sa.Text(), nullable=False),
    sa.Column('entity_id', sa.Text(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['auth_identity_id'], ['auth_identity.id'], name='auth_password_reset_token_auth_identity_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['provider_identity_id'], ['provider_identity.id'], name='auth_password_reset_token_provider_identity_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='auth_password_reset_token_pkey')
    )
    op.create_index('auth_password_reset_token_auth_identity_id_idx', 'auth_password_reset_token', ['auth_identity_id'], unique=False)
    op.create_index('auth_password_reset_token_expires_at_idx', 'auth_password_reset_token', ['expires_at'], unique=False)
    op.create_index('auth_password_reset_token_provider_identity_id_idx', 'auth_password_reset_token', ['provider_identity_id'], unique=False)
    op.create_index('auth_password_reset_token_token_hash_idx', 'auth_password_reset_token', ['token_hash'], unique=False)


def downgrade() -> None:
    op.drop_index('auth_password_reset_token_token_hash_idx', table_name='auth_password_reset_token')
    op.drop_index('auth_password_reset_token_provider_identity_id_idx', table_name='auth_password_reset_token')
    op.drop_index('auth_password_reset_token_expires_at_idx', table_name='auth_password_reset_token')
    op.drop_index('auth_password_reset_token_auth_identity_id_idx', table_name='auth_password_reset_token')
    op.drop_table('auth_password_reset_token')
    op.drop_index('provider_identity_entity_id_provider_key', table_name='provider_identity', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('provider_identity_auth_identity_id_idx', table_name='provider_identity')
    op.drop_table('provider_identity')
    op.drop_index('auth_verification_auth_identity_id_idx', table_name='auth_verification')
    op.drop_index('auth_verification_auth_identity_id_entity_id_entity_type_key', table_name='auth_verification', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('auth_verification')
    op.drop_index('auth_mfa_recovery_code_auth_identity_id_idx', table_name='auth_mfa_recovery_code')
    op.drop_index('auth_mfa_recovery_code_auth_identity_id_code_hash_key', table_name='auth_mfa_recovery_code', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('auth_mfa_recovery_code')
    op.drop_index('auth_mfa_factor_auth_identity_id_provider_9bc15f_key', table_name='auth_mfa_factor', postgresql_where=sa.text("status IN ('pending', 'enabled') AND deleted_at IS NULL"))
    op.drop_index('auth_mfa_factor_auth_identity_id_idx', table_name='auth_mfa_factor')
    op.drop_table('auth_mfa_factor')
    op.drop_table('auth_identity')
