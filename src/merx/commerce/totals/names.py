"""The names of the figures, as the HTTP API has them; `wire.py` writes exactly these."""

from msgspec.structs import fields

from merx.commerce.totals.lines import Figures
from merx.commerce.totals.order import PieceTotals

LINE_TOTALS = tuple(field.name for field in fields(Figures))
"""On a line item or shipping method, and on the whole."""

PIECE_TOTALS = tuple(field.name for field in fields(PieceTotals))
"""On a line of an order."""

PART_TOTALS = ("subtotal", "total")
"""On a tax line or adjustment."""

DOCUMENT_TOTALS = (
    *LINE_TOTALS,
    *(f"{part}_{name}" for part in ("item", "shipping") for name in ("total", "subtotal", "tax_total", "discount_total")),
    *(f"original_{part}_{name}" for part in ("item", "shipping") for name in ("total", "subtotal", "tax_total")),
    *("credit_line_total", "credit_line_subtotal", "credit_line_tax_total"),
)
"""On a cart or order."""
