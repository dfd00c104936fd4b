"""Which price wins: the SQL against the rules as Python reads them, and the cases that merchants ask about."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

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
    counting_lists,
    service,
)
from merx.commerce.pricing.tests.reference import choose
from merx.commerce.pricing.tests.worlds import GROUPS, Tree, asked_by_all, filled, worlds
from merx.commerce.pricing.workflows import create_price_sets
from merx.framework.data import create_all, utcnow
from merx.framework.scope import Scope

EUR = PriceContext(currency_code="eur", region_id="reg_fr")


def seen(price: CalculatedPrice | None) -> Any:
    return price and [
        (each.id, each.price_list_type, amount)
        for each, amount in ((price.calculated_price, price.calculated_amount), (price.original_price, price.original_amount))
    ]


def expected(pair: tuple[Any, Any] | None) -> Any:
    return pair and [(price["id"], (price["list"] or {"type": None})["type"], price["amount"]) for price in pair]


@pytest.fixture(params=[(256, 5000), (256, 0), (0, 5000)], ids=["few lists", "long lists", "many lists"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The ways in which the statement looks for prices: which of them, depends on how much there is."""
    for name, value in zip(("NEAR", "MOST_PRICES"), request.param, strict=True):
        monkeypatch.setattr(counting_lists, name, value)
    service.calculation.cache_clear()
    yield
    service.calculation.cache_clear()


@pytest.mark.usefixtures("ways")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(world=worlds)
async def test_sql_and_reference_choose_the_same_prices_and_nobody_sees_another_groups(
    scope: Scope, world: tuple[list[Tree], list[list[Tree]], list[Tree]]
) -> None:
    # given
    lists, sets, contexts = deepcopy(world)
    price_sets = await filled(scope, lists, sets)
    # when
    found = await asked_by_all(scope, price_sets, contexts)
    # then
    chosen = [[choose(prices, each["currency"], each["quantity"], each) for prices in sets] for each in contexts]
    assert [[seen(price) for price in row] for row in found] == [[expected(pair) for pair in row] for row in chosen]
    assert await needing_another_group(scope, found, contexts) == []
    await scope.rows("DELETE FROM price_list")
    await scope.rows("DELETE FROM price_set")


async def needing_another_group(scope: Scope, found: list[list[CalculatedPrice | None]], contexts: list[Tree]) -> list[str]:
    """The prices among those shown that ask for a group which whoever sees them is not in, by what their rows say."""
    rows = """
        SELECT price.id, jsonb_build_array(rule.value)::text FROM price JOIN price_rule AS rule ON rule.price_id = price.id WHERE rule.attribute = $1 AND rule.deleted_at IS NULL
        UNION ALL
        SELECT price.id, rule.value::text FROM price JOIN price_list_rule AS rule USING (price_list_id) WHERE rule.attribute = $1 AND rule.deleted_at IS NULL
    """
    asked = [(key, set(json.loads(groups))) for key, groups in await scope.rows(rows, GROUPS)]
    shown = [(price, set(each[GROUPS])) for row, each in zip(found, contexts, strict=True) for price in row if price is not None]
    told = [(kind.id, groups) for price, groups in shown for kind in (price.calculated_price, price.original_price)]
    return [key for key, has in told for other, groups in asked if key == other and not groups & has]


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


async def test_a_list_counts_at_its_first_moment_and_at_its_last(scope: Scope) -> None:
    async with scope.transaction():
        # given lists that begin and end now, as this transaction has it
        now = await scope.value("SELECT now()")
        instant = timedelta(microseconds=1)
        wanted = [{"starts_at": now}, {"ends_at": now}, {"starts_at": now + instant}, {"ends_at": now - instant}]
        sets = await create_price_sets(scope, [[NewPrice(amount=Decimal(10), currency_code="eur")] for _ in wanted])
        lists = [PriceList(title="l", description="", status="active", **each) for each in wanted]
        prices = [
            Price(price_set_id=price_set.id, price_list_id=each.id, currency_code="eur", amount=Decimal(7)) for price_set, each in zip(sets, lists, strict=True)
        ]
        await create_all(scope, [*lists, *prices])
        # when
        found = [await one(scope, each) for each in sets]
    # then
    assert [price and price.calculated_amount for price in found] == [Decimal(7), Decimal(7), Decimal(10), Decimal(10)]


