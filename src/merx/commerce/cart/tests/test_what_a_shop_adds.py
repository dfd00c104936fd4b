"""Hooks of the cart: what a shop of one's own adds to the context of prices, and where it may say no."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest
from msgspec import Struct

from merx.commerce.cart import CartService
from merx.commerce.cart.workflows import NewCart, NewItem, PricedCart, create_cart, price_items, refresh_cart, refresh_collection, refresh_shipping_methods
from merx.commerce.factories import ADDRESS, SmallShop, open_shop
from merx.commerce.fulfillment.workflows import shipping_options_for
from merx.commerce.pricing import NewListPrice, NewPrice, NewPriceList, NewRule, PriceContext
from merx.commerce.pricing.workflows import create_price_lists, set_prices
from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import Workflow

Tree = dict[str, Any]
Take = Callable[[Workflow[..., Any], str, Any], None]


@pytest.fixture
async def shop(scope: Scope, client: httpx.AsyncClient) -> SmallShop:
    shop = await open_shop(scope, {"teapot": 100})
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return shop


@pytest.fixture
def take_part(app: App) -> Iterator[Take]:
    """Put a handler to a workflow's hook, for one test."""
    before = dict(app.hooks)

    def put(to: Workflow[..., Any], hook: str, handler: Any) -> None:
        app.hooks[to.name, hook] = [to.hook(hook)(handler)]

    yield put
    app.hooks.clear()
    app.hooks.update(before)


async def posted(client: httpx.AsyncClient, path: str, **body: Any) -> Tree:
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["cart"]


def a_teapot(shop: SmallShop, quantity: int = 1) -> Tree:
    return {"variant_id": shop.variants["teapot"], "quantity": quantity}


def amounts(cart: Tree) -> list[tuple[int, int]]:
    return [(line["quantity"], line["unit_price"]) for line in cart["items"]]


class Club(Struct):
    """Members pay 80, and on the list of their club 70."""

    level: str | None = "gold"

    async def __call__(self, _: Scope, *, cart: PricedCart, items: Any, additional_data: Any) -> Tree | None:
        assert [item.quantity for item in items]
        assert cart.currency_code == "eur"
        if self.level is None:
            return None
        clubs = [{"id": "club_1"}] if (additional_data or {}).get("club") else []
        return {"membership": {"level": self.level, "clubs": clubs}}


@pytest.fixture
async def member_prices(scope: Scope, shop: SmallShop) -> None:
    (found,) = await scope.query.graph("product_variant", fields=["price_set.id"], filters={"id": shop.variants["teapot"]})
    gold = NewRule(attribute="membership.level", value="gold")
    prices = [NewPrice(amount=Decimal(100), currency_code="eur"), NewPrice(amount=Decimal(80), currency_code="eur", rules=(gold,))]
    await set_prices(scope, found["price_set"]["id"], prices)
    listed = NewListPrice(variant_id=shop.variants["teapot"], price=NewPrice(amount=Decimal(70), currency_code="eur"))
    rules = {"membership.clubs.id": ["club_1", "club_2"]}
    await create_price_lists(scope, [NewPriceList(title="Club", description="", status="active", rules=rules, prices=[listed])])


@pytest.mark.usefixtures("member_prices")
async def test_what_a_shop_says_of_a_cart_decides_its_prices_wherever_they_are_asked_for(client: httpx.AsyncClient, shop: SmallShop, take_part: Take) -> None:
    # given
    club = Club()
    handled = Club.__call__.__get__(club)
    take_part(price_items, "setPricingContext", handled)
    # when a cart is created, a line added, a line grown, and a quantity set
    cart = await posted(client, "/store/carts", region_id=shop.region_id, items=[a_teapot(shop)])
    at = f"/store/carts/{cart['id']}"
    added = await posted(client, f"{at}/line-items", **a_teapot(shop), metadata={"engraving": "A"})
    grown = await posted(client, f"{at}/line-items", **a_teapot(shop, 2))
    engraved = next(line for line in grown["items"] if line["quantity"] == 1)
    changed = await posted(client, f"{at}/line-items/{engraved['id']}", quantity=5)
    # then
    assert (amounts(cart), amounts(added)) == ([(1, 80)], [(1, 80), (1, 80)])
    assert (sorted(amounts(grown)), sorted(amounts(changed))) == ([(1, 80), (3, 80)], [(3, 80), (5, 80)])
    # when they are no member any more, all lines are priced anew at the next change of one
    club.level = None
    assert sorted(amounts(await posted(client, f"{at}/line-items/{engraved['id']}", quantity=4))) == [(3, 100), (4, 100)]


