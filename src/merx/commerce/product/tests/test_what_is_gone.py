"""What was deleted is as good as never there: products are not joined to it, and it holds on to nothing."""

from typing import Any

import httpx
import pytest


async def made(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await admin.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return next(iter(answer.json().values()))


async def gone(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> str:
    """The id of something that was made and deleted."""
    key = (await made(admin, path, body))["id"]
    assert (await admin.delete(f"{path}/{key}")).status_code == 200
    return key


@pytest.mark.parametrize(
    ("field", "path", "body"), [("collection_id", "/admin/collections", {"title": "Summer"}), ("type_id", "/admin/product-types", {"value": "Tea"})]
)
async def test_a_product_stands_in_nothing_that_is_gone(admin: httpx.AsyncClient, field: str, path: str, body: dict[str, Any]) -> None:
    # given
    product = await made(admin, "/admin/products", {"title": "Cup"})
    key, message = await gone(admin, path, body), f"You tried to set relationship {field}: {{}}, but such entity does not exist"
    # when, then
    for wanted in (key, "nothing"):
        for url, given in ((f"/admin/products/{product['id']}", {}), ("/admin/products", {"title": "Mug"})):
            refused = await admin.post(url, json={**given, field: wanted})
            assert (refused.status_code, refused.json()) == (404, {"type": "not_found", "message": message.format(wanted)})
    products = (await admin.get("/admin/products", params={"fields": f"title,{field}"})).json()["products"]
    assert products == [{"id": product["id"], "title": "Cup", field: None}]


@pytest.mark.parametrize(
    ("path", "body"), [("/admin/collections", {"title": "Summer"}), ("/admin/product-categories", {"name": "Tea"}), ("/admin/sales-channels", {"name": "Web"})]
)
async def test_a_product_that_is_gone_is_put_into_nothing(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> None:
    # given
    group = await made(admin, path, body)
    cup = (await made(admin, "/admin/products", {"title": "Cup"}))["id"]
    key = await gone(admin, "/admin/products", {"title": "Mug"})
    # when, then
    for wanted in (key, "prod_x"):
        refused = await admin.post(f"{path}/{group['id']}/products", json={"add": [cup, wanted]})
        assert (refused.status_code, refused.json()) == (404, {"type": "not_found", "message": f'Product with id "{wanted}" not found'})
    shown = (await admin.get(f"/admin/products/{cup}?fields=collection_id,categories.id,sales_channels.id")).json()["product"]
    assert shown == {"id": cup, "collection_id": None, "categories": [], "sales_channels": []}


async def test_a_value_that_only_variants_take_that_are_gone_may_go(admin: httpx.AsyncClient) -> None:
    # given
    size = await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M"]})
    variants = [{"title": title, "options": {"Size": title}, "prices": []} for title in "SM"]
    hat = await made(admin, "/admin/products", {"title": "Hat", "options": [{"id": size["id"]}], "variants": variants})
    small, medium = ({value["value"]: value["id"] for value in size["values"]}[text] for text in "SM")
    (key,) = (variant["id"] for variant in hat["variants"] if variant["title"] == "M")
    values = f"/admin/product-options/{size['id']}/values"
    # when
    taken = await admin.delete(f"{values}/{medium}")
    await admin.delete(f"/admin/products/{hat['id']}/variants/{key}")
    free = await admin.delete(f"{values}/{medium}")
    # then
    assert (taken.status_code, free.status_code) == (400, 200)
    assert taken.json()["message"] == "Cannot delete product option values that are associated with products."
    assert [value["id"] for value in (await admin.get(values)).json()["product_option_values"]] == [small]
