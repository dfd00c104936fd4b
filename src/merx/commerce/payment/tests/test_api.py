"""Paying over HTTP: a storefront's part, and the merchant's."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.cart.workflows import NewCart, NewItem, create_cart
from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.order import Order, OrderService
from merx.commerce.order.links import order_payment_collections
from merx.commerce.payment import PaymentCollection, PaymentService
from merx.commerce.payment.tests.world import a_payment, collection_of
from merx.framework.app import App
from merx.framework.http import tokens
from merx.framework.scope import Scope


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 3}, price=Decimal("33.33"))


@pytest.fixture
def key(shop: SmallShop) -> Mapping[str, str]:
    return {"x-publishable-api-key": shop.publishable_key}


@pytest.fixture
async def cart_id(scope: Scope, shop: SmallShop) -> str:
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=1)]
    return (await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items))).id


@pytest.fixture
def admin(app: App, client: httpx.AsyncClient) -> httpx.AsyncClient:
    token = tokens.issue(app.config, {"actor_type": "user", "actor_id": "user_1"})
    client.headers["authorization"] = f"Bearer {token}"
    return client


async def test_a_region_lists_the_providers_it_takes(client: httpx.AsyncClient, shop: SmallShop, key: Mapping[str, str]) -> None:
    # when
    here = await client.get("/store/payment-providers", params={"region_id": shop.region_id}, headers=key)
    elsewhere = await client.get("/store/payment-providers", params={"region_id": "reg_x"}, headers=key)
    nowhere = await client.get("/store/payment-providers", headers=key)
    # then
    assert here.json() == {"payment_providers": [{"id": "pp_system_default", "is_enabled": True}], "count": 1, "offset": 0, "limit": 20}
    assert elsewhere.json()["count"] == 0
    assert (nowhere.status_code, nowhere.json()["message"]) == (400, "Invalid request: Field 'region_id' is required")


async def test_a_cart_is_asked_once_for_what_it_costs_at_the_currencys_digits(client: httpx.AsyncClient, key: Mapping[str, str], cart_id: str) -> None:
    # when 33.33 and 19 percent, 39.6627, is asked for twice
    answers = [await client.post("/store/payment-collections", json={"cart_id": cart_id}, headers=key) for _ in range(2)]
    # then
    first, second = (answer.json()["payment_collection"] for answer in answers)
    assert (first["amount"], first["currency_code"], first["payment_sessions"]) == (39.66, "eur", [])
    assert second == first


async def test_a_session_shows_what_the_provider_is_asked_for(client: httpx.AsyncClient, key: Mapping[str, str], cart_id: str) -> None:
    # given
    collection = (await client.post("/store/payment-collections", json={"cart_id": cart_id}, headers=key)).json()["payment_collection"]
    path = f"/store/payment-collections/{collection['id']}/payment-sessions"
    # when
    answer = await client.post(path, json={"provider_id": "pp_system_default", "data": {"note": "cash"}}, headers=key)
    # then
    (session,) = answer.json()["payment_collection"]["payment_sessions"]
    assert (session["provider_id"], session["status"], session["amount"], session["data"]) == ("pp_system_default", "pending", 39.66, {"note": "cash"})


async def test_a_provider_that_the_region_does_not_take_is_refused(
    client: httpx.AsyncClient, scope: Scope, shop: SmallShop, key: Mapping[str, str], cart_id: str
) -> None:
    # given
    collection = (await client.post("/store/payment-collections", json={"cart_id": cart_id}, headers=key)).json()["payment_collection"]
    # when
    answer = await client.post(f"/store/payment-collections/{collection['id']}/payment-sessions", json={"provider_id": "pp_till"}, headers=key)
    # then
    message = f"Payment provider pp_till is not enabled in the cart's region {shop.region_id}."
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert await scope[PaymentService].sessions.count() == 0


async def test_the_merchant_finds_a_payment_captures_a_part_and_refunds_it(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    path = f"/admin/payments/{payment.id}"
    # when
    listed = (await admin.get("/admin/payments", params={"payment_session_id": payment.payment_session_id})).json()
    partly = (await admin.post(f"{path}/capture", json={"amount": 50})).json()["payment"]
    whole = (await admin.post(f"{path}/capture", json={})).json()["payment"]
    given = (await admin.post(f"{path}/refund", json={"amount": 30, "note": "broken lid"})).json()["payment"]
    # then
    assert ([each["id"] for each in listed["payments"]], listed["count"], listed["limit"]) == ([payment.id], 1, 20)
    assert (partly["captured_at"], [each["amount"] for each in partly["captures"]]) == (None, [50])
    assert (whole["captured_at"] is not None, [each["amount"] for each in whole["captures"]]) == (True, [50, 80.9])
    assert [(each["amount"], each["note"], each["payment_id"]) for each in given["refunds"]] == [(30, "broken lid", payment.id)]
    assert [each.created_by for each in await scope[PaymentService].captures.list()] == ["user_1", "user_1"]


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("capture", {"amount": 131}, 400, "You cannot capture more than the authorized amount substracted by what is already captured."),
        ("capture", {"amount": 0}, 400, "amount"),
        ("capture", {"amount": "much"}, 400, "amount"),
        ("capture", {"sum": 1}, 400, "Unrecognized fields: 'sum'"),
        ("refund", {"amount": 1}, 400, "You are not allowed to refund more than the captured amount"),
    ],
)
async def test_bad_amounts_are_refused_and_nothing_moves(
    admin: httpx.AsyncClient, scope: Scope, path: str, body: dict[str, Any], status: int, message: str
) -> None:
    # given
    payment = await a_payment(scope)
    # when
    answer = await admin.post(f"/admin/payments/{payment.id}/{path}", json=body)
    # then
    assert answer.status_code == status, answer.text
    assert message in answer.json()["message"]
    assert await collection_of(scope, payment) == ("authorized", Decimal("130.90"), Decimal(0), Decimal(0))


async def test_a_collection_of_an_order_is_marked_as_paid_once(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    await a_payment(scope)
    order = await scope[OrderService].orders.create(Order(currency_code="eur"))
    collection = await scope[PaymentService].collections.create(PaymentCollection(currency_code="eur", amount=Decimal("12.34")))
    await order_payment_collections.add(scope, [(order.id, collection.id)])
    path = f"/admin/payment-collections/{collection.id}/mark-as-paid"
    # when
    stranger = await admin.post(path, json={"order_id": "order_x"})
    paid = (await admin.post(path, json={"order_id": order.id})).json()["payment_collection"]
    again = await admin.post(path, json={"order_id": order.id})
    # then
    assert stranger.status_code == 404
    assert (paid["status"], paid["captured_amount"], [each["provider_id"] for each in paid["payments"]]) == ("completed", 12.34, ["pp_system_default"])
    assert (again.status_code, again.json()["message"]) == (400, "Can only mark 'not_paid' payment collection as paid")
    assert [each.amount for each in await scope[OrderService].transactions.list(order_id=order.id)] == [Decimal("12.34")]


async def test_only_a_collection_that_nobody_began_to_pay_is_deleted(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    payment = await a_payment(scope)
    unpaid = await scope[PaymentService].collections.create(PaymentCollection(currency_code="eur", amount=Decimal(1)))
    # when
    refused = await admin.delete(f"/admin/payment-collections/{payment.payment_collection_id}")
    answers = [(await admin.delete(f"/admin/payment-collections/{unpaid.id}")).json() for _ in range(2)]
    # then
    assert (refused.status_code, refused.json()["message"]) == (400, "Can only delete payment collections where status is not_paid")
    assert answers == [{"id": unpaid.id, "object": "payment-collection", "deleted": True}] * 2


async def test_an_order_is_asked_for_no_more_than_is_owed(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given an order of nothing, of which nothing is owed
    await a_payment(scope)
    order = await scope[OrderService].orders.create(Order(currency_code="eur"))
    # when
    answer = await admin.post("/admin/payment-collections", json={"order_id": order.id, "amount": 10})
    # then
    assert (answer.status_code, answer.json()["message"]) == (400, "Amount cannot be greater than 0.00")


async def test_providers_are_listed_for_the_merchant(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    await a_payment(scope)
    # when
    found = (await admin.get("/admin/payments/payment-providers", params={"is_enabled": "true"})).json()
    # then
    assert [each["id"] for each in found["payment_providers"]] == ["pp_system_default", "pp_till"]
