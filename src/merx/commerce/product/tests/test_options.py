"""Which values variants take, and what shared options stay."""

from typing import Any

import httpx
import pytest

CAP: dict[str, Any] = {
    "title": "Cap",
    "options": [{"title": "Size", "values": ["S", "M"]}, {"title": "Colour", "values": ["red", "blue"]}],
    "variants": [
        {"title": "Small red", "options": {"Size": "S", "Colour": "red"}, "prices": []},
        {"title": "Large blue", "options": {"Size": "M", "Colour": "blue"}, "prices": []},
    ],
}


async def made(admin: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await admin.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def taken(admin: httpx.AsyncClient, product_id: str) -> dict[str, list[str]]:
    """What each variant takes, by its title."""
    variants = (await admin.get(f"/admin/products/{product_id}/variants", params={"fields": "title,options.value"})).json()["variants"]
    return {variant["title"]: sorted(option["value"] for option in variant["options"]) for variant in variants}


async def test_variants_may_change_places_but_not_meet_in_one(admin: httpx.AsyncClient) -> None:
    # given
    product = (await made(admin, "/admin/products", CAP))["product"]
    first, second = (variant["id"] for variant in product["variants"])
    path = f"/admin/products/{product['id']}/variants/batch"
    # when
    to_one = {"Size": "S", "Colour": "blue"}
    refused = await admin.post(path, json={"update": [{"id": first, "options": to_one}, {"id": second, "options": to_one}]})
    # then
    assert (refused.status_code, refused.json()) == (
        400,
        {"type": "invalid_data", "message": "Variant (Small red) with provided options already exists."},
    )
    assert await taken(admin, product["id"]) == {"Small red": ["S", "red"], "Large blue": ["M", "blue"]}
    # when
    swapped = [{"id": first, "options": {"Size": "M", "Colour": "blue"}}, {"id": second, "options": {"Size": "S", "Colour": "red"}}]
    await made(admin, path, {"update": swapped})
    # then
    assert await taken(admin, product["id"]) == {"Small red": ["M", "blue"], "Large blue": ["S", "red"]}


async def test_products_that_share_an_option_may_each_have_the_same_variant(admin: httpx.AsyncClient) -> None:
    # given
    size = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M"]}))["product_option"]
    hat, scarf = [
        (
            await made(
                admin,
                "/admin/products",
                {"title": title, "options": [{"id": size["id"]}], "variants": [{"title": title, "options": {"Size": "S"}, "prices": []}]},
            )
        )["product"]
        for title in ("Hat", "Scarf")
    ]
    # when
    changes = [{"id": each["id"], "variants": [{"id": each["variants"][0]["id"], "options": {"Size": "M"}}]} for each in (hat, scarf)]
    await made(admin, "/admin/products/batch", {"update": changes})
    # then
    assert [await taken(admin, each["id"]) for each in (hat, scarf)] == [{"Hat": ["M"]}, {"Scarf": ["M"]}]


async def test_a_shared_option_stays_shared_and_an_exclusive_one_may_be_shared(admin: httpx.AsyncClient) -> None:
    # given
    shared = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S"]}))["product_option"]
    own = (await made(admin, "/admin/product-options", {"title": "Length", "values": ["1 m"], "is_exclusive": True}))["product_option"]
    # when
    refused = await admin.post(f"/admin/product-options/{shared['id']}", json={"is_exclusive": True, "title": "Sizes"})
    opened = await made(admin, f"/admin/product-options/{own['id']}", {"is_exclusive": False})
    # then
    assert (refused.status_code, refused.json()) == (
        400,
        {"type": "invalid_data", "message": f"Cannot change product option: {shared['id']} from global to exclusive."},
    )
    after = (await admin.get(f"/admin/product-options/{shared['id']}")).json()["product_option"]
    assert (after["title"], after["is_exclusive"], opened["product_option"]["is_exclusive"]) == ("Size", False, False)


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ({"ranks": {"M": 0, "S": 1}}, [("M", 0), ("S", 1)]),
        ({"values": ["S", "M", "L"], "ranks": {"L": 0, "S": 1, "M": 2}}, [("L", 0), ("S", 1), ("M", 2)]),
        ({"values": ["M", "S"]}, [("M", 0), ("S", 1)]),
    ],
)
async def test_values_stand_by_their_ranks(admin: httpx.AsyncClient, change: dict[str, Any], values: list[tuple[str, int]]) -> None:
    option = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M"]}))["product_option"]
    after = (await made(admin, f"/admin/product-options/{option['id']}", change))["product_option"]
    assert [(value["value"], value["rank"]) for value in after["values"]] == values


async def test_a_rank_needs_a_value(admin: httpx.AsyncClient) -> None:
    option = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M"]}))["product_option"]
    refused = await admin.post(f"/admin/product-options/{option['id']}", json={"ranks": {"XL": 0}})
    assert (refused.status_code, refused.json()["message"]) == (400, 'Value "XL" is assigned a rank but is not defined in the list of values.')


async def test_an_option_that_a_product_has_not_is_taken_from_it_twice(admin: httpx.AsyncClient) -> None:
    for path in (
        "/admin/products/prod_x/options/opt_x",
        f"/admin/products/{(await made(admin, '/admin/products', {'title': 'Cup'}))['product']['id']}/options/opt_x",
    ):
        answer = await admin.delete(path)
        assert (answer.status_code, answer.json()["id"], answer.json()["deleted"]) == (200, "opt_x", True)


