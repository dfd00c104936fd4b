"""Which of the prices of a price set is the one to pay, as one SQL expression.

It reads the prices of one set by index, so it serves a page of products (a value per row) as well as the lines of a cart.
`merx.commerce.pricing.tests.reference` says the same in Python; a property test holds the two together.
"""

from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from merx.commerce.pricing.models import Price, PriceList, PriceListRule, PricePreference, PriceRule
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of

Expression = sa.ColumnElement[Any]

_ZERO, _ONE = sa.literal_column("0", sa.Integer()), sa.literal_column("1", sa.Integer())
_NUMBER = "'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$'"


class Terms(Struct, frozen=True):
    """The context of a price, as SQL expressions. Groups are a text array, attributes a JSON object by dotted path."""

    currency_code: Expression
    region_id: Expression
    customer_group_ids: Expression
    attributes: Expression


def best_price(price_set_id: Expression, quantity: Expression | None, terms: Terms, *outside: sa.FromClause) -> Expression:
    """The winning price of `price_set_id` as a JSON object (`CalculatedPrice`), or NULL if none fits.

    A NULL `quantity` asks what a single piece would cost. `outside` are the tables that the arguments come from.
    """
    best = _best(_candidates(price_set_id, quantity, terms, outside)).subquery("best")
    chosen = _chosen(best).subquery("chosen")
    result = sa.select(
        price_set_id.label("id"),
        *(column for kind in ("calculated", "original") for column in _amounts(kind, terms)),
        _of("calculated", "currency_code").label("currency_code"),
        _row("calculated").label("calculated_price"),
        _row("original").label("original_price"),
    )
    result = result.select_from(chosen).where(_of("calculated", "id").is_not(None)).correlate(*outside).subquery("result")
    return sa.select(sa.func.row_to_json(result.table_valued())).correlate(*outside).scalar_subquery()


def _amounts(kind: str, terms: Terms) -> tuple[Expression, ...]:
    return (
        _of(kind, "amount").label(f"{kind}_amount"),
        _of(kind, "price_list_id").is_not(None).label(f"is_{kind}_price_price_list"),
        _tax_inclusive(kind, terms).label(f"is_{kind}_price_tax_inclusive"),
    )


def _candidates(price_set_id: Expression, quantity: Expression | None, terms: Terms, outside: tuple[sa.FromClause, ...]) -> sa.Subquery:
    """The prices that fit, the best first among those on lists, and among the others."""
    price, price_list = table_of(entity_of(Price)).alias("price"), table_of(entity_of(PriceList)).alias("list")
    rules = sa.func.coalesce(price.c.rules_count, _ZERO) + sa.func.coalesce(price_list.c.rules_count, _ZERO)
    return (
        sa.select(price.table_valued().label("row"), price_list.c.type)
        .select_from(price.outerjoin(price_list, price_list.c.id == price.c.price_list_id))
        .where(
            price.c.price_set_id == price_set_id,
            price.c.currency_code == terms.currency_code,
            price.c.deleted_at.is_(None),
            _is_for(quantity, price),
            sa.or_(sa.func.coalesce(price.c.rules_count, _ZERO) == _ZERO, _rules_hold(price, terms)),
            sa.or_(price.c.price_list_id.is_(None), _list_holds(price_list, terms)),
        )
        # The arrays made from these rows keep their order.
        .order_by(rules.desc(), price.c.amount, price.c.id)
        .correlate(*outside)
        .subquery("candidate")
    )


def _is_for(quantity: Expression | None, price: sa.FromClause) -> sa.ColumnElement[bool]:
    single = sa.or_(price.c.min_quantity.is_(None), price.c.min_quantity <= _ONE)
    if quantity is None:
        return single
    low = sa.or_(price.c.min_quantity.is_(None), price.c.min_quantity <= quantity)
    high = sa.or_(price.c.max_quantity.is_(None), price.c.max_quantity >= quantity)
    return sa.case((quantity.is_(None), single), else_=sa.and_(low, high))


