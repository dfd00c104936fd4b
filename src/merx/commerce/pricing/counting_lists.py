"""The price lists that count for whoever asks, and the prices on them: found once a statement."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.commerce.pricing.expressions import ONE, ZERO, Expression, Terms, moment, number, rules_of, word
from merx.commerce.pricing.models import Price, PriceList, PriceListRule
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of

NEAR = 256
"""So many lists of a kind are looked up by their ids."""

MOST_PRICES = 5_000
"""While the near lists have no more prices than this, all are read once a statement; otherwise each set's prices are looked up among the lists' ids."""

KNOWN = ("id", "price_list_id", "currency_code", "rules_count", "amount", "min_quantity", "max_quantity")
"""What the indexes hold of a price on a list, and all that is asked of it: the row itself is not read."""


class CountingLists:
    """What is found once a statement: `near`, the ids of the lists to look up; `prices`, those on them; and `kinds` of which many lists count: type and number of rules."""

    def __init__(self, terms: Terms) -> None:
        arrays = _counting(terms)
        wide = [sa.func.cardinality(kind) > number(NEAR) for kind in arrays.c]
        few = [sa.case((sa.not_(many), kind)) for many, kind in zip(wide, arrays.c, strict=True)]
        near = sa.func.array_cat(few[0], sa.func.array_cat(few[1], few[2]), type_=ARRAY(sa.Text))
        names = ("wide_sale", "wide_override", "wide_ruled")
        flags = [many.label(name) for many, name in zip(wide, names, strict=True)]
        # MATERIALIZED and OFFSET keep the planner from finding it all anew wherever it is used.
        self.lists = sa.select(near.label("near"), *flags).cte().prefix_with("MATERIALIZED")
        self.kinds = self._wide().cte().prefix_with("MATERIALIZED")
        self.prices = self._on_near(terms).limit(number(MOST_PRICES + 1)).cte().prefix_with("MATERIALIZED")
        many = sa.exists(sa.select(ONE).select_from(self.prices).offset(number(MOST_PRICES)))
        self._many = sa.select(many.label("are_there")).cte().prefix_with("MATERIALIZED")

    def _wide(self) -> sa.Select[Any, Any]:
        lists, steps = self.lists, sa.func.unnest(_steps()).column_valued("rules")
        types = sa.func.unnest(sa.literal_column("ARRAY['sale', 'override']", ARRAY(sa.Text))).column_valued("type")
        is_wide = sa.case((steps > ZERO, lists.c.wide_ruled), (types == word("sale"), lists.c.wide_sale), else_=lists.c.wide_override)
        return sa.select(types.label("type"), steps.label("rules")).select_from(lists).where(is_wide)

    def _on_near(self, terms: Terms) -> sa.Select[Any]:
        price, listed = table_of(entity_of(Price)).alias("listed_price"), table_of(entity_of(PriceList)).alias("near_list")
        ids = sa.select(sa.func.unnest(self.lists.c.near).label("id")).subquery("near_id")
        tables = ids.join(listed, listed.c.id == ids.c.id).join(price, price.c.price_list_id == ids.c.id)
        found = sa.select(price.c.price_set_id, *known_of(price, listed)).select_from(tables)
        # What is said of the list is known, and lets the index answer.
        found = found.where(listed.c.status == word("active"), listed.c.deleted_at.is_(None))
        return found.where(price.c.currency_code == terms.currency_code, price.c.deleted_at.is_(None), price.c.price_list_id.is_not(None))

    @property
    def near(self) -> sa.Select[Any]:
        return sa.select(sa.func.unnest(self.lists.c.near))

    @property
    def have_many_prices(self) -> sa.ColumnElement[bool]:
        """Whether there are more prices on near lists than `prices` holds."""
        return sa.select(self._many.c.are_there).scalar_subquery()


def known_of(price: sa.FromClause, listed: sa.FromClause) -> tuple[Expression, ...]:
    """`KNOWN`, and the type and the number of rules of the list that a price is on."""
    return (*(price.c[name] for name in KNOWN), listed.c.type.label("list_type"), rules_of(listed).label("list_rules"))


def _counting(terms: Terms) -> sa.Subquery:
    """One row of arrays: the lists that count for everybody, by type, and those with rules that all hold, up to one more than are looked up."""
    listed, hit = table_of(entity_of(PriceList)).alias("listed"), table_of(entity_of(PriceListRule)).alias("hit")
    for_all = [sa.select(listed.c.id).where(listed.c.type == word(kind), rules_of(listed) == ZERO, *is_open(listed)) for kind in ("sale", "override")]
    held = sa.select(listed.c.id).select_from(hit.join(listed, listed.c.id == hit.c.price_list_id))
    held = held.where(hit.c.deleted_at.is_(None), hit.c.value.op("?|")(_words(terms)), *is_open(listed))
    found = [*for_all, held.where(rules_of(listed) > ZERO, list_rules_hold(listed, terms))]
    arrays = [sa.func.array(each.limit(number(NEAR + 1)).scalar_subquery(), type_=ARRAY(sa.Text)) for each in found]
    names = ("sale", "override", "ruled")
    return sa.select(*(array.label(name) for array, name in zip(arrays, names, strict=True))).offset(ZERO).subquery("counting")


def _steps() -> Expression:
    """The numbers of rules that lists may have."""
    listed = table_of(entity_of(PriceList)).alias("listed")
    most = sa.select(sa.func.max(rules_of(listed))).where(listed.c.status == word("active"), listed.c.deleted_at.is_(None)).scalar_subquery()
    return sa.func.array(sa.select(sa.func.generate_series(ZERO, most)).scalar_subquery(), type_=ARRAY(sa.Integer))


def _words(terms: Terms) -> Expression:
    """Every value of the context, as text."""
    each = sa.func.jsonb_each(terms.attributes).table_valued("key", sa.column("value", JSONB), name="entry")
    values = sa.case((sa.func.jsonb_typeof(each.c.value) == word("array"), each.c.value), else_=sa.func.jsonb_build_array(each.c.value))
    texts = sa.func.array(sa.select(sa.func.jsonb_array_elements_text(values)).select_from(each).scalar_subquery(), type_=ARRAY(sa.Text))
    return sa.func.array_cat(terms.customer_group_ids, sa.func.array_append(texts, terms.region_id), type_=ARRAY(sa.Text))


def is_open(listed: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    # In the words of the index, so that lists which are over or to come are passed over in it.
    now, end, begin = sa.func.now(), moment("infinity"), moment("-infinity")
    return (
        listed.c.status == word("active"),
        listed.c.deleted_at.is_(None),
        sa.func.coalesce(listed.c.ends_at, end) >= now,
        sa.func.coalesce(listed.c.starts_at, begin) <= now,
    )


def list_rules_hold(listed: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
    rule = table_of(entity_of(PriceListRule)).alias("list_rule")
    given = terms.attributes.op("->")(rule.c.attribute)
    fits = sa.case(
        (sa.and_(rule.c.attribute == word("region_id"), terms.region_id.is_not(None)), rule.c.value.op("?")(terms.region_id)),
        (rule.c.attribute == word("customer.groups.id"), rule.c.value.op("?|")(terms.customer_group_ids)),
        (sa.func.jsonb_typeof(given) == word("array"), _overlap(rule.c.value, given)),
        else_=rule.c.value.op("?")(terms.attributes.op("->>")(rule.c.attribute)),
    )
    holding = sa.select(sa.func.count()).select_from(rule).where(rule.c.price_list_id == listed.c.id, rule.c.deleted_at.is_(None), fits)
    return holding.correlate(listed).scalar_subquery() == listed.c.rules_count


def _overlap(values: Expression, given: Expression) -> sa.ColumnElement[bool]:
    each = sa.func.jsonb_array_elements_text(given).table_valued("value", name="each")
    return sa.exists(sa.select(ONE).select_from(each).where(values.op("?")(each.c.value)))
