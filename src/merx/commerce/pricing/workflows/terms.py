"""What tells two prices of a price set apart: currency, quantities and rules."""

from decimal import Decimal
from typing import TypeAlias

from merx.commerce.pricing import NewPrice, Price, PriceRule
from merx.framework.query import View

Terms: TypeAlias = tuple[str, Decimal | None, Decimal | None, frozenset[tuple[str, str, str]]]


def terms_of(price: NewPrice) -> Terms:
    """Of two prices with the same ones, only one can ever be paid."""
    rules = frozenset((rule.attribute, rule.operator, rule.value) for rule in price.rules)
    return price.currency_code.lower(), price.min_quantity, price.max_quantity, rules


class _Rule(View, of=PriceRule):
    attribute: str
    operator: str
    value: str


class StandingPrice(View, of=Price):
    """A price that is there."""

    id: str
    price_set_id: str
    price_list_id: str | None
    currency_code: str
    min_quantity: Decimal | None
    max_quantity: Decimal | None
    price_rules: list[_Rule]

    @property
    def terms(self) -> Terms:
        rules = frozenset((rule.attribute, rule.operator, rule.value) for rule in self.price_rules)
        return self.currency_code, self.min_quantity, self.max_quantity, rules
