"""What shipping options cost: prices in a currency or a region, some only from or up to a cart's total."""

from collections.abc import Sequence
from decimal import Decimal

from merx.commerce.fulfillment.errors import UnknownPriceRegions
from merx.commerce.fulfillment.schemas import NewOptionPrice
from merx.commerce.pricing import NewPrice, NewRule, PriceRuleOperator
from merx.commerce.region import Region
from merx.framework.errors import InvalidData
from merx.framework.query import View
from merx.framework.scope import Scope


class _Region(View, of=Region):
    id: str
    currency_code: str


class CurrentRule(View):
    attribute: str
    operator: PriceRuleOperator
    value: str


class CurrentPrice(View):
    id: str
    amount: Decimal
    currency_code: str
    price_rules: list[CurrentRule]


async def prices_to_write(scope: Scope, given: Sequence[NewOptionPrice], current: Sequence[CurrentPrice] = ()) -> list[NewPrice]:
    """The prices as the pricing room takes them; what a price with the id of a current one leaves out stays as it is.

    A regional price is in its region's currency. At most one statement. Raises `UnknownPriceRegions`, `InvalidData`.
    """
    if any(price.currency_code is not None and price.region_id is not None for price in given):
        raise InvalidData("A price has a currency_code or a region_id, not both: a region has a currency")
    region_ids = sorted({price.region_id for price in given if price.region_id is not None})
    currencies = {region.id: region.currency_code for region in await scope.query.all(_Region, id=region_ids)} if region_ids else {}
    missing = [region_id for region_id in region_ids if region_id not in currencies]
    if missing:
        raise UnknownPriceRegions(missing)
    known = {price.id: price for price in current}
    return [_price(price, known.get(price.id or ""), currencies) for price in given]


def _price(given: NewOptionPrice, current: CurrentPrice | None, currencies: dict[str, str]) -> NewPrice:
    regional = currencies.get(given.region_id or "")
    currency_code = regional or given.currency_code or (current.currency_code if current else None)
    amount = given.amount if given.amount is not None else (current.amount if current else None)
    if currency_code is None or amount is None:
        raise InvalidData("A price has an amount, and a currency_code or a region_id")
    return NewPrice(id=current.id if current else None, amount=amount, currency_code=currency_code, rules=_rules(given, current))


def _rules(given: NewOptionPrice, current: CurrentPrice | None) -> tuple[NewRule, ...]:
    before = current.price_rules if current else []
    if given.region_id is not None:
        place = [NewRule(attribute="region_id", value=given.region_id)]
    elif given.currency_code is not None:
        place = []
    else:
        place = [_kept(rule) for rule in before if rule.attribute == "region_id"]
    if given.rules is None:
        return (*place, *(_kept(rule) for rule in before if rule.attribute != "region_id"))
    # Rules are kept as text; a whole number stays one, whatever it was written as.
    return (*place, *(NewRule(attribute=rule.attribute, operator=rule.operator, value=f"{rule.value:f}") for rule in given.rules))


def _kept(rule: CurrentRule) -> NewRule:
    return NewRule(attribute=rule.attribute, operator=rule.operator, value=rule.value)