async def test_what_one_product_offers_of_a_shared_option_leaves_the_others_alone(admin: httpx.AsyncClient) -> None:
    # given
    size = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M", "L"]}))["product_option"]
    hat, scarf = [(await made(admin, "/admin/products", {"title": title, "options": [{"id": size["id"]}]}))["product"]["id"] for title in ("Hat", "Scarf")]
    # when
    await made(admin, f"/admin/products/{hat}", {"options": [{"title": "Size", "values": ["S", "XL"]}]})
    # then
    assert await offered(admin, hat) == {"Size": ["S", "XL"]}
    assert await offered(admin, scarf) == {"Size": ["L", "M", "S"]}
    after = (await admin.get(f"/admin/product-options/{size['id']}")).json()["product_option"]
    assert [value["value"] for value in after["values"]] == ["S", "M", "L", "XL"]
    # when
    await made(admin, f"/admin/products/{hat}/variants", {"title": "XL", "options": {"Size": "XL"}, "prices": []})
    refused = await admin.post(f"/admin/products/{hat}", json={"options": [{"title": "Size", "values": ["S"]}]})
    # then
    assert (refused.status_code, refused.json()["message"]) == (
        400,
        "Cannot unassign option values from product because the following variant(s) are using it: XL",
    )
    assert await offered(admin, hat) == {"Size": ["S", "XL"]}


async def test_a_chosen_option_is_offered_with_the_values_that_are_chosen_now(admin: httpx.AsyncClient) -> None:
    # given
    size = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M", "L"]}))["product_option"]
    keys = {value["value"]: value["id"] for value in size["values"]}
    hat = (await made(admin, "/admin/products", {"title": "Hat", "options": [{"id": size["id"], "value_ids": [keys["S"], keys["M"]]}]}))["product"]["id"]
    # when
    await made(admin, f"/admin/products/{hat}", {"options": [{"id": size["id"], "value_ids": [keys["M"], keys["L"]]}]})
    # then
    assert await offered(admin, hat) == {"Size": ["L", "M"]}
    # when: without values it stays as it is
    await made(admin, f"/admin/products/{hat}", {"option_ids": [size["id"]]})
    # then
    assert await offered(admin, hat) == {"Size": ["L", "M"]}


async def test_a_shared_option_takes_the_place_of_ones_own_of_that_name(admin: httpx.AsyncClient) -> None:
    # given
    size = (await made(admin, "/admin/product-options", {"title": "Size", "values": ["S", "M"]}))["product_option"]
    hat = (await made(admin, "/admin/products", {"title": "Hat", "options": [{"title": "Size", "values": ["One"]}]}))["product"]
    # when
    await made(admin, f"/admin/products/{hat['id']}", {"option_ids": [size["id"]]})
    # then
    assert await offered(admin, hat["id"]) == {"Size": ["M", "S"]}
    assert (await admin.get(f"/admin/product-options/{hat['options'][0]['id']}")).status_code == 404


async def test_an_option_is_named_once(admin: httpx.AsyncClient) -> None:
    cap = (await made(admin, "/admin/products", CAP))["product"]
    twice = [{"title": "Size", "values": ["S"]}, {"title": "Size", "values": ["M"]}]
    refused = await admin.post(f"/admin/products/{cap['id']}", json={"options": twice})
    assert (refused.status_code, refused.json()["message"]) == (400, 'Product "Cap" has duplicate option assignments: [Size]')
    assert await offered(admin, cap["id"]) == {"Size": ["M", "S"], "Colour": ["blue", "red"]}


async def offered(admin: httpx.AsyncClient, product_id: str) -> dict[str, list[str]]:
    """The values that a product offers, by its options' titles."""
    fields = "product_options.product_option.title,product_options.values.value"
    product = (await admin.get(f"/admin/products/{product_id}", params={"fields": fields})).json()["product"]
    return {each["product_option"]["title"]: sorted(value["value"] for value in each["values"]) for each in product["product_options"]}


async def test_only_what_a_product_offers_of_its_own_options_changes(admin: httpx.AsyncClient) -> None:
    # given
    cap = (await made(admin, "/admin/products", CAP))["product"]
    cut = (await made(admin, "/admin/product-options", {"title": "Cut", "values": ["wide"]}))["product_option"]
    values = {value["value"]: value["id"] for option in cap["options"] for value in option["values"]}
    size = next(option["id"] for option in cap["options"] if option["title"] == "Size")
    # when, then
    for change, message in (
        (
            {"product_option_id": cut["id"], "add": ["wide"]},
            f"Some product options are not linked to products: [product_id: {cap['id']}, product_option_id: {cut['id']}]",
        ),
        ({"product_option_id": "opt_x"}, "Some product options were not found: [opt_x]"),
        (
            {"product_option_id": size, "remove": [values["S"], values["M"]]},
            "Cannot unassign option values from product because the following variant(s) are using it: Small red, Large blue",
        ),
    ):
        refused = await admin.post(f"/admin/products/{cap['id']}/options/batch", json={"update": [change]})
        assert (refused.status_code, refused.json()) == (400, {"type": "invalid_data", "message": message})
    assert await offered(admin, cap["id"]) == {"Size": ["M", "S"], "Colour": ["blue", "red"]}
