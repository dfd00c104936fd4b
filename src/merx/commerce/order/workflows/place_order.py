"""Writing a new order: its rows, its first summary, and the news."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from merx.commerce.order.models import (
    Order,
    OrderAddress,
    OrderCreditLine,
    OrderItem,
    OrderLineItem,
    OrderLineItemAdjustment,
    OrderLineItemTaxLine,
    OrderShipping,
    OrderShippingMethod,
    OrderShippingMethodAdjustment,
    OrderShippingMethodTaxLine,
    OrderSummary,
    OrderTransaction,
)
from merx.commerce.order.service import OrderService
from merx.framework.data import Record, create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class NewOrder(Struct, kw_only=True):
    """An order with all its rows, ready to be written. Quantities and shipping methods stand in `order` version 1."""

    order: Order
    addresses: Sequence[OrderAddress]
    lines: Sequence[tuple[OrderLineItem, Decimal]]
    """Each line and how many pieces of it."""
    line_parts: Sequence[OrderLineItemTaxLine | OrderLineItemAdjustment]
    methods: Sequence[OrderShippingMethod]
    method_parts: Sequence[OrderShippingMethodTaxLine | OrderShippingMethodAdjustment]
    credit_lines: Sequence[OrderCreditLine]
    summary: dict[str, Decimal]

    def pieces(self) -> Iterator[tuple[OrderLineItem, Decimal]]:
        """Lines with their quantities."""
        yield from self.lines


@workflow("order.place")
async def place_order(scope: Scope, new: NewOrder) -> Order:
    """Write the order in one statement and emit `order.placed`. Its `display_id` is filled in."""
    order = new.order
    rows: list[Record] = [
        *new.addresses,
        order,
        *(line for line, _ in new.lines),
        *(OrderItem(order_id=order.id, version=order.version, item_id=line.id, quantity=quantity) for line, quantity in new.lines),
        *new.line_parts,
        *new.methods,
        *(OrderShipping(order_id=order.id, version=order.version, shipping_method_id=method.id) for method in new.methods),
        *new.method_parts,
        *new.credit_lines,
        OrderSummary(order_id=order.id, version=order.version, totals=new.summary),
    ]
    await create_all(scope, rows)
    await scope.emit("order.placed", {"id": order.id})
    return order


class Captured(Protocol):
    """Money that a capture brought in: the payment room's own, or what looks like it; in major units."""

    @property
    def id(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


async def record_captures(scope: Scope, order_id: str, captures: Sequence[Captured]) -> None:
    """Book captured money on the order: one transaction each, referring to the capture."""
    if not captures:
        return
    order = await scope[OrderService].orders.retrieve(order_id)
    rows = [
        OrderTransaction(
            order_id=order.id, version=order.version, amount=each.amount, currency_code=order.currency_code, reference="capture", reference_id=each.id
        )
        for each in captures
    ]
    await create_all(scope, rows)
