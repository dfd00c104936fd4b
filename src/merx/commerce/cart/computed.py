"""What carts show beside their columns: the totals, computed from the rows that the same statement brought."""

from typing import Any

from merx.commerce.currency import exponent_of
from merx.commerce.totals import DOCUMENT_TOTALS, decorate_cart
from merx.framework.http.naming import of
from merx.framework.query import resolver


@resolver(
    "cart",
    fields=DOCUMENT_TOTALS,
    requires=(
        "currency_code",
        *of("items", "unit_price quantity is_tax_inclusive tax_lines.rate adjustments.amount adjustments.is_tax_inclusive"),
        *of("shipping_methods", "amount is_tax_inclusive tax_lines.rate adjustments.amount"),
        "credit_lines.amount",
    ),
)
def cart_totals(rows: list[dict[str, Any]], asked: frozenset[str]) -> None:  # noqa: ARG001 - all figures come of one pass
    """The figures of carts, their lines and shipping methods; unrounded, in major units."""
    for row in rows:
        decorate_cart(row, exponent_of(row["currency_code"]))
