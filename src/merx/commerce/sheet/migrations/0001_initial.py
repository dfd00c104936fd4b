"""Sheet: initial."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def upgrade() -> None:
    op.create_table('sheet_part',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('import_id', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('rows', postgresql.JSONB(), nullable=True),
    sa.Column('products', postgresql.JSONB(), nullable=True),
    sa.Column('created', postgresql.JSONB(), nullable=True),
    sa.Column('added', postgresql.JSONB(), nullable=True),
    sa.Column('before', postgresql.JSONB(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='sheet_part_pkey')
    )
    op.create_index('sheet_part_import_id_number_idx', 'sheet_part', ['import_id', 'number'], unique=False)


def downgrade() -> None:
    op.drop_index('sheet_part_import_id_number_idx', table_name='sheet_part')
    op.drop_table('sheet_part')
