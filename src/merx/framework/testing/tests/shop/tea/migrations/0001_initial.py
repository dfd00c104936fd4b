"""Tea: initial."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('tea',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='tea_pkey')
    )
    op.create_index('tea_name_key', 'tea', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_table('tin',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tea_id', sa.Text(), nullable=False),
    sa.Column('grams', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tea_id'], ['tea.id'], name='tin_tea_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='tin_pkey')
    )
    op.create_index('tin_tea_id_idx', 'tin', ['tea_id'], unique=False)


def downgrade() -> None:
    op.drop_index('tin_tea_id_idx', table_name='tin')
    op.drop_table('tin')
    op.drop_index('tea_name_key', table_name='tea', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_table('tea')