@pytest.mark.usefixtures("member_prices")
async def test_a_shops_own_data_and_lists_of_things_reach_the_prices(scope: Scope, shop: SmallShop, take_part: Take) -> None:
    # given
    take_part(price_items, "setPricingContext", Club.__call__.__get__(Club()))
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=1)]
    new = NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items, additional_data={"club": True})
    # when
    cart = await create_cart(scope, new)
    # then
    assert [line.unit_price for line in await scope[CartService].items.list(cart_id=cart.id)] == [70]


@pytest.mark.usefixtures("member_prices")
async def test_without_a_word_from_the_shop_everybody_pays_the_same(client: httpx.AsyncClient, shop: SmallShop) -> None:
    cart = await posted(client, "/store/carts", region_id=shop.region_id, items=[a_teapot(shop)], additional_data={"club": True})
    assert amounts(cart) == [(1, 100)]


async def test_prices_know_the_cart(scope: Scope, client: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    (found,) = await scope.query.graph("product_variant", fields=["price_set.id"], filters={"id": shop.variants["teapot"]})
    here, known = NewRule(attribute="sales_channel_id", value=shop.sales_channel_id), NewRule(attribute="email", value="ada@example.com")
    prices = [(90, (here,)), (60, (here, known)), (10, (NewRule(attribute="sales_channel_id", value="sc_x"),))]
    await set_prices(scope, found["price_set"]["id"], [NewPrice(amount=Decimal(amount), currency_code="eur", rules=rules) for amount, rules in prices])
    # when
    cart = await posted(client, "/store/carts", region_id=shop.region_id, items=[a_teapot(shop)])
    claimed = await posted(client, f"/store/carts/{cart['id']}", email="ada@example.com")
    # then an address that anybody may type buys nothing
    assert (amounts(cart), amounts(claimed)) == ([(1, 90)], [(1, 90)])


def test_what_a_shop_adds_is_known_by_path() -> None:
    # given
    context = PriceContext("eur", "reg_1", ("cusgroup_1",), {"item_total": 5})
    # when
    more = context.knowing({"customer": {"groups": [{"id": "cusgroup_2"}, {"id": "cusgroup_3"}], "age": 30}, "tags": ["a", "b"], "region_id": "reg_2"})
    # then
    assert (more.region_id, more.customer_group_ids) == ("reg_2", ("cusgroup_2", "cusgroup_3"))
    assert more.attributes == {"item_total": 5, "customer.age": 30, "tags": ["a", "b"]}
    assert context.knowing({}) == context


async def test_prices_of_shipping_take_the_same_context(scope: Scope, client: httpx.AsyncClient, shop: SmallShop, take_part: Take) -> None:
    # given
    (found,) = await scope.query.graph("shipping_option", fields=["price_set.id"], filters={"id": shop.shipping_option_id})
    gold = NewRule(attribute="membership.level", value="gold")
    prices = [NewPrice(amount=Decimal(10), currency_code="eur"), NewPrice(amount=Decimal(1), currency_code="eur", rules=(gold,))]
    await set_prices(scope, found["price_set"]["id"], prices)

    async def members(_: Scope, **_told: Any) -> Tree:
        return {"membership": {"level": "gold"}}

    take_part(shipping_options_for, "setPricingContext", members)
    # when
    cart = await posted(client, "/store/carts", region_id=shop.region_id, items=[a_teapot(shop)])
    cart = await posted(client, f"/store/carts/{cart['id']}/shipping-methods", option_id=shop.shipping_option_id)
    # then
    assert [method["amount"] for method in cart["shipping_methods"]] == [1]


@pytest.mark.parametrize(
    ("to", "hook"), [(refresh_shipping_methods, "validate"), (refresh_collection, "validate"), (refresh_cart, "beforeRefreshingPaymentCollection")]
)
async def test_a_shop_may_say_no_to_what_follows_a_change(
    scope: Scope, client: httpx.AsyncClient, shop: SmallShop, take_part: Take, to: Workflow[..., Any], hook: str
) -> None:
    # given a cart that is sent and to be paid
    cart = await posted(client, "/store/carts", region_id=shop.region_id, items=[a_teapot(shop)], shipping_address=ADDRESS)
    at = f"/store/carts/{cart['id']}"
    await posted(client, f"{at}/shipping-methods", option_id=shop.shipping_option_id)
    assert (await client.post("/store/payment-collections", json={"cart_id": cart["id"]})).status_code == 200

    async def refuse(_: Scope, *, cart: Any) -> None:
        raise NotAllowed(f"not {cart.due}")

    take_part(to, hook, refuse)
    before = (await client.get(at)).json()
    # when
    answer = await client.post(f"{at}/line-items", json=a_teapot(shop, 2))
    # then the refusal knows what the cart would cost
    assert (answer.status_code, answer.json()["message"]) == (400, "not 368.90")
    assert (await client.get(at)).json() == before
    assert await scope.value("SELECT amount FROM payment_collection") == Decimal("130.9")
