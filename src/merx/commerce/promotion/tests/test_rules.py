"""The rules of promotions over HTTP: where they stand, how they change together, and what forms are told of them."""

import httpx
import pytest

from merx.commerce.factories import open_shop
from merx.commerce.promotion.tests.bodies import GIFT, RULE, a_promotion, made
from merx.framework.app import App


async def test_rules_are_made_changed_and_removed_together(admin: httpx.AsyncClient) -> None:
    # given
    promotion = await made(admin, "/admin/promotions", a_promotion(GIFT, type="buyget"))
    for kind in ("rules", "target-rules", "buy-rules"):
        at = f"/admin/promotions/{promotion['id']}/{kind}"
        first, second = (await admin.post(f"{at}/batch", json={"create": [RULE, {**RULE, "operator": "ne"}]})).json()["created"]
        # when
        changed = {"id": first["id"], "values": ["prod_3"], "description": "Only this"}
        answer = (await admin.post(f"{at}/batch", json={"create": [RULE], "update": [changed], "delete": [second["id"], "prorul_x"]})).json()
        # then
        assert len(answer["created"]) == 1
        assert [(each["id"], each["operator"], each["description"]) for each in answer["updated"]] == [(first["id"], "in", "Only this")]
        assert [each["value"] for each in answer["updated"][0]["values"]] == ["prod_3"]
        assert answer["deleted"] == {"ids": [second["id"], "prorul_x"], "object": "promotion-rule", "deleted": True}
        left = {each["id"] for each in (await admin.get(at)).json()["rules"]}
        assert {first["id"], answer["created"][0]["id"]} <= left
        assert second["id"] not in left


async def test_a_gift_without_its_rules_may_be_switched_off_and_not_changed(admin: httpx.AsyncClient) -> None:
    # given
    promotion = await made(admin, "/admin/promotions", a_promotion(GIFT, type="buyget", status="active"))
    at = f"/admin/promotions/{promotion['id']}"
    (rule,) = promotion["application_method"]["buy_rules"]
    await admin.post(f"{at}/buy-rules/batch", json={"delete": [rule["id"]]})
    # when
    off = await made(admin, at, {"status": "inactive", "code": "OLD"})
    answer = await admin.post(at, json={"application_method": {"value": 50}})
    # then
    assert (off["status"], off["code"]) == ("inactive", "OLD")
    assert (answer.status_code, answer.json()["message"]) == (400, "Buy rules are required for buyget promotion type")


async def test_rules_stand_where_they_can(admin: httpx.AsyncClient) -> None:
    # given
    promotion, other = await made(admin, "/admin/promotions", a_promotion()), await made(admin, "/admin/promotions", a_promotion(code="OTHER", rules=[RULE]))
    at = f"/admin/promotions/{promotion['id']}"
    foreign = {"id": other["rules"][0]["id"], "values": ["x"]}
    # then
    for url, body, status, message in (
        (f"{at}/buy-rules/batch", {"create": [RULE]}, 400, "Can't add buy rules to a standard promotion"),
        (f"{at}/target-rules/batch", {"create": [RULE]}, 400, "Target rules for application method with target type (order) is not allowed"),
        (f"{at}/rules/batch", {"update": [foreign]}, 400, f"Promotion rules with id - {foreign['id']} not found"),
        ("/admin/promotions/promo_x/rules/batch", {"create": [RULE]}, 404, "Promotion with id or code: promo_x was not found"),
    ):
        answer = await admin.post(url, json=body)
        assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert (await admin.post(f"{at}/rules/batch", json={"delete": [foreign["id"]]})).status_code == 200
    assert len((await admin.get(f"/admin/promotions/{other['id']}/rules")).json()["rules"]) == 1


