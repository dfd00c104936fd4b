"""What shoppers see and pay: a group's prices are the group's, tiers follow the quantity, a closed list is none."""

from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
import pytest_asyncio
from msgspec import Struct

from merx.commerce.customer import CustomerService
from merx.commerce.customer.workflows import change_group_members, create_group
from merx.commerce.factories import SmallShop, open_shop, placed_order
from merx.commerce.pricing import NewPrice, NewRule
from merx.commerce.pricing.workflows import set_prices
from merx.framework.app import App
from merx.framework.scope import Scope

Tree = dict[str, Any]


class Shopper(Struct, frozen=True):
    client: httpx.AsyncClient
    shop: SmallShop

    async def sees(self, name: str = "teapot") -> Any:
        """What a piece costs, and what it cost before."""
        answer = await self.client.get(
            f"/store/products/{self.shop.products[name]}", params={"region_id": self.shop.region_id, "fields": "*variants.calculated_price"}
        )
        assert answer.status_code == 200, answer.text
        price = answer.json()["product"]["variants"][0]["calculated_price"]
        return price["calculated_amount"], price["original_amount"], price["calculated_price"]["price_list_type"]

    async def cart(self, quantity: int = 1) -> Tree:
        body = {"region_id": self.shop.region_id, "items": [{"variant_id": self.shop.variants["teapot"], "quantity": quantity}]}
        answer = await self.client.post("/store/carts", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["cart"]

    async def post(self, url: str, **body: Any) -> Tree:
        answer = await self.client.post(url, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["cart"]


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 100, "mug": 100})


@pytest_asyncio.fixture
async def friend(customer: httpx.AsyncClient, shop: SmallShop) -> Shopper:
    customer.headers["x-publishable-api-key"] = shop.publishable_key
    return Shopper(customer, shop)


@pytest_asyncio.fixture
async def guest(new_client: Callable[[], httpx.AsyncClient], shop: SmallShop) -> AsyncIterator[Shopper]:
    async with new_client() as client:
        client.headers["x-publishable-api-key"] = shop.publishable_key
        yield Shopper(client, shop)


@pytest_asyncio.fixture
async def group(app: App, friend: Shopper) -> str:  # noqa: ARG001 - the customer must be there
    made = await create_group(app.scope(), "Friends")
    (customer,) = await app.scope()[CustomerService].customers.list(has_account=True)
    await change_group_members(app.scope(), made.id, add=[customer.id])
    return made.id


