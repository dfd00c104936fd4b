"""Customer: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('customer',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('company_name', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('has_account', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='customer_pkey')
    )
    op.create_index('customer_email_has_account_key', 'customer', ['email', 'has_account'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('customer_account_holder',
    sa.Column('customer_id', sa.Text(), nullable=False),
    sa.Column('account_holder_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('customer_id', 'account_holder_id', name='customer_account_holder_pkey')
    )
    op.create_index('customer_account_holder_account_holder_id_idx', 'customer_account_holder', ['account_holder_id'], unique=False)
    op.create_table('customer_group',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='customer_group_pkey')
    )
    op.create_index('customer_group_name_key', 'customer_group', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('customer_address',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('customer_id', sa.Text(), nullable=False),
    sa.Column('address_name', sa.Text(), nullable=True),
    sa.Column('is_default_shipping', sa.Boolean(), nullable=False),
    sa.Column('is_default_billing', sa.Boolean(), nullable=False),
    sa.Column('company', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('address_1', sa.Text(), nullable=True),
    sa.Column('address_2', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('country_code', sa.Text(), nullable=True),
    sa.Column('province', sa.Text(), nullable=True),
    sa.Column('postal_code', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name='customer_address_customer_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='customer_address_pkey')
    )
    op.create_index('customer_address_customer_id_39602b_key', 'customer_address', ['customer_id'], unique=True, postgresql_where=sa.text('is_default_billing AND deleted_at IS NULL'))
    op.create_index('customer_address_customer_id_8be533_key', 'customer_address', ['customer_id'], unique=True, postgresql_where=sa.text('is_default_shipping AND deleted_at IS NULL'))
    op.create_index('customer_address_customer_id_idx', 'customer_address', ['customer_id'], unique=False)
    op.create_table('customer_group_customer',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('customer_id', sa.Text(), nullable=False),
    sa.Column('customer_group_id', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.ForeignKeyConstraint(['customer_group_id'], ['customer_group.id'], name='customer_group_customer_customer_group_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name='customer_group_customer_customer_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='customer_group_customer_pkey')
    )
    op.create_index('customer_group_customer_customer_group_id_idx', 'customer_group_customer', ['customer_group_id'], unique=False)
    op.create_index('customer_group_customer_customer_id_idx', 'customer_group_customer', ['customer_id'], unique=False)


def downgrade() -> None:
    op.drop_index('customer_group_customer_customer_id_idx', table_name='customer_group_customer')
    op.drop_index('customer_group_customer_customer_group_id_idx', table_name='customer_group_customer')
    op.drop_table('customer_group_customer')
    op.drop_index('customer_address_customer_id_idx', table_name='customer_address')
    op.drop_index('customer_address_customer_id_8be533_key', table_name='customer_address', postgresql_where=sa.text('is_default_shipping AND deleted_at IS NULL'))
    op.drop_index('customer_address_customer_id_39602b_key', table_name='customer_address', postgresql_where=sa.text('is_default_billing AND deleted_at IS NULL'))
    op.drop_table('customer_address')
    op.drop_index('customer_group_name_key', table_name='customer_group', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('customer_group')
    op.drop_index('customer_account_holder_account_holder_id_idx', table_name='customer_account_holder')
    op.drop_table('customer_account_holder')
    op.drop_index('customer_email_has_account_key', table_name='customer', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('customer')
