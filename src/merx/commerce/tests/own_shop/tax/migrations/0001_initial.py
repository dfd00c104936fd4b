"""Tax@merx.commerce.tests.own_shop.tax: initial."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table('tax_question',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('country_code', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='tax_question_pkey')
    )


def downgrade() -> None:
    op.drop_table('tax_question')
