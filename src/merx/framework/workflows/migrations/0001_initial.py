"""Workflows: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('workflow_run',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('workflow', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('input', postgresql.JSONB(), nullable=True),
    sa.Column('result', postgresql.JSONB(), nullable=True),
    sa.Column('error', postgresql.JSONB(), nullable=True),
    sa.Column('actor', postgresql.JSONB(), nullable=True),
    sa.Column('trace', sa.Text(), nullable=False),
    sa.Column('cancel_requested', sa.Boolean(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_by', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name='workflow_run_pkey')
    )
    op.create_index('workflow_run_held_by_796ed5_idx', 'workflow_run', ['held_by'], unique=False, postgresql_where=sa.text('held_by IS NOT NULL'))
    op.create_index('workflow_run_lease_until_cdd3ce_idx', 'workflow_run', ['lease_until'], unique=False, postgresql_where=sa.text('lease_until IS NOT NULL'))
    op.create_index('workflow_run_workflow_created_at_idx', 'workflow_run', ['workflow', 'created_at'], unique=False)
    op.create_table('workflow_step',
    sa.Column('run_id', sa.Text(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('external', sa.Boolean(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('input', postgresql.JSONB(), nullable=True),
    sa.Column('result', postgresql.JSONB(), nullable=True),
    sa.Column('error', postgresql.JSONB(), nullable=True),
    sa.Column('compensation_error', postgresql.JSONB(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['workflow_run.id'], name='workflow_step_run_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'attempt', 'number', name='workflow_step_pkey')
    )


def downgrade() -> None:
    op.drop_table('workflow_step')
    op.drop_index('workflow_run_workflow_created_at_idx', table_name='workflow_run')
    op.drop_index('workflow_run_lease_until_cdd3ce_idx', table_name='workflow_run', postgresql_where=sa.text('lease_until IS NOT NULL'))
    op.drop_index('workflow_run_held_by_796ed5_idx', table_name='workflow_run', postgresql_where=sa.text('held_by IS NOT NULL'))
    op.drop_table('workflow_run')
