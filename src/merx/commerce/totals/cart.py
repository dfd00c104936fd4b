"""A cart's totals: sums over its lines and shipping methods, less its credit lines."""

from collections.abc import Iterable
from decimal import Decimal, localcontext

from msgspec import Struct

from merx.commerce.totals.lines import EXACT, ZERO, Figures, LineTotals, Taxed, line_totals, summed


class Line(Taxed, frozen=True, kw_only=True):
    """A line item; `unit_price` in major units, with tax in it if `is_tax_inclusive`."""

    unit_price: Decimal
    quantity: Decimal


class ShippingMethod(Taxed, frozen=True, kw_only=True):
    """A way to send the parcel; `amount` in major units, with tax in it if `is_tax_inclusive`."""

    amount: Decimal


class CreditLine(Struct, frozen=True, gc=False):
    """Something that pays a part of the total; untaxed."""

    amount: Decimal


class Cart(Struct, frozen=True, kw_only=True):
    """What a cart's totals depend on. `None` is an empty list."""

    items: tuple[Line, ...] | None
    shipping_methods: tuple[ShippingMethod, ...] | None
    credit_lines: tuple[CreditLine, ...] | None


class CartTotals(Struct, frozen=True, kw_only=True):
    """A cart's figures, exact: `both` is `items` + `shipping`, `total` is `both.total` - `credit_line_total`."""

    total: Decimal
    items: Figures
    shipping: Figures
    both: Figures
    credit_line_total: Decimal
    lines: tuple[LineTotals, ...]
    methods: tuple[LineTotals, ...]


def cart_totals(cart: Cart, exponent: int) -> CartTotals:
    """The totals of a cart in a currency of `exponent` decimal digits. Nothing is rounded: see `payable`."""
    with localcontext(EXACT):
        lines = tuple(line_totals(line, line.unit_price * line.quantity) for line in cart.items or ())
        return add_up(lines, cart.shipping_methods, cart.credit_lines, exponent)


def add_up(
    lines: tuple[LineTotals, ...],
    shipping_methods: tuple[ShippingMethod, ...] | None,
    credit_lines: tuple[CreditLine, ...] | None,
    exponent: int,
) -> CartTotals:
    """The totals over lines that are already priced. Call it under `EXACT`."""
    methods = tuple(line_totals(method, method.amount) for method in shipping_methods or ())
    items = summed(line.figures for line in lines)
    shipping = summed(method.figures for method in methods)
    both = summed((items, shipping))
    credit = owed((line.amount for line in credit_lines or ()), exponent)
    return CartTotals(
        total=both.total - credit,
        items=items,
        shipping=shipping,
        both=both,
        credit_line_total=credit,
        lines=lines,
        methods=methods,
    )


def owed(amounts: Iterable[Decimal], exponent: int) -> Decimal:
    """Their sum, or 0 if that is less than the smallest coin of the currency."""
    amount = sum(amounts, ZERO)
    return amount if abs(amount) >= Decimal(1).scaleb(-exponent) else ZERO
