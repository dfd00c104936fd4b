"""What the merchant tells shoppers: discounts, reasons, other words."""

from tests.stories.contract import Json
from tests.stories.story.reader import Reader


async def promote(shop: Reader, ids: Json) -> None:
    """A code for a discount, one in a campaign with all kinds of rules, and a gift; adds their ids to `ids`."""
    codes, campaigns = "/admin/promotions", "/admin/campaigns"
    fixed = {"type": "fixed", "target_type": "order", "value": 1, "currency_code": "eur"}
    rule = {"attribute": "region.id", "operator": "in", "values": [ids["region"]]}
    welcome = await shop.make(codes, "promotion", code="WELCOME", type="standard", application_method=fixed, rules=[rule], limit=100)
    ids["promotion"] = welcome["id"]
    await shop.post(f"{codes}/{ids['promotion']}", status="active", metadata={"a": 1})
    teapots = {"attribute": "items.product.id", "operator": "in", "values": [ids["product"]]}
    each = {"type": "percentage", "target_type": "items", "allocation": "each", "value": 5, "max_quantity": 1, "target_rules": [teapots]}
    budget = {"type": "usage", "limit": 100}
    begun = {"name": "Spring", "campaign_identifier": "spring", "description": "In spring", "budget": budget, "starts_at": "2020-01-01T00:00:00Z"}
    spring = await shop.make(codes, "promotion", code="SPRING", type="standard", application_method=each, status="active", campaign=begun)
    ids |= {"spring": spring["id"], "campaign": spring["campaign"]["id"]}
    post = {"type": "percentage", "target_type": "shipping_methods", "allocation": "across", "value": 50}
    ids["automatic"] = (await shop.make(codes, "promotion", code="POST", type="standard", application_method=post, status="active", is_automatic=True))["id"]
    quantities = {"max_quantity": 1, "apply_to_quantity": 1, "buy_rules_min_quantity": 2}
    gift = {**quantities, "type": "percentage", "target_type": "items", "allocation": "each", "value": 100, "target_rules": [teapots], "buy_rules": [teapots]}
    ids["gift"] = (await shop.make(codes, "promotion", code="GIFT", type="buyget", application_method=gift))["id"]
    for promotion, kind, attribute in (
        ("promotion", "rules", "customer.groups.id"),
        ("gift", "target-rules", "items.variant_id"),
        ("gift", "buy-rules", "items.title"),
    ):
        at = f"{codes}/{ids[promotion]}/{kind}"
        made = await shop.post(f"{at}/batch", create=[{"attribute": attribute, "operator": "ne", "values": ["nobody"]}])
        await shop.post(f"{at}/batch", update=[{"id": made["created"][0]["id"], "values": ["nobody", "nothing"]}])
        await shop.get(at)
        await shop.post(f"{at}/batch", delete=[made["created"][0]["id"]])
        await shop.get(f"{codes}/rule-attribute-options/{kind}?promotion_type=buyget")
    await shop.get(f"{codes}/rule-value-options/rules/region")
    own = await shop.make(campaigns, "campaign", name="Summer", campaign_identifier="summer", description="In summer", budget=None)
    ids["own_campaign"] = own["id"]
    await shop.post(f"{campaigns}/{own['id']}", starts_at="2026-06-01T00:00:00Z", ends_at="2026-09-01T00:00:00Z")
    await shop.post(f"{campaigns}/{own['id']}/promotions", add=[ids["gift"]])
    await shop.post(f"{campaigns}/{own['id']}/promotions", remove=[ids["gift"]])


async def know_reasons(shop: Reader) -> None:
    """Why goods and money go back."""
    at = "/admin/return-reasons"
    parent = (await shop.make(at, "return_reason", value="fit", label="It doesn't fit"))["id"]
    child = (await shop.make(at, "return_reason", value="small", label="Too small", parent_return_reason_id=parent, description="By a size"))["id"]
    await shop.post(f"{at}/{child}", value="too-small", label="Too small")
    for url in (at, f"{at}/{child}", "/store/return-reasons", f"/store/return-reasons/{parent}"):
        await shop.get(url)
    await shop.delete(f"{at}/{parent}")
    at = "/admin/refund-reasons"
    refund = (await shop.make(at, "refund_reason", label="Kindness", code="kindness"))["id"]
    await shop.post(f"{at}/{refund}", description="Of ours")
    for url in (at, f"{at}/{refund}"):
        await shop.get(url)
    await shop.delete(f"{at}/{refund}")


async def translate(shop: Reader, ids: Json) -> None:
    """The shop in a second language."""
    at, teapot = "/admin/translations", {"reference": "product", "reference_id": ids["product"]}
    await shop.post(f"/admin/stores/{ids['store']}", supported_locales=[{"locale_code": "de-DE"}, {"locale_code": "fr-FR"}])
    made = (await shop.post(f"{at}/batch", create=[{**teapot, "locale_code": "de-DE", "translations": {"title": "Teekanne"}}]))["created"][0]["id"]
    await shop.post(f"{at}/batch", update=[{"id": made, "translations": {"title": "Kanne", "subtitle": ""}}])
    settings = (await shop.get(f"{at}/settings"))["translation_settings"]
    await shop.post(f"{at}/settings/batch", update=[{"id": settings["product"]["id"], "fields": ["title"]}])
    urls = (
        at,
        f"{at}/entities?type=product",
        f"{at}/statistics?locales=de-DE&entity_types=product",
        "/admin/locales",
        "/admin/locales/de-DE",
        "/store/locales",
    )
    for url in urls:
        await shop.get(url)
    assert (await shop.get(f"/store/products/{ids['product']}?locale=de-DE"))["product"]["title"] == "Kanne"
    await shop.post(f"{at}/batch", delete=[made])
