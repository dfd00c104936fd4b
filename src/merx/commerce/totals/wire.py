"""Carts and orders as JSON has them: the totals are written into the tree, under the names of the HTTP API.

Amounts stay unrounded there, but nothing at or below 0.0001 is shown: it is 0.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert
from msgspec.structs import asdict

from merx.commerce.totals.cart import Cart, CartTotals, cart_totals
from merx.commerce.totals.lines import ZERO, Figures, LineTotals, TaxFigures
from merx.commerce.totals.order import Order, order_totals

Tree = dict[str, Any]
_Input = TypeVar("_Input", Cart, Order)
_SMALLEST = Decimal("0.0001")


def decorate_cart(cart: Tree, exponent: int) -> Tree:
    """Write all totals into a cart as decoded from JSON, and return it. Safe to repeat.

    Needs `items` (with `unit_price`, `quantity`), `shipping_methods` (with `amount`), both with `is_tax_inclusive`,
    `tax_lines`, `adjustments`, and `credit_lines`; lists may be None. A TypeError names what is missing, for totals
    without it would be wrong, and nothing is written then.
    Numbers are Decimal or int; a float counts as the decimal it prints.
    """
    totals = cart_totals(_read(cart, Cart), exponent)
    _write_totals(cart, totals)
    return cart


def decorate_order(order: Tree, exponent: int) -> Tree:
    """Write all totals and the `summary` into an order as decoded from JSON, and return it. Safe to repeat.

    Needs what `decorate_cart` needs, but `detail` on each item instead of `quantity`, and `transactions` (`amount`,
    negative for refunds). `original_order_total` is kept from a stored `summary`; without one it is today's total.
    """
    totals = order_totals(_read(order, Order), exponent)
    _write_totals(order, totals.totals)
    for item, pieces in zip(order["items"] or (), totals.pieces, strict=True):
        item.update(_shown(pieces))
    order["summary"] = {**(order.get("summary") or {}), **_shown(totals.summary)}
    return order


def _read(tree: Tree, shape: type[_Input]) -> _Input:
    try:
        return convert(tree, shape)
    except ValidationError as wrong:
        # Not the visitor's mistake, as a ValidationError would say: our own query did not ask for enough.
        raise TypeError(f"totals: {wrong}") from wrong


def _write_totals(tree: Tree, totals: CartTotals) -> None:
    _write_lines(tree["items"] or (), totals.lines)
    _write_lines(tree["shipping_methods"] or (), totals.methods)
    tree.update(_shown(totals.both))
    tree.update(_named("item", totals.items))
    tree.update(_named("shipping", totals.shipping))
    credit = _visible(totals.credit_line_total)
    tree.update(credit_line_total=credit, credit_line_subtotal=credit, credit_line_tax_total=ZERO, total=_visible(totals.total))


# HOT(benchmarks/totals.py): once per line of each read
def _write_lines(trees: Iterable[Tree], lines: Iterable[LineTotals]) -> None:
    for tree, line in zip(trees, lines, strict=True):
        tree.update(_shown(line.figures))
        if line.tax_lines:
            _write_parts(tree["tax_lines"], line.tax_lines)
        if line.adjustments:
            _write_parts(tree["adjustments"], line.adjustments)


def _write_parts(trees: Iterable[Tree], parts: Iterable[TaxFigures]) -> None:
    for tree, part in zip(trees, parts, strict=True):
        tree["subtotal"] = _visible(part.subtotal)
        tree["total"] = _visible(part.total)


def _named(part: str, figures: Figures) -> Tree:
    return {
        f"{part}_total": _visible(figures.total),
        f"{part}_subtotal": _visible(figures.subtotal),
        f"{part}_tax_total": _visible(figures.tax_total),
        f"{part}_discount_total": _visible(figures.discount_total),
        f"original_{part}_total": _visible(figures.original_total),
        f"original_{part}_subtotal": _visible(figures.original_subtotal),
        f"original_{part}_tax_total": _visible(figures.original_tax_total),
    }


def _shown(figures: Struct) -> Tree:
    return {name: _visible(amount) for name, amount in asdict(figures).items()}


def _visible(amount: Decimal) -> Decimal:
    return amount if abs(amount) > _SMALLEST else ZERO
