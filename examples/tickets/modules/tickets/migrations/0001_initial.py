"""Tickets: initial."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('ticket',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_id', sa.Text(), nullable=False),
    sa.Column('order_line_item_id', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('artwork_brief', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='ticket_pkey')
    )
    op.create_index('ticket_order_id_idx', 'ticket', ['order_id'], unique=False)
    op.create_index('ticket_order_line_item_id_key', 'ticket', ['order_line_item_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index('ticket_status_idx', 'ticket', ['status'], unique=False)
    op.create_table('ticket_change',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ticket_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('side', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.Text(), nullable=True),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name='ticket_change_ticket_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='ticket_change_pkey')
    )
    op.create_index('ticket_change_ticket_id_idx', 'ticket_change', ['ticket_id'], unique=False)
    op.create_table('ticket_note',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ticket_id', sa.Text(), nullable=False),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('needs_answer', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name='ticket_note_ticket_id_fkey', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='ticket_note_pkey')
    )
    op.create_index('ticket_note_ticket_id_idx', 'ticket_note', ['ticket_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ticket_note_ticket_id_idx', table_name='ticket_note')
    op.drop_table('ticket_note')
    op.drop_index('ticket_change_ticket_id_idx', table_name='ticket_change')
    op.drop_table('ticket_change')
    op.drop_index('ticket_status_idx', table_name='ticket')
    op.drop_index('ticket_order_line_item_id_key', table_name='ticket', postgresql_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ticket_order_id_idx', table_name='ticket')
    op.drop_table('ticket')