async def test_rules_are_shown_by_name(app: App, admin: httpx.AsyncClient) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 1})
    rule = {"attribute": "items.product.id", "operator": "in", "values": [shop.products["teapot"]]}
    free = {"attribute": "items.anything", "operator": "gt", "values": ["5"]}
    promotion = await made(admin, "/admin/promotions", a_promotion({**GIFT, "target_rules": [rule, free]}, type="buyget"))
    # when
    pieces, by_name, other = (await admin.get(f"/admin/promotions/{promotion['id']}/target-rules")).json()["rules"]
    # then
    assert (pieces["attribute"], pieces["disguised"], pieces["values"][0]["value"]) == ("apply_to_quantity", True, "1")
    assert (by_name["attribute_label"], by_name["operator_label"], by_name["values"][0]["label"]) == ("Product", "In", "Teapot")
    assert (other["attribute_label"], other["values"][0]["label"]) == ("items.anything", "5")


async def test_forms_are_told_what_rules_may_be_about(app: App, admin: httpx.AsyncClient) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 1, "mug": 1})
    at = "/admin/promotions/rule-attribute-options"

    async def names(query: str) -> list[str]:
        return [each["value"] for each in (await admin.get(f"{at}/{query}")).json()["attributes"]]

    items = ["product.id", "product.categories.id", "product.collection_id", "product.type_id", "product.tags.id"]
    items = [f"items.{each}" for each in items]
    # then
    assert await names("rules") == ["currency_code", "customer.groups.id", "region.id", "shipping_address.country_code", "sales_channel_id"]
    assert await names("target-rules") == items
    assert await names("buy-rules?promotion_type=buyget") == ["buy_rules_min_quantity", *items]
    assert await names("target-rules?promotion_type=buyget") == ["apply_to_quantity", *items]
    assert await names("target-rules?application_method_target_type=shipping_methods") == ["shipping_methods.shipping_option.shipping_option_type_id"]
    (currency, *_) = (await admin.get(f"{at}/rules?application_method_type=fixed")).json()["attributes"]
    assert (currency["required"], [each["value"] for each in currency["operators"]]) == (True, ["eq"])
    # and where the values come from
    values = (await admin.get("/admin/promotions/rule-value-options/target-rules/product?q=tea")).json()
    assert values == {"values": [{"value": shop.products["teapot"], "label": "Teapot"}], "count": 1, "offset": 0, "limit": 100}
    every = (await admin.get("/admin/promotions/rule-value-options/target-rules/product?limit=1&order=-title")).json()
    assert ([each["label"] for each in every["values"]], every["count"]) == (["Teapot"], 2)
    for name in ("customer_group", "region", "country", "sales_channel", "currency_code"):
        assert (await admin.get(f"/admin/promotions/rule-value-options/rules/{name}")).status_code == 200
    kinds = ("product", "product_category", "product_collection", "product_type", "product_tag", "shipping_option_type", "apply_to_quantity")
    for name in kinds:
        assert (await admin.get(f"/admin/promotions/rule-value-options/target-rules/{name}")).status_code == 200


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("rule-attribute-options/nonsense", "Invalid param rule_type (nonsense)"),
        ("rule-value-options/nonsense/region", "Invalid param rule_type (nonsense)"),
        ("rule-value-options/rules/product", "Invalid rule attribute - product"),
        ("promo_x/nonsense", "Invalid param rule_type (nonsense)"),
    ],
)
async def test_other_kinds_of_rules_there_are_not(admin: httpx.AsyncClient, url: str, message: str) -> None:
    answer = await admin.get(f"/admin/promotions/{url}")
    assert (answer.status_code, answer.json()["message"]) == (400, message)


async def test_a_rule_is_changed_once_in_a_request(admin: httpx.AsyncClient) -> None:
    # given
    promotion = await made(admin, "/admin/promotions", a_promotion(rules=[RULE]))
    at, key = f"/admin/promotions/{promotion['id']}/rules", promotion["rules"][0]["id"]
    before = (await admin.get(at)).json()["rules"]
    # when
    refused = await admin.post(f"{at}/batch", json={"update": [{"id": key, "values": [value]} for value in "ab"]})
    # then
    assert (refused.status_code, refused.json()["message"]) == (400, f"Each is changed once in a request; named twice: {key}")
    assert (await admin.get(at)).json()["rules"] == before
