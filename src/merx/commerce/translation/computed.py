"""The words of another language, as part of whatever statement asks for a row."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from merx.commerce.translation.models import Translation, TranslationSettings
from merx.framework.data.entity import Entity
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of
from merx.framework.query import ComputedContext, overlay


# HOT(benchmarks/shop.py): once for each place of a page where words stand; one look-up in an index for each row there.
@overlay("locale")
def in_their_language(entity: Entity, names: Sequence[str], row: sa.FromClause, context: ComputedContext) -> sa.Lateral:
    """What the row's translation into the context's `locale` says, where the settings let it."""
    said, shown = table_of(entity_of(Translation)).alias("said"), _shown(entity)
    words = [
        sa.case((sa.func.coalesce(sa.func.jsonb_exists(shown, _text(name)), sa.true()), sa.func.nullif(_word(said, name), _text("")))).label(name)
        for name in names
    ]
    found = sa.select(*words).select_from(said).where(said.c.reference_id == row.c[entity.key], said.c.reference == _text(entity.name))
    found = found.where(said.c.locale_code == context.param("locale", sa.Text()), said.c.deleted_at.is_(None))
    # The limit keeps it a look-up for each row: joined as a set, it could take the rows out of their order.
    return found.limit(sa.literal_column("1")).correlate(row).lateral()


def _shown(entity: Entity) -> sa.ColumnElement[Any]:
    """The columns that the newest settings leave on; NULL where nobody ever said anything. Depends on no row: looked up once a statement."""
    settings = table_of(entity_of(TranslationSettings)).alias("settings")
    is_on = sa.and_(settings.c.is_active, settings.c.deleted_at.is_(None))
    fields = sa.select(sa.case((is_on, settings.c.fields), else_=sa.cast(_text("[]"), JSONB))).where(settings.c.entity_type == _text(entity.name))
    return fields.order_by(settings.c.created_at.desc()).limit(sa.literal_column("1")).scalar_subquery()


def _word(said: sa.FromClause, name: str) -> sa.ColumnElement[str]:
    return sa.func.jsonb_extract_path_text(said.c.translations, _text(name), type_=sa.Text())


def _text(value: str) -> sa.ColumnElement[str]:
    """A name out of our own models, as a piece of the statement's text."""
    return sa.literal_column(f"'{value}'", sa.Text())
