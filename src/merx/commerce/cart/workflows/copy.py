"""What an order keeps of its cart: everything, as rows of its own, so that neither changes with the other."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from merx.commerce.cart.models import Address, Cart, LineItem, ShippingMethod
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.state import CartState
from merx.commerce.order import (
    Order,
    OrderAddress,
    OrderCreditLine,
    OrderLineItem,
    OrderLineItemAdjustment,
    OrderLineItemTaxLine,
    OrderShippingMethod,
    OrderShippingMethodAdjustment,
    OrderShippingMethodTaxLine,
)
from merx.commerce.order.workflows import NewOrder
from merx.framework.data import Record
from merx.framework.scope import Scope

R = TypeVar("R", bound=Record)

_OWN = {"id", "created_at", "updated_at", "deleted_at"}


async def order_from(scope: Scope, row: Cart, cart: CartState) -> NewOrder:
    """The order that this cart makes; written by `place_order`."""
    service = scope[CartService]
    lines = {line.id: line for line in await service.items.list(cart_id=cart.id)}
    methods = {method.id: method for method in await service.shipping_methods.list(cart_id=cart.id)} if cart.shipping_methods else {}
    ids = [each for each in (row.shipping_address_id, row.billing_address_id) if each is not None]
    addresses = {address.id: _copied(OrderAddress, address) for address in (await service.addresses.list(id=ids) if ids else [])}
    order = _order(row, addresses)
    copies = [(_copied(OrderLineItem, lines[line.id]), Decimal(line.quantity)) for line in cart.items]
    sent = [_copied(OrderShippingMethod, methods[method.id]) for method in cart.shipping_methods]
    return NewOrder(
        order=order,
        addresses=list(addresses.values()),
        lines=copies,
        line_parts=[
            part
            for (copy, _), line in zip(copies, cart.items, strict=True)
            for part in (*_parts(OrderLineItemTaxLine, line.tax_lines, item_id=copy.id), *_parts(OrderLineItemAdjustment, line.adjustments, item_id=copy.id))
        ],
        methods=sent,
        method_parts=[
            part
            for copy, method in zip(sent, cart.shipping_methods, strict=True)
            for part in (
                *_parts(OrderShippingMethodTaxLine, method.tax_lines, shipping_method_id=copy.id),
                *_parts(OrderShippingMethodAdjustment, method.adjustments, shipping_method_id=copy.id),
            )
        ],
        credit_lines=list(_parts(OrderCreditLine, cart.credit_lines, order_id=order.id, version=1)),
        summary=_summary(cart),
    )


def _order(row: Cart, addresses: dict[str, OrderAddress]) -> Order:
    shipping, billing = addresses.get(row.shipping_address_id or ""), addresses.get(row.billing_address_id or "")
    return Order(
        region_id=row.region_id,
        customer_id=row.customer_id,
        sales_channel_id=row.sales_channel_id,
        email=row.email,
        currency_code=row.currency_code,
        locale=row.locale,
        metadata=row.metadata,
        shipping_address_id=shipping.id if shipping else None,
        billing_address_id=billing.id if billing else None,
        no_notification=False,
    )


def _summary(cart: CartState) -> dict[str, Decimal]:
    totals = cart.totals
    zero = Decimal(0)
    return {
        "current_order_total": totals.total,
        "original_order_total": totals.total,
        "accounting_total": totals.total,
        "pending_difference": totals.total,
        "credit_line_total": totals.credit_line_total,
        "transaction_total": zero,
        "paid_total": zero,
        "refunded_total": zero,
    }


def _copied(kind: type[R], row: LineItem | ShippingMethod | Address) -> R:
    return _made(kind, msgspec.structs.asdict(row))


def _parts(kind: type[R], parts: Iterable[Any], **owner: Any) -> Iterable[R]:
    return [_made(kind, {**msgspec.structs.asdict(part), **owner}) for part in parts]


def _made(kind: type[R], values: dict[str, Any]) -> R:
    # The two rooms' tables name the same things alike; what only one of them has stays behind.
    names = {field.name for field in msgspec.structs.fields(kind)} - _OWN
    return kind(**{name: value for name, value in values.items() if name in names})