def _rules_hold(price: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
    rule = table_of(entity_of(PriceRule)).alias("rule")
    fits = sa.case(
        (sa.and_(rule.c.attribute == _word("region_id"), terms.region_id.is_not(None)), rule.c.value == terms.region_id),
        (rule.c.attribute == _word("customer.groups.id"), rule.c.value == sa.any_(terms.customer_group_ids)),
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
        (rule.c.operator == _word("eq"), left == right),
        (rule.c.operator == _word("gt"), left > right),
        (rule.c.operator == _word("gte"), left >= right),
        (rule.c.operator == _word("lt"), left < right),
        (rule.c.operator == _word("lte"), left <= right),
    )
    return sa.case(
        (sa.and_(kind == _word("number"), rule.c.value.op("~")(sa.literal_column(_NUMBER))), compared),
        (kind == _word("array"), sa.cast(value, JSONB).op("?")(rule.c.value)),
        else_=text == rule.c.value,
    )


def _list_holds(price_list: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
    rule = table_of(entity_of(PriceListRule)).alias("list_rule")
    values = sa.cast(rule.c.value, JSONB)
    given = terms.attributes.op("->")(rule.c.attribute)
    fits = sa.case(
        (sa.and_(rule.c.attribute == _word("region_id"), terms.region_id.is_not(None)), values.op("?")(terms.region_id)),
        (rule.c.attribute == _word("customer.groups.id"), values.op("?|")(terms.customer_group_ids)),
        (sa.func.jsonb_typeof(given) == _word("array"), _overlap(values, given)),
        else_=values.op("?")(terms.attributes.op("->>")(rule.c.attribute)),
    )
    holding = sa.select(sa.func.count()).select_from(rule).where(rule.c.price_list_id == price_list.c.id, rule.c.deleted_at.is_(None), fits)
    now = sa.func.now()
    return sa.and_(
        price_list.c.status == _word("active"),
        price_list.c.deleted_at.is_(None),
        sa.or_(price_list.c.starts_at.is_(None), price_list.c.starts_at <= now),
        sa.or_(price_list.c.ends_at.is_(None), price_list.c.ends_at >= now),
        sa.or_(sa.func.coalesce(price_list.c.rules_count, _ZERO) == _ZERO, holding.correlate(price_list).scalar_subquery() == price_list.c.rules_count),
    )


def _overlap(values: Expression, given: Expression) -> sa.ColumnElement[bool]:
    each = sa.func.jsonb_array_elements_text(given).table_valued("value", name="each")
    return sa.exists(sa.select(_ONE).select_from(each).where(values.op("?")(each.c.value)))


def _best(candidate: sa.Subquery) -> sa.Select[*tuple[Any, ...]]:
    """One row: the best price without a list, the best on one with that list's type, and the best of an override."""
    listed = candidate.c.type.is_not(None)
    rows = sa.func.array_agg(candidate.c.row)
    return sa.select(
        _first(rows.filter(sa.not_(listed))).label("base"),
        _first(rows.filter(listed)).label("listed"),
        _first(sa.func.array_agg(candidate.c.type).filter(listed)).label("type"),
        _first(rows.filter(candidate.c.type == _word("override"))).label("override"),
    ).select_from(candidate)


def _first(rows: Expression) -> Expression:
    return sa.type_coerce(rows, ARRAY(sa.Text))[_ONE]


def _chosen(best: sa.FromClause) -> sa.Select[*tuple[Any, ...]]:
    """The price to pay and the one it is compared with."""
    base, listed, override = best.c.base, best.c.listed, best.c.override
    no_list, no_base = _of("listed", "id", "best").is_(None), _of("base", "id", "best").is_(None)
    overridden = best.c.type == _word("override")
    is_cheaper = _of("listed", "amount", "best") < _of("base", "amount", "best")
    calculated = sa.case((no_list, base), (sa.or_(overridden, no_base, is_cheaper), listed), else_=base)
    original = sa.case((no_list, base), (overridden, listed), (_of("override", "id", "best").is_not(None), override), (no_base, listed), else_=base)
    return sa.select(calculated.label("calculated"), original.label("original"), best.c.type).select_from(best)


def _of(row: str, column: str, table: str = "chosen") -> Expression:
    kind = entity_of(Price).columns[column].type
    return sa.literal_column(f"({table}.{row}).{column}", kind)


def _tax_inclusive(row: str, terms: Terms) -> Expression:
    """Whether the price of `row` includes tax: its region's preference if it is a regional price, else the currency's."""
    rule = table_of(entity_of(PriceRule)).alias("regional")
    regional = sa.select(_ONE).select_from(rule)
    regional = regional.where(
        rule.c.price_id == _of(row, "id"), rule.c.attribute == _word("region_id"), rule.c.value == terms.region_id, rule.c.deleted_at.is_(None)
    )
    by_region, by_currency = _preference("region_id", terms.region_id), _preference("currency_code", terms.currency_code)
    has_rules = sa.func.coalesce(_of(row, "rules_count"), _ZERO) > _ZERO
    return sa.case(
        (sa.and_(has_rules, regional.exists()), sa.func.coalesce(by_region, by_currency, sa.false())), else_=sa.func.coalesce(by_currency, sa.false())
    )


def _preference(attribute: str, value: Expression) -> Expression:
    # Depends on no row, so PostgreSQL looks it up once a statement.
    preference = table_of(entity_of(PricePreference)).alias("preference")
    found = sa.select(preference.c.is_tax_inclusive).where(
        preference.c.attribute == _word(attribute), preference.c.value == value, preference.c.deleted_at.is_(None)
    )
    return found.scalar_subquery()


def _row(row: str) -> Expression:
    # Of prices on lists only the best can have won, or the best of an override.
    kind = sa.case(
        (_of(row, "price_list_id").is_(None), sa.literal_column("NULL", sa.Text())),
        (_of(row, "id") == _of("calculated", "id"), sa.literal_column("chosen.type", sa.Text())),
        else_=_word("override"),
    )
    before, after = ("id", "price_list_id"), ("min_quantity", "max_quantity")
    columns = (*(_of(row, name).label(name) for name in before), kind.label("price_list_type"), *(_of(row, name).label(name) for name in after))
    # Without a FROM of its own, but in the words of the row around it.
    shown = sa.select(*columns).subquery(f"{row}_row")
    return sa.select(sa.func.row_to_json(shown.table_valued())).scalar_subquery()


def _word(text: str) -> Expression:
    # Written into the statement, so that the planner sees it; all of them stand in this file.
    return sa.literal_column(f"'{text}'", sa.Text())
