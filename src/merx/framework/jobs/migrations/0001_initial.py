"""Jobs: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('done_once',
    sa.Column('run_id', sa.Text(), nullable=False),
    sa.Column('call', sa.Text(), nullable=False),
    sa.Column('result', postgresql.JSONB(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('run_id', 'call', name='done_once_pkey')
    )
    op.create_index('done_once_created_at_idx', 'done_once', ['created_at'], unique=False)
    op.create_table('job_state',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('scheduled_for', sa.DateTime(timezone=True), nullable=False),
    sa.Column('executions', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name='job_state_pkey')
    )


def downgrade() -> None:
    op.drop_table('job_state')
    op.drop_index('done_once_created_at_idx', table_name='done_once')
    op.drop_table('done_once')
