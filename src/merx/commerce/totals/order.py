"""An order's totals: like a cart's, but pieces come back, and money has moved."""

from decimal import Decimal, localcontext

from msgspec import Struct

from merx.commerce.totals.cart import CartTotals, CreditLine, ShippingMethod, add_up, owed
from merx.commerce.totals.lines import (
    EXACT,
    ZERO,
    LineTotals,
    Taxed,
    both_sides,
    divided,
    figures_of,
    line_totals,
    tax_factor,
    tax_shares,
)


class Detail(Struct, frozen=True, kw_only=True, gc=False):
    """How many pieces of a line were ordered and what became of them. `unit_price` overrides the line's if set."""

    quantity: Decimal
    unit_price: Decimal | None = None
    fulfilled_quantity: Decimal = ZERO
    shipped_quantity: Decimal = ZERO
    delivered_quantity: Decimal = ZERO
    return_requested_quantity: Decimal = ZERO
    return_received_quantity: Decimal = ZERO
    return_dismissed_quantity: Decimal = ZERO
    written_off_quantity: Decimal = ZERO


class OrderLine(Taxed, frozen=True, kw_only=True):
    """A line of an order. Its quantities, and a later price, are in `detail`."""

    unit_price: Decimal
    detail: Detail


class Transaction(Struct, frozen=True, gc=False):
    """Money that moved, in major units: positive when captured, negative when refunded."""

    amount: Decimal


class StoredSummary(Struct, frozen=True, gc=False):
    """What a past version of the order leaves behind: the total before its last change."""

    original_order_total: Decimal | None = None


class Order(Struct, frozen=True, kw_only=True):
    """What an order's totals depend on. `None` is an empty list."""

    items: tuple[OrderLine, ...] | None
    shipping_methods: tuple[ShippingMethod, ...] | None
    credit_lines: tuple[CreditLine, ...] | None
    transactions: tuple[Transaction, ...] | None
    summary: StoredSummary | None = None


class PieceTotals(Struct, frozen=True, gc=False):
    """A line's price after discounts, with tax, times the pieces in each state."""

    fulfilled_total: Decimal
    shipped_total: Decimal
    return_requested_total: Decimal
    return_received_total: Decimal
    return_dismissed_total: Decimal
    write_off_total: Decimal
    refundable_total: Decimal
    refundable_total_per_unit: Decimal


class Summary(Struct, frozen=True, gc=False):
    """What is owed. `pending_difference`: positive, the customer owes; negative, the shop owes."""

    current_order_total: Decimal
    original_order_total: Decimal
    transaction_total: Decimal
    paid_total: Decimal
    refunded_total: Decimal
    credit_line_total: Decimal
    accounting_total: Decimal
    pending_difference: Decimal


class OrderTotals(Struct, frozen=True, kw_only=True):
    """`totals` over the pieces that were not returned; `pieces` line by line, in the order of the input."""

    totals: CartTotals
    pieces: tuple[PieceTotals, ...]
    summary: Summary


def order_totals(order: Order, exponent: int) -> OrderTotals:
    """The totals of an order in a currency of `exponent` decimal digits. Nothing is rounded: see `payable`."""
    with localcontext(EXACT):
        priced = [_priced(line) for line in order.items or ()]
        lines, pieces = tuple(line for line, _ in priced), tuple(piece for _, piece in priced)
        totals = add_up(lines, order.shipping_methods, order.credit_lines, exponent)
        return OrderTotals(totals=totals, pieces=pieces, summary=_summary(order, totals, pieces, exponent))


# HOT(benchmarks/totals.py): once per line of each order read
def _priced(line: OrderLine) -> tuple[LineTotals, PieceTotals]:
    detail = line.detail
    unit_price = line.unit_price if detail.unit_price is None else detail.unit_price
    whole = line_totals(line, unit_price * detail.quantity)
    returned = detail.return_received_quantity + detail.return_dismissed_quantity
    kept = _kept(line, whole, unit_price, detail.quantity - returned) if returned else whole
    return kept, _pieces(detail, whole.figures.total, returned)


def _kept(line: OrderLine, whole: LineTotals, unit_price: Decimal, quantity: Decimal) -> LineTotals:
    """The line without the pieces that came back; the discount shrinks with them."""
    gross, net = both_sides(unit_price * quantity, tax_factor(line), inclusive=line.is_tax_inclusive)
    figures = figures_of(
        gross,
        net,
        _share(whole.figures.discount_total, quantity, line.detail.quantity),
        _share(whole.figures.discount_subtotal, quantity, line.detail.quantity),
    )
    return LineTotals(figures, tax_shares(figures, line.tax_lines or ()), whole.adjustments)


def _pieces(detail: Detail, total: Decimal, returned: Decimal) -> PieceTotals:
    ordered = detail.quantity
    refundable = ordered - detail.return_requested_quantity - returned
    return PieceTotals(
        fulfilled_total=_share(total, detail.fulfilled_quantity, ordered),
        shipped_total=_share(total, detail.shipped_quantity, ordered),
        return_requested_total=_share(total, detail.return_requested_quantity, ordered),
        return_received_total=_share(total, detail.return_received_quantity, ordered),
        return_dismissed_total=_share(total, detail.return_dismissed_quantity, ordered),
        write_off_total=_share(total, detail.written_off_quantity, ordered),
        refundable_total=_share(total, refundable, ordered),
        refundable_total_per_unit=divided(total, ordered) if refundable else ZERO,
    )


def _share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    # Multiplied before divided: all pieces together are the amount to the last digit, though a third of it is not.
    if part == whole:
        return amount
    return divided(amount * part, whole) if part else ZERO


def _summary(order: Order, totals: CartTotals, pieces: tuple[PieceTotals, ...], exponent: int) -> Summary:
    moved = [each.amount for each in order.transactions or ()]
    stored = order.summary.original_order_total if order.summary else None
    coming_back = sum((each.return_requested_total for each in pieces), ZERO)
    return Summary(
        current_order_total=totals.total,
        original_order_total=totals.total if stored is None else stored,
        transaction_total=sum(moved, ZERO),
        paid_total=sum((amount for amount in moved if amount > 0), ZERO),
        refunded_total=-sum((amount for amount in moved if amount < 0), ZERO),
        credit_line_total=totals.credit_line_total,
        accounting_total=totals.total,
        pending_difference=owed((totals.total, -coming_back, *(-amount for amount in moved)), exponent),
    )
