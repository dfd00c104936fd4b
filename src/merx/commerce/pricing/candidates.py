"""The prices of a set that may be the one to pay, found by index however many price lists there are.

A set may stand on thousands of lists, and few of them count for whoever asks. So the lists that count are found first, once
a statement (`counting_lists`): those for everybody by kind, those with rules by the values that the context holds; and once
a statement all prices on them, by set. Where more than `NEAR` lists of a kind count at once, that is many; but then the set's
prices, from the best on, soon come to one that counts, and that is the kind's best.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from merx.commerce.pricing.counting_lists import KNOWN, CountingLists, is_open, known_of, list_rules_hold
from merx.commerce.pricing.expressions import ONE, ZERO, Expression, Terms, rules_of, scarcely, word
from merx.commerce.pricing.models import Price, PriceList, PriceRule
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of

_NUMBER = "'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$'"


def candidates(price_set_id: Expression, quantity: Expression | None, terms: Terms, outside: tuple[sa.FromClause, ...]) -> sa.Subquery:
    """Rows of prices with their list's type; the best first among those on lists, and among the others.

    Of a kind of lists of which many count, the best price alone. A row holds what `KNOWN` names, and nothing else.
    """
    finder = _Finder(price_set_id, quantity, terms, outside)
    found = sa.union_all(finder.unlisted(), finder.near(), finder.wide()).subquery("found")
    # The arrays made from these rows keep their order.
    return sa.select(found.c.row, found.c.type).order_by(found.c.rules.desc(), found.c.amount, found.c.id).correlate(*outside).subquery("candidate")


class _Finder:
    """The prices of one set: on no list, on the few lists that count, and on lists of which many count."""

    def __init__(self, price_set_id: Expression, quantity: Expression | None, terms: Terms, outside: tuple[sa.FromClause, ...]) -> None:
        self._key, self._quantity, self._terms, self._outside = price_set_id, quantity, terms, outside
        self._price = table_of(entity_of(Price)).alias("price")
        self._list = table_of(entity_of(PriceList)).alias("list")
        self._counting = CountingLists(terms)

    def unlisted(self) -> sa.Select[Any]:
        price, nothing = self._price, sa.literal_column("NULL", sa.Text())
        found = sa.select(*_shown(price, nothing, rules_of(price)))
        return found.where(*self._of_set(price), price.c.price_list_id.is_(None), *self._fits(price)).correlate(*self._outside)

    def near(self) -> sa.Select[Any]:
        price = sa.union_all(self._of_few(), self._of_many()).subquery("price")
        found = sa.select(*_shown(price, price.c.list_type, rules_of(price) + price.c.list_rules))
        return found.where(*self._fits(price)).correlate(*self._outside)

    def _of_few(self) -> sa.Select[Any]:
        """From a hash that PostgreSQL makes once a statement, as it depends on no row; and that hash it makes of the side it expects to be smaller."""
        near = self._counting.prices.alias("near")
        key = sa.func.string_to_table(self._key, word("")).column_valued("key")
        found = sa.select(*(column for column in near.c if column.name != "price_set_id"))
        found = found.where(near.c.price_set_id == key, scarcely(near.c.id.is_not(None)), sa.not_(self._counting.have_many_prices))
        return found.correlate(*self._outside)

    def _of_many(self) -> sa.Select[Any]:
        """From an index alone, with the lists' ids in a hash: `IS TRUE` and OFFSET keep the planner from joining instead."""
        each, listed = table_of(entity_of(Price)).alias("each"), self._list
        on_list = each.c.price_list_id.is_not(None), each.c.price_list_id.in_(self._counting.near).is_(True)
        hits = sa.select(*(each.c[name] for name in KNOWN)).where(self._counting.have_many_prices, *self._of_set(each), *on_list)
        hit = hits.offset(ZERO).correlate(*self._outside).subquery("hit")
        found = sa.select(*known_of(hit, listed)).select_from(hit.join(listed, listed.c.id == hit.c.price_list_id))
        return found.correlate(*self._outside)

    def wide(self) -> sa.Select[Any]:
        """Of each type, and each number of rules that its lists have, the best price."""
        kinds = self._counting.kinds.alias("kind")
        found = self._best_of(kinds).correlate(*self._outside, kinds).lateral("best_of_kind")
        return sa.select(*found.c).select_from(kinds.join(found, sa.true())).correlate(*self._outside)

    def _best_of(self, kinds: sa.FromClause) -> sa.Select[Any]:
        price, listed = self._price, self._list
        # A value and no join: joined, the lists might be read first, and they are many.
        counts = sa.select(sa.true()).where(listed.c.id == price.c.price_list_id, listed.c.type == kinds.c.type, rules_of(listed) == kinds.c.rules)
        counts = counts.where(*is_open(listed), sa.or_(kinds.c.rules == ZERO, list_rules_hold(listed, self._terms)))
        is_on_it = counts.correlate(*self._outside, price, kinds).scalar_subquery()
        best = sa.select(*_shown(price, kinds.c.type, rules_of(price) + kinds.c.rules))
        best = best.where(*self._of_set(price), price.c.price_list_id.is_not(None), is_on_it, *self._fits(price))
        return best.order_by(ZERO - rules_of(price), price.c.amount, price.c.id).limit(ONE)

    def _of_set(self, price: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
        return price.c.price_set_id == self._key, price.c.currency_code == self._terms.currency_code, price.c.deleted_at.is_(None)

    def _fits(self, price: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
        return _is_for(self._quantity, price), sa.or_(rules_of(price) == ZERO, _rules_hold(price, self._terms))


def _shown(price: sa.FromClause, kind: Expression, rules: Expression) -> tuple[Expression, ...]:
    return _row(price).label("row"), kind.label("type"), rules.label("rules"), price.c.amount.label("amount"), price.c.id.label("id")


def _row(price: sa.FromClause) -> Expression:
    """`KNOWN` as a row of the table, whose columns come in the model's order: one that is added is the last of both."""
    table = table_of(entity_of(Price))
    values = [price.c[column.name] if column.name in KNOWN else sa.null() for column in table.c]
    return sa.func.row(*values).op("::")(sa.literal_column(table.name))


def _is_for(quantity: Expression | None, price: sa.FromClause) -> sa.ColumnElement[bool]:
    # COALESCE and not OR: OR is looked up in indexes for its own sake, and the order of theirs is lost.
    single = sa.func.coalesce(price.c.min_quantity, ONE) <= ONE
    if quantity is None:
        return single
    low, high = sa.func.coalesce(price.c.min_quantity, quantity) <= quantity, sa.func.coalesce(price.c.max_quantity, quantity) >= quantity
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
