"""Customers' own accounts over HTTP, and guests."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.customer import CustomerService
from merx.commerce.customer.workflows import create_address, create_customer, find_or_create_guest
from merx.framework.app import App
from merx.framework.scope import Scope

EMAIL, PASSWORD = "ada@example.com", "an engine"
HOME = {"address_name": "Home", "first_name": "Ada", "address_1": "1 Main St", "city": "London", "country_code": "GB", "postal_code": "N1", "phone": "1"}


@pytest.fixture
async def shop(scope: Scope, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["x-publishable-api-key"] = (await create_api_key(scope, "Web", "publishable", "u")).token
    return client


async def signed_in(shop: httpx.AsyncClient, way: str = "", email: str = EMAIL) -> None:
    answer = await shop.post(f"/auth/customer/emailpass{way}", json={"email": email, "password": PASSWORD})
    shop.headers["authorization"] = f"Bearer {answer.json()['token']}"


async def registered(shop: httpx.AsyncClient, email: str = EMAIL) -> dict[str, Any]:
    """Signed in as a new customer."""
    await signed_in(shop, "/register", email)
    answer = await shop.post("/store/customers", json={"email": email, "first_name": "Ada"})
    assert answer.status_code == 200, answer.text
    await signed_in(shop, email=email)
    return answer.json()["customer"]


async def test_who_registers_becomes_a_customer_with_an_account(shop: httpx.AsyncClient) -> None:
    # given
    await signed_in(shop, "/register")
    # when
    made = await shop.post("/store/customers", json={"email": "Ada@example.com", "first_name": "Ada", "metadata": {"a": 1}})
    with_old_token = await shop.get("/store/customers/me")
    again = await shop.post("/store/customers", json={"email": EMAIL})
    refreshed = await shop.post("/auth/token/refresh")
    shop.headers["authorization"] = f"Bearer {refreshed.json()['token']}"
    me = await shop.get("/store/customers/me")
    once_more = await shop.post("/store/customers", json={"email": "other@example.com"})
    # then
    customer = made.json()["customer"]
    assert {name: customer[name] for name in ("email", "first_name", "last_name", "has_account", "metadata", "addresses")} == {
        "email": EMAIL,
        "first_name": "Ada",
        "last_name": None,
        "has_account": True,
        "metadata": {"a": 1},
        "addresses": [],
    }
    assert (with_old_token.status_code, with_old_token.json()) == (401, {"message": "Unauthorized"})
    assert (again.status_code, again.json()) == (
        422,
        {"code": "invalid_request_error", "type": "duplicate_error", "message": "Customer with this email already has an account"},
    )
    assert me.json()["customer"] == customer
    assert (once_more.status_code, once_more.json()["message"]) == (400, "Request already authenticated as a customer.")


async def test_one_registration_makes_one_customer(scope: Scope, shop: httpx.AsyncClient) -> None:
    # given
    await signed_in(shop, "/register")
    await shop.post("/store/customers", json={"email": EMAIL})
    # when
    answer = await shop.post("/store/customers", json={"email": "other@example.com"})
    # then
    assert (answer.status_code, answer.json()["message"]) == (400, "Request already authenticated as a customer.")
    assert await scope[CustomerService].customers.count() == 1


REFUSED = [
    ({}, "Email is required to create a customer"),
    ({"email": "no address"}, "Invalid request: Invalid email address"),
    ({"email": EMAIL, "has_account": True}, "Invalid request: Unrecognized fields: 'has_account'"),
]


@pytest.mark.parametrize(("body", "message"), REFUSED)
async def test_a_customer_needs_an_address_and_nothing_unknown(shop: httpx.AsyncClient, body: dict[str, Any], message: str) -> None:
    await signed_in(shop, "/register")
    answer = await shop.post("/store/customers", json=body)
    assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": message})


async def test_a_guest_and_an_account_share_an_address(scope: Scope, shop: httpx.AsyncClient) -> None:
    # given
    guest = await find_or_create_guest(scope, "ADA@example.com ")
    # when
    customer = await registered(shop)
    # then
    assert (guest.email, guest.has_account) == (EMAIL, False)
    assert customer["id"] != guest.id
    assert (await find_or_create_guest(scope, EMAIL)).id == guest.id


async def test_guests_who_come_at_once_are_one(app: App, scope: Scope) -> None:
    guests = await asyncio.gather(*(find_or_create_guest(app.scope(), EMAIL) for _ in range(5)))
    assert len({guest.id for guest in guests}) == 1
    assert await scope[CustomerService].customers.count() == 1


async def test_without_the_lock_guests_who_come_at_once_lose_the_race(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    async def no_lock(*_: object) -> None: ...

    monkeypatch.setattr("merx.framework.scope.Scope.lock", no_lock)
    # when
    guests = await asyncio.gather(*(find_or_create_guest(app.scope(), EMAIL) for _ in range(5)), return_exceptions=True)
    # then
    assert {type(each) for each in guests if isinstance(each, BaseException)} == {asyncpg.UniqueViolationError}


async def test_customers_change_what_is_known_of_them(shop: httpx.AsyncClient) -> None:
    # given
    await registered(shop)
    # when
    answer = await shop.post("/store/customers/me?fields=first_name,last_name,email", json={"last_name": "Lovelace", "first_name": None})
    refused = await shop.post("/store/customers/me", json={"email": "x@y.zz"})
    # then
    found = answer.json()["customer"]
    assert (found["first_name"], found["last_name"], found["email"], set(found)) == (None, "Lovelace", EMAIL, {"id", "first_name", "last_name", "email"})
    assert (refused.status_code, refused.json()["message"]) == (400, "Invalid request: Unrecognized fields: 'email'")


async def test_an_address_book_has_one_default_of_a_kind(shop: httpx.AsyncClient) -> None:
    # given
    await registered(shop)
    path = "/store/customers/me/addresses"
    # when
    first = (await shop.post(path, json={**HOME, "is_default_shipping": True, "is_default_billing": True})).json()["customer"]["addresses"][0]
    both = (await shop.post(path, json={**HOME, "address_name": "Work", "is_default_shipping": True})).json()["customer"]["addresses"]
    changed = await shop.post(f"{path}/{first['id']}", json={"city": "Paris", "country_code": "FR"})
    listed = (await shop.get(f"{path}?city=Paris")).json()
    one = (await shop.get(f"{path}/{first['id']}")).json()["address"]
    gone = await shop.delete(f"{path}/{first['id']}")
    # then
    assert (first["country_code"], first["is_default_shipping"], first["is_default_billing"]) == ("gb", True, True)
    assert {each["address_name"]: (each["is_default_shipping"], each["is_default_billing"]) for each in both} == {"Home": (False, True), "Work": (True, False)}
    assert changed.status_code == 200
    assert (listed["count"], listed["addresses"]) == (1, [one])
    assert (one["city"], one["country_code"], one["address_1"]) == ("Paris", "fr", "1 Main St")
    assert {**gone.json(), "parent": ""} == {"id": first["id"], "object": "address", "deleted": True, "parent": ""}
    assert [each["address_name"] for each in gone.json()["parent"]["addresses"]] == ["Work"]


async def test_the_address_of_another_is_not_there(scope: Scope, shop: httpx.AsyncClient) -> None:
    # given
    other = await create_customer(scope, {"email": "bob@example.com"}, has_account=True)
    theirs = await create_address(scope, other.id, HOME)
    await registered(shop)
    path = f"/store/customers/me/addresses/{theirs.id}"
    # when
    answers = [await shop.get(path), await shop.post(path, json={"city": "x"}), await shop.delete(path)]
    # then
    assert [(answer.status_code, answer.json()["message"]) for answer in answers] == [(404, f"Address with id: {theirs.id} was not found")] * 3
    assert (await scope[CustomerService].addresses.retrieve(theirs.id)).city == "London"


async def test_nobody_and_administrators_have_no_account_here(shop: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    for answer in (await shop.get("/store/customers/me"), await admin.get("/store/customers/me"), await admin.post("/store/customers", json={})):
        assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
