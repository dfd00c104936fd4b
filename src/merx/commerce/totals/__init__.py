"""Totals: what a cart or an order costs, line by line and in all.

Owns: the arithmetic, and no rows. Pure functions over plain data; Decimal from end to end.
Leaves to others: which prices, taxes and discounts apply, and what a currency's exponent is. Carts and orders call it.
Change freely: everything that is not in `__all__`.
Change with a decision record: the rounding rule, the names of the figures. Clients and accountants rely on them.
Holds always: the figures of a cart are exactly the sums of its parts' and net + tax == gross, as nothing is rounded
but quotients, at 20 places. Only `payable` and its kin round money, at the currency's exponent, half up.
`payable_parts` makes the lines sum to what the payment provider is asked for. Amounts are in major units and below
1E+60. Worked examples: totals.md.
"""

from merx.commerce.totals.cart import Cart, CartTotals, CreditLine, Line, ShippingMethod, cart_totals
from merx.commerce.totals.lines import EXACT, Adjustment, Figures, LineTotals, TaxFigures, TaxLine, divided, tax_factor
from merx.commerce.totals.names import DOCUMENT_TOTALS, LINE_TOTALS, PART_TOTALS, PIECE_TOTALS
from merx.commerce.totals.order import (
    Detail,
    Order,
    OrderLine,
    OrderTotals,
    PieceTotals,
    StoredSummary,
    Summary,
    Transaction,
    order_totals,
)
from merx.commerce.totals.rounding import from_minor_units, minor_units, payable, payable_parts, split
from merx.commerce.totals.wire import decorate_cart, decorate_order

__all__ = [
    "DOCUMENT_TOTALS",
    "EXACT",
    "LINE_TOTALS",
    "PART_TOTALS",
    "PIECE_TOTALS",
    "Adjustment",
    "Cart",
    "CartTotals",
    "CreditLine",
    "Detail",
    "Figures",
    "Line",
    "LineTotals",
    "Order",
    "OrderLine",
    "OrderTotals",
    "PieceTotals",
    "ShippingMethod",
    "StoredSummary",
    "Summary",
    "TaxFigures",
    "TaxLine",
    "Transaction",
    "cart_totals",
    "decorate_cart",
    "decorate_order",
    "divided",
    "from_minor_units",
    "minor_units",
    "order_totals",
    "payable",
    "payable_parts",
    "split",
    "tax_factor",
]
