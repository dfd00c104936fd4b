"""A sample of the recorded carts, through the shop's own workflows: priced, taxed, discounted, and shown with the recorded figures."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merx.commerce.cart.workflows import ChosenOption, NewCart, NewItem, add_shipping_methods, change_promotions, create_cart
from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.pricing import PricePreference, PricingService
from merx.commerce.promotion import NewMethod, NewPromotion, NewRule
from merx.commerce.promotion.tests.test_golden import RECIPES
from merx.commerce.promotion.workflows import create_promotion
from merx.framework.scope import Scope

Tree = dict[str, Any]
DATA = Path(__file__).parents[2] / "totals" / "tests" / "data"
TOLERANCE = Decimal("1E-6")
SAMPLE = ("mixed", "buyget", "same")
CARTS: list[Tree] = [
    cart
    for cart in json.loads((DATA / "golden_totals.json").read_text(encoding="utf-8"), parse_float=Decimal)
    if cart["cart"] in SAMPLE and cart["country"] == "de" and cart["promotions"]
]


def test_the_sample_has_every_recorded_promotion_but_one() -> None:
    assert len(CARTS) == 46
    assert {name for cart in CARTS for name in cart["promotions"]} == set(RECIPES) - {"items_pct_20_only_product2"}


async def sold(scope: Scope, recorded: Tree) -> SmallShop:
    """A shop that sells what is in the cart, at its prices."""
    shop = await open_shop(scope, {item["variant"]: 100 for item in recorded["items"]})
    for item in recorded["items"]:
        paths = {"variants": {"id": shop.variants[item["variant"]]}}
        (variant,) = await scope.query.graph("product_variant", fields=["price_set.id"], filters=paths["variants"])
        await scope[PricingService].prices.update_where({"price_set_id": variant["price_set"]["id"]}, amount=Decimal(item["unit_price"]))
    if recorded["tax_inclusive_prices"]:
        await scope[PricingService].price_preferences.create(PricePreference(attribute="currency_code", value="eur", is_tax_inclusive=True))
    return shop


async def offer(scope: Scope, shop: SmallShop, name: str) -> None:
    recipe = RECIPES[name]

    def rules(kind: str) -> list[NewRule]:
        found = recipe.get(kind, ())
        return [NewRule(attribute="items.variant_id", operator="in", values=[shop.variants.get(each, each) for each in rule.values]) for rule in found]

    columns = ("target_type", "allocation", "max_quantity", "apply_to_quantity", "buy_rules_min_quantity")
    method = NewMethod(
        type=recipe["value_type"],
        value=Decimal(recipe["value"]),
        currency_code="eur" if recipe["value_type"] == "fixed" else None,
        target_rules=rules("target_rules"),
        buy_rules=rules("buy_rules"),
        **{column: recipe[column] for column in columns if column in recipe},
    )
    kind, inclusive = recipe.get("type", "standard"), recipe.get("is_tax_inclusive", False)
    await create_promotion(scope, NewPromotion(code=name, type=kind, status="active", application_method=method, is_tax_inclusive=inclusive))


@pytest.mark.parametrize("recorded", CARTS, ids=lambda cart: f"{cart['cart']} {cart['promotions']} {'with' if cart['tax_inclusive_prices'] else 'without'} tax")
async def test_a_recorded_cart_costs_what_it_cost_there(scope: Scope, recorded: Tree) -> None:
    # given
    shop = await sold(scope, recorded)
    for name in recorded["promotions"]:
        await offer(scope, shop, name)
    items = [NewItem(variant_id=shop.variants[item["variant"]], quantity=item["quantity"]) for item in recorded["items"]]
    cart = await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items))
    await add_shipping_methods(scope, cart.id, [ChosenOption(option_id=shop.shipping_option_id)])
    # when
    await change_promotions(scope, cart.id, recorded["promotions"])
    # then
    figures = [*recorded["totals"], "items.variant_sku", "items.total", "items.discount_total", "items.adjustments.amount", "items.adjustments.code"]
    (found,) = await scope.query.graph("cart", fields=figures, filters={"id": cart.id})
    off = {name: found[name] - amount for name, amount in recorded["totals"].items() if abs(found[name] - amount) > TOLERANCE}
    assert off == {}
    by_variant = {item["variant_sku"]: item for item in found["items"]}
    for item in recorded["items"]:
        mine = by_variant[item["variant"]]
        assert abs(mine["total"] - item["total"]) <= TOLERANCE
        assert {each["code"] for each in mine["adjustments"]} == {each["promotion"] for each in item["adjustments"]}
