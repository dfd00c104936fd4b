"""Campaigns as merchants set them up: their budgets, and which promotions are part of them."""

import httpx
import pytest

from merx.commerce.promotion.tests.bodies import EACH, Tree, a_campaign, a_promotion, made


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
