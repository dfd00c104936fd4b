"""totals.md, executed."""

import re
from decimal import Decimal

import pytest

from merx.commerce.totals import (
    Adjustment,
    Cart,
    CreditLine,
    Detail,
    Line,
    Order,
    OrderLine,
    ShippingMethod,
    TaxLine,
    cart_totals,
    from_minor_units,
    minor_units,
    order_totals,
    payable,
    payable_parts,
    split,
)
from merx.commerce.totals.tests.worked_examples import Row, decimals, table

VAT = (TaxLine(Decimal(19)),)
_LINE = re.compile(r"(?P<quantity>\d+) \S (?P<price>[\d.]+)(?: \[(?P<off>[\d.]+)(?P<inclusive>i?)\])?")


def _line(text: str, *, inclusive: bool) -> Line:
    found = _LINE.fullmatch(text)
    assert found, text
    off = (Adjustment(Decimal(found["off"]), is_tax_inclusive=bool(found["inclusive"])),) if found["off"] else ()
    price, quantity = Decimal(found["price"]), Decimal(found["quantity"])
    return Line(unit_price=price, quantity=quantity, is_tax_inclusive=inclusive, tax_lines=VAT, adjustments=off)


def _six_places(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("1E-6"))


@pytest.mark.parametrize("row", table("Carts"), ids=lambda row: row["case"])
def test_a_cart_has_the_figures_of_its_worked_example(row: Row) -> None:
    # given
    inclusive = row["prices with tax"] == "yes"
    shipping = ShippingMethod(amount=Decimal(row["shipping"]), is_tax_inclusive=inclusive, tax_lines=VAT, adjustments=None)
    cart = Cart(
        items=tuple(_line(text, inclusive=inclusive) for text in row["lines"].split(", ")),
        shipping_methods=(shipping,),
        credit_lines=(CreditLine(Decimal(row["credit"])),),
    )
    # when
    totals = cart_totals(cart, exponent=2)
    # then
    assert _six_places(totals.total) == Decimal(row["total"])
    for name in ("subtotal", "discount_subtotal", "discount_total", "tax_total"):
        assert _six_places(getattr(totals.both, name)) == Decimal(row[name]), name


@pytest.mark.parametrize("row", table("Returned pieces"), ids=lambda row: "-".join(row.values()))
def test_a_returned_piece_takes_its_part_of_the_price_and_the_discount_along(row: Row) -> None:
    # given
    detail = Detail(
        quantity=Decimal(3),
        return_requested_quantity=Decimal(row["requested"]),
        return_received_quantity=Decimal(row["received"]),
        return_dismissed_quantity=Decimal(row["dismissed"]),
    )
    line = OrderLine(
        unit_price=Decimal(100),
        detail=detail,
        is_tax_inclusive=row["prices with tax"] == "yes",
        tax_lines=VAT,
        adjustments=(Adjustment(Decimal(60)),),
    )
    # when
    order = order_totals(Order(items=(line,), shipping_methods=None, credit_lines=None, transactions=None), exponent=2)
    # then
    figures, pieces = order.totals.lines[0].figures, order.pieces[0]
    assert _six_places(figures.subtotal) == Decimal(row["subtotal"])
    assert figures.discount_subtotal == Decimal(row["discount_subtotal"])
    assert figures.total == Decimal(row["total"])
    assert pieces.refundable_total == Decimal(row["refundable_total"])
    assert pieces.refundable_total_per_unit == Decimal(row["refundable_total_per_unit"])


@pytest.mark.parametrize("row", table("What is payable"), ids=lambda row: f"{row['amount']}@{row['exponent']}")
def test_an_amount_becomes_payable_half_up(row: Row) -> None:
    amount, exponent = Decimal(row["amount"]), int(row["exponent"])
    assert str(payable(amount, exponent)) == row["payable"]
    assert minor_units(amount, exponent) == int(row["minor units"])
    assert str(from_minor_units(int(row["minor units"]), exponent)) == row["payable"]


@pytest.mark.parametrize("row", table("Sharing"), ids=lambda row: f"{row['total']} by {row['weights']}")
def test_a_total_is_shared_by_weight_to_the_last_coin(row: Row) -> None:
    shares = split(Decimal(row["total"]), decimals(row["weights"]), int(row["exponent"]))
    assert ", ".join(map(str, shares)) == row["shares"]


@pytest.mark.parametrize("row", table("Sharing", 1), ids=lambda row: row["parts"])
def test_lines_rounded_together_sum_to_what_is_paid(row: Row) -> None:
    parts, exponent = decimals(row["parts"]), int(row["exponent"])
    assert ", ".join(map(str, payable_parts(parts, exponent))) == row["payable parts"]
    assert payable(sum(parts, Decimal(0)), exponent) == Decimal(row["their sum"])


@pytest.mark.parametrize(
    ("total", "weights", "says"),
    [("0.005", ["1"], "not payable"), ("1", ["2", "-1"], "negative"), ("1", [], "nobody")],
)
def test_a_split_that_cannot_be_exact_is_refused(total: str, weights: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        split(Decimal(total), [Decimal(weight) for weight in weights], exponent=2)
