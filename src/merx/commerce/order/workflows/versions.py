"""Changing a placed order: a confirmed change, and the rows of the next version.

Lines never change. A version is what stands in the `OrderItem`, `OrderShipping` and `OrderSummary` rows of that number;
going to the next one copies them with the change applied, so that every past version can still be read.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from msgspec import Struct

from merx.commerce.order.errors import ItemNotOnOrder, OrderCanceled, OrderNotFound, TooManyPieces
from merx.commerce.order.models import Order, OrderChange, OrderChangeAction, OrderItem, OrderShipping, OrderSummary
from merx.commerce.order.service import OrderService
from merx.framework.data import create_all, new_id, utcnow
from merx.framework.scope import Scope


class Pieces(Struct, frozen=True):
    """So many pieces of a line."""

    item_id: str
    quantity: Decimal


class _Effect(Struct, frozen=True):
    column: str
    sign: int
    limit: str
    """The column that `column` may not pass; pieces taken back may not go below nothing."""


EFFECTS = {
    "FULFILL_ITEM": _Effect("fulfilled_quantity", 1, "quantity"),
    "CANCEL_ITEM_FULFILLMENT": _Effect("fulfilled_quantity", -1, "quantity"),
    "SHIP_ITEM": _Effect("shipped_quantity", 1, "fulfilled_quantity"),
    "DELIVER_ITEM": _Effect("delivered_quantity", 1, "fulfilled_quantity"),
}
"""What an action does to a line's quantities (contract: semantics, 11.2)."""


async def lock_order(scope: Scope, order_id: str) -> Order:
    """The order's row, locked until the transaction ends. Raises `OrderNotFound`, `OrderCanceled`."""
    order = await scope[OrderService].orders.first(id=order_id, for_update=True)
    if order is None:
        raise OrderNotFound(order_id)
    if order.status == "canceled":
        raise OrderCanceled(order_id)
    return order


async def register(scope: Scope, order: Order, action: str, pieces: Sequence[Pieces], *, change_type: str, reference: str, reference_id: str) -> Order:
    """Confirm a change of one `action` on some lines; the order is at its next version afterwards.

    Raises `ItemNotOnOrder`, `TooManyPieces`. The caller holds the order's lock.
    """
    service = scope[OrderService]
    items = await service.items.list(order_id=order.id, version=order.version)
    version = order.version + 1
    following = {item.item_id: _following(item, version) for item in items}
    unknown = [each.item_id for each in pieces if each.item_id not in following]
    if unknown:
        raise ItemNotOnOrder(unknown)
    for each in pieces:
        _apply(following[each.item_id], EFFECTS[action], each)
    change = OrderChange(
        order_id=order.id,
        version=version,
        change_type=change_type,
        status="confirmed",
        confirmed_at=utcnow(),
        created_by=scope.actor.id,
        confirmed_by=scope.actor.id,
    )
    actions = [
        OrderChangeAction(
            order_change_id=change.id,
            order_id=order.id,
            version=version,
            action=action,
            reference=reference,
            reference_id=reference_id,
            details={"reference_id": each.item_id, "quantity": each.quantity},
            applied=True,
        )
        for each in pieces
    ]
    shipping = [_again(row, version) for row in await service.shippings.list(order_id=order.id, version=order.version)]
    summaries = [_again(row, version) for row in await service.summaries.list(order_id=order.id, version=order.version)]
    await create_all(scope, [change, *actions, *following.values(), *shipping, *summaries])
    return await service.orders.update(order.id, version=version)


def _apply(item: OrderItem, effect: _Effect, pieces: Pieces) -> None:
    have, limit = getattr(item, effect.column), getattr(item, effect.limit)
    left = limit - have if effect.sign > 0 else have
    if pieces.quantity <= 0 or pieces.quantity > left:
        raise TooManyPieces(pieces.item_id, asked=pieces.quantity, left=left)
    setattr(item, effect.column, have + effect.sign * pieces.quantity)


def _following(item: OrderItem, version: int) -> OrderItem:
    return msgspec.structs.replace(item, id=new_id("orditem"), version=version, created_at=utcnow(), updated_at=utcnow())


def _again(row: OrderShipping | OrderSummary, version: int) -> OrderShipping | OrderSummary:
    prefix = "ordspmv" if isinstance(row, OrderShipping) else "ordsum"
    return msgspec.structs.replace(row, id=new_id(prefix), version=version, created_at=utcnow(), updated_at=utcnow())
