"""Which of the prices of a price set is the one to pay, as one SQL expression.

It reads the prices of one set by index (`candidates`), so it serves a page of products (a value per row) as well as the lines of a cart.
`merx.commerce.pricing.tests.reference` says the same in Python; a property test holds the two together.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from merx.commerce.pricing.candidates import candidates
from merx.commerce.pricing.expressions import ONE, ZERO, Expression, Terms, word
from merx.commerce.pricing.models import Price, PricePreference, PriceRule
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of


def best_price(price_set_id: Expression, quantity: Expression | None, terms: Terms, *outside: sa.FromClause) -> Expression:
    """The winning price of `price_set_id` as a JSON object (`CalculatedPrice`), or NULL if none fits.

    A NULL `quantity` asks what a single piece would cost. `outside` are the tables that the arguments come from.
    """
    best = _best(candidates(price_set_id, quantity, terms, outside)).subquery("best")
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


def _best(candidate: sa.Subquery) -> sa.Select[*tuple[Any, ...]]:
    """One row: the best price without a list, the best on one with that list's type, and the best of an override."""
    listed = candidate.c.type.is_not(None)
    rows = sa.func.array_agg(candidate.c.row)
    return sa.select(
        _first(rows.filter(sa.not_(listed))).label("base"),
        _first(rows.filter(listed)).label("listed"),
        _first(sa.func.array_agg(candidate.c.type).filter(listed)).label("type"),
        _first(rows.filter(candidate.c.type == word("override"))).label("override"),
    ).select_from(candidate)


def _first(rows: Expression) -> Expression:
    return sa.type_coerce(rows, ARRAY(sa.Text))[ONE]


def _chosen(best: sa.FromClause) -> sa.Select[*tuple[Any, ...]]:
    """The price to pay and the one it is compared with."""
    base, listed, override = best.c.base, best.c.listed, best.c.override
    no_list, no_base = _of("listed", "id", "best").is_(None), _of("base", "id", "best").is_(None)
    overridden = best.c.type == word("override")
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
    regional = sa.select(ONE).select_from(rule)
    regional = regional.where(
        rule.c.price_id == _of(row, "id"), rule.c.attribute == word("region_id"), rule.c.value == terms.region_id, rule.c.deleted_at.is_(None)
    )
    by_region, by_currency = _preference("region_id", terms.region_id), _preference("currency_code", terms.currency_code)
    has_rules = sa.func.coalesce(_of(row, "rules_count"), ZERO) > ZERO
    return sa.case(
        (sa.and_(has_rules, regional.exists()), sa.func.coalesce(by_region, by_currency, sa.false())), else_=sa.func.coalesce(by_currency, sa.false())
    )


def _preference(attribute: str, value: Expression) -> Expression:
    # Depends on no row, so PostgreSQL looks it up once a statement.
    preference = table_of(entity_of(PricePreference)).alias("preference")
    found = sa.select(preference.c.is_tax_inclusive).where(
        preference.c.attribute == word(attribute), preference.c.value == value, preference.c.deleted_at.is_(None)
    )
    return found.scalar_subquery()


def _row(row: str) -> Expression:
    # Of prices on lists only the best can have won, or the best of an override.
    kind = sa.case(
        (_of(row, "price_list_id").is_(None), sa.literal_column("NULL", sa.Text())),
        (_of(row, "id") == _of("calculated", "id"), sa.literal_column("chosen.type", sa.Text())),
        else_=word("override"),
    )
    before, after = ("id", "price_list_id"), ("min_quantity", "max_quantity")
    columns = (*(_of(row, name).label(name) for name in before), kind.label("price_list_type"), *(_of(row, name).label(name) for name in after))
    # Without a FROM of its own, but in the words of the row around it.
    shown = sa.select(*columns).subquery(f"{row}_row")
    return sa.select(sa.func.row_to_json(shown.table_valued())).scalar_subquery()
