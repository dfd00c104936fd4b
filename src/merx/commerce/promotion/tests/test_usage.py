"""A limit of N is N uses, a budget of N is N, however many orders are placed at once."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.cart.workflows import change_promotions, complete_cart
from merx.commerce.factories import SmallShop, open_shop, ready_cart
from merx.commerce.payment.workflows import create_payment_collection, create_payment_session
from merx.commerce.promotion import (
    BudgetExceeded,
    BudgetNeedsAttribute,
    LimitExceeded,
    NewBudget,
    NewCampaign,
    NewMethod,
    Promotion,
    PromotionService,
)
from merx.commerce.promotion.tests.offers import offered
from merx.commerce.promotion.workflows import PromotionUse, register_usage
from merx.framework.app import App
from merx.framework.data import Repository
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope

ADA = {"customer_id": "cus_ada", "customer_email": "ada@example.com"}
GRACE = {"customer_id": "cus_grace", "customer_email": "grace@example.com"}


def use(promotion_id: str, *, discounts: int = 1, amount: int = 10) -> PromotionUse:
    return PromotionUse(promotion_id=promotion_id, discounts=discounts, amount=Decimal(amount))


def campaign(**budget: Any) -> NewCampaign:
    return NewCampaign(name="Spring", campaign_identifier="spring", budget=NewBudget(**budget))


async def cart_with(scope: Scope, shop: SmallShop, code: str, *, email: str = "ada@example.com", **pieces: int) -> str:
    """A cart that takes the code along and is ready to be completed."""
    cart_id = await ready_cart(scope, shop, pieces or {"teapot": 1}, email=email)
    await change_promotions(scope, cart_id, [code])
    collection = await create_payment_collection(scope, cart_id)
    await create_payment_session(scope, collection.id, "pp_system_default", {})
    return cart_id


async def used(scope: Scope) -> int:
    (promotion,) = await scope[PromotionService].promotions.list()
    return promotion.used


async def test_a_hundred_orders_at_once_use_a_limit_of_seven_seven_times(app: App, scope: Scope) -> None:
    # given
    promotion = await offered(scope, "TEN", limit=7)

    async def place() -> bool:
        try:
            await register_usage(app.scope(), [use(promotion.id)], ADA)
        except LimitExceeded:
            return False
        return True

    # when
    placed = await asyncio.gather(*(place() for _ in range(100)))
    # then
    assert sum(placed) == 7
    assert await used(scope) == 7


async def test_without_the_lock_the_same_race_passes_the_limit(app: App, scope: Scope) -> None:
    """The twin of the test above: what the lock is for."""
    # given
    promotion = await offered(scope, "TEN", limit=7)
    everybody_has_looked = asyncio.Barrier(8)

    async def place() -> bool:
        mine = app.scope()
        async with mine.transaction():
            row = await mine[PromotionService].promotions.retrieve(promotion.id)
            await everybody_has_looked.wait()
            if row.used + 1 > (row.limit or 0):
                return False
            await mine[PromotionService].promotions.update(row.id, used=row.used + 1)
            return True

    # when
    placed = await asyncio.gather(*(place() for _ in range(8)))
    # then: eight were let in where seven may be, and one was counted
    assert sum(placed) == 8
    assert await used(scope) == 1


async def test_a_budget_of_five_uses_is_five_orders_of_forty_at_once(app: App, scope: Scope) -> None:
    # given two promotions of one campaign
    first = await offered(scope, "TEN", campaign=campaign(type="usage", limit=Decimal(5)))
    second = await offered(scope, "FIVE", campaign_id=first.campaign_id)

    async def place(number: int) -> bool:
        try:
            await register_usage(app.scope(), [use((first, second)[number % 2].id)], ADA)
        except BudgetExceeded:
            return False
        return True

    # when
    placed = await asyncio.gather(*(place(number) for number in range(40)))
    # then
    assert sum(placed) == 5
    assert [each.used for each in await scope[PromotionService].budgets.list()] == [5]


async def test_money_is_spent_to_the_last_coin_and_no_further(app: App, scope: Scope) -> None:
    # given
    promotion = await offered(scope, "TEN", campaign=campaign(type="spend", limit=Decimal(35), currency_code="eur"))
    # when
    ends = await asyncio.gather(*(register_usage(app.scope(), [use(promotion.id, amount=10)], ADA) for _ in range(10)), return_exceptions=True)
    # then
    assert sum(end is None for end in ends) == 3
    assert [each.used for each in await scope[PromotionService].budgets.list()] == [30]


@pytest.mark.parametrize("attribute", ["customer_id", "customer_email"])
async def test_each_customer_has_uses_of_their_own(app: App, scope: Scope, attribute: str) -> None:
    # given
    promotion = await offered(scope, "TEN", campaign=campaign(type="use_by_attribute", limit=Decimal(2), attribute=attribute))
    # when
    ends = await asyncio.gather(*(register_usage(app.scope(), [use(promotion.id)], buyer) for buyer in (ADA, GRACE) for _ in range(5)), return_exceptions=True)
    # then
    assert sum(end is None for end in ends) == 4
    assert sum(isinstance(end, BudgetExceeded) for end in ends) == 6
    usages = await scope[PromotionService].budget_usages.list()
    assert {(each.attribute_value, each.used) for each in usages} == {(ADA[attribute], 2), (GRACE[attribute], 2)}


async def test_each_customer_may_spend_so_much(scope: Scope) -> None:
    promotion = await offered(scope, "TEN", campaign=campaign(type="spend_by_attribute", limit=Decimal(15), attribute="customer_id"))
    await register_usage(scope, [use(promotion.id)], ADA)
    await register_usage(scope, [use(promotion.id)], GRACE)
    with pytest.raises(BudgetExceeded):
        await register_usage(scope, [use(promotion.id)], ADA)


async def test_nobody_in_particular_has_no_uses_of_their_own(scope: Scope) -> None:
    promotion = await offered(scope, "TEN", campaign=campaign(type="use_by_attribute", limit=Decimal(2), attribute="customer_id"))
    with pytest.raises(BudgetNeedsAttribute, match='Attribute value for "customer_id" is required by promotion campaing budget'):
        await register_usage(scope, [use(promotion.id)], {"customer_id": None})


async def test_a_limit_counts_discounts_a_budget_orders(scope: Scope) -> None:
    # given
    promotion = await offered(scope, "TEN", limit=5, campaign=campaign(type="usage", limit=Decimal(9)))
    # when
    await register_usage(scope, [use(promotion.id, discounts=3)], ADA)
    # then
    assert await used(scope) == 3
    assert [each.used for each in await scope[PromotionService].budgets.list()] == [1]
    with pytest.raises(LimitExceeded, match=r"Promotion usage exceeds the limit\."):
        await register_usage(scope, [use(promotion.id, discounts=3)], ADA)
    assert await used(scope) == 3


# --- on carts ---------------------------------------------------------------------------------------------------------


async def test_a_hundred_carts_completed_at_once_use_a_limit_of_seven_seven_times(app: App, scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 100})
    await offered(scope, "TEN", limit=7)
    carts = [await cart_with(scope, shop, "TEN") for _ in range(100)]
    # when
    ends = await asyncio.gather(*(complete_cart(app.scope(), cart) for cart in carts), return_exceptions=True)
    # then
    assert sum(isinstance(end, str) for end in ends) == 7
    assert sum(isinstance(end, LimitExceeded) for end in ends) == 93
    counts = [await scope.value(f'SELECT count(*) FROM "{table}"') for table in ("order", "reservation_item", "payment", "order_promotion")]
    assert (await used(scope), counts) == (7, [7, 7, 7, 7])


async def test_without_the_lock_eight_carts_use_a_limit_of_seven(app: App, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin of the test above, each cart with goods of its own: what the promotion's lock is for."""
    # given
    names = [f"teapot-{number}" for number in range(8)]
    shop = await open_shop(scope, dict.fromkeys(names, 1))
    await offered(scope, "TEN", limit=7)
    carts = [await cart_with(scope, shop, "TEN", **{name: 1}) for name in names]
    everybody_has_looked, locked = asyncio.Barrier(8), Repository.list

    async def look_only(self: Repository[Any], *args: Any, for_update: bool = False, **filters: Any) -> list[Any]:
        if not for_update or self.model is not Promotion:
            return await locked(self, *args, for_update=for_update, **filters)
        rows = await locked(self, *args, **filters)
        await everybody_has_looked.wait()
        return rows

    monkeypatch.setattr(Repository, "list", look_only)
    # when
    ends = await asyncio.gather(*(complete_cart(app.scope(), cart) for cart in carts), return_exceptions=True)
    # then: eight orders have the discount, and one was counted
    assert [type(end) for end in ends] == [str] * 8
    assert await used(scope) == 1


