"""What holds for every cart, in every currency and tax mode."""

from decimal import Decimal, localcontext
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from merx.commerce.totals import (
    Adjustment,
    Cart,
    CreditLine,
    Figures,
    Line,
    LineTotals,
    ShippingMethod,
    TaxLine,
    cart_totals,
    payable,
    payable_parts,
    split,
)
from merx.commerce.totals.lines import EXACT

ZERO = Decimal(0)
LOST = Decimal("1E-18")
"""A net price is a quotient that lost what lies behind its 20th place, and its tax is so much more or less."""
exponents = st.integers(0, 4)
quantities = st.integers(1, 500).map(Decimal)
rates = st.lists(st.builds(TaxLine, st.decimals(0, 40, places=2)), max_size=3).map(tuple)


def money(limit: int = 100_000) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, limit, places=4)


@st.composite
def taxed(draw: st.DrawFn, price: Decimal) -> dict[str, Any]:
    """Fields of a line, whose discounts take at most its price off, in the line's own tax mode."""
    inclusive = draw(st.booleans())
    hundredths = draw(st.lists(st.integers(0, 33), max_size=3))
    off = tuple(Adjustment(price * part / 100, is_tax_inclusive=inclusive) for part in hundredths)
    return {"is_tax_inclusive": inclusive, "tax_lines": draw(rates), "adjustments": off}


@st.composite
def lines(draw: st.DrawFn) -> Line:
    unit_price, quantity = draw(money()), draw(quantities)
    return Line(unit_price=unit_price, quantity=quantity, **draw(taxed(unit_price * quantity)))


@st.composite
def methods(draw: st.DrawFn) -> ShippingMethod:
    amount = draw(money(100))
    return ShippingMethod(amount=amount, **draw(taxed(amount)))


carts = st.builds(
    Cart,
    items=st.lists(lines(), max_size=6).map(tuple),
    shipping_methods=st.lists(methods(), max_size=2).map(tuple),
    # Often about as much as the smallest coin of a currency.
    credit_lines=st.lists(st.builds(CreditLine, money(50) | st.sampled_from(["0.5", "0.05", "0.005", "0.0005"]).map(Decimal)), max_size=2).map(tuple),
)


def _sum_of(parts: list[Figures]) -> dict[str, Decimal]:
    names = Figures.__struct_fields__
    return {name: sum((getattr(part, name) for part in parts), ZERO) for name in names}


@given(carts, exponents)
def test_the_figures_of_a_cart_are_exactly_the_sums_of_its_parts(cart: Cart, exponent: int) -> None:
    totals = cart_totals(cart, exponent)
    with localcontext(EXACT):
        assert asdict(totals.items) == _sum_of([line.figures for line in totals.lines])
        assert asdict(totals.shipping) == _sum_of([method.figures for method in totals.methods])
        assert asdict(totals.both) == _sum_of([totals.items, totals.shipping])
        assert totals.total == totals.both.total - totals.credit_line_total
        credit = sum((line.amount for line in cart.credit_lines or ()), ZERO)
        assert totals.credit_line_total == (credit if credit >= Decimal(1).scaleb(-exponent) else 0)


@given(carts)
def test_net_and_tax_are_gross_and_each_part_of_them_has_its_line(cart: Cart) -> None:
    totals = cart_totals(cart, exponent=2)
    with localcontext(EXACT):
        for priced, line in zip((*(cart.items or ()), *(cart.shipping_methods or ())), (*totals.lines, *totals.methods), strict=True):
            figures = line.figures
            assert figures.total == figures.subtotal - figures.discount_subtotal + figures.tax_total
            assert figures.discount_total == figures.discount_subtotal + figures.discount_tax_total
            assert sum((each.total for each in line.adjustments), ZERO) == figures.discount_total
            assert _taxes(line) == ((figures.original_tax_total, figures.tax_total) if priced.tax_lines else (ZERO, ZERO))
            for tax, part in zip(priced.tax_lines or (), line.tax_lines, strict=True):
                assert abs(part.subtotal - figures.subtotal * tax.rate / 100) < LOST
                assert abs(part.total - (figures.subtotal - figures.discount_subtotal) * tax.rate / 100) < LOST


def _taxes(line: LineTotals) -> tuple[Decimal, Decimal]:
    return sum((tax.subtotal for tax in line.tax_lines), ZERO), sum((tax.total for tax in line.tax_lines), ZERO)


@given(lines())
def test_a_discount_up_to_the_price_leaves_nothing_negative(line: Line) -> None:
    figures = cart_totals(Cart(items=(line,), shipping_methods=None, credit_lines=None), exponent=2).both
    # A net price and its net discounts are quotients of their own: half of the 20th place each may be lost.
    assert all(amount >= Decimal("-1E-19") for amount in asdict(figures).values())
    assert figures.total >= 0


@given(carts, exponents)
def test_lines_shown_to_the_customer_sum_to_what_the_provider_is_asked_for(cart: Cart, exponent: int) -> None:
    totals = cart_totals(cart, exponent)
    parts = [line.figures.total for line in (*totals.lines, *totals.methods)] + [-totals.credit_line_total]
    shown = payable_parts(parts, exponent)
    coin = Decimal(1).scaleb(-exponent)
    assert sum(shown) == payable(totals.total, exponent)
    assert all(abs(amount - part) < coin for amount, part in zip(shown, parts, strict=True))


@given(st.integers(-(10**12), 10**12), st.lists(money(), min_size=1, max_size=30), exponents)
def test_a_split_loses_no_coin_and_is_fair_to_one(coins: int, weights: list[Decimal], exponent: int) -> None:
    # given
    coin = Decimal(1).scaleb(-exponent)
    total = coins * coin
    # when
    shares = split(total, weights, exponent)
    # then
    assert sum(shares) == total
    assert all(share == payable(share, exponent) for share in shares)
    if all_weights := sum(weights):
        assert all(abs(share - total * weight / all_weights) <= coin for share, weight in zip(shares, weights, strict=True))
        assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if not weight)
