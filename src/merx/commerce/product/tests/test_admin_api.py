"""The catalogue over HTTP, as the admin keeps it."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.fulfillment import ShippingProfile
from merx.commerce.product import ProductCategory
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import create_all
from merx.framework.scope import Scope

SHIRT: dict[str, Any] = {
    "title": "Shirt",
    "options": [{"title": "Size", "values": ["S", "M"]}],
    "variants": [
        {"title": "Small", "sku": "shirt-s", "options": {"Size": "S"}, "prices": [{"currency_code": "eur", "amount": 12.5}]},
        {
            "title": "Medium",
            "sku": "shirt-m",
            "options": {"Size": "M"},
            "prices": [{"currency_code": "EUR", "amount": "13.5", "rules": {"region_id": "reg_1"}}],
        },
    ],
}


async def made(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await admin.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_product_with_everything_is_one_request(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    channel, profile = SalesChannel(name="Web"), ShippingProfile(name="Parcels", type="default")
    category = ProductCategory(name="Shirts", handle="shirts", mpath="shirts", is_active=True)
    await create_all(scope, [channel, profile, category])
    body = {
        **SHIRT,
        "handle": "shirt",
        "status": "published",
        "shipping_profile_id": profile.id,
        "categories": [{"id": category.id}],
        "images": [{"url": "https://example.com/a.jpg"}],
        "sales_channels": [{"id": channel.id}],
    }
    # when
    wanted = "*variants,*variants.inventory_items,*variants.prices,*options.values,*categories,*sales_channels,*images"
    answer = await admin.post("/admin/products", params={"fields": wanted}, json=body)
    # then
    assert answer.status_code == 200, answer.text
    product = answer.json()["product"]
    assert (product["status"], product["handle"], product["thumbnail"]) == ("published", "shirt", "https://example.com/a.jpg")
    assert [each["name"] for each in product["categories"]] == ["Shirts"]
    assert [each["id"] for each in product["sales_channels"]] == [channel.id]
    assert [[price["amount"] for price in variant["prices"]] for variant in product["variants"]] == [[12.5], [13.5]]
    assert [price["rules"] for variant in product["variants"] for price in variant["prices"]] == [{}, {"region_id": "reg_1"}]
    assert [[part["required_quantity"] for part in variant["inventory_items"]] for variant in product["variants"]] == [[1], [1]]
    items = await scope.query.graph("inventory_item", fields=["sku"], order="sku")
    assert [item["sku"] for item in items] == ["shirt-m", "shirt-s"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": None}, None),
        ({"title": " "}, "Product title is required"),
        ({"handle": "a shirt"}, "Invalid product handle 'a shirt'. It must contain URL safe characters"),
        ({"options": []}, "Product has 0 option values but there were 1 provided option values for the variant: Small."),
        (
            {"variants": [SHIRT["variants"][0], {**SHIRT["variants"][1], "options": {"Size": "S"}}]},
            'Variant "Medium" has same combination of option values as "Small".',
        ),
        ({"variants": [{"title": "Huge", "options": {"Size": "XL"}, "prices": []}]}, "Option value XL does not exist for option Size"),
        ({"variants": [{"title": "Any", "prices": []}]}, 'Product "Shirt" has variants with missing options: [Any]'),
        ({"options": [*SHIRT["options"], {"title": "Size", "values": ["L"]}], "variants": []}, 'Product "Shirt" has duplicate option assignments: [Size]'),
        ({"tags": [{"id": "ptag_x"}]}, "Tag with id ptag_x not found. Please create the tag before associating it with the product."),
        ({"sales_channels": [{"id": "sc_x"}]}, "Sales channels with ids: sc_x do not exist"),
        ({"variants": [{**SHIRT["variants"][0], "prices": [{"currency_code": "eur", "amount": "many"}]}]}, None),
        ({"colour": "red"}, "Invalid request: Unrecognized fields: 'colour'"),
        ({"status": "sold"}, "Invalid request: Expected: 'draft, proposed, published, rejected' for field 'status', but got: 'sold'"),
    ],
)
async def test_what_makes_no_product_is_refused_and_nothing_is_made(admin: httpx.AsyncClient, scope: Scope, change: Any, message: str | None) -> None:
    answer = await admin.post("/admin/products", json={**SHIRT, **change})
    assert (answer.status_code, answer.json()["type"]) == (400, "invalid_data"), answer.text
    assert message is None or answer.json()["message"] == message
    assert await scope.query.graph("product") == []


async def test_a_handle_and_a_sku_are_taken_once(admin: httpx.AsyncClient) -> None:
    await made(admin, "/admin/products", SHIRT)
    same_handle = await admin.post("/admin/products", json={"title": "Shirt"})
    same_sku = await admin.post("/admin/products", json={**SHIRT, "handle": "other"})
    assert (same_handle.status_code, same_handle.json()["message"]) == (400, "Product with handle: shirt, already exists.")
    assert (same_sku.status_code, same_sku.json()["message"]) in (
        (400, "Product variant with sku: shirt-s, already exists."),
        (400, "Inventory item with sku: shirt-s, already exists."),
    )


async def test_a_change_keeps_what_it_does_not_name_and_replaces_the_lists_it_does(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    product = (await made(admin, "/admin/products", {**SHIRT, "subtitle": "Linen", "is_giftcard": "false", "images": [{"url": "a"}, {"url": "b"}]}))["product"]
    small, medium = product["variants"]
    tag = (await made(admin, "/admin/product-tags", {"value": "summer"}))["product_tag"]
    # when
    body = {
        "title": "Blouse",
        "tags": [{"id": tag["id"]}],
        "images": [{"id": product["images"][1]["id"], "url": "b"}, {"url": "c"}],
        "variants": [{"id": small["id"], "title": "Tiny", "prices": [{"id": small["prices"][0]["id"], "currency_code": "eur", "amount": 9}]}],
    }
    after = (await made(admin, f"/admin/products/{product['id']}", body))["product"]
    # then
    assert (after["title"], after["subtitle"], after["handle"]) == ("Blouse", "Linen", "shirt")
    assert [each["value"] for each in after["tags"]] == ["summer"]
    assert [(each["url"], each["rank"]) for each in after["images"]] == [("b", 0), ("c", 1)]
    (variant,) = after["variants"]
    assert (variant["id"], variant["title"], variant["sku"]) == (small["id"], "Tiny", "shirt-s")
    assert [(price["id"], price["amount"]) for price in variant["prices"]] == [(small["prices"][0]["id"], 9)]
    assert medium["id"] not in [each["id"] for each in await scope.query.graph("product_variant", fields=["id"])]


async def test_in_a_batch_what_goes_makes_room_for_what_comes(admin: httpx.AsyncClient) -> None:
    # given
    product = (await made(admin, "/admin/products", SHIRT))["product"]
    small, medium = product["variants"]
    # when
    changes = {"create": [SHIRT["variants"][0]], "update": [{"id": medium["id"], "title": "M"}], "delete": [small["id"]]}
    variants = await made(admin, f"/admin/products/{product['id']}/variants/batch", changes)
    products = await made(admin, "/admin/products/batch", {"create": [SHIRT], "delete": [product["id"]]})
    # then
    assert [(each["title"], each["sku"]) for each in (*variants["created"], *variants["updated"])] == [("Small", "shirt-s"), ("M", "shirt-m")]
    assert variants["created"][0]["id"] != small["id"]
    assert [(each["handle"], len(each["variants"])) for each in products["created"]] == [("shirt", 2)]
    assert [each["id"] for each in (await admin.get("/admin/products")).json()["products"]] == [products["created"][0]["id"]]


@pytest.mark.parametrize(
    ("before", "change", "thumbnail"),
    [
        ({}, {"images": [{"url": "a"}, {"url": "b"}]}, "a"),
        ({}, {"images": [{"url": "a"}], "thumbnail": None}, None),
        ({}, {"images": [{"url": "a"}], "thumbnail": "z"}, "z"),
        ({"images": [{"url": "a"}]}, {"images": [{"url": "b"}]}, "a"),
        ({}, {"images": []}, None),
    ],
)
async def test_a_product_without_a_thumbnail_gets_its_first_image_as_one(
    admin: httpx.AsyncClient, before: dict[str, Any], change: dict[str, Any], thumbnail: str | None
) -> None:
    product = (await made(admin, "/admin/products", {"title": "Cup", **before}))["product"]
    after = (await made(admin, f"/admin/products/{product['id']}", change))["product"]
    assert after["thumbnail"] == thumbnail


async def test_what_a_request_says_twice_and_differently_is_refused(admin: httpx.AsyncClient) -> None:
    # given
    product = (await made(admin, "/admin/products", SHIRT))["product"]
    item = (await made(admin, "/admin/inventory-items", {"sku": "button"}))["inventory_item"]
    (small, _), path = product["variants"], f"/admin/products/{product['id']}"
    buttons = [{"inventory_item_id": item["id"], "required_quantity": count} for count in (1, 2)]
    large = {"title": "Large", "options": {"Size": "L"}, "prices": [], "inventory_items": buttons}
    # when
    refused = {
        "products": await admin.post("/admin/products/batch", json={"update": [{"id": product["id"], "title": title} for title in ("A", "B")]}),
        "variants": await admin.post(f"{path}/variants/batch", json={"update": [{"id": small["id"], "title": title} for title in ("A", "B")]}),
        "parts": await admin.post(f"{path}/variants", json=large),
        "title": await admin.post(path, json={"title": ""}),
    }
    # then
    assert {name: (answer.status_code, answer.json()["message"]) for name, answer in refused.items()} == {
        "products": (400, f"Each is changed once in a request; named twice: {product['id']}"),
        "variants": (400, f"Each is changed once in a request; named twice: {small['id']}"),
        "parts": (400, "Cannot associate duplicate inventory items to variant(s) Large"),
        "title": (400, "Product title is required"),
    }
    assert (await admin.get(path)).json()["product"] == product


async def test_prices_of_a_variant_are_replaced_as_a_whole(admin: httpx.AsyncClient) -> None:
    # given
    product = (await made(admin, "/admin/products", SHIRT))["product"]
    path = f"/admin/products/{product['id']}/variants/{product['variants'][0]['id']}"
    before = product["variants"][0]["prices"][0]
    # when: the same terms, other terms
    prices = [{"currency_code": "eur", "amount": 11}, {"currency_code": "eur", "amount": 8, "min_quantity": 10}, {"currency_code": "usd", "amount": 14}]
    first = (await made(admin, path, {"prices": prices}))["product"]["variants"][0]["prices"]
    second = (await made(admin, path, {"prices": prices[2:]}))["product"]["variants"][0]["prices"]
    # then
    assert [(price["currency_code"], price["amount"], price["min_quantity"]) for price in first] == [("eur", 11, None), ("eur", 8, 10), ("usd", 14, None)]
    assert first[0]["id"] == before["id"]
    assert [(price["id"], price["amount"]) for price in second] == [(first[2]["id"], 14)]


async def test_a_variant_with_the_same_options_is_refused(admin: httpx.AsyncClient) -> None:
    product = (await made(admin, "/admin/products", {**SHIRT, "variants": SHIRT["variants"][:1]}))["product"]
    path = f"/admin/products/{product['id']}/variants"
    refused = await admin.post(path, json={"title": "Again", "options": {"Size": "S"}, "prices": []})
    assert (refused.status_code, refused.json()["message"]) == (400, "Variant (Small) with provided options already exists.")
    after = (await made(admin, path, SHIRT["variants"][1]))["product"]
    assert [variant["title"] for variant in after["variants"]] == ["Small", "Medium"] or {variant["title"] for variant in after["variants"]} == {
        "Small",
        "Medium",
    }


async def test_deleting_leaves_nothing_behind_and_frees_the_names(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    product = (await made(admin, "/admin/products", SHIRT))["product"]
    # when
    first = await admin.delete(f"/admin/products/{product['id']}")
    second = await admin.delete(f"/admin/products/{product['id']}")
    # then
    assert first.json() == second.json() == {"id": product["id"], "object": "product", "deleted": True}
    for entity in ("product", "product_variant", "product_option", "product_option_value", "price_set", "price", "inventory_item"):
        assert await scope.query.graph(entity) == [], entity
    await made(admin, "/admin/products", SHIRT)


async def test_a_variant_is_deleted_with_its_product_in_the_answer(admin: httpx.AsyncClient) -> None:
    product = (await made(admin, "/admin/products", SHIRT))["product"]
    key = product["variants"][0]["id"]
    answer = (await admin.delete(f"/admin/products/{product['id']}/variants/{key}")).json()
    assert (answer["id"], answer["object"], answer["deleted"]) == (key, "variant", True)
    assert [variant["title"] for variant in answer["parent"]["variants"]] == ["Medium"]


async def test_a_batch_makes_changes_and_deletes(admin: httpx.AsyncClient) -> None:
    # given
    stays = (await made(admin, "/admin/products", {"title": "Stays"}))["product"]
    goes = (await made(admin, "/admin/products", {"title": "Goes"}))["product"]
    # when
    body = {"create": [{"title": "New"}], "update": [{"id": stays["id"], "title": "Stayed"}], "delete": [goes["id"]]}
    answer = await made(admin, "/admin/products/batch", body)
    # then
    assert [each["title"] for each in answer["created"]] == ["New"]
    assert [each["title"] for each in answer["updated"]] == ["Stayed"]
    assert answer["deleted"] == {"ids": [goes["id"]], "object": "product", "deleted": True}


async def test_categories_form_a_tree(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    top = (await made(admin, "/admin/product-categories", {"name": "Clothes", "is_active": True}))["product_category"]
    below = (await made(admin, "/admin/product-categories", {"name": "Shirts", "parent_category_id": top["id"]}))["product_category"]
    deepest = (await made(admin, "/admin/product-categories", {"name": "Linen", "parent_category_id": below["id"]}))["product_category"]
    assert (top["handle"], below["parent_category"]["id"], deepest["rank"]) == ("clothes", top["id"], 0)
    shown = (await admin.get(f"/admin/product-categories/{top['id']}", params={"include_descendants_tree": "true"})).json()["product_category"]
    assert shown["category_children"][0]["category_children"][0]["name"] == "Linen"
    above = (await admin.get(f"/admin/product-categories/{deepest['id']}", params={"include_ancestors_tree": "true"})).json()["product_category"]
    assert above["parent_category"]["parent_category"]["name"] == "Clothes"
    # when
    refused = await admin.delete(f"/admin/product-categories/{top['id']}")
    looped = await admin.post(f"/admin/product-categories/{top['id']}", json={"parent_category_id": deepest["id"]})
    await made(admin, f"/admin/product-categories/{below['id']}", {"parent_category_id": None})
    # then
    assert (refused.status_code, refused.json()["type"]) == (400, "not_allowed")
    assert (looped.status_code, looped.json()["type"]) == (400, "invalid_data")
    paths = {row["name"]: row["mpath"] for row in await scope.query.graph("product_category")}
    assert paths == {"Clothes": top["id"], "Shirts": below["id"], "Linen": f"{below['id']}.{deepest['id']}"}


async def test_collections_types_tags_and_options_live_and_go(admin: httpx.AsyncClient) -> None:
    # given
    product = (await made(admin, "/admin/products", {"title": "Shirt"}))["product"]
    collection = (await made(admin, "/admin/collections", {"title": "Summer 26"}))["collection"]
    assert collection["handle"] == "summer-26"
    # when
    await made(admin, f"/admin/collections/{collection['id']}/products", {"add": [product["id"]]})
    # then
    assert (await admin.get(f"/admin/products/{product['id']}")).json()["product"]["collection"]["title"] == "Summer 26"
    for path, key, body, change in (
        ("collections", "collection", {"title": "Winter"}, {"title": "Frost"}),
        ("product-types", "product_type", {"value": "shirt"}, {"value": "blouse"}),
        ("product-tags", "product_tag", {"value": "linen"}, {"value": "cotton"}),
        ("product-options", "product_option", {"title": "Colour", "values": ["red", "blue"]}, {"values": ["blue", "green"]}),
    ):
        new = (await made(admin, f"/admin/{path}", body))[key]
        changed = (await made(admin, f"/admin/{path}/{new['id']}", change))[key]
        shown = [value["value"] for value in changed["values"]] if "values" in change else changed[next(iter(change))]
        assert shown == next(iter(change.values()))
        listed = (await admin.get(f"/admin/{path}", params={"id[]": new["id"]})).json()
        assert listed["count"] == 1, path
        assert (await admin.delete(f"/admin/{path}/{new['id']}")).json() == {"id": new["id"], "object": key, "deleted": True}
        assert (await admin.get(f"/admin/{path}/{new['id']}")).status_code == 404


async def test_lists_take_the_filters_of_the_contract(admin: httpx.AsyncClient) -> None:
    await made(admin, "/admin/products", SHIRT)
    assert (await admin.get("/admin/products", params={"status[]": "draft", "variants[sku]": "shirt-s", "foo": 1})).json()["count"] == 1
    assert (await admin.get("/admin/product-variants", params={"sku[0]": "shirt-s", "sku[1]": "shirt-m"})).json()["count"] == 2
    assert (await admin.get("/admin/product-variants", params={"foo": 1})).status_code == 400
    missing = await admin.get("/admin/products/prod_x")
    assert (missing.status_code, missing.json()) == (404, {"type": "not_found", "message": "Product not found"})
    unknown = await admin.post("/admin/products/prod_x", json={"title": "x"})
    assert (unknown.status_code, unknown.json()) == (404, {"type": "not_found", "message": 'Product with id "prod_x" not found'})


async def test_a_price_keeps_its_digits_on_the_way(admin: httpx.AsyncClient, scope: Scope) -> None:
    variant = {**SHIRT["variants"][0], "prices": [{"currency_code": "eur", "amount": "0.1234567890123456789"}]}
    await made(admin, "/admin/products", {**SHIRT, "variants": [variant]})
    (price,) = await scope.query.graph("price", fields=["amount"])
    assert Decimal(price["amount"]) == Decimal("0.1234567890123456789")


async def test_a_variant_takes_other_pieces_and_shows_pictures(admin: httpx.AsyncClient) -> None:
    # given
    product = (await made(admin, "/admin/products", {**SHIRT, "images": [{"url": "a"}, {"url": "b"}]}))["product"]
    path, variant = f"/admin/products/{product['id']}/variants", product["variants"][0]["id"]
    item = (await made(admin, "/admin/inventory-items", {"sku": "button"}))["inventory_item"]["id"]
    image = product["images"][1]["id"]
    # when
    await made(admin, f"{path}/{variant}/inventory-items", {"inventory_item_id": item, "required_quantity": 4})
    await made(admin, f"{path}/{variant}/inventory-items/{item}", {"required_quantity": 6})
    pictures = await made(admin, f"{path}/{variant}/images/batch", {"add": [image]})
    foreign = await admin.post(f"{path}/{variant}/images/batch", json={"add": ["img_x"]})
    # then
    shown = (await admin.get(f"{path}/{variant}", params={"fields": "+inventory_items.*,+images.url"})).json()["variant"]
    assert {part["inventory_item_id"]: part["required_quantity"] for part in shown["inventory_items"]}[item] == 6
    assert (pictures, [each["url"] for each in shown["images"]]) == ({"added": [image], "removed": []}, ["b"])
    assert foreign.status_code == 400
    gone = (await admin.delete(f"{path}/{variant}/inventory-items/{item}", params={"fields": "+inventory_items.*"})).json()
    assert (gone["id"], len(gone["parent"]["inventory_items"])) == ({"variant": variant, "inventory": item}, 1)
    batch = {"create": [{"variant_id": variant, "inventory_item_id": item, "required_quantity": 2}]}
    assert (await made(admin, f"{path}/inventory-items/batch", batch))["created"] == batch["create"]


async def test_a_product_offers_shared_options_with_some_of_their_values(admin: httpx.AsyncClient) -> None:
    # given
    colour = (await made(admin, "/admin/product-options", {"title": "Colour", "values": ["red", "blue", "green"]}))["product_option"]
    values = {value["value"]: value["id"] for value in colour["values"]}
    product = (await made(admin, "/admin/products", {"title": "Hat"}))["product"]
    path = f"/admin/products/{product['id']}"
    # when
    await made(admin, f"{path}/options/batch", {"add": [{"id": colour["id"], "value_ids": [values["red"], values["blue"]]}]})
    await made(admin, f"{path}/variants", {"title": "Red", "options": {"Colour": "red"}, "prices": []})
    not_offered = await admin.post(f"{path}/variants", json={"title": "Green", "options": {"Colour": "green"}, "prices": []})
    # then
    assert (not_offered.status_code, not_offered.json()["message"]) == (400, "Option value green does not exist for option Colour")
    await made(admin, f"{path}/options/batch", {"update": [{"product_option_id": colour["id"], "add": [{"value": "white"}, values["green"]]}]})
    for title in ("green", "white"):
        await made(admin, f"{path}/variants", {"title": title, "options": {"Colour": title}, "prices": []})
    in_use = await admin.post(f"{path}/options/batch", json={"remove": [colour["id"]]})
    assert (in_use.status_code, in_use.json()["message"]) == (400, "Cannot unassign product option from product which has variants for that option")
    deleted = await admin.delete(f"/admin/product-options/{colour['id']}")
    assert (deleted.status_code, deleted.json()["message"]) == (400, "Cannot delete product options that are associated with products.")


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", "/admin/product-tags/ptag_x", {"value": "a"}, 'Product tag with id "ptag_x" not found'),
        ("POST", "/admin/product-types/ptyp_x", {"value": "a"}, 'Product type with id "ptyp_x" not found'),
        ("POST", "/admin/collections/pcol_x", {"title": "a"}, 'Collection with id "pcol_x" not found'),
        ("POST", "/admin/product-options/opt_x", {"title": "a"}, 'Product option with id "opt_x" not found'),
        ("GET", "/admin/product-options/opt_x/values/v_x", None, 'Product option value with id "v_x" was not found for option with id "opt_x"'),
        ("POST", "/admin/product-options/opt_x/values/v_x", {"value": "a"}, 'Product option value with id "v_x" was not found for option with id "opt_x"'),
    ],
)
async def test_what_is_not_there_is_not_changed(admin: httpx.AsyncClient, method: str, path: str, body: dict[str, Any] | None, message: str) -> None:
    answer = await admin.request(method, path, json=body)
    assert (answer.status_code, answer.json()) == (404, {"type": "not_found", "message": message})