@pytest.mark.usefixtures("ways")
async def test_a_list_counts_for_whoever_keeps_its_rule_whatever_the_rule_looks_at(scope: Scope) -> None:
    # given a list for each attribute, and a price set on each list alone
    wanted = {"region_id": "reg_fr", GROUPS: "group", "cart.tags": "tag", "item_total": "3", "cart.colour": "red"}
    lists = [PriceList(title="l", description="", status="active", rules_count=1) for _ in wanted]
    rules = [PriceListRule(price_list_id=each.id, attribute=name, value=[value, "more"]) for each, (name, value) in zip(lists, wanted.items(), strict=True)]
    sets = [PriceSet() for _ in wanted]
    pairs = zip(sets, lists, strict=True)
    prices = [Price(price_set_id=price_set.id, price_list_id=each.id, currency_code="eur", amount=Decimal(7)) for price_set, each in pairs]
    await create_all(scope, [*lists, *rules, *sets, *prices])
    attributes = {"cart.tags": ["other", "tag"], "item_total": 3, "cart.colour": "red"}
    keeping = PriceContext(currency_code="eur", region_id="reg_fr", customer_group_ids=("other", "group"), attributes=attributes)
    attributes = {"cart.tags": ["other"], "item_total": 4, "cart.colour": "tag"}
    breaking = PriceContext(currency_code="eur", region_id="group", customer_group_ids=("reg_fr",), attributes=attributes)
    # then
    for context, there in ((keeping, True), (breaking, False), (PriceContext(currency_code="eur"), False)):
        assert [(await one(scope, each, context=context)) is not None for each in sets] == [there] * len(sets), context


@pytest.mark.usefixtures("ways")
@pytest.mark.parametrize(("sale", "calculated"), [(8, 8), (12, 10)])
async def test_a_sale_that_is_nearer_than_an_override_is_compared_with_it(scope: Scope, sale: int, calculated: int) -> None:
    # given an override of the usual price for all, and a sale in the region, cheaper than the usual price or not
    price_set = PriceSet()
    override = PriceList(title="o", description="", status="active", type="override")
    regional = PriceList(title="s", description="", status="active", type="sale", rules_count=1)
    wanted: list[tuple[int, str | None]] = [(10, None), (9, override.id), (sale, regional.id)]
    prices = [Price(price_set_id=price_set.id, price_list_id=each, currency_code="eur", amount=Decimal(amount)) for amount, each in wanted]
    rule = PriceListRule(price_list_id=regional.id, attribute="region_id", value=["reg_fr"])
    await create_all(scope, [price_set, override, regional, *prices, rule])
    # when
    found = await one(scope, price_set)
    # then
    assert found is not None
    assert (found.calculated_amount, found.original_amount) == (Decimal(calculated), Decimal(9))


async def test_the_price_to_pay_and_the_one_beside_it_say_each_for_itself_whether_tax_is_in_it(scope: Scope) -> None:
    # given that prices of the region include tax, but for a rule and for preferences that are deleted
    now = utcnow()
    sale = PriceList(title="sale", description="", status="active")
    price_set = PriceSet()
    usual = Price(price_set_id=price_set.id, currency_code="eur", amount=Decimal(10), rules_count=1)
    cheap = Price(price_set_id=price_set.id, price_list_id=sale.id, currency_code="eur", amount=Decimal(7), rules_count=1)
    await create_all(
        scope,
        [
            *(price_set, sale, usual, cheap, PriceRule(price_id=cheap.id, attribute="region_id", operator="eq", value="reg_fr")),
            PriceRule(price_id=usual.id, attribute="customer.groups.id", operator="eq", value="group"),
            PriceRule(price_id=usual.id, attribute="region_id", operator="eq", value="reg_fr", deleted_at=now),
            PricePreference(attribute="region_id", value="reg_fr", is_tax_inclusive=True),
            PricePreference(attribute="currency_code", value="eur", is_tax_inclusive=True, deleted_at=now),
        ],
    )
    # when
    found = await one(scope, price_set, context=replace(EUR, customer_group_ids=("group",)))
    # then
    assert found is not None
    assert (found.calculated_amount, found.original_amount) == (Decimal(7), Decimal(10))
    assert (found.is_calculated_price_tax_inclusive, found.is_original_price_tax_inclusive) == (True, False)


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
