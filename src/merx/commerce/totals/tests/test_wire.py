"""What decorating writes into a tree, and what it refuses."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.totals import decorate_cart, decorate_order

LINE_FIGURES = {
    "total",
    "subtotal",
    "tax_total",
    "discount_total",
    "discount_subtotal",
    "discount_tax_total",
    "original_total",
    "original_subtotal",
    "original_tax_total",
}
PARTS = ("item", "shipping", "original_item", "original_shipping")
CART_FIGURES = LINE_FIGURES | {
    *(f"{part}_{kind}" for part in PARTS for kind in ("total", "subtotal", "tax_total")),
    "item_discount_total",
    "shipping_discount_total",
    "credit_line_total",
    "credit_line_subtotal",
    "credit_line_tax_total",
}
PIECE_FIGURES = {
    "fulfilled_total",
    "shipped_total",
    "return_requested_total",
    "return_received_total",
    "return_dismissed_total",
    "write_off_total",
    "refundable_total",
    "refundable_total_per_unit",
}


def _taxed(**fields: Any) -> dict[str, Any]:
    taxes, off = [{"rate": 7}, {"rate": Decimal("5.5")}], [{"amount": Decimal("1.5"), "is_tax_inclusive": True}]
    return {"is_tax_inclusive": False, "tax_lines": taxes, "adjustments": off} | fields


def _cart() -> dict[str, Any]:
    line = _taxed(unit_price=Decimal("12.5"), quantity=2)
    return {"id": "cart_1", "items": [line], "shipping_methods": [_taxed(amount=5)], "credit_lines": []}


def _order() -> dict[str, Any]:
    line = _taxed(unit_price=1, detail={"quantity": 2, "unit_price": Decimal("12.5"), "fulfilled_quantity": 1})
    return _cart() | {"items": [line], "transactions": [{"amount": Decimal("20.3125")}]}


def test_a_cart_gains_exactly_the_figures_of_the_http_api() -> None:
    cart = _cart()
    assert decorate_cart(cart, exponent=2) is cart
    assert cart.keys() == _cart().keys() | CART_FIGURES
    assert cart["items"][0].keys() == _taxed(unit_price=0, quantity=0).keys() | LINE_FIGURES
    assert cart["shipping_methods"][0].keys() == _taxed(amount=0).keys() | LINE_FIGURES


def test_tax_lines_and_adjustments_tell_their_part() -> None:
    line = decorate_cart(_cart(), exponent=2)["items"][0]
    assert line["tax_total"] == Decimal(25) * Decimal("0.125") - (Decimal("1.5") - line["discount_subtotal"])
    assert [tax["subtotal"] for tax in line["tax_lines"]] == [Decimal("1.75"), Decimal("1.375")]
    assert sum(tax["total"] for tax in line["tax_lines"]) == line["tax_total"]
    assert (line["adjustments"][0]["total"], line["adjustments"][0]["subtotal"]) == (
        Decimal("1.5"),
        line["discount_subtotal"],
    )


def test_an_order_line_takes_price_and_pieces_from_its_detail() -> None:
    order = decorate_order(_order(), exponent=2)
    line = order["items"][0]
    assert line.keys() == _order()["items"][0].keys() | LINE_FIGURES | PIECE_FIGURES
    assert (line["total"], line["fulfilled_total"]) == (Decimal("26.625"), Decimal("13.3125"))
    assert (order["total"], order["summary"]["pending_difference"]) == (Decimal("30.75"), Decimal("10.4375"))


def test_half_the_pieces_are_half_the_price_though_one_piece_has_no_exact_price() -> None:
    # given six pieces for 10 in all, tax in it
    piece = Decimal(10) / 6
    detail = {"quantity": 6, "fulfilled_quantity": 3, "shipped_quantity": 2}
    off = [{"amount": 2, "is_tax_inclusive": True}]
    line = _taxed(unit_price=2, detail=detail, is_tax_inclusive=True, adjustments=off)
    # when
    shown = decorate_order(_order() | {"items": [line]}, exponent=2)["items"][0]
    # then
    assert (shown["total"], shown["fulfilled_total"]) == (10, 5)
    assert shown["refundable_total_per_unit"] == piece.quantize(Decimal("1E-20"))


def test_decorating_twice_changes_nothing() -> None:
    once, twice = decorate_order(_order(), exponent=2), decorate_order(decorate_order(_order(), exponent=2), exponent=2)
    assert once == twice


def test_a_stored_summary_keeps_the_total_before_the_last_change() -> None:
    order = decorate_order(_order() | {"summary": {"original_order_total": 50}}, exponent=2)
    assert (order["summary"]["original_order_total"], order["summary"]["current_order_total"]) == (50, Decimal("30.75"))


def test_dust_is_shown_as_zero_and_a_little_more_is_shown() -> None:
    for price, shown in (("0.0001", 0), ("0.00011", Decimal("0.00011"))):
        cart = _cart() | {"shipping_methods": None}
        cart["items"] = [_taxed(unit_price=Decimal(price), quantity=1, tax_lines=None, adjustments=None)]
        assert decorate_cart(cart, exponent=2)["total"] == shown


@pytest.mark.parametrize("missing", ["items", "shipping_methods", "credit_lines"])
def test_a_cart_without_a_part_is_refused_not_taken_for_cheaper(missing: str) -> None:
    cart = _cart()
    del cart[missing]
    with pytest.raises(TypeError, match=f"missing required field `{missing}`"):
        decorate_cart(cart, exponent=2)
    assert "total" not in cart
