"""Carts recorded from another server: the same promotions take the same amounts off, within 1e-6."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merx.commerce.promotion import Offer, Rule, Target, discounts
from merx.commerce.totals import Adjustment, Cart, Line, ShippingMethod, TaxLine, cart_totals, tax_factor

Tree = dict[str, Any]
DATA = Path(__file__).parents[2] / "totals" / "tests" / "data"
TOLERANCE = Decimal("1E-6")

CARTS: list[Tree] = json.loads((DATA / "golden_totals.json").read_text(encoding="utf-8"), parse_float=Decimal)


def a(variant: str) -> tuple[Rule, ...]:
    return (Rule("variant", "eq", (variant,)),)


def any_of(*variants: str) -> tuple[Rule, ...]:
    return (Rule("variant", "in", variants),)


BUYGET = {"type": "buyget", "value_type": "percentage", "target_type": "items", "allocation": "each", "value": 100}
EACH, ACROSS, ONCE = ({"target_type": "items", "allocation": each} for each in ("each", "across", "once"))
FIXED, PERCENT = ({"value_type": each} for each in ("fixed", "percentage"))
ORDER = {"target_type": "order"}
RECIPES: dict[str, Tree] = {
    "order_fixed_50": {**FIXED, **ORDER, "value": 50},
    "order_fixed_50_incl": {**FIXED, **ORDER, "value": 50, "is_tax_inclusive": True},
    "order_pct_10": {**PERCENT, **ORDER, "value": 10},
    "order_pct_33": {**PERCENT, **ORDER, "value": 33},
    "order_fixed_99999": {**FIXED, **ORDER, "value": 99999},
    "items_each_fixed_10_max2": {**FIXED, **EACH, "value": 10, "max_quantity": 2},
    "items_each_fixed_10_max1": {**FIXED, **EACH, "value": 10, "max_quantity": 1},
    "items_each_pct_50_max1": {**PERCENT, **EACH, "value": 50, "max_quantity": 1},
    "items_each_pct_50_max10": {**PERCENT, **EACH, "value": 50, "max_quantity": 10},
    "items_across_fixed_30": {**FIXED, **ACROSS, "value": 30},
    "items_across_pct_15": {**PERCENT, **ACROSS, "value": 15},
    "items_once_fixed_5_max2": {**FIXED, **ONCE, "value": 5, "max_quantity": 2},
    "items_once_pct_100_max1": {**PERCENT, **ONCE, "value": 100, "max_quantity": 1},
    "ship_across_pct_100": {**PERCENT, "target_type": "shipping_methods", "allocation": "across", "value": 100},
    "ship_each_fixed_4": {**FIXED, "target_type": "shipping_methods", "allocation": "each", "value": 4, "max_quantity": 1},
    "buyget_2A_get_1B_100pct": {
        **BUYGET,
        "max_quantity": 1,
        "apply_to_quantity": 1,
        "buy_rules_min_quantity": 2,
        "buy_rules": a("A"),
        "target_rules": a("B"),
    },
    "buyget_2x_get_1_same_product_max2": {
        **BUYGET,
        "max_quantity": 2,
        "apply_to_quantity": 1,
        "buy_rules_min_quantity": 2,
        "buy_rules": any_of("A", "B", "C", "D"),
        "target_rules": any_of("A", "B", "C", "D"),
    },
    "items_pct_20_only_product2": {**PERCENT, **ACROSS, "value": 20, "target_rules": a("R")},
}


def offer(name: str) -> Offer:
    """The recorded promotion of this name."""
    recipe = {"type": "standard", **RECIPES[name]}
    return Offer(id=name, code=name, **{**recipe, "value": Decimal(recipe["value"])})


def line(recorded: Tree) -> Line:
    taxes = tuple(TaxLine(Decimal(rate)) for rate in recorded["rates"])
    amounts = {"unit_price": Decimal(recorded["unit_price"]), "quantity": Decimal(recorded["quantity"])}
    return Line(is_tax_inclusive=recorded["is_tax_inclusive"], tax_lines=taxes, adjustments=None, **amounts)


def method(recorded: Tree) -> ShippingMethod:
    taxes = tuple(TaxLine(Decimal(rate)) for rate in recorded["rates"])
    return ShippingMethod(is_tax_inclusive=recorded["is_tax_inclusive"], tax_lines=taxes, adjustments=None, amount=Decimal(recorded["amount"]))


def targets(recorded: Tree) -> tuple[list[Target], list[Target]]:
    lines, methods = [line(each) for each in recorded["items"]], [method(each) for each in recorded["shipping"]]
    totals = cart_totals(Cart(items=tuple(lines), shipping_methods=tuple(methods), credit_lines=None), exponent=2)
    items = [
        Target(
            id=f"line {number}",
            net=priced.figures.subtotal,
            gross=priced.figures.original_total,
            factor=tax_factor(each),
            unit_price=each.unit_price,
            quantity=int(each.quantity),
            facts={"variant": recorded["items"][number]["variant"]},
        )
        for number, (each, priced) in enumerate(zip(lines, totals.lines, strict=True))
    ]
    sent = [
        Target(
            id=f"method {number}", net=priced.figures.subtotal, gross=priced.figures.original_total, factor=tax_factor(each), unit_price=each.amount, facts={}
        )
        for number, (each, priced) in enumerate(zip(methods, totals.methods, strict=True))
    ]
    return items, sent


@pytest.mark.parametrize("recorded", CARTS, ids=lambda cart: f"{cart['cart']} {cart['country']} {cart['promotions']}")
def test_the_same_is_taken_off(recorded: Tree) -> None:
    # given
    items, methods = targets(recorded)
    # when
    made = discounts([offer(name) for name in recorded["promotions"]], items, methods, {}, "eur")
    # then
    for kind, place, found in (("items", "line", made.items), ("shipping", "method", made.shipping_methods)):
        for number, expected in enumerate(recorded[kind]):
            mine = [each for each in found if each.target_id == f"{place} {number}"]
            assert [each.code for each in mine] == [each["promotion"] for each in expected["adjustments"]]
            for each, known in zip(mine, expected["adjustments"], strict=True):
                assert abs(each.amount - known["amount"]) <= TOLERANCE
                assert Adjustment(each.amount, each.is_tax_inclusive).is_tax_inclusive == known.get("is_tax_inclusive", False)


def test_every_recorded_promotion_is_known() -> None:
    assert {name for cart in CARTS for name in cart["promotions"]} == set(RECIPES)
    assert (len(CARTS), sum(1 for cart in CARTS if cart["promotions"])) == (102, 86)
