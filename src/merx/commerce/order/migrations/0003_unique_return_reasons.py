"""Order: change indexes."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.drop_index(op.f('return_reason_value_idx'), table_name='return_reason')
    op.create_index('return_reason_value_key', 'return_reason', ['value'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('return_reason_value_key', table_name='return_reason', postgresql_where=sa.text('deleted_at IS NULL'))
    op.create_index(op.f('return_reason_value_idx'), 'return_reason', ['value'], unique=False)
