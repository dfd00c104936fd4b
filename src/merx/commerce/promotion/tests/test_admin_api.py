"""Promotions as merchants set them up: what is kept, what is refused and in which words; and what shoppers make of them."""

from decimal import Decimal

import httpx
import pytest

from merx.commerce.factories import open_shop
from merx.commerce.promotion import NewMethod
from merx.commerce.promotion.tests.bodies import EACH, GIFT, ORDER, RULE, Tree, a_promotion, made
from merx.commerce.promotion.tests.offers import offered
from merx.framework.app import App


async def test_a_promotion_is_shown_as_it_was_made(admin: httpx.AsyncClient) -> None:
    # when
    rules = [{"attribute": "region.id", "operator": "eq", "values": "reg_1", "description": "Europe"}]
    body = a_promotion({**EACH, "target_rules": [RULE]}, limit=3, rules=rules, metadata={"a": 1}, is_tax_inclusive=True)
    promotion = await made(admin, "/admin/promotions", body)
    # then
    assert {name: promotion[name] for name in ("code", "type", "status", "is_automatic", "is_tax_inclusive", "limit", "used", "campaign")} == {
        "code": "TEN",
        "type": "standard",
        "status": "draft",
        "is_automatic": False,
        "is_tax_inclusive": True,
        "limit": 3,
        "used": 0,
        "campaign": None,
    }
    assert [(rule["attribute"], rule["operator"], [each["value"] for each in rule["values"]]) for rule in promotion["rules"]] == [
        ("region.id", "eq", ["reg_1"])
    ]
    method = promotion["application_method"]
    assert (method["type"], method["value"], method["allocation"], method["max_quantity"], method["currency_code"]) == ("fixed", 5, "each", 2, "eur")
    ((rule,),) = [method["target_rules"]]
    assert {each["value"] for each in rule["values"]} == {"prod_1", "prod_2"}
    assert (await admin.get("/admin/promotions/TEN")).json()["promotion"]["id"] == promotion["id"]


REFUSED: list[tuple[Tree, str]] = [
    ({**ORDER, "value": 0}, "Application Method value should be a percentage number between 0 and 100"),
    ({**ORDER, "value": 100.5}, "Application Method value should be a percentage number between 0 and 100"),
    ({**ORDER, "allocation": "once", "max_quantity": 1}, "application_method.allocation 'once' is not compatible with target_type 'order'"),
    ({**ORDER, "target_rules": [RULE]}, "Target rules for application method with target type (order) is not allowed"),
    ({**EACH, "allocation": "across"}, "application_method.max_quantity is not allowed to be set for allocation (across)"),
    ({**EACH, "max_quantity": None}, "application_method.max_quantity is required when application_method.allocation is 'each OR once'"),
    (
        {**EACH, "allocation": None},
        "application_method.allocation should be either 'each OR across OR once' when application_method.target_type is either 'items OR shipping_methods'",
    ),
    ({**EACH, "buy_rules": [RULE]}, "Can't add buy rules to a standard promotion"),
    ({**EACH, "value": -1}, "Invalid request: Value for field 'application_method, value' too small, expected at least: '0'"),
]


@pytest.mark.parametrize(("method", "message"), REFUSED, ids=lambda value: value[:40] if isinstance(value, str) else "")
async def test_parts_that_do_not_go_together_are_refused(admin: httpx.AsyncClient, method: Tree, message: str) -> None:
    given = {name: value for name, value in method.items() if value is not None}
    answer = await admin.post("/admin/promotions", json=a_promotion(given))
    assert (answer.status_code, answer.json()["type"], answer.json()["message"]) == (400, "invalid_data", message)
    assert (await admin.get("/admin/promotions")).json()["count"] == 0


GIFTS: list[tuple[str, str]] = [
    ("buy_rules", "Invalid request: Buyget promotions require at least one buy rule and quantities to be defined"),
    ("apply_to_quantity", "Invalid request: Buyget promotions require at least one buy rule and quantities to be defined"),
    ("target_rules", "Target rules are required for buyget promotion type"),
    ("max_quantity", "application_method.max_quantity is a required field for Promotion type of buyget"),
]


@pytest.mark.parametrize(("missing", "message"), GIFTS)
async def test_a_gift_says_what_is_bought_and_what_is_given(admin: httpx.AsyncClient, missing: str, message: str) -> None:
    method = {name: value for name, value in GIFT.items() if name != missing}
    answer = await admin.post("/admin/promotions", json=a_promotion(method, type="buyget"))
    assert (answer.status_code, answer.json()["message"]) == (400, message)


