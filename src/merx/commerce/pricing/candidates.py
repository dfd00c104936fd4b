"""The prices of a set that may be the one to pay, found by index however many price lists there are.

A set may stand on thousands of lists, and few of them count for whoever asks. So the lists that count are found first, once
a statement: those for everybody by kind, those with rules by the values that the context holds. Then the set's prices on
them are found by the lists' ids. Where more than `NEAR` lists of a kind count at once, that is many ids; but then the set's
prices, from the best on, soon come to one that counts, and that is the kind's best.
"""

from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.commerce.pricing.models import Price, PriceList, PriceListRule, PriceRule
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of

Expression = sa.ColumnElement[Any]

NEAR = 256
"""So many lists of a kind are looked up by their ids."""

MOST_SETS = 5_000
"""While the near lists have no more prices than this, most price sets are known to stand on none of them."""

ZERO, ONE = sa.literal_column("0", sa.Integer()), sa.literal_column("1", sa.Integer())
_NUMBER = "'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$'"


class Terms(Struct, frozen=True):
    """The context of a price, as SQL expressions that depend on no row. Groups are a text array, attributes a JSON object by dotted path."""

    currency_code: Expression
    region_id: Expression
    customer_group_ids: Expression
    attributes: Expression


def candidates(price_set_id: Expression, quantity: Expression | None, terms: Terms, outside: tuple[sa.FromClause, ...]) -> sa.Subquery:
    """Rows of prices with their list's type; the best first among those on lists, and among the others.

    Of a kind of lists of which many count, the best price alone.
    """
    finder = _Finder(price_set_id, quantity, terms, outside)
    found = sa.union_all(finder.unlisted(), finder.near(), finder.wide()).subquery("found")
    # The arrays made from these rows keep their order.
    return sa.select(found.c.row, found.c.type).order_by(found.c.rules.desc(), found.c.amount, found.c.id).correlate(*outside).subquery("candidate")


# --- lists ------------------------------------------------------------------------------------------------------------


class _Known:
    """What is found once a statement: `near`, the ids of the lists to look up; which kinds are `wide`; and the sets with prices on near lists."""

    def __init__(self, terms: Terms) -> None:
        arrays = _counting(terms)
        wide = [sa.func.cardinality(kind) > _number(NEAR) for kind in arrays.c]
        few = [sa.case((sa.not_(many), kind)) for many, kind in zip(wide, arrays.c, strict=True)]
        near = sa.func.array_cat(few[0], sa.func.array_cat(few[1], few[2]), type_=ARRAY(sa.Text))
        names = ("wide_sale", "wide_override", "wide_ruled")
        flags = [many.label(name) for many, name in zip(wide, names, strict=True)]
        # MATERIALIZED and OFFSET keep the planner from finding it all anew wherever it is used.
        self.lists = sa.select(near.label("near"), *flags, _steps().label("steps")).cte().prefix_with("MATERIALIZED")
        price = table_of(entity_of(Price)).alias("listed_price")
        ids = sa.select(sa.func.unnest(self.lists.c.near).label("id")).subquery("near_list")
        on_them = (
            sa.select(price.c.price_set_id)
            .select_from(ids.join(price, price.c.price_list_id == ids.c.id))
            .where(price.c.deleted_at.is_(None), price.c.price_list_id.is_not(None))
        )
        self.sets = on_them.limit(_number(MOST_SETS + 1)).cte().prefix_with("MATERIALIZED")

    @property
    def near(self) -> sa.Select[Any]:
        return sa.select(sa.func.unnest(self.lists.c.near))

    def may_be_on_one(self, price_set_id: Expression) -> sa.ColumnElement[bool]:
        """Whether the set has a price on a near list, if that is known."""
        count = sa.select(sa.func.count()).select_from(self.sets).scalar_subquery()
        return sa.or_(price_set_id.in_(sa.select(self.sets.c.price_set_id)), count > _number(MOST_SETS))


def _counting(terms: Terms) -> sa.Subquery:
    """One row of arrays: the lists that count for everybody, by type, and those with rules that all hold, up to one more than are looked up."""
    listed, hit = _lists("listed"), table_of(entity_of(PriceListRule)).alias("hit")
    for_all = [sa.select(listed.c.id).where(listed.c.type == word(kind), _count(listed) == ZERO, *_is_open(listed)) for kind in ("sale", "override")]
    held = sa.select(listed.c.id).select_from(hit.join(listed, listed.c.id == hit.c.price_list_id))
    held = held.where(hit.c.deleted_at.is_(None), hit.c.value.op("?|")(_words(terms)), *_is_open(listed))
    found = [*for_all, held.where(_count(listed) > ZERO, _list_rules_hold(listed, terms))]
    arrays = [sa.func.array(each.limit(_number(NEAR + 1)).scalar_subquery(), type_=ARRAY(sa.Text)) for each in found]
    names = ("sale", "override", "ruled")
    return sa.select(*(array.label(name) for array, name in zip(arrays, names, strict=True))).offset(ZERO).subquery("counting")


