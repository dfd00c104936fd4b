"""Events: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('event',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('data', postgresql.JSONB(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('run_id', sa.Text(), nullable=True),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='event_pkey')
    )
    op.create_index('event_name_created_at_idx', 'event', ['name', 'created_at'], unique=False)
    op.create_index('event_run_id_c20dea_idx', 'event', ['run_id'], unique=False, postgresql_where=sa.text('held'))
    op.create_table('dead_letter',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('event_id', sa.Text(), nullable=False),
    sa.Column('subscriber', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('error', postgresql.JSONB(), nullable=False),
    sa.Column('replayed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name='dead_letter_event_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='dead_letter_pkey')
    )
    op.create_index('dead_letter_event_id_idx', 'dead_letter', ['event_id'], unique=False)
    op.create_index('dead_letter_event_id_subscriber_key', 'dead_letter', ['event_id', 'subscriber'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('dead_letter_event_id_subscriber_key', table_name='dead_letter', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('dead_letter_event_id_idx', table_name='dead_letter')
    op.drop_table('dead_letter')
    op.drop_index('event_run_id_c20dea_idx', table_name='event', postgresql_where=sa.text('held'))
    op.drop_index('event_name_created_at_idx', table_name='event')
    op.drop_table('event')
