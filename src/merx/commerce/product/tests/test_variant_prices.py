"""The prices of a variant that is there: changed by their ids, what a change leaves out stays."""

from typing import Any

import httpx

TIER: dict[str, Any] = {"currency_code": "eur", "amount": 8, "min_quantity": 10, "rules": {"region_id": "reg_1"}}


async def cup(admin: httpx.AsyncClient) -> tuple[str, dict[str, Any]]:
    """Where a cup's only variant is, and its price from ten pieces on in one region."""
    body = {"title": "Cup", "options": [{"title": "Size", "values": ["S"]}], "variants": [{"title": "S", "options": {"Size": "S"}, "prices": [TIER]}]}
    product = (await admin.post("/admin/products", json=body)).json()["product"]
    (variant,) = product["variants"]
    return f"/admin/products/{product['id']}/variants/{variant['id']}", variant["prices"][0]


async def prices(admin: httpx.AsyncClient, variant: str) -> list[dict[str, Any]]:
    found = (await admin.get(variant, params={"fields": "*prices"})).json()["variant"]["prices"]
    return [{name: price[name] for name in ("id", *TIER)} for price in found]


async def test_what_a_change_of_a_price_leaves_out_stays(admin: httpx.AsyncClient) -> None:
    # given
    variant, tier = await cup(admin)
    for change, after in (
        ({"amount": 7}, {"amount": 7}),
        ({"currency_code": "CHF", "amount": 9}, {"currency_code": "chf", "amount": 9}),
        ({"min_quantity": None}, {"currency_code": "chf", "amount": 9, "min_quantity": None}),
        ({"rules": {}}, {"currency_code": "chf", "amount": 9, "min_quantity": None, "rules": {}}),
    ):
        # when
        answer = await admin.post(variant, json={"prices": [{"id": tier["id"], **change}]})
        # then
        assert answer.status_code == 200, answer.text
        assert await prices(admin, variant) == [{"id": tier["id"], **TIER, **after}]


async def test_a_price_is_changed_once_and_a_new_one_said_in_full(admin: httpx.AsyncClient) -> None:
    # given
    variant, tier = await cup(admin)
    elsewhere = (await cup_of_another(admin))["id"]
    # when, then
    for wanted, message in (
        ([{"id": tier["id"], "amount": amount} for amount in (1, 2)], f"Each is changed once in a request; named twice: {tier['id']}"),
        (
            [{"id": elsewhere, "amount": 5}],
            f"Price with id: {elsewhere} is not a price of this variant, so it is a new one: field 'currency_code' is required",
        ),
        ([{"amount": 5}], "Invalid request: Field 'prices, 0, currency_code' is required"),
        ([{"currency_code": "eur"}], "Invalid request: Field 'prices, 0, amount' is required"),
    ):
        refused = await admin.post(variant, json={"prices": wanted})
        assert (refused.status_code, refused.json()) == (400, {"type": "invalid_data", "message": message})
    assert await prices(admin, variant) == [{"id": tier["id"], **TIER}]


async def test_a_variant_sent_back_as_it_was_shown_is_as_it_was(admin: httpx.AsyncClient) -> None:
    # given: it is on sale
    variant, tier = await cup(admin)
    sale = {"variant_id": variant.rpartition("/")[2], "currency_code": "eur", "amount": 5}
    made = await admin.post("/admin/price-lists", json={"title": "Sale", "description": "Now", "status": "active", "prices": [sale]})
    shown = await prices(admin, variant)
    assert [price["amount"] for price in shown] == [8, 5]
    # when
    answer = await admin.post(variant, json={"prices": shown})
    # then
    assert answer.status_code == 200, answer.text
    assert await prices(admin, variant) == shown
    # and what was on the list alone goes with it
    assert (await admin.delete(f"/admin/price-lists/{made.json()['price_list']['id']}")).status_code == 200
    assert await prices(admin, variant) == [{"id": tier["id"], **TIER}]


async def cup_of_another(admin: httpx.AsyncClient) -> dict[str, Any]:
    variants = [{"title": "S", "options": {"Size": "S"}, "prices": [{"currency_code": "eur", "amount": 3}]}]
    body = {"title": "Another", "options": [{"title": "Size", "values": ["S"]}], "variants": variants}
    return (await admin.post("/admin/products", json=body)).json()["product"]["variants"][0]["prices"][0]