async def test_a_gift_gives_no_more_at_a_time_than_in_all(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/admin/promotions", json=a_promotion({**GIFT, "apply_to_quantity": 3}, type="buyget"))
    assert answer.json()["message"] == "max_quantity (2) must be greater than or equal to apply_to_quantity (3) for BUYGET promotions."


async def test_what_comes_by_itself_has_no_limit(admin: httpx.AsyncClient) -> None:
    message = "Invalid request: Automatic promotions cannot have a usage limit"
    answer = await admin.post("/admin/promotions", json=a_promotion(is_automatic=True, limit=1))
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    promotion = await made(admin, "/admin/promotions", a_promotion(is_automatic=True))
    answer = await admin.post(f"/admin/promotions/{promotion['id']}", json={"limit": 1})
    assert (answer.status_code, answer.json()["message"]) == (400, message)


async def test_a_code_is_given_once_and_is_free_when_its_promotion_is_gone(admin: httpx.AsyncClient) -> None:
    # given
    promotion = await made(admin, "/admin/promotions", a_promotion())
    again = await admin.post("/admin/promotions", json=a_promotion())
    assert (again.status_code, again.json()["message"]) == (400, "Promotion with code: TEN, already exists.")
    # when
    for _ in range(2):
        gone = await admin.delete(f"/admin/promotions/{promotion['id']}")
        assert (gone.status_code, gone.json()) == (200, {"id": promotion["id"], "object": "promotion", "deleted": True})
    # then
    missing = await admin.get(f"/admin/promotions/{promotion['id']}")
    assert (missing.status_code, missing.json()["message"]) == (404, f"Promotion with id or code: {promotion['id']} was not found")
    assert (await made(admin, "/admin/promotions", a_promotion()))["code"] == "TEN"


async def test_a_change_is_looked_at_as_a_whole(admin: httpx.AsyncClient) -> None:
    # given
    promotion = await made(admin, "/admin/promotions", a_promotion(EACH, metadata={"a": 1, "b": 2}))
    at = f"/admin/promotions/{promotion['id']}"
    # when
    changed = await made(admin, at, {"status": "active", "metadata": {"b": "", "c": 3}, "application_method": {"value": 7, "max_quantity": 3}})
    # then
    assert (changed["status"], changed["metadata"]) == ("active", {"a": 1, "c": 3})
    assert (changed["application_method"]["value"], changed["application_method"]["max_quantity"]) == (7, 3)
    for body, message in (
        ({"application_method": {"allocation": "across"}}, "application_method.max_quantity is not allowed to be set for allocation (across)"),
        ({"application_method": {"type": "percentage", "value": 101}}, "Application Method value should be a percentage number between 0 and 100"),
        ({"type": "buyget"}, "Buy rules are required for buyget promotion type"),
        ({"campaign_id": "procamp_x"}, "Could not find campaign with id procamp_x"),
        ({"limit": 0}, "Invalid request: Value for field 'limit' too small, expected at least: '1'"),
    ):
        answer = await admin.post(at, json=body)
        assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert (await made(admin, at, {"application_method": {"allocation": "across", "max_quantity": None}}))["application_method"]["allocation"] == "across"
    assert (await admin.post("/admin/promotions/promo_x", json={"code": "A"})).status_code == 404


async def test_a_limit_is_not_less_than_what_was_used(app: App, admin: httpx.AsyncClient) -> None:
    promotion = await made(admin, "/admin/promotions", a_promotion(limit=5))
    await app.scope().value("UPDATE promotion SET used = 3")
    answer = await admin.post(f"/admin/promotions/{promotion['id']}", json={"limit": 2})
    assert (answer.status_code, answer.json()["message"]) == (400, "Promotion limit (2) cannot be less than current usage (3)")


async def test_a_shopper_gives_a_code_and_takes_it_back(app: App, client: httpx.AsyncClient) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 5})
    await offered(app.scope(), "TEN", method=NewMethod(type="percentage", target_type="order", value=Decimal(10)))
    client.headers["x-publishable-api-key"] = shop.publishable_key
    items = [{"variant_id": shop.variants["teapot"], "quantity": 1}]
    # when, then
    cart = await made(client, "/store/carts", {"region_id": shop.region_id, "items": items, "promo_codes": ["TEN"]})
    (promotion,) = cart["promotions"]
    assert (promotion["code"], promotion["application_method"]["value"], promotion["is_automatic"]) == ("TEN", 10, False)
    assert (cart["discount_total"], cart["items"][0]["adjustments"][0]["code"]) == (11.9, "TEN")
    at = f"/store/carts/{cart['id']}"
    gone = (await client.request("DELETE", f"{at}/promotions", json={"promo_codes": ["TEN"]})).json()["cart"]
    assert (gone["promotions"], gone["discount_total"]) == ([], 0)
    assert (await made(client, f"{at}/promotions", {"promo_codes": ["TEN"]}))["discount_total"] == 11.9
    assert (await made(client, at, {"promo_codes": []}))["discount_total"] == 0
    for url, body in ((f"{at}/promotions", {"promo_codes": ["NOPE"]}), (at, {"promo_codes": ["NOPE"]}), ("/store/carts", {"promo_codes": ["NOPE"]})):
        answer = await client.post(url, json=body)
        assert (answer.status_code, answer.json()) == (400, {"type": "invalid_data", "message": "The promotion code NOPE is invalid"})
    # and sees nothing of how it is used
    seen = (
        await client.get(f"{at}?fields=+promotions.used,+promotions.limit,+promotions.carts.id,+promotions.orders.id,+promotions.campaign.budget.used")
    ).json()
    assert seen["cart"]["promotions"] == []
    await made(client, f"{at}/promotions", {"promo_codes": ["TEN"]})
    (promotion,) = (await client.get(f"{at}?fields=+promotions.used,+promotions.carts.id,+promotions.campaign.id")).json()["cart"]["promotions"]
    assert set(promotion) == {"id", "code", "is_automatic", "is_tax_inclusive", "application_method"}
