"""Store: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('store',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('default_sales_channel_id', sa.Text(), nullable=True),
    sa.Column('default_region_id', sa.Text(), nullable=True),
    sa.Column('default_location_id', sa.Text(), nullable=True),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='store_pkey')
    )
    op.create_table('store_currency',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('store_id', sa.Text(), nullable=True),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name='store_currency_store_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='store_currency_pkey')
    )
    op.create_index('store_currency_store_id_idx', 'store_currency', ['store_id'], unique=False)
    op.create_table('store_locale',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('store_id', sa.Text(), nullable=True),
    sa.Column('locale_code', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['store_id'], ['store.id'], name='store_locale_store_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='store_locale_pkey')
    )
    op.create_index('store_locale_store_id_idx', 'store_locale', ['store_id'], unique=False)


def downgrade() -> None:
    op.drop_index('store_locale_store_id_idx', table_name='store_locale')
    op.drop_table('store_locale')
    op.drop_index('store_currency_store_id_idx', table_name='store_currency')
    op.drop_table('store_currency')
    op.drop_table('store')
