"""User: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('invite',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='invite_pkey')
    )
    op.create_index('invite_email_key', 'invite', ['email'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('invite_token_idx', 'invite', ['token'], unique=False)
    op.create_table('user',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('avatar_url', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='user_pkey')
    )
    op.create_index('user_email_key', 'user', ['email'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('user_email_key', table_name='user', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('user')
    op.drop_index('invite_token_idx', table_name='invite')
    op.drop_index('invite_email_key', table_name='invite', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('invite')