async def test_who_was_refused_buys_without_the_discount(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 100})
    await offered(scope, "TEN", limit=1)
    first, second = [await cart_with(scope, shop, "TEN") for _ in range(2)]
    await complete_cart(scope, first)
    with pytest.raises(LimitExceeded):
        await complete_cart(scope, second)
    # when the code is tried again, it does nothing any more
    await change_promotions(scope, second, ["TEN"])
    collection = await create_payment_collection(scope, second)
    await create_payment_session(scope, collection.id, "pp_system_default", {})
    order_id = await complete_cart(scope, second)
    # then
    (order,) = await scope.query.graph("order", fields=["total", "discount_total", "promotions.code"], filters={"id": order_id})
    assert (order["total"], order["discount_total"], order["promotions"]) == (Decimal("130.9"), 0, [])


async def test_what_has_fewer_uses_left_than_a_cart_has_lines_does_not_stand_in_its_way(scope: Scope) -> None:
    # given a limit of two discounts, and a cart of three lines
    shop = await open_shop(scope, {"teapot": 100, "mug": 100, "bowl": 100})
    await offered(scope, "TEN", limit=2)
    three = await cart_with(scope, shop, "TEN", teapot=1, mug=1, bowl=1)
    two = await cart_with(scope, shop, "TEN", teapot=1, mug=1)
    # when
    for cart_id in (three, two):
        await complete_cart(scope, cart_id)
    # then
    found = await scope.query.graph("cart", fields=["discount_total"], filters={"id": [three, two]})
    assert {each["id"]: each["discount_total"] for each in found} == {three: 0, two: Decimal("11.9")}
    assert await used(scope) == 2


