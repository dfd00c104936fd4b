"""What a storefront asks of the options of a cart: which fields, in which order, there or back."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.cart.workflows import NewCart, NewItem, create_cart
from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.fulfillment import NewOptionPrice, NewOptionRule, NewOptionType, NewShippingOption
from merx.commerce.fulfillment.workflows import create_shipping_option
from merx.framework.scope import Scope

PRICED = {"amount", "is_tax_inclusive", "insufficient_inventory"}


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    """Standard at 7.50, a pigeon at 3, and a way back at 4."""
    shop = await open_shop(scope, {"teapot": 3}, shipping=Decimal("7.5"))
    (standard,) = await scope.query.graph("shipping_option", fields=["service_zone_id"])
    for name, price, back in (("Pigeon", 3, "false"), ("Back", 4, "true")):
        new = NewShippingOption(
            name=name,
            service_zone_id=standard["service_zone_id"],
            shipping_profile_id=shop.shipping_profile_id,
            provider_id="manual_manual",
            type=NewOptionType(label=name, code=name.lower()),
            prices=[NewOptionPrice(currency_code="eur", amount=Decimal(price))],
            rules=[NewOptionRule(attribute="is_return", operator="eq", value=back)],
        )
        await create_shipping_option(scope, new)
    return shop


@pytest.fixture
async def cart_id(scope: Scope, shop: SmallShop) -> str:
    items = [NewItem(variant_id=shop.variants["teapot"], quantity=2)]
    return (await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items))).id


@pytest.fixture
async def store(shop: SmallShop, client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["x-publishable-api-key"] = shop.publishable_key
    return client


async def offered(store: httpx.AsyncClient, cart_id: str, **asked: str) -> list[dict[str, Any]]:
    answer = await store.get("/store/shipping-options", params={"cart_id": cart_id, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()["shipping_options"]


async def names(store: httpx.AsyncClient, cart_id: str, **asked: str) -> list[str]:
    return [option["name"] for option in await offered(store, cart_id, **asked)]


async def test_fields_choose_what_is_answered_beside_the_price(store: httpx.AsyncClient, cart_id: str) -> None:
    # when
    whole, *_ = await offered(store, cart_id)
    named, *_ = await offered(store, cart_id, fields="name,type.code,prices.amount,service_zone.fulfillment_set.location.address.city")
    starred, *_ = await offered(store, cart_id, fields="id,*service_zone,provider")
    # then
    assert named == {
        **{name: whole[name] for name in ("id", "name", *PRICED)},
        "type": {"id": whole["type"]["id"], "code": "standard"},
        "prices": [{"id": whole["prices"][0]["id"], "amount": 7.5}],
        "service_zone": {
            "id": whole["service_zone"]["id"],
            "fulfillment_set": {
                "id": whole["service_zone"]["fulfillment_set"]["id"],
                "location": {
                    "id": whole["service_zone"]["fulfillment_set"]["location"]["id"],
                    "address": whole["service_zone"]["fulfillment_set"]["location"]["address"],
                },
            },
        },
    }
    assert starred == {
        **{name: whole[name] for name in ("id", *PRICED)},
        "service_zone": {name: whole["service_zone"][name] for name in ("id", "fulfillment_set_id")},
        "provider": {"id": "manual_manual", "is_enabled": True},
    }


async def test_fields_take_away_and_give_nothing_that_is_not_for_shoppers(store: httpx.AsyncClient, cart_id: str) -> None:
    # when
    whole, *_ = await offered(store, cart_id)
    less, *_ = await offered(store, cart_id, fields="-prices,-service_zone.fulfillment_set,-calculated_price")
    more, *_ = await offered(store, cart_id, fields="+rules.value,+service_zone.name,+created_at,*shipping_profile")
    # then
    assert set(whole) - set(less) == {"prices", "calculated_price"}
    assert less["service_zone"] == {name: whole["service_zone"][name] for name in ("id", "fulfillment_set_id")}
    assert more == whole


async def test_options_stand_in_the_order_that_is_asked_for(store: httpx.AsyncClient, cart_id: str) -> None:
    assert await names(store, cart_id) == ["Standard", "Pigeon"]
    assert await names(store, cart_id, order="name") == ["Pigeon", "Standard"]
    assert await names(store, cart_id, order="-calculated_price.calculated_amount") == ["Standard", "Pigeon"]
    assert await names(store, cart_id, order="calculated_price.calculated_amount", limit="1") == ["Pigeon"]
    assert await names(store, cart_id, order="type.code", offset="1") == ["Standard"]
    assert await names(store, cart_id, limit="0") == []


@pytest.mark.parametrize("field", ["rules.value", "created_at", "prices.amount", "type", "data"])
async def test_what_does_not_sort_is_refused_by_name(store: httpx.AsyncClient, cart_id: str, field: str) -> None:
    # when
    answer = await store.get("/store/shipping-options", params={"cart_id": cart_id, "order": f"-{field}"})
    # then
    assert (answer.status_code, answer.json()["message"]) == (400, f"Order field {field} is not valid")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Standard", "Pigeon"]),
        ({"is_return": "true"}, ["Back"]),
        ({"$or[0][is_return]": "true", "$or[1][is_return]": "false"}, ["Standard", "Pigeon", "Back"]),
        ({"$and[0][is_return]": "true"}, ["Back"]),
        ({"$and[0][is_return]": "true", "is_return": "false"}, []),
        ({"$and[0][cart_id]": "cart_other"}, []),
        ({"$or[0][cart_id]": "cart_other", "$or[0][is_return]": "true"}, []),
    ],
)
async def test_conditions_say_there_or_back_and_of_which_cart(store: httpx.AsyncClient, cart_id: str, asked: dict[str, str], found: list[str]) -> None:
    assert await names(store, cart_id, **asked) == found


async def test_a_condition_of_another_kind_is_refused(store: httpx.AsyncClient, cart_id: str) -> None:
    # when
    answer = await store.get("/store/shipping-options", params={"cart_id": cart_id, "$or[0][name]": "Pigeon"})
    # then
    assert answer.status_code == 400
    assert "name" in answer.json()["message"]
