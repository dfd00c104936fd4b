"""What orders show beside their columns: figures, the summary, and the two statuses that follow from other rooms' rows."""

from decimal import Decimal
from typing import Any, TypeAlias

from merx.commerce.currency import exponent_of
from merx.commerce.order.statuses import fulfillment_status, payment_status
from merx.commerce.totals import DOCUMENT_TOTALS, decorate_order
from merx.framework.http.naming import of
from merx.framework.query import resolver

Tree: TypeAlias = dict[str, Any]

_DETAIL = (
    "quantity unit_price fulfilled_quantity shipped_quantity delivered_quantity return_requested_quantity "
    "return_received_quantity return_dismissed_quantity written_off_quantity"
)


@resolver(
    "order",
    fields=(*DOCUMENT_TOTALS, "summary"),
    requires=(
        "currency_code",
        *of("items", "unit_price is_tax_inclusive tax_lines.rate adjustments.amount adjustments.is_tax_inclusive"),
        *of("items.detail", _DETAIL),
        *of("shipping_methods", "amount is_tax_inclusive tax_lines.rate adjustments.amount"),
        "credit_lines.amount",
        "transactions.amount",
        "stored_summary.totals",
    ),
)
def order_totals(rows: list[Tree], asked: frozenset[str]) -> None:  # noqa: ARG001 - all figures come of one pass
    """The figures of orders, their lines and shipping methods, and the summary; unrounded, in major units."""
    for row in rows:
        # The totals are kept as text in JSON, so that no digit is lost; Decimal reads them back.
        stored: Tree = row["stored_summary"] or {"totals": None}
        totals: Tree = stored["totals"] or {}
        row["summary"] = {name: Decimal(value) for name, value in totals.items() if name == "original_order_total"}
        for item in row["items"] or ():
            item["quantity"] = item["detail"]["quantity"]
        decorate_order(row, exponent_of(row["currency_code"]))


@resolver("order_line_item", fields=("quantity",), requires=("detail.quantity",), starred=True)
def quantity(rows: list[Tree], asked: frozenset[str]) -> None:  # noqa: ARG001 - one field
    """How many pieces of the line the order holds at its version."""
    for row in rows:
        row["quantity"] = row["detail"]["quantity"] if row["detail"] else None


@resolver("order_shipping_method", fields=("order_id",), requires=("detail.order_id",), starred=True)
def order_of_method(rows: list[Tree], asked: frozenset[str]) -> None:  # noqa: ARG001 - one field
    """The order that is sent this way."""
    for row in rows:
        row["order_id"] = row["detail"]["order_id"] if row["detail"] else None


@resolver(
    "order",
    fields=("payment_status",),
    requires=of("payment_collections", "status amount captured_amount refunded_amount authorized_amount currency_code"),
)
def payment_statuses(rows: list[Tree], asked: frozenset[str]) -> None:  # noqa: ARG001 - there is one field to ask for
    """How far the order is paid."""
    for row in rows:
        row["payment_status"] = payment_status(row["payment_collections"] or [])


@resolver(
    "order",
    fields=("fulfillment_status",),
    requires=(*of("fulfillments", "packed_at shipped_at delivered_at canceled_at"), *of("items.detail", "quantity fulfilled_quantity")),
)
def fulfillment_statuses(rows: list[Tree], asked: frozenset[str]) -> None:  # noqa: ARG001 - there is one field to ask for
    """How far the order is sent."""
    for row in rows:
        details: list[Tree] = [item["detail"] for item in row["items"]]
        all_fulfilled = all(detail["fulfilled_quantity"] >= detail["quantity"] for detail in details)
        row["fulfillment_status"] = fulfillment_status(row["fulfillments"], all_fulfilled=all_fulfilled)
