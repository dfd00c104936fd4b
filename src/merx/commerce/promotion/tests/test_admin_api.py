"""Promotions and campaigns as merchants set them up: what is kept, what is refused and in which words."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
import pytest_asyncio

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.factories import open_shop
from merx.commerce.promotion import NewMethod
from merx.commerce.promotion.tests.offers import offered
from merx.framework.app import App

Tree = dict[str, Any]
ORDER: Tree = {"type": "percentage", "target_type": "order", "value": 10}
EACH: Tree = {"type": "fixed", "target_type": "items", "allocation": "each", "value": 5, "max_quantity": 2, "currency_code": "eur"}
RULE: Tree = {"attribute": "items.product.id", "operator": "in", "values": ["prod_1", "prod_2", "prod_1"]}
GIFT: Tree = {
    "type": "percentage",
    "target_type": "items",
    "allocation": "each",
    "value": 100,
    "max_quantity": 2,
    "apply_to_quantity": 1,
    "buy_rules_min_quantity": 2,
    "buy_rules": [RULE],
    "target_rules": [RULE],
}


def a_promotion(method: Tree | None = None, **more: Any) -> Tree:
    return {"code": "TEN", "type": "standard", "application_method": method or ORDER, **more}


@pytest_asyncio.fixture
async def admin(app: App, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client with a secret key."""
    key = await create_api_key(app.scope(), "Admin", "secret", "test")
    client.auth = httpx.BasicAuth(key.token, "")
    return client


async def made(admin: httpx.AsyncClient, url: str, body: Tree) -> Tree:
    answer = await admin.post(url, json=body)
    assert answer.status_code == 200, answer.text
    return next(iter(answer.json().values()))


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


# --- rules ------------------------------------------------------------------------------------------------------------


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


# --- campaigns --------------------------------------------------------------------------------------------------------


def a_campaign(**more: Any) -> Tree:
    return {"name": "Spring", "campaign_identifier": "spring", **more}


@pytest.mark.parametrize(
    ("budget", "message"),
    [
        ({"type": "spend"}, "Invalid request: currency_code is required when budget type is spend"),
        ({"type": "usage", "currency_code": "eur"}, "Invalid request: currency_code should not be present when budget type is usage"),
        (
            {"type": "use_by_attribute", "limit": 1},
            "Invalid request: campaign budget attribute is required when budget type is USE_BY_ATTRIBUTE or SPEND_BY_ATTRIBUTE",
        ),
        (
            {"type": "spend_by_attribute", "limit": 1, "attribute": "shoe_size"},
            "Invalid request: campaign budget attribute should be one of customer_id, customer_email, got: 'shoe_size'",
        ),
    ],
)
async def test_a_budget_says_what_it_counts(admin: httpx.AsyncClient, budget: Tree, message: str) -> None:
    answer = await admin.post("/admin/campaigns", json=a_campaign(budget=budget))
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    answer = await admin.post("/admin/promotions", json=a_promotion(campaign=a_campaign(budget=budget)))
    assert (answer.status_code, answer.json()["message"]) == (400, message)


async def test_a_campaign_has_a_budget_whose_limit_may_change(admin: httpx.AsyncClient) -> None:
    # given
    campaign = await made(admin, "/admin/campaigns", a_campaign(budget={"type": "spend", "limit": 100, "currency_code": "EUR"}))
    budget = campaign["budget"]
    assert (budget["type"], budget["limit"], budget["used"], budget["currency_code"]) == ("spend", 100, 0, "eur")
    at = f"/admin/campaigns/{campaign['id']}"
    # when, then
    changed = await made(admin, at, {"budget": {"limit": None}, "ends_at": "2030-01-01T00:00:00.000Z"})
    assert (changed["budget"]["limit"], changed["ends_at"]) == (None, "2030-01-01T00:00:00.000Z")
    assert (await admin.post(at, json={"budget": {"type": "usage"}})).status_code == 400
    found = (await admin.get("/admin/campaigns?budget[currency_code]=eur&q=spr")).json()
    assert [each["id"] for each in found["campaigns"]] == [campaign["id"]]
    plain = await made(admin, "/admin/campaigns", a_campaign(campaign_identifier="other"))
    answer = await admin.post(f"/admin/campaigns/{plain['id']}", json={"budget": {"limit": 5}})
    assert (answer.status_code, answer.json()["message"]) == (400, "Campaign Budget type is a required field")
    answer = await admin.post("/admin/campaigns/procamp_x", json={"name": "A"})
    assert (answer.status_code, answer.json()["message"]) == (404, "Campaign with id: procamp_x was not found")


