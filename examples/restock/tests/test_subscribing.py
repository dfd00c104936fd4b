"""Guests and customers ask to be told when a variant is back."""

import asyncio

import httpx
import pytest

from merx.commerce.customer import CustomerService
from merx.commerce.sales_channel import SalesChannel, SalesChannelService
from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.testing.factories import SmallShop
from restock.modules.restock import RestockService
from restock.workflows.subscribe_to_restock import subscribe_to_restock

PATH = "/store/restock-subscriptions"


async def test_a_guest_waits_in_the_channel_of_the_publishable_key(guest: httpx.AsyncClient, shop: SmallShop, scope: Scope) -> None:
    # given / when
    answer = await guest.post(PATH, json={"variant_id": shop.variants["teapot"], "email": "grace@example.com"})
    # then
    (made,) = await scope[RestockService].subscriptions.list()
    assert (answer.status_code, answer.json()) == (201, {})
    assert (made.variant_id, made.sales_channel_id, made.email, made.customer_id) == (
        shop.variants["teapot"],
        shop.sales_channel_id,
        "grace@example.com",
        None,
    )


async def test_a_customer_needs_no_email_and_the_body_may_name_the_channel(customer: httpx.AsyncClient, shop: SmallShop, scope: Scope) -> None:
    # given
    channel = await scope[SalesChannelService].sales_channels.create(SalesChannel(name="Market"))
    # when
    answer = await customer.post(PATH, json={"variant_id": shop.variants["mug"], "sales_channel_id": channel.id})
    # then the mugs, which only the web shop has, are waited for in the market
    (made,) = await scope[RestockService].subscriptions.list()
    (she,) = await scope[CustomerService].customers.list()
    assert answer.status_code == 201
    assert (made.sales_channel_id, made.email, made.customer_id) == (channel.id, "customer@example.com", she.id)


async def test_asking_twice_is_waiting_once_and_fills_in_who_it_was(customer: httpx.AsyncClient, shop: SmallShop, scope: Scope) -> None:
    # given the guest that she was before she logged in
    await subscribe_to_restock(scope, shop.variants["teapot"], shop.sales_channel_id, email="customer@example.com")
    # when
    answers = [await customer.post(PATH, json={"variant_id": shop.variants["teapot"]}) for _ in range(2)]
    # then
    (made,) = await scope[RestockService].subscriptions.list()
    (she,) = await scope[CustomerService].customers.list()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert made.customer_id == she.id


async def test_ten_clicks_at_once_are_one_subscription(app: App, shop: SmallShop, scope: Scope) -> None:
    # given / when
    clicks = [subscribe_to_restock(app.scope(), shop.variants["teapot"], shop.sales_channel_id, email="grace@example.com") for _ in range(10)]
    made = await asyncio.gather(*clicks)
    # then
    assert len({each.id for each in made}) == 1
    assert await scope[RestockService].subscriptions.count() == 1


async def test_what_is_in_stock_is_not_waited_for(guest: httpx.AsyncClient, shop: SmallShop, scope: Scope) -> None:
    # given / when
    answer = await guest.post(PATH, json={"variant_id": shop.variants["mug"], "email": "grace@example.com"})
    # then
    assert (answer.status_code, answer.json()) == (
        400,
        {"code": "restock.in_stock", "type": "invalid_data", "message": "Variant isn't out of stock."},
    )
    assert await scope[RestockService].subscriptions.count() == 0


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "Whom shall we tell? Give an email, or log in."),
        ({"email": "no address"}, 400, "Invalid request: Invalid email address"),
        ({"email": "a@b.eu", "variant_id": "variant_gone"}, 404, "ProductVariant with id: variant_gone was not found"),
        ({"email": "a@b.eu", "sales_channel_id": "sc_gone"}, 404, "SalesChannel with id: sc_gone was not found"),
        ({"email": "a@b.eu", "colour": "blue"}, 400, "Invalid request: Unrecognized fields: 'colour'"),
    ],
)
async def test_what_cannot_be_is_refused(guest: httpx.AsyncClient, shop: SmallShop, scope: Scope, body: dict[str, str], status: int, message: str) -> None:
    # given / when
    answer = await guest.post(PATH, json={"variant_id": shop.variants["teapot"], **body})
    # then
    assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert await scope[RestockService].subscriptions.count() == 0


async def test_a_key_of_no_channel_needs_one_in_the_body(guest: httpx.AsyncClient, shop: SmallShop, scope: Scope) -> None:
    # given
    await scope.rows("DELETE FROM publishable_api_key_sales_channel")
    # when
    answer = await guest.post(PATH, json={"variant_id": shop.variants["teapot"], "email": "grace@example.com"})
    # then
    expected = "At least one sales channel ID is required, either associated with the publishable API key or in the request body."
    assert (answer.status_code, answer.json()["message"]) == (400, expected)


async def test_a_customer_without_an_address_is_asked_for_one(scope: Scope, shop: SmallShop) -> None:
    with pytest.raises(InvalidData, match="Whom shall we tell"):
        await subscribe_to_restock(scope, shop.variants["teapot"], shop.sales_channel_id)