def _steps() -> Expression:
    """The numbers of rules that lists may have."""
    listed = _lists("listed")
    most = sa.select(sa.func.max(_count(listed))).where(listed.c.status == word("active"), listed.c.deleted_at.is_(None)).scalar_subquery()
    return sa.func.array(sa.select(sa.func.generate_series(ZERO, most)).scalar_subquery(), type_=ARRAY(sa.Integer))


def _words(terms: Terms) -> Expression:
    """Every value of the context, as text."""
    each = sa.func.jsonb_each(terms.attributes).table_valued("key", sa.column("value", JSONB), name="entry")
    values = sa.case((sa.func.jsonb_typeof(each.c.value) == word("array"), each.c.value), else_=sa.func.jsonb_build_array(each.c.value))
    texts = sa.func.array(sa.select(sa.func.jsonb_array_elements_text(values)).select_from(each).scalar_subquery(), type_=ARRAY(sa.Text))
    return sa.func.array_cat(terms.customer_group_ids, sa.func.array_append(texts, terms.region_id), type_=ARRAY(sa.Text))


def _is_open(listed: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    now, forever = sa.func.now(), sa.literal_column("'infinity'::timestamptz", sa.DateTime(timezone=True))
    return (
        listed.c.status == word("active"),
        listed.c.deleted_at.is_(None),
        sa.func.coalesce(listed.c.ends_at, forever) >= now,
        sa.or_(listed.c.starts_at.is_(None), listed.c.starts_at <= now),
    )


def _list_rules_hold(listed: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
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


# --- prices -----------------------------------------------------------------------------------------------------------


class _Finder:
    """The prices of one set: on no list, on the few lists that count, and on lists of which many count."""

    def __init__(self, price_set_id: Expression, quantity: Expression | None, terms: Terms, outside: tuple[sa.FromClause, ...]) -> None:
        self._terms, self._outside, self._key = terms, outside, price_set_id
        self._price, self._list = table_of(entity_of(Price)).alias("price"), _lists("list")
        price = self._price
        self._fits = (_is_for(quantity, price), sa.or_(_count(price) == ZERO, _rules_hold(price, terms)))
        self._known = _Known(terms)

    def unlisted(self) -> sa.Select[Any]:
        nothing = sa.literal_column("NULL", sa.Text())
        found = sa.select(*self._shown(nothing, _count(self._price))).select_from(self._price)
        return found.where(*self._of_set(self._price), *self._fits, self._price.c.price_list_id.is_(None)).correlate(*self._outside)

    def near(self) -> sa.Select[Any]:
        """Read from an index alone, with the lists' ids in a hash: `IS TRUE` and OFFSET keep the planner from joining instead."""
        price, listed, each = self._price, self._list, table_of(entity_of(Price)).alias("each")
        on_list = each.c.price_list_id.is_not(None), each.c.price_list_id.in_(self._known.near).is_(True)
        hits = sa.select(each.c.id).where(self._known.may_be_on_one(self._key), *self._of_set(each), *on_list)
        hit = hits.offset(ZERO).correlate(*self._outside).subquery("hit_price")
        found = sa.select(*self._shown(listed.c.type, _count(price) + _count(listed)))
        found = found.select_from(hit.join(price, price.c.id == hit.c.id).join(listed, listed.c.id == price.c.price_list_id))
        return found.where(*self._fits).correlate(*self._outside)

    def wide(self) -> sa.Select[Any]:
        """Of each type, and each number of rules that its lists have, the best price."""
        lists = self._known.lists
        sale, override, ruled = lists.c.wide_sale, lists.c.wide_override, lists.c.wide_ruled
        steps = sa.func.unnest(lists.c.steps).column_valued("rules")
        types = sa.func.unnest(sa.literal_column("ARRAY['sale', 'override']", ARRAY(sa.Text))).column_valued("type")
        many = sa.case((steps > ZERO, ruled), (types == word("sale"), sale), else_=override)
        # Said so that the planner expects hardly any: the more a statement seems to cost, the less it minds how the rest is read.
        is_wanted = sa.case((many, ONE), else_=ZERO) == ONE
        kinds = sa.select(types.label("type"), steps.label("rules")).where(is_wanted).correlate(*self._outside, lists).lateral("kind")
        found = self._best_of(kinds).correlate(*self._outside, kinds).lateral("best_of_kind")
        tables = lists.join(kinds, sa.true()).join(found, sa.true())
        return sa.select(*found.c).select_from(tables).where(sa.or_(sale, override, ruled)).correlate(*self._outside)

    def _best_of(self, kinds: sa.FromClause) -> sa.Select[Any]:
        price, listed = self._price, self._list
        # A value and no join: joined, the lists might be read first, and they are many.
        counts = sa.select(sa.true()).where(listed.c.id == price.c.price_list_id, listed.c.type == kinds.c.type, _count(listed) == kinds.c.rules)
        counts = counts.where(*_is_open(listed), sa.or_(kinds.c.rules == ZERO, _list_rules_hold(listed, self._terms)))
        is_on_it = counts.correlate(*self._outside, price, kinds).scalar_subquery()
        best = sa.select(*self._shown(kinds.c.type, _count(price) + kinds.c.rules)).where(*self._of_set(price), price.c.price_list_id.is_not(None), is_on_it)
        return best.where(*self._fits).order_by(ZERO - _count(price), price.c.amount, price.c.id).limit(ONE)

    def _of_set(self, price: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
        return price.c.price_set_id == self._key, price.c.currency_code == self._terms.currency_code, price.c.deleted_at.is_(None)

    def _shown(self, kind: Expression, rules: Expression) -> tuple[Expression, ...]:
        price = self._price
        return price.table_valued().label("row"), kind.label("type"), rules.label("rules"), price.c.amount.label("amount"), price.c.id.label("id")


def _is_for(quantity: Expression | None, price: sa.FromClause) -> sa.ColumnElement[bool]:
    single = sa.or_(price.c.min_quantity.is_(None), price.c.min_quantity <= ONE)
    if quantity is None:
        return single
    low = sa.or_(price.c.min_quantity.is_(None), price.c.min_quantity <= quantity)
    high = sa.or_(price.c.max_quantity.is_(None), price.c.max_quantity >= quantity)
    return sa.case((quantity.is_(None), single), else_=sa.and_(low, high))


def _rules_hold(price: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
    rule = table_of(entity_of(PriceRule)).alias("rule")
    fits = sa.case(
        (sa.and_(rule.c.attribute == word("region_id"), terms.region_id.is_not(None)), rule.c.value == terms.region_id),
        (rule.c.attribute == word("customer.groups.id"), rule.c.value == sa.any_(terms.customer_group_ids)),
        else_=_attribute_fits(rule, terms),
    )
    holding = sa.select(sa.func.count()).select_from(rule).where(rule.c.price_id == price.c.id, rule.c.deleted_at.is_(None), fits)
    return holding.correlate(price).scalar_subquery() == price.c.rules_count


def _attribute_fits(rule: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
    # Only numbers know more and less; everything else is, or is not, among the values.
    value = terms.attributes.op("->")(rule.c.attribute)
    text = terms.attributes.op("->>")(rule.c.attribute)
    kind = sa.func.jsonb_typeof(value)
    left, right = sa.cast(text, sa.Numeric), sa.cast(rule.c.value, sa.Numeric)
    compared = sa.case(
        (rule.c.operator == word("eq"), left == right),
        (rule.c.operator == word("gt"), left > right),
        (rule.c.operator == word("gte"), left >= right),
        (rule.c.operator == word("lt"), left < right),
        (rule.c.operator == word("lte"), left <= right),
    )
    return sa.case(
        (sa.and_(kind == word("number"), rule.c.value.op("~")(sa.literal_column(_NUMBER))), compared),
        (kind == word("array"), sa.cast(value, JSONB).op("?")(rule.c.value)),
        else_=text == rule.c.value,
    )


def _number(number: int) -> Expression:
    return sa.literal_column(str(number), sa.Integer())


def _lists(alias: str) -> sa.FromClause:
    return table_of(entity_of(PriceList)).alias(alias)


def _count(row: sa.FromClause) -> Expression:
    return sa.func.coalesce(row.c.rules_count, ZERO)


def word(text: str) -> Expression:
    """`text`, written into the statement, where the planner sees it. For words of ours, never for a caller's."""
    return sa.literal_column(f"'{text}'", sa.Text())
