"""Whatever is sent, the shop answers: a refusal that says what is wrong, never a server error."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.stories.conftest import World
from tests.stories.nonsense import NONSENSE, Operation, Wrong, faults, operations


@pytest.mark.parametrize("wrong", NONSENSE)
async def test_every_route_refuses_nonsense_in_words(world: World, wrong: Callable[[Operation], Iterator[Wrong]]) -> None:
    # given
    asked = [request for operation in operations(world.document, world.ids) for request in wrong(operation)]
    assert len(asked) > 500
    before = await world.rows()
    # when
    found = await faults(world.client, (request for request in asked if request.is_hopeless))
    after = await world.rows()
    found += await faults(world.client, (request for request in asked if not request.is_hopeless))
    # then
    assert not found, "\n".join(found)
    assert after == before


NEW_PRODUCT: dict[str, Any] = {"title": "Cup", "options": [{"title": "Size", "values": ["S"]}]}
NEW_CAMPAIGN: dict[str, Any] = {"name": "Spring", "campaign_identifier": "again"}
NEW_PROMOTION: dict[str, Any] = {
    "code": "X",
    "type": "standard",
    "application_method": {"type": "percentage", "target_type": "order", "allocation": "across", "value": 1},
}
NEW_OPTION: dict[str, Any] = {
    "name": "Post",
    "service_zone_id": "serzo_x",
    "shipping_profile_id": "sp_x",
    "provider_id": "manual_manual",
    "price_type": "flat",
    "prices": [{"currency_code": "eur", "amount": 1}],
}
INVALID, NOT_FOUND, NOT_ALLOWED = (400, "invalid_data"), (404, "not_found"), (400, "not_allowed")
REFUSALS: list[tuple[str, dict[str, Any], tuple[int, str], str]] = [
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": -1}, INVALID, "Value for field 'quantity' too small, expected at least: '0'"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": 0}, INVALID, "Value for field 'quantity' too small, expected at least: '0'"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": 1.5}, INVALID, "Expected type: 'int' for field 'quantity', got: '1.5'"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": "3"}, INVALID, "Expected type: 'number' for field 'quantity', got: '3'"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": 10**18}, INVALID, "'quantity' too big, expected at most: '2147483647'"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": 2**31 - 1}, INVALID, "'quantity' of variant {variant} too big"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": 10**6}, NOT_ALLOWED, "does not have the required inventory"),
    ("/store/carts/{cart}/line-items", {"quantity": 1}, INVALID, "Field 'variant_id' is required"),
    ("/store/carts/{cart}/line-items", {"variant_id": "variant_x", "quantity": 1}, INVALID, "Variants variant_x do not exist"),
    ("/store/carts/{cart}/line-items", {"variant_id": "{variant}", "quantity": 1, "unit_price": 0}, INVALID, "Unrecognized fields: 'unit_price'"),
    ("/store/carts/{cart}/line-items/cali_x", {"quantity": 1}, NOT_FOUND, "cali_x"),
    ("/store/carts/cart_x/line-items", {"variant_id": "{variant}", "quantity": 1}, NOT_FOUND, "cart_x"),
    ("/store/carts/{cart}", {"email": "abc"}, INVALID, "Invalid email address"),
    ("/store/carts/{cart}", {"total": 0}, INVALID, "Unrecognized fields: 'total'"),
    ("/store/carts/{cart}", {"region_id": "reg_x"}, NOT_FOUND, "reg_x"),
    ("/store/carts/{cart}", {"shipping_address": {"country_code": "xx"}}, INVALID, "Country with code xx is not within region"),
    ("/store/carts/{cart}", {"shipping_address": 5}, INVALID, "Expected type: 'object, string' for field 'shipping_address', got: '5'"),
    ("/store/carts", {"items": [{"variant_id": "{variant}", "quantity": -5}]}, INVALID, "Value for field 'items, 0, quantity' too small"),
    ("/store/carts", {"items": [{"variant_id": "{variant}", "quantity": 2**31 - 1}] * 2}, INVALID, "'quantity' of variant {variant} too big"),
    ("/store/carts", {"metadata": {"a": "\0"}}, INVALID, "Field 'metadata, a' must not contain NUL characters"),
    ("/store/carts/{cart}/shipping-methods", {"option_id": "so_x"}, INVALID, "Shipping Options are invalid for cart"),
    ("/store/payment-collections", {"cart_id": "cart_x"}, NOT_FOUND, "cart_x"),
    ("/store/payment-collections/{collection}/payment-sessions", {"provider_id": "pp_x"}, NOT_FOUND, "pp_x"),
    ("/admin/products", {"title": 12}, INVALID, "Expected type: 'string' for field 'title', got: '12'"),
    ("/admin/products", {"title": "x", "foo": 1, "bar": 2}, INVALID, "Unrecognized fields: 'foo, bar'"),
    ("/admin/products", {**NEW_PRODUCT, "handle": "teapot"}, INVALID, "Product with handle: teapot, already exists."),
    ("/admin/products", {**NEW_PRODUCT, "sales_channels": [{"id": "sc_x"}]}, INVALID, "sc_x"),
    (
        "/admin/products",
        {**NEW_PRODUCT, "variants": [{"title": "S", "options": {"Size": "S"}, "prices": [{"currency_code": "eur", "amount": -1}]}]},
        INVALID,
        "Value for field 'variants, 0, prices, 0, amount' too small, expected at least: '0'",
    ),
    (
        "/admin/products",
        {**NEW_PRODUCT, "variants": [{"title": "S", "options": {"Size": "S"}, "prices": [{"currency_code": "eur", "amount": "1e30"}]}]},
        INVALID,
        "Value for field 'variants, 0, prices, 0, amount' too big, expected at most: '100000000000000000000'",
    ),
    ("/admin/regions", {"name": "x", "currency_code": "xxx"}, INVALID, "Currency with code: xxx"),
    ("/admin/inventory-items/{item}/location-levels/{location}", {"stocked_quantity": -5}, INVALID, "Value for field 'stocked_quantity' too small"),
    ("/admin/inventory-items/{item}/location-levels", {"location_id": "sloc_x", "stocked_quantity": 5}, NOT_FOUND, "sloc_x"),
    ("/admin/reservations", {"inventory_item_id": "{item}", "location_id": "{location}", "quantity": -3}, INVALID, "Value for field 'quantity' too small"),
    ("/admin/reservations", {"inventory_item_id": "{item}", "location_id": "{location}", "quantity": 10**6}, NOT_ALLOWED, "Not enough stock"),
    ("/admin/orders/{order}/fulfillments", {"items": [{"id": "{line}", "quantity": -1}]}, INVALID, "Value for field 'items, 0, quantity' too small"),
    ("/admin/orders/{order}/fulfillments", {"items": [{"id": "{line}", "quantity": 99}]}, INVALID, "Quantity 99 of item {line}"),
    ("/admin/orders/{order}/fulfillments", {"items": [{"id": "ordli_x", "quantity": 1}]}, INVALID, "ordli_x"),
    ("/admin/orders/{order}/fulfillments", {"items": []}, INVALID, "Value for field 'items' too small, expected at least: '1'"),
    ("/admin/payments/{payment}/capture", {"amount": -1}, INVALID, "Value for field 'amount' too small, expected at least: '0'"),
    ("/admin/payments/{payment}/capture", {"amount": 10**9}, INVALID, "capture more than the authorized amount"),
    ("/admin/payments/{payment}/refund", {"amount": 1}, INVALID, "refund more than the captured amount"),
    ("/admin/tax-rates", {"tax_region_id": "txreg_x", "name": "a", "code": "b", "rate": -1}, INVALID, "Value for field 'rate' too small"),
    ("/admin/tax-rates", {"tax_region_id": "txreg_x", "name": "a", "code": "b", "rate": 1}, NOT_FOUND, "txreg_x"),
    ("/admin/api-keys", {"title": "x", "type": "golden"}, INVALID, "Expected: 'publishable, secret' for field 'type', but got: 'golden'"),
    ("/admin/api-keys/{key}/sales-channels", {"add": ["sc_x"]}, INVALID, "sc_x"),
    ("/admin/campaigns", {**NEW_CAMPAIGN, "budget": {"type": "spend"}}, INVALID, "currency_code is required when budget type is spend"),
    (
        "/admin/campaigns",
        {**NEW_CAMPAIGN, "budget": {"type": "usage", "currency_code": "eur"}},
        INVALID,
        "currency_code should not be present when budget type is usage",
    ),
    ("/admin/campaigns", {**NEW_CAMPAIGN, "budget": {"type": "use_by_attribute"}}, INVALID, "campaign budget attribute is required when budget type is"),
    (
        "/admin/promotions",
        {**NEW_PROMOTION, "campaign": {**NEW_CAMPAIGN, "budget": {"type": "spend"}}},
        INVALID,
        "currency_code is required when budget type is spend",
    ),
    ("/admin/promotions", {**NEW_PROMOTION, "is_automatic": True, "limit": 1}, INVALID, "Automatic promotions cannot have a usage limit"),
    ("/admin/promotions", {**NEW_PROMOTION, "type": "buyget"}, INVALID, "Buyget promotions require at least one buy rule and quantities to be defined"),
    ("/admin/promotions/{promotion}", {"is_automatic": True, "limit": 1}, INVALID, "Automatic promotions cannot have a usage limit"),
    ("/admin/shipping-options", NEW_OPTION, INVALID, "Exactly one of 'type' or 'type_id' must be provided, but not both"),
    (
        "/admin/shipping-options/{option}",
        {"type_id": "sotype_x", "type": {"label": "x", "code": "x"}},
        INVALID,
        "Only one of 'type' or 'type_id' can be provided",
    ),
    ("/admin/tax-regions", {"country_code": "fr"}, INVALID, "Provider is required when creating a non-province tax region."),
    ("/admin/products/batch", {"delete": ["x"] * 1001}, INVALID, "Value for field 'delete' too big, expected at most: '1000'"),
    ("/admin/collections/{key}/products", {"add": ["x"] * 10_001}, INVALID, "Value for field 'add' too big, expected at most: '10000'"),
]


async def test_a_refusal_names_the_field_and_changes_nothing(world: World) -> None:
    # given
    names = await _names(world)
    before = await world.rows()
    for path, body, (status, kind), message in REFUSALS:
        # when
        answer = await world.client.post(_filled(path, names), json=json.loads(_filled(json.dumps(body), names)))
        # then
        told = answer.json()
        assert (answer.status_code, told.get("type")) == (status, kind), (path, body, told)
        assert _filled(message, names) in told["message"], (path, body, told)
    assert await world.rows() == before


async def _names(world: World) -> dict[str, str]:
    scope, shop = world.app.scope(), world.shop
    return {
        "cart": world.ids["cart_id"],
        "variant": shop.variants["teapot"],
        "collection": world.ids["/store/payment-collections/{}"],
        "item": shop.inventory_items["teapot"],
        "location": shop.location_id,
        "order": world.ids["order_id"],
        "line": await scope.value("SELECT id FROM order_line_item"),
        "payment": await scope.value("SELECT id FROM payment"),
        "key": world.ids["/admin/api-keys/{}"],
        "promotion": await scope.value("SELECT id FROM promotion"),
        "option": shop.shipping_option_id,
    }


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


async def test_a_fields_path_without_a_bottom_is_refused_with_the_path(world: World) -> None:
    path = ".".join(["variants", "product"] * 6) + ".id"
    for url in ("/admin/products", "/admin/orders", f"/admin/orders/{world.ids['order_id']}"):
        answer = await world.client.get(f"{url}?fields={path}")
        assert (answer.status_code, answer.json().get("type")) == (400, "invalid_data"), (url, answer.text[:200])
        assert path in answer.json()["message"]
    # The store answers what it lists and leaves out the rest, however deep.
    store = await world.client.get(f"/store/products?fields={path}")
    assert (store.status_code, [list(product) for product in store.json()["products"]]) == (200, [["id"], ["id"]])


async def test_a_key_used_for_another_body_is_a_conflict_and_ten_at_once_are_one_cart(world: World) -> None:
    # given
    headers, new = {"idempotency-key": "once"}, {"region_id": world.shop.region_id, "metadata": {"a": 1}}
    before = await world.app.scope().value("SELECT count(*) FROM cart")
    # when
    together = await asyncio.gather(*(world.client.post("/store/carts", json=new, headers=headers) for _ in range(10)))
    again = await world.client.post("/store/carts", json=new, headers=headers)
    other = await world.client.post("/store/carts", json={**new, "metadata": {"a": 2}}, headers=headers)
    bad = await world.client.post("/store/carts", json=new, headers={"idempotency-key": "x" * 256})
    # then
    assert {answer.status_code for answer in together} <= {200, 409}
    assert again.status_code == 200
    assert {answer.json()["cart"]["id"] for answer in (*together, again) if answer.status_code == 200} == {again.json()["cart"]["id"]}
    assert (other.status_code, other.json()["type"]) == (409, "conflict")
    assert (bad.status_code, "Idempotency-Key" in bad.json()["message"]) == (400, True)
    assert await world.app.scope().value("SELECT count(*) FROM cart") == before + 1
