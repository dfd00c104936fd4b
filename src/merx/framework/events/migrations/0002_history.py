"""Events: history."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.add_column('event', sa.Column('trace', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('event', sa.Column('transaction', sa.BigInteger(), server_default=sa.text('(pg_current_xact_id()::text)::bigint'), nullable=False))
    op.create_index('event_transaction_created_at_id_333d4a_idx', 'event', ['transaction', 'created_at', 'id'], unique=False, postgresql_where=sa.text('NOT held'))


def downgrade() -> None:
    op.drop_index('event_transaction_created_at_id_333d4a_idx', table_name='event', postgresql_where=sa.text('NOT held'))
    op.drop_column('event', 'transaction')
    op.drop_column('event', 'trace')
