"""Region: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('region',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('currency_code', sa.Text(), nullable=False),
    sa.Column('automatic_taxes', sa.Boolean(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='region_pkey')
    )
    op.create_table('region_payment_provider',
    sa.Column('region_id', sa.Text(), nullable=False),
    sa.Column('payment_provider_id', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('region_id', 'payment_provider_id', name='region_payment_provider_pkey')
    )
    op.create_index('region_payment_provider_payment_provider_id_idx', 'region_payment_provider', ['payment_provider_id'], unique=False)
    op.create_table('region_country',
    sa.Column('region_id', sa.Text(), nullable=True),
    sa.Column('iso_2', sa.Text(), nullable=False),
    sa.Column('iso_3', sa.Text(), nullable=False),
    sa.Column('num_code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('display_name', sa.Text(), nullable=False),
    sa.Column('metadata', postgresql.JSONB(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name='region_country_region_id_fkey', onupdate='CASCADE', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('iso_2', name='region_country_pkey')
    )
    op.create_index('region_country_region_id_idx', 'region_country', ['region_id'], unique=False)
    op.create_index('region_country_region_id_iso_2_key', 'region_country', ['region_id', 'iso_2'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('region_country_region_id_iso_2_key', table_name='region_country', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('region_country_region_id_idx', table_name='region_country')
    op.drop_table('region_country')
    op.drop_index('region_payment_provider_payment_provider_id_idx', table_name='region_payment_provider')
    op.drop_table('region_payment_provider')
    op.drop_table('region')
