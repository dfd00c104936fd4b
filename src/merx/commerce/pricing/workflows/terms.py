"""What tells two prices of a price set apart: currency, quantities and rules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from merx.commerce.pricing import ChangedPrice, NewPrice, NewRule, Price, PriceRule, PriceRuleOperator, PriceWithout
from merx.framework.query import View

Terms: TypeAlias = tuple[str, Decimal | None, Decimal | None, frozenset[tuple[str, str, str]]]


def terms_of(price: NewPrice) -> Terms:
    """Of two prices with the same ones, only one can ever be paid."""
    rules = frozenset((rule.attribute, rule.operator, rule.value) for rule in price.rules)
    return price.currency_code.lower(), price.min_quantity, price.max_quantity, rules


def whole(price: NewPrice | ChangedPrice, rows: Mapping[str, "StandingPrice"]) -> NewPrice:
    """The price as it will be: what a change does not name is as in its row. Raises `PriceWithout` if there is no row, and too little is said for a new one."""
    if isinstance(price, NewPrice):
        return price
    row = rows.get(price.id)
    columns: dict[str, Any] = {} if row is None else {name: getattr(row, name) for name in ("amount", "currency_code", "min_quantity", "max_quantity")}
    columns |= price.columns
    for field in ("currency_code", "amount"):
        if field not in columns:
            raise PriceWithout(price.id, field)
    before = () if row is None else tuple(NewRule(attribute=rule.attribute, operator=rule.operator, value=rule.value) for rule in row.price_rules)
    return NewPrice(**columns, id=price.id, rules=before if price.rules is None else price.rules)


class _Rule(View, of=PriceRule):
    attribute: str
    operator: PriceRuleOperator
    value: str


class StandingPrice(View, of=Price):
    """A price that is there."""

    id: str
    price_set_id: str
    price_list_id: str | None
    currency_code: str
    amount: Decimal
    min_quantity: Decimal | None
    max_quantity: Decimal | None
    price_rules: list[_Rule]

    @property
    def terms(self) -> Terms:
        rules = frozenset((rule.attribute, rule.operator, rule.value) for rule in self.price_rules)
        return self.currency_code, self.min_quantity, self.max_quantity, rules