async def open_list(admin: httpx.AsyncClient, shop: SmallShop, amount: float, *, tiers: Tree | None = None, **more: Any) -> Tree:
    prices = [{"variant_id": shop.variants["teapot"], "currency_code": "eur", "amount": amount, **(tiers or {})}]
    answer = await admin.post("/admin/price-lists", json={"title": "L", "description": "", "status": "active", "prices": prices, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["price_list"]


async def test_a_customer_of_the_group_sees_and_buys_at_its_price_and_a_guest_does_not(
    admin: httpx.AsyncClient, shop: SmallShop, friend: Shopper, guest: Shopper, group: str
) -> None:
    # when
    await open_list(admin, shop, 60, rules={"customer.groups.id": [group]})
    # then
    assert (await friend.sees(), await guest.sees()) == ((60, 100, "sale"), (100, 100, None))
    assert await friend.sees("mug") == (100, 100, None)
    lines = [(await each.cart())["items"][0] for each in (friend, guest)]
    assert [(line["unit_price"], line["compare_at_unit_price"]) for line in lines] == [(60, 100), (100, None)]


async def test_a_group_is_sent_things_at_its_price_and_a_guest_is_not(app: App, shop: SmallShop, friend: Shopper, guest: Shopper, group: str) -> None:
    # given
    (found,) = await app.scope().query.graph("shipping_option", fields=["price_set.id"], filters={"id": shop.shipping_option_id})
    theirs = NewPrice(amount=Decimal(4), currency_code="eur", rules=(NewRule(attribute="customer.groups.id", value=group),))
    await set_prices(app.scope(), found["price_set"]["id"], [NewPrice(amount=Decimal(10), currency_code="eur"), theirs])
    for shopper, price in ((friend, 4), (guest, 10)):
        # when
        cart = await shopper.cart()
        offered = (await shopper.client.get("/store/shipping-options", params={"cart_id": cart["id"]})).json()["shipping_options"]
        sent = await shopper.post(f"/store/carts/{cart['id']}/shipping-methods", option_id=shop.shipping_option_id)
        # then
        assert ([each["amount"] for each in offered], [each["amount"] for each in sent["shipping_methods"]]) == ([price], [price])


async def test_a_guests_cart_takes_the_groups_price_when_its_owner_logs_in(
    admin: httpx.AsyncClient, shop: SmallShop, friend: Shopper, guest: Shopper, group: str
) -> None:
    await open_list(admin, shop, 60, rules={"customer.groups.id": [group]})
    cart = await guest.cart()
    assert cart["items"][0]["unit_price"] == 100
    assert (await friend.post(f"/store/carts/{cart['id']}/customer"))["items"][0]["unit_price"] == 60


async def test_to_know_a_members_address_is_not_to_be_one(admin: httpx.AsyncClient, shop: SmallShop, guest: Shopper, group: str) -> None:
    await open_list(admin, shop, 60, rules={"customer.groups.id": [group]})
    cart = await guest.cart()
    assert (await guest.post(f"/store/carts/{cart['id']}", email="customer@example.com"))["items"][0]["unit_price"] == 100
    assert (await guest.post(f"/store/carts/{cart['id']}/line-items", variant_id=shop.variants["teapot"], quantity=1))["items"][0]["unit_price"] == 100


async def test_nobody_reads_a_lists_prices_or_a_groups_through_the_variant(
    admin: httpx.AsyncClient, shop: SmallShop, friend: Shopper, guest: Shopper, group: str
) -> None:
    # given
    await open_list(admin, shop, 60, rules={"customer.groups.id": [group]})
    await admin.post(
        f"/admin/products/{shop.products['mug']}/variants/{shop.variants['mug']}",
        json={
            "prices": [
                {"currency_code": "eur", "amount": 100},
                {"currency_code": "eur", "amount": 90, "rules": {"region_id": shop.region_id}},
                {"currency_code": "eur", "amount": 50, "rules": {"customer.groups.id": group}},
            ]
        },
    )
    for shopper in (friend, guest):
        # when
        answers = [await shopper.client.get(f"/store/products/{shop.products[name]}?fields=*variants.prices") for name in ("teapot", "mug")]
        # then
        assert [sorted(each["amount"] for each in answer.json()["product"]["variants"][0]["prices"]) for answer in answers] == [[100], [90, 100]]
    assert (await friend.sees("mug"), await guest.sees("mug")) == ((50, 50, None), (90, 90, None))


@pytest.mark.parametrize(
    "closed",
    [{"status": "draft"}, {"ends_at": "2020-01-01"}, {"starts_at": "2120-01-01"}, {"starts_at": "2120-01-01", "ends_at": "2020-01-01"}],
)
async def test_a_list_that_is_not_open_has_no_effect(admin: httpx.AsyncClient, shop: SmallShop, guest: Shopper, closed: Tree) -> None:
    await open_list(admin, shop, 60, **closed)
    assert await guest.sees() == (100, 100, None)
    assert (await guest.cart())["items"][0]["unit_price"] == 100


async def test_an_override_is_the_price_and_a_sale_is_the_lower_of_two(admin: httpx.AsyncClient, shop: SmallShop, guest: Shopper) -> None:
    dear = await open_list(admin, shop, 120)
    assert await guest.sees() == (100, 100, None)
    await open_list(admin, shop, 90)
    assert await guest.sees() == (90, 100, "sale")
    # The cheapest of a kind wins, and what it is compared with is the override.
    override = await open_list(admin, shop, 95, type="override")
    assert await guest.sees() == (90, 95, "sale")
    await admin.post(f"/admin/price-lists/{override['id']}", json={"rules": {"region_id": [shop.region_id]}})
    assert await guest.sees() == (95, 95, "override")
    line = (await guest.cart())["items"][0]
    assert (line["unit_price"], line["compare_at_unit_price"]) == (95, None)
    await admin.delete(f"/admin/price-lists/{override['id']}")
    await admin.delete(f"/admin/price-lists/{dear['id']}")
    assert await guest.sees() == (90, 100, "sale")


async def test_a_line_that_crosses_a_tier_is_priced_anew_as_a_whole(admin: httpx.AsyncClient, shop: SmallShop, guest: Shopper) -> None:
    # given
    await open_list(admin, shop, 70, tiers={"min_quantity": 5, "max_quantity": 9})
    await open_list(admin, shop, 50, tiers={"min_quantity": 10})
    cart = await guest.cart(4)
    line, url = cart["items"][0], f"/store/carts/{cart['id']}/line-items"
    assert (await guest.sees(), line["unit_price"]) == ((100, 100, None), 100)
    # when, then
    for quantity, price in ((5, 70), (9, 70), (10, 50), (4, 100)):
        changed = (await guest.post(f"{url}/{line['id']}", quantity=quantity))["items"][0]
        assert (changed["quantity"], changed["unit_price"]) == (quantity, price)
    grown = (await guest.post(url, variant_id=shop.variants["teapot"], quantity=6))["items"]
    assert [(each["quantity"], each["unit_price"]) for each in grown] == [(10, 50)]


async def test_more_of_what_is_sold_by_the_dozen_is_priced_with_what_the_cart_has(app: App, shop: SmallShop, guest: Shopper) -> None:
    # given a teapot that has a price from twelve on, and one from twenty on
    (found,) = await app.scope().query.graph("product_variant", fields=["price_set.id"], filters={"id": shop.variants["teapot"]})
    tiers = [NewPrice(amount=Decimal(amount), currency_code="eur", min_quantity=Decimal(least)) for least, amount in ((12, 90), (20, 80))]
    await set_prices(app.scope(), found["price_set"]["id"], tiers)
    cart = await guest.cart(12)
    url = f"/store/carts/{cart['id']}/line-items"
    # when
    more = [(await guest.post(url, variant_id=shop.variants["teapot"], quantity=count))["items"] for count in (1, 7)]
    alone = await guest.client.post(url, json={"variant_id": shop.variants["teapot"], "quantity": 1, "metadata": {"engraving": "A"}})
    # then
    assert [(each["quantity"], each["unit_price"]) for (each,) in more] == [(13, 90), (20, 80)]
    assert (alone.status_code, alone.json()["message"]) == (400, f"Variants with IDs {shop.variants['teapot']} do not have a price")


async def test_an_order_is_placed_at_the_lists_price(app: App, admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    await open_list(admin, shop, 60)
    # when
    order = await placed_order(app.scope(), shop, {"teapot": 2})
    # then
    shown = (await admin.get(f"/admin/orders/{order}")).json()["order"]["items"][0]
    assert (shown["unit_price"], shown["compare_at_unit_price"], shown["quantity"]) == (60, 100, 2)


async def test_prices_that_include_tax_say_so(admin: httpx.AsyncClient, shop: SmallShop, guest: Shopper) -> None:
    # given
    made = (await admin.post("/admin/price-preferences", json={"attribute": "currency_code", "value": "eur", "is_tax_inclusive": True})).json()
    await open_list(admin, shop, 59.5)
    params = {"region_id": shop.region_id, "country_code": "de", "fields": "*variants.calculated_price"}
    url = f"/store/products/{shop.products['teapot']}"
    # when
    price = (await guest.client.get(url, params=params)).json()["product"]["variants"][0]["calculated_price"]
    line = (await guest.cart(2))["items"][0]
    # then
    names = ("calculated_amount", "calculated_amount_with_tax", "calculated_amount_without_tax", "is_calculated_price_tax_inclusive")
    assert [price[name] for name in names] == [59.5, 59.5, 50, True]
    assert (price["original_amount_with_tax"], price["is_original_price_tax_inclusive"]) == (100, True)
    assert (line["is_tax_inclusive"], line["unit_price"]) == (True, 59.5)
    # when
    preference = f"/admin/price-preferences/{made['price_preference']['id']}"
    for change, expected in (({"value": "USD"}, False), ({"value": "EUR"}, True), ({"is_tax_inclusive": False}, False)):
        await admin.post(preference, json=change)
        # then
        assert (await guest.cart(2))["items"][0]["is_tax_inclusive"] is expected
    for _ in range(2):
        assert (await admin.delete(preference)).json()["deleted"] is True
