"""All 102 recorded carts, from prices, quantities, rates and the names of promotions alone to what is paid for each line.

Both claims in one place: the unrounded figures are the recorded ones within 1e-6, for another server never rounds; and what
is payable differs by less than a cent a line, adds up to the cent, and is the recorded total as a customer would pay it.
"""

from decimal import Decimal
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from merx.commerce.promotion import discounts
from merx.commerce.promotion.tests.test_golden import CARTS, TOLERANCE, Tree, line, method, offer, targets
from merx.commerce.totals import Adjustment, Cart, CartTotals, cart_totals, payable, payable_parts

CENT = Decimal("0.01")
EUR = 2
GIVEN = {"variant", "quantity", "unit_price", "amount", "is_tax_inclusive", "rates", "adjustments"}


def priced(recorded: Tree) -> CartTotals:
    """The cart with the discounts that we compute, not with the recorded ones."""
    items, methods = targets(recorded)
    made = discounts([offer(name) for name in recorded["promotions"]], items, methods, {}, "eur")

    def off(target: str) -> tuple[Adjustment, ...]:
        return tuple(Adjustment(each.amount, each.is_tax_inclusive) for each in (*made.items, *made.shipping_methods) if each.target_id == target)

    cart = Cart(
        items=tuple(replace(line(each), adjustments=off(f"line {number}")) for number, each in enumerate(recorded["items"])),
        shipping_methods=tuple(replace(method(each), adjustments=off(f"method {number}")) for number, each in enumerate(recorded["shipping"])),
        credit_lines=None,
    )
    return cart_totals(cart, EUR)


def differences(figures: Tree, expected: Tree) -> Tree:
    return {name: (figures[name], amount) for name, amount in expected.items() if name.endswith("total") and abs(figures[name] - amount) > TOLERANCE}


def figures(part: Any) -> Tree:
    return to_builtins(part, builtin_types=(Decimal,))


def figures_of(totals: CartTotals) -> Tree:
    """By their names over HTTP: of the whole cart, of its lines and of its shipping."""
    parts = (("item", totals.items), ("shipping", totals.shipping))
    named = {_named(kind, name): amount for kind, part in parts for name, amount in figures(part).items()}
    return {**figures(totals.both), **named, "total": totals.total, "credit_line_total": totals.credit_line_total}


def _named(kind: str, name: str) -> str:
    return f"original_{kind}_{name.removeprefix('original_')}" if name.startswith("original_") else f"{kind}_{name}"


@pytest.mark.parametrize("recorded", CARTS, ids=lambda cart: f"{cart['cart']} {cart['country']} {cart['tax_inclusive_prices']} {cart['promotions']}")
def test_a_recorded_cart_costs_the_same_and_is_paid_to_the_cent(recorded: Tree) -> None:
    # when
    totals = priced(recorded)
    # then, unrounded
    assert differences(figures_of(totals), recorded["totals"]) == {}
    for mine, expected in zip((*totals.lines, *totals.methods), (*recorded["items"], *recorded["shipping"]), strict=True):
        assert differences(figures(mine.figures), expected) == {}
    # then, payable
    paid = payable_parts([mine.figures.total for mine in (*totals.lines, *totals.methods)], EUR)
    assert sum(paid) == payable(Decimal(recorded["totals"]["total"]), EUR)
    assert all(amount == payable(amount, EUR) for amount in paid)
    lines, sent = paid[: len(recorded["items"])], paid[len(recorded["items"]) :]
    assert all(abs(amount - expected["total"]) <= CENT for amount, expected in zip(lines, recorded["items"], strict=True))
    assert abs(sum(sent) - recorded["totals"]["shipping_total"]) <= CENT * len(sent)


def test_none_is_left_out_and_none_of_what_was_recorded_is_left_unseen() -> None:
    assert len(CARTS) == 102
    # All that is recorded is compared, but what the figures are computed from.
    assert {name for cart in CARTS for name in cart["totals"] if not name.endswith("total")} == set()
    parts = [part for cart in CARTS for kind in ("items", "shipping") for part in cart[kind]]
    assert {name for part in parts for name in part if not name.endswith("total")} == GIVEN
    assert {len(cart["shipping"]) for cart in CARTS} == {1}
