"""Workflows: waits, branches, retention."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.add_column('workflow_run', sa.Column('wake_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('workflow_run', sa.Column('signals', sa.Integer(), nullable=False, server_default='0'))
    op.alter_column('workflow_run', 'signals', server_default=None)
    op.add_column('workflow_run', sa.Column('retention', sa.Integer(), nullable=True))
    op.add_column('workflow_run', sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE workflow_run SET retention = 2592000, "
        "expires_at = CASE WHEN status IN ('done', 'reverted') THEN coalesce(finished_at, now()) + interval '30 days' END"
    )
    op.create_index('workflow_run_wake_at_fb3e49_idx', 'workflow_run', ['wake_at'], unique=False, postgresql_where=sa.text('wake_at IS NOT NULL'))
    op.create_index('workflow_run_expires_at_2983db_idx', 'workflow_run', ['expires_at'], unique=False, postgresql_where=sa.text('expires_at IS NOT NULL'))
    op.add_column('workflow_step', sa.Column('branch', sa.Text(), nullable=False, server_default=''))
    op.alter_column('workflow_step', 'branch', server_default=None)
    op.add_column('workflow_step', sa.Column('compensation_data', postgresql.JSONB(), nullable=True))
    op.add_column('workflow_step', sa.Column('wake_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('workflow_step', sa.Column('kept_from', sa.Integer(), nullable=True))
    op.drop_constraint('workflow_step_pkey', 'workflow_step', type_='primary')
    op.create_primary_key('workflow_step_pkey', 'workflow_step', ['run_id', 'attempt', 'branch', 'number'])
    op.create_table('workflow_signal',
    sa.Column('run_id', sa.Text(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('payload', postgresql.JSONB(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['workflow_run.id'], name='workflow_signal_run_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'attempt', 'name', name='workflow_signal_pkey')
    )


def downgrade() -> None:
    op.drop_table('workflow_signal')
    op.execute("DELETE FROM workflow_step WHERE branch <> ''")
    op.drop_constraint('workflow_step_pkey', 'workflow_step', type_='primary')
    op.create_primary_key('workflow_step_pkey', 'workflow_step', ['run_id', 'attempt', 'number'])
    op.drop_column('workflow_step', 'kept_from')
    op.drop_column('workflow_step', 'wake_at')
    op.drop_column('workflow_step', 'compensation_data')
    op.drop_column('workflow_step', 'branch')
    op.drop_index('workflow_run_expires_at_2983db_idx', table_name='workflow_run', postgresql_where=sa.text('expires_at IS NOT NULL'))
    op.drop_index('workflow_run_wake_at_fb3e49_idx', table_name='workflow_run', postgresql_where=sa.text('wake_at IS NOT NULL'))
    op.drop_column('workflow_run', 'expires_at')
    op.drop_column('workflow_run', 'retention')
    op.drop_column('workflow_run', 'signals')
    op.drop_column('workflow_run', 'wake_at')
