"""The rows that new prices make. Writes nothing: whoever creates many things writes them all in one statement."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from merx.commerce.pricing.errors import RuleNeedsNumber
from merx.commerce.pricing.models import Price, PriceRule
from merx.commerce.pricing.schemas import NewPrice, NewRule
from merx.framework.data import Record


def price_rows(price_set_id: str, prices: Iterable[NewPrice], price_list_id: str | None = None) -> list[Record]:
    """New prices of this set, each followed by its rules. Raises `RuleNeedsNumber`."""
    return [row for price in prices for row in _rows(price_set_id, price, price_list_id)]


def _rows(price_set_id: str, price: NewPrice, price_list_id: str | None) -> list[Record]:
    row = Price(
        price_set_id=price_set_id,
        price_list_id=price_list_id,
        title=price.title,
        currency_code=price.currency_code.lower(),
        amount=price.amount,
        min_quantity=price.min_quantity,
        max_quantity=price.max_quantity,
        rules_count=len(price.rules),
    )
    return [row, *rule_rows(row.id, price.rules)]


def rule_rows(price_id: str, rules: Iterable[NewRule]) -> list[PriceRule]:
    """The rules of one price. Raises `RuleNeedsNumber` for "more than blue"."""
    return [_rule(price_id, rule) for rule in rules]


def _rule(price_id: str, rule: NewRule) -> PriceRule:
    if rule.operator != "eq" and not _is_number(rule.value):
        raise RuleNeedsNumber
    return PriceRule(price_id=price_id, attribute=rule.attribute, operator=rule.operator, value=rule.value)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