async def test_who_does_not_pay_uses_nothing(app: App, scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 100})
    promotion = await offered(scope, "TEN", limit=7, campaign=campaign(type="use_by_attribute", limit=Decimal(1), attribute="customer_email"))
    await offered(scope, "FIVE", value=5, campaign_id=promotion.campaign_id)
    cart_id = await cart_with(scope, shop, "TEN")

    async def declined(_: Scope, *, cart: Any) -> None:  # noqa: ARG001 - what the hook is told
        raise NotAllowed("declined")

    # when
    app.hooks[complete_cart.name, "beforePaymentAuthorization"] = [complete_cart.hook("beforePaymentAuthorization")(declined)]
    try:
        with pytest.raises(NotAllowed, match="declined"):
            await complete_cart(scope, cart_id)
    finally:
        del app.hooks[complete_cart.name, "beforePaymentAuthorization"]
    # then
    assert await used_of(scope, promotion.id) == (0, [])
    # and the next try uses it
    await complete_cart(scope, cart_id)
    assert await used_of(scope, promotion.id) == (1, [1])


async def used_of(scope: Scope, promotion_id: str) -> tuple[int, list[Decimal]]:
    """How often the promotion was used, and how often each customer used its campaign."""
    service = scope[PromotionService]
    return (await service.promotions.retrieve(promotion_id)).used, [each.used for each in await service.budget_usages.list()]


async def test_a_customer_uses_a_code_once(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 100})
    await offered(scope, "TEN", campaign=campaign(type="use_by_attribute", limit=Decimal(1), attribute="customer_email"))
    await complete_cart(scope, await cart_with(scope, shop, "TEN"))
    # when
    again, other = await cart_with(scope, shop, "TEN"), await cart_with(scope, shop, "TEN", email="grace@example.com")
    # then
    found = await scope.query.graph("cart", fields=["promotions.code"], filters={"id": [again, other]})
    assert {each["id"]: len(each["promotions"]) for each in found} == {again: 0, other: 1}


async def test_promotions_without_limit_and_campaign_are_not_counted(scope: Scope) -> None:
    # given what every order takes along
    shop = await open_shop(scope, {"teapot": 100})
    await offered(scope, "AUTO", is_automatic=True, method=NewMethod(type="percentage", target_type="order", value=Decimal(5)))
    # when
    await complete_cart(scope, await ready_cart(scope, shop, {"teapot": 1}))
    # then
    assert await used(scope) == 0