async def test_promotions_join_and_leave_a_campaign(admin: httpx.AsyncClient) -> None:
    # given
    campaign = await made(admin, "/admin/campaigns", a_campaign(budget={"type": "spend", "limit": 100, "currency_code": "eur"}))
    at = f"/admin/campaigns/{campaign['id']}/promotions"
    euro = await made(admin, "/admin/promotions", a_promotion(EACH))
    dollar = await made(admin, "/admin/promotions", a_promotion({**EACH, "currency_code": "usd"}, code="USD"))
    # when, then
    await made(admin, at, {"add": [euro["id"]]})
    assert (await admin.get(f"/admin/promotions?campaign_id={campaign['id']}")).json()["count"] == 1
    taken = "Cannot add promotions ({}) to campaign. These promotions are either already part of a campaign or not found."
    for body, status, message in (
        ({"add": [euro["id"]]}, 404, taken.format(euro["id"])),
        ({"add": ["promo_x"]}, 404, taken.format("promo_x")),
        ({"add": [dollar["id"]]}, 400, "Cannot add promotions to campaign where currency_code don't match."),
        ({"remove": [dollar["id"]]}, 404, f"Promotions with ids ({dollar['id']}) not found."),
    ):
        answer = await admin.post(at, json=body)
        assert (answer.status_code, answer.json()["message"]) == (status, message)
    await made(admin, at, {"remove": [euro["id"]]})
    assert (await admin.get(f"/admin/promotions/{euro['id']}")).json()["promotion"]["campaign"] is None


@pytest.mark.parametrize("kind", [{"type": "spend"}, {"type": "spend_by_attribute", "attribute": "customer_id"}])
async def test_a_promotion_counts_in_the_money_of_its_campaign(admin: httpx.AsyncClient, kind: Tree) -> None:
    # given
    campaign = await made(admin, "/admin/campaigns", a_campaign(budget={"limit": 100, "currency_code": "usd", **kind}))
    mine = {"campaign_id": campaign["id"]}
    # then
    for body, status, message in (
        (a_promotion(EACH, **mine), 400, "Currency between promotion and campaigns should match"),
        (a_promotion(EACH, campaign_id="procamp_x"), 404, "Could not find campaign with id - procamp_x"),
        (
            a_promotion(EACH, **mine, campaign=a_campaign()),
            400,
            "Provide either the 'campaign' or 'campaign_id' parameter; both cannot be used simultaneously.",
        ),
    ):
        answer = await admin.post("/admin/promotions", json=body)
        assert (answer.status_code, answer.json()["message"]) == (status, message)
    promotion = await made(admin, "/admin/promotions", a_promotion(EACH))
    answer = await admin.post(f"/admin/promotions/{promotion['id']}", json=mine)
    assert answer.json()["message"] == f"Currency code doesn't match for campaign ({campaign['id']}) and promotion ({promotion['id']})"


async def test_a_campaign_goes_and_leaves_its_promotions(admin: httpx.AsyncClient) -> None:
    # given
    promotion = await made(admin, "/admin/promotions", a_promotion(campaign=a_campaign(budget={"type": "usage", "limit": 5})))
    # when
    for _ in range(2):
        gone = await admin.delete(f"/admin/campaigns/{promotion['campaign']['id']}")
        assert (gone.status_code, gone.json()["object"]) == (200, "campaign")
    # then
    assert (await admin.get("/admin/campaigns")).json()["count"] == 0
    assert (await admin.get(f"/admin/promotions/{promotion['id']}")).json()["promotion"]["campaign"] is None


# --- shoppers ---------------------------------------------------------------------------------------------------------


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
