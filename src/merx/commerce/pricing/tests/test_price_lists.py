"""Price lists as merchants keep them."""

from typing import Any

import httpx
import pytest

from merx.commerce.factories import SmallShop, open_shop
from merx.framework.app import App
from merx.framework.scope import Scope

Tree = dict[str, Any]


@pytest.fixture
async def shop(scope: Scope) -> SmallShop:
    return await open_shop(scope, {"teapot": 10, "mug": 10})


async def posted(admin: httpx.AsyncClient, url: str, **body: Any) -> Tree:
    answer = await admin.post(f"/admin/price-lists{url}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def priced(shop: SmallShop, name: str, amount: float, **more: Any) -> Tree:
    return {"variant_id": shop.variants[name], "currency_code": "EUR", "amount": amount, **more}


async def a_list(admin: httpx.AsyncClient, **more: Any) -> Tree:
    return (await posted(admin, "", title="Summer", description="In summer", **more))["price_list"]


async def prices_of(admin: httpx.AsyncClient, price_list: Tree, **params: Any) -> list[Tree]:
    answer = await admin.get(f"/admin/price-lists/{price_list['id']}/prices", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["prices"]


async def snapshot(app: App) -> list[Any]:
    tables = ("price_list", "price_list_rule", "price", "price_rule")
    return [await app.scope().value(f"SELECT json_agg(t ORDER BY id) FROM {table} AS t") for table in tables]


async def test_a_list_is_a_draft_sale_unless_it_says_otherwise(admin: httpx.AsyncClient) -> None:
    # when
    plain = await a_list(admin)
    rules = {"customer.groups.id": ["cusgroup_a", "cusgroup_b"]}
    full = await a_list(admin, type="override", status="active", starts_at="2026-06-01", ends_at="2026-09-01T12:00:00+02:00", rules=rules, metadata={"a": 1})
    # then
    assert {name: plain[name] for name in ("title", "description", "type", "status", "starts_at", "ends_at", "rules", "metadata")} == {
        "title": "Summer",
        "description": "In summer",
        "type": "sale",
        "status": "draft",
        "starts_at": None,
        "ends_at": None,
        "rules": {},
        "metadata": None,
    }
    assert (full["type"], full["status"], full["rules"], full["metadata"]) == ("override", "active", rules, {"a": 1})
    assert (full["starts_at"], full["ends_at"]) == ("2026-06-01T00:00:00.000Z", "2026-09-01T10:00:00.000Z")
    assert [(each["attribute"], each["value"]) for each in full["price_list_rules"]] == list(rules.items())


async def test_lists_are_found_by_status_words_and_dates(admin: httpx.AsyncClient) -> None:
    # given
    await a_list(admin, status="active", starts_at="2026-06-01T00:00:00Z", rules={"region_id": ["reg_a"]})
    await posted(admin, "", title="Winter", description="When it snows")
    # when
    found = {
        name: [each["title"] for each in (await admin.get("/admin/price-lists", params=params)).json()["price_lists"]]
        for name, params in {
            "all": {"order": "title"},
            "active": {"status": "active"},
            "both": {"status[]": ["active", "draft"], "order": "-title"},
            "words": {"q": "snows"},
            "begun": {"starts_at[$lt]": "2026-06-02T00:00:00Z"},
            "ruled": {"rules_count": "1"},
            "either": {"$or[0][status][]": "active", "$or[1][rules_count][]": "0", "order": "title"},
        }.items()
    }
    # then
    assert found == {
        "all": ["Summer", "Winter"],
        "active": ["Summer"],
        "both": ["Winter", "Summer"],
        "words": ["Winter"],
        "begun": ["Summer"],
        "ruled": ["Summer"],
        "either": ["Summer", "Winter"],
    }


async def test_its_columns_change_and_its_rules_are_replaced(admin: httpx.AsyncClient) -> None:
    # given
    made = await a_list(admin, rules={"customer.groups.id": ["cusgroup_a"], "region_id": ["reg_a"]}, starts_at="2026-06-01")
    # when
    url = f"/{made['id']}"
    renamed = (await posted(admin, url, title="Autumn", description=None, status="active", starts_at=None))["price_list"]
    ruled = (await posted(admin, url, rules={"region_id": ["reg_b"]}))["price_list"]
    open_again = (await posted(admin, url, rules={}))["price_list"]
    # then
    assert (renamed["title"], renamed["description"], renamed["status"], renamed["starts_at"]) == ("Autumn", "", "active", None)
    assert renamed["rules"] == made["rules"]
    assert (ruled["rules"], open_again["rules"]) == ({"region_id": ["reg_b"]}, {})
    counts = (await admin.get(f"/admin/price-lists{url}", params={"fields": "rules_count"})).json()["price_list"]
    assert counts["rules_count"] == 0


async def test_prices_are_put_on_changed_and_taken_off_in_one_batch(admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    made = await a_list(
        admin, prices=[priced(shop, "teapot", 90), priced(shop, "teapot", 80, min_quantity=5), priced(shop, "mug", 9, rules={"region_id": "r"})]
    )
    teapot, tier, mug = await prices_of(admin, made)
    assert [(each["amount"], each["currency_code"], each["min_quantity"], each["rules"]) for each in (teapot, tier, mug)] == [
        (90, "eur", None, {}),
        (80, "eur", 5, {}),
        (9, "eur", None, {"region_id": "r"}),
    ]
    assert [each["variant_id"] for each in (teapot, tier, mug)] == [shop.variants[name] for name in ("teapot", "teapot", "mug")]
    # when
    batch = await posted(
        admin,
        f"/{made['id']}/prices/batch",
        create=[priced(shop, "mug", 8), priced(shop, "teapot", 85)],
        update=[{"id": mug["id"], "variant_id": mug["variant_id"], "amount": 7, "rules": {"region_id": "s"}}],
        delete=[tier["id"]],
    )
    # then: the teapot had such a price, and keeps it with another amount
    new, same = batch["created"]
    assert (new["amount"], same["id"], same["amount"]) == (8, teapot["id"], 85) if new["amount"] == 8 else (same["amount"], new["id"]) == (8, teapot["id"])
    (changed,) = batch["updated"]
    assert (changed["id"], changed["amount"], changed["rules"]) == (mug["id"], 7, {"region_id": "s"})
    assert batch["deleted"] == {"ids": [tier["id"]], "object": "price", "deleted": True}
    assert sorted(each["amount"] for each in await prices_of(admin, made)) == [7, 8, 85]


async def test_a_price_is_changed_once_in_a_batch(admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    made = await a_list(admin, prices=[priced(shop, "teapot", 90)])
    (price,) = await prices_of(admin, made)
    update = [{"id": price["id"], "variant_id": price["variant_id"], "amount": amount} for amount in (80, 70)]
    # when
    refused = await admin.post(f"/admin/price-lists/{made['id']}/prices/batch", json={"update": update, "create": [priced(shop, "mug", 8)]})
    # then
    assert (refused.status_code, refused.json()["message"]) == (400, f"Each is changed once in a request; named twice: {price['id']}")
    assert await prices_of(admin, made) == [price]


async def test_a_page_of_its_prices(admin: httpx.AsyncClient, shop: SmallShop) -> None:
    made = await a_list(admin, prices=[priced(shop, "teapot", amount, min_quantity=amount) for amount in range(1, 6)])
    assert [each["amount"] for each in await prices_of(admin, made, limit=2, offset=1, order="-amount")] == [4, 3]
    whole = (await admin.get(f"/admin/price-lists/{made['id']}", params={"fields": "title,*prices"})).json()["price_list"]
    assert {(each["variant_id"], str(each["rules"])) for each in whole["prices"]} == {(shop.variants["teapot"], "{}")}


@pytest.mark.parametrize("count", [1, 200])
async def test_a_batch_is_as_many_statements_however_long_it_is(app: App, admin: httpx.AsyncClient, shop: SmallShop, count: int) -> None:
    # given
    made = await a_list(admin, prices=[priced(shop, "teapot", 1, min_quantity=number) for number in range(count)])
    rows = await prices_of(admin, made, limit=1000)
    update = [{"id": row["id"], "variant_id": row["variant_id"], "amount": 2, "rules": {"region_id": "r"}} for row in rows]
    create = [priced(shop, "mug", 1, min_quantity=number) for number in range(count)]
    before = app.database.statements
    # when
    batch = await posted(admin, f"/{made['id']}/prices/batch", create=create, update=update, delete=["price_nowhere"])
    # then
    assert (len(batch["created"]), len(batch["updated"])) == (count, count)
    assert app.database.statements - before == 16


async def test_products_are_taken_off_and_other_prices_stay(app: App, admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    made = await a_list(admin, prices=[priced(shop, "teapot", 90), priced(shop, "teapot", 80, min_quantity=5), priced(shop, "mug", 9)])
    other = await a_list(admin, prices=[priced(shop, "teapot", 70)])
    # when
    answer = await posted(admin, f"/{made['id']}/products", remove=[shop.products["teapot"]])
    # then
    assert answer["price_list"]["id"] == made["id"]
    assert [each["amount"] for each in await prices_of(admin, made)] == [9]
    assert [each["amount"] for each in await prices_of(admin, other)] == [70]
    assert await app.scope().value("SELECT count(*) FROM price WHERE price_list_id IS NULL AND deleted_at IS NULL") == 3


async def test_a_list_goes_with_its_prices_and_twice_is_once(app: App, admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    made = await a_list(admin, prices=[priced(shop, "teapot", 90)], rules={"region_id": ["r"]})
    # when
    for _ in range(2):
        answer = await admin.delete(f"/admin/price-lists/{made['id']}")
        assert answer.json() == {"id": made["id"], "object": "price_list", "deleted": True}
    # then
    assert (await admin.get(f"/admin/price-lists/{made['id']}")).status_code == 404
    assert (await admin.get(f"/admin/price-lists/{made['id']}/prices")).status_code == 404
    assert await app.scope().value("SELECT count(*) FROM price WHERE price_list_id IS NOT NULL AND deleted_at IS NULL") == 0
    assert await app.scope().value("SELECT count(*) FROM price_list_rule WHERE deleted_at IS NULL") == 0


async def test_what_cannot_be_is_refused_by_name_and_changes_nothing(app: App, admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # given
    made = await a_list(admin, prices=[priced(shop, "teapot", 90)])
    other = await a_list(admin, prices=[priced(shop, "teapot", 70)])
    (foreign,) = await prices_of(admin, other)
    at, new = f"/admin/price-lists/{made['id']}", {"title": "T", "description": "D"}
    before = await snapshot(app)
    # when, then
    for url, body, status, words in (
        ("/admin/price-lists", {"title": "T"}, 400, "Field 'description' is required"),
        ("/admin/price-lists", {**new, "type": "gift"}, 400, "'type'"),
        ("/admin/price-lists", {**new, "starts_at": "soon"}, 400, "Cannot set price list starts at with with invalid date string: soon"),
        ("/admin/price-lists", {**new, "rules": {"region_id": "reg"}}, 400, "'rules, region_id'"),
        ("/admin/price-lists", {**new, "prices": [priced(shop, "teapot", -1)]}, 400, "'prices, 0, amount'"),
        ("/admin/price-lists", {**new, "prices": [{**priced(shop, "mug", 1), "variant_id": "variant_x"}]}, 400, "No price set exist for variants: variant_x"),
        (at, {"ends_at": "0001-01-01T00:00:00+14:00"}, 400, "Cannot set price list ends at with"),
        (at, {"colour": "red"}, 400, "Unrecognized fields: 'colour'"),
        ("/admin/price-lists/plist_x", {"title": "T"}, 404, "Price list with id: plist_x was not found"),
        ("/admin/price-lists/plist_x/products", {"remove": ["prod_x"]}, 404, "plist_x"),
        ("/admin/price-lists/plist_x/prices/batch", {"delete": ["price_x"]}, 404, "plist_x"),
        (f"{at}/products", {}, 400, "No product ids passed to remove from price list"),
        (f"{at}/prices/batch", {"create": [{"variant_id": "variant_x", "amount": 1, "currency_code": "eur"}]}, 400, "variant_x"),
        (f"{at}/prices/batch", {"update": [{"id": foreign["id"], "variant_id": foreign["variant_id"], "amount": 1}]}, 404, foreign["id"]),
        (f"{at}/prices/batch", {"delete": ["price_x"] * 10_001}, 400, "'delete' too big, expected at most: '10000'"),
        # All of a batch, or nothing of it.
        (f"{at}/prices/batch", {"create": [priced(shop, "mug", 1)], "update": [{"id": "price_x", "variant_id": shop.variants["mug"]}]}, 404, "price_x"),
    ):
        answer = await admin.post(url, json=body)
        assert (answer.status_code, words in answer.json()["message"]) == (status, True), (url, body, answer.text)
    assert await snapshot(app) == before
    # Whose price it is, its own list says.
    await posted(admin, f"/{made['id']}/prices/batch", delete=[foreign["id"]])
    assert await snapshot(app) == before
