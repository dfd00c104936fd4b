"""Which price wins: the SQL against the rules as Python reads them, and the cases that merchants ask about."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merx.commerce.pricing import (
    CalculatedPrice,
    NewPrice,
    NewRule,
    Price,
    PriceContext,
    PriceList,
    PriceListRule,
    PricePreference,
    PriceRequest,
    PriceRule,
    PriceSet,
    PricingService,
)
from merx.commerce.pricing.tests.reference import choose
from merx.commerce.pricing.workflows import create_price_sets
from merx.framework.data import Record, create_all, utcnow
from merx.framework.scope import Scope

EUR = PriceContext(currency_code="eur", region_id="reg_fr")

_price_rules = st.one_of(
    st.just({"attribute": "region_id", "operator": "eq", "value": "reg_fr"}),
    st.just({"attribute": "region_id", "operator": "eq", "value": "reg_us"}),
    st.sampled_from(["group_a", "group_b"]).map(lambda group: {"attribute": "customer.groups.id", "operator": "eq", "value": group}),
    st.tuples(st.sampled_from(["eq", "gt", "gte", "lt", "lte"]), st.integers(1, 5)).map(
        lambda each: {"attribute": "item_total", "operator": each[0], "value": str(each[1])}
    ),
    st.sampled_from(["red", "blue"]).map(lambda colour: {"attribute": "cart.colour", "operator": "eq", "value": colour}),
)
_list_rules = st.tuples(
    st.sampled_from(["region_id", "customer.groups.id", "cart.tags", "item_total"]),
    st.sets(st.sampled_from(["reg_fr", "group_a", "group_b", "x", "3"]), max_size=3),
)
_lists = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["sale", "override"]),
        "open": st.booleans(),
        "rules": st.lists(_list_rules, max_size=2, unique_by=lambda each: each[0]).map(lambda found: [{"attribute": a, "value": sorted(v)} for a, v in found]),
    }
)
_prices = st.fixed_dictionaries(
    {
        "currency": st.sampled_from(["eur", "eur", "eur", "usd"]),
        "amount": st.integers(1, 6),
        "min": st.sampled_from([None, None, 1, 2, 5]),
        "max": st.sampled_from([None, None, 1, 4, 10]),
        "rules": st.lists(_price_rules, max_size=2, unique_by=lambda rule: (rule["attribute"], rule["operator"])),
        "list": st.none() | _lists,
    }
)
_contexts = st.fixed_dictionaries(
    {
        "region_id": st.sampled_from([None, "reg_fr", "reg_us"]),
        "customer.groups.id": st.sampled_from([[], ["group_a"], ["group_a", "group_b"]]),
        "item_total": st.sampled_from([None, 1, 3, 5]),
        "cart.colour": st.sampled_from([None, "red", "blue"]),
        "cart.tags": st.sampled_from([[], ["x"], ["x", "y"]]),
    }
)


def rows_of(price_set_id: str, price: dict[str, Any]) -> list[Record]:
    rows: list[Record] = []
    listed = None
    if price["list"] is not None:
        listed = PriceList(
            title="l",
            description="",
            type=price["list"]["type"],
            status="active" if price["list"]["open"] else "draft",
            rules_count=len(price["list"]["rules"]),
        )
        rows += [listed, *(PriceListRule(price_list_id=listed.id, **rule) for rule in price["list"]["rules"])]
    row = Price(
        price_set_id=price_set_id,
        price_list_id=listed.id if listed else None,
        currency_code=price["currency"],
        amount=Decimal(price["amount"]),
        min_quantity=price["min"],
        max_quantity=price["max"],
        rules_count=len(price["rules"]),
    )
    return [*rows, row, *(PriceRule(price_id=row.id, **rule) for rule in price["rules"])]


def seen(price: CalculatedPrice | None) -> Any:
    return price and [
        (each.price_list_type, amount) for each, amount in ((price.calculated_price, price.calculated_amount), (price.original_price, price.original_amount))
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    sets=st.lists(st.lists(_prices, max_size=7), min_size=1, max_size=8),
    context=_contexts,
    quantities=st.lists(st.sampled_from([None, 1, 2, 5, 20]), min_size=8, max_size=8),
)
async def test_sql_and_reference_choose_the_same_prices(scope: Scope, sets: list[Any], context: dict[str, Any], quantities: list[int | None]) -> None:
    # given
    price_sets = [PriceSet() for _ in sets]
    await create_all(scope, [*price_sets, *(row for each, prices in zip(price_sets, sets, strict=True) for price in prices for row in rows_of(each.id, price))])
    requests = [PriceRequest(each.id, None if quantity is None else Decimal(quantity)) for each, quantity in zip(price_sets, quantities, strict=False)]
    attributes = {name: value for name, value in context.items() if name not in ("region_id", "customer.groups.id") and value is not None}
    asked = PriceContext(currency_code="eur", region_id=context["region_id"], customer_group_ids=tuple(context["customer.groups.id"]), attributes=attributes)
    # when
    found = await scope[PricingService].calculate(requests, asked)
    # then
    chosen = [choose(prices, "eur", quantity, context) for prices, quantity in zip(sets, quantities, strict=False)]
    assert [seen(price) for price in found] == [pair and [((p["list"] or {"type": None})["type"], p["amount"]) for p in pair] for pair in chosen]


async def one(scope: Scope, price_set: PriceSet, quantity: int | None = None, context: PriceContext = EUR) -> CalculatedPrice | None:
    (found,) = await scope[PricingService].calculate([PriceRequest(price_set.id, None if quantity is None else Decimal(quantity))], context)
    return found


async def test_many_prices_are_one_statement(scope: Scope) -> None:
    # given
    sets = await create_price_sets(scope, [[NewPrice(amount=Decimal(n), currency_code="EUR")] for n in range(100)])
    before = scope.app.database.statements
    # when
    found = await scope[PricingService].calculate([PriceRequest(each.id) for each in sets], EUR)
    # then
    assert [price and price.calculated_amount for price in found] == [Decimal(n) for n in range(100)]
    assert scope.app.database.statements - before == 1


async def test_a_price_keeps_every_digit(scope: Scope) -> None:
    (price_set,) = await create_price_sets(scope, [[NewPrice(amount=Decimal("12345678901234567890.12345678901234567890"), currency_code="eur")]])
    found = await one(scope, price_set)
    assert found is not None
    assert found.calculated_amount == Decimal("12345678901234567890.12345678901234567890")


async def test_a_tier_counts_from_its_first_piece(scope: Scope) -> None:
    # given
    tiers = [
        NewPrice(amount=Decimal(10), currency_code="eur", max_quantity=Decimal(9)),
        NewPrice(amount=Decimal(8), currency_code="eur", min_quantity=Decimal(10)),
    ]
    (price_set,) = await create_price_sets(scope, [tiers])
    # when
    found = [await one(scope, price_set, quantity) for quantity in (None, 9, 10)]
    # then
    assert [price and price.calculated_amount for price in found] == [Decimal(10), Decimal(10), Decimal(8)]


async def test_no_price_in_the_currency_is_no_price(scope: Scope) -> None:
    (price_set,) = await create_price_sets(scope, [[NewPrice(amount=Decimal(10), currency_code="usd")]])
    assert await one(scope, price_set) is None


async def test_a_list_counts_only_between_its_dates(scope: Scope) -> None:
    # given
    (price_set,) = await create_price_sets(scope, [[NewPrice(amount=Decimal(10), currency_code="eur")]])
    hour = timedelta(hours=1)
    now = utcnow()
    past = PriceList(title="past", description="", status="active", ends_at=now - hour)
    coming = PriceList(title="coming", description="", status="active", starts_at=now + hour)
    today = PriceList(title="today", description="", status="active", starts_at=now - hour, ends_at=now + hour)
    prices = [
        Price(price_set_id=price_set.id, price_list_id=each.id, currency_code="eur", amount=Decimal(amount))
        for each, amount in ((past, 5), (coming, 6), (today, 7))
    ]
    await create_all(scope, [past, coming, today, *prices])
    # when
    found = await one(scope, price_set)
    # then
    assert found is not None
    assert (found.calculated_amount, found.original_amount, found.calculated_price.price_list_id) == (Decimal(7), Decimal(10), today.id)


@pytest.mark.parametrize(
    ("region", "currency", "regional", "expected"),
    [(True, False, True, True), (False, True, True, False), (True, False, False, False), (None, True, True, True), (None, None, True, False)],
)
async def test_a_regional_price_includes_tax_as_its_region_says_another_as_its_currency(
    scope: Scope, region: bool | None, currency: bool | None, regional: bool, expected: bool
) -> None:
    # given
    wanted = [("region_id", "reg_fr", region), ("currency_code", "eur", currency)]
    await create_all(scope, [PricePreference(attribute=a, value=v, is_tax_inclusive=flag) for a, v, flag in wanted if flag is not None])
    rules = (NewRule(attribute="region_id", value="reg_fr"),) if regional else ()
    (price_set,) = await create_price_sets(scope, [[NewPrice(amount=Decimal(10), currency_code="eur", rules=rules)]])
    # when
    found = await one(scope, price_set)
    # then
    assert found is not None
    assert (found.is_calculated_price_tax_inclusive, found.is_original_price_tax_inclusive) == (expected, expected)
