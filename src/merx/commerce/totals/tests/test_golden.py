"""Recorded carts and orders of another server: the same input has the same figures, within 1e-6."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merx.commerce.totals import decorate_cart, decorate_order

Tree = dict[str, Any]
DATA = Path(__file__).parent / "data"
TOLERANCE = Decimal("1E-6")


def _recorded(name: str) -> list[Tree]:
    return json.loads((DATA / name).read_text(encoding="utf-8"), parse_float=Decimal)


CARTS, ORDERS = _recorded("golden_totals.json"), _recorded("golden_orders.json")
VAT = [{"rate": 19}]


def test_all_carts_and_orders_are_here() -> None:
    assert (len(CARTS), sum(1 for cart in CARTS if not cart["promotions"]), len(ORDERS)) == (102, 16, 51)


def _part(recorded: Tree) -> Tree:
    inputs = ("unit_price", "quantity", "amount", "is_tax_inclusive")
    return {name: recorded[name] for name in inputs if name in recorded} | {
        "tax_lines": [{"rate": rate} for rate in recorded["rates"]],
        "adjustments": [dict(adjustment) for adjustment in recorded["adjustments"]],
    }


def _differences(figures: Tree, expected: Tree) -> Tree:
    return {name: (figures[name], amount) for name, amount in expected.items() if name.endswith("total") and abs(figures[name] - amount) > TOLERANCE}


@pytest.mark.parametrize("recorded", CARTS, ids=lambda cart: f"{cart['cart']} {cart['country']} {cart['promotions']}")
def test_a_cart_has_the_recorded_figures(recorded: Tree) -> None:
    # given
    cart: Tree = {
        "items": [_part(item) for item in recorded["items"]],
        "shipping_methods": [_part(method) for method in recorded["shipping"]],
        "credit_lines": None,
    }
    # when
    decorate_cart(cart, exponent=2)
    # then
    assert _differences(cart, recorded["totals"]) == {}
    for item, expected in zip(cart["items"], recorded["items"], strict=True):
        assert _differences(item, expected) == {}


def _order(recorded: Tree) -> Tree:
    summary = recorded["summary"]
    return {
        "items": [
            {
                "unit_price": item["unit_price"],
                "is_tax_inclusive": False,
                "tax_lines": VAT,
                "adjustments": [],
                "detail": item,
            }
            for item in recorded["items"]
        ],
        "shipping_methods": [{"amount": amount, "is_tax_inclusive": False, "tax_lines": VAT, "adjustments": []} for amount in recorded["shipping"]],
        "credit_lines": [{"amount": summary["credit_line_total"]}],
        "transactions": [{"amount": summary["paid_total"]}, {"amount": -summary["refunded_total"]}],
        "summary": {"original_order_total": summary["original_order_total"]},
    }


@pytest.mark.parametrize("recorded", ORDERS, ids=lambda order: f"{order['scenario']}: {order['after']}")
def test_an_order_has_the_recorded_figures_after_each_action(recorded: Tree) -> None:
    order = decorate_order(_order(recorded), exponent=2)
    assert _differences(order, recorded) == {}
    assert _differences(order["summary"], recorded["summary"]) == {}
    assert abs(order["summary"]["pending_difference"] - recorded["summary"]["pending_difference"]) <= TOLERANCE
    for item, expected in zip(order["items"], recorded["items"], strict=True):
        assert _differences(item, expected) == {}
