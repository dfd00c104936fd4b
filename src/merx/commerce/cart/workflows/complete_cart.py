"""The sale: a cart becomes an order, all of it or nothing.

One transaction holds the order, its reservations, the payment's authorization and the event, so a crash at any moment
leaves either an open cart or a placed order. The order of checks is the contract's (semantics, 5.5.1).
"""

from merx.commerce.cart.errors import CartNotFound, NotReadyToComplete
from merx.commerce.cart.models import Cart
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.copy import order_from
from merx.commerce.cart.workflows.promotions import buyer_of, uses_of
from merx.commerce.cart.workflows.state import CartState, read_cart
from merx.commerce.inventory.workflows import LineToReserve, reserve_inventory
from merx.commerce.order.links import order_cart, order_payment_collections, order_promotions
from merx.commerce.order.workflows import place_order, record_captures
from merx.commerce.payment.workflows import authorize_payment_session, must_be_taken
from merx.commerce.promotion.workflows import register_usage
from merx.framework.data import utcnow
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

USABLE = ("pending", "requires_more", "authorized", "captured", "pending_authorization")
"""Session statuses that completion can go on from."""


@workflow("cart.complete", hooks=("validate", "beforePaymentAuthorization", "orderCreated"))
async def complete_cart(scope: Scope, cart_id: str) -> str:
    """Place the order and give its id; a cart that has one already gives that one. Emits `order.placed`.

    Holds the cart's lock, then those of the inventory levels, of limited promotions and of budgets, each by ascending id.
    Raises `CartNotFound`, `NotReadyToComplete`, `InsufficientInventory`, what `register_usage` raises, and the payment room's errors when the provider declines or needs the
    shopper: nothing has changed then.
    """
    row = await scope[CartService].carts.first(id=cart_id, for_update=True)
    if row is None:
        raise CartNotFound(cart_id)
    if row.completed_at is not None:
        return await _order_of(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    _must_hold_items(cart)
    session_id = await _payable_session(scope, cart)
    await complete_cart.call_hook(scope, "validate", cart=cart)
    _must_be_sent(cart)
    order_id = await _place(scope, row, cart)
    await complete_cart.call_hook(scope, "beforePaymentAuthorization", cart=cart)
    if session_id is not None:
        # Pieces before money: giving a reservation back is free, voiding a card may cost a fee.
        await record_captures(scope, order_id, await authorize_payment_session(scope, session_id))
    await complete_cart.call_hook(scope, "orderCreated", order_id=order_id, cart_id=cart_id)
    return order_id


async def _order_of(scope: Scope, cart_id: str) -> str:
    ((order_id, _),) = await order_cart.pairs(scope, right=cart_id)
    return order_id


def _must_hold_items(cart: CartState) -> None:
    if not cart.items:
        raise NotReadyToComplete("Cannot complete cart without items. Add at least one line item first.")


async def _payable_session(scope: Scope, cart: CartState) -> str | None:
    if cart.due == 0:
        return None
    if cart.payment_collection is None:
        raise NotReadyToComplete("Payment collection has not been initiated for cart")
    # One that was opened when the cart cost something else pays for nothing.
    asked = (cart.due, cart.currency_code)
    usable = [each for each in cart.payment_collection.payment_sessions if each.status in USABLE and (each.amount, each.currency_code) == asked]
    if not usable:
        raise NotReadyToComplete("Payment sessions are required to complete cart")
    await must_be_taken(scope, cart.payment_collection.id, usable[0].provider_id)
    return usable[0].id


def _must_be_sent(cart: CartState) -> None:
    sent = [line for line in cart.items if line.requires_shipping]
    if not sent:
        return
    if not cart.shipping_methods:
        raise NotReadyToComplete("No shipping method selected but the cart contains items that require shipping.")
    needed = {line.product.shipping_profile.id for line in sent if line.product and line.product.shipping_profile}
    covered = {method.shipping_option.shipping_profile_id for method in cart.shipping_methods if method.shipping_option}
    if needed - covered:
        raise NotReadyToComplete("The cart items require shipping profiles that are not satisfied by the current shipping methods")


async def _place(scope: Scope, row: Cart, cart: CartState) -> str:
    placed = await order_from(scope, row, cart)
    await place_order(scope, placed)
    await order_cart.add(scope, [(placed.order.id, cart.id)])
    if cart.payment_collection is not None:
        await order_payment_collections.add(scope, [(placed.order.id, cart.payment_collection.id)])
    if cart.promotions:
        await order_promotions.add(scope, [(placed.order.id, each.id) for each in cart.promotions])
    await scope[CartService].carts.update(cart.id, completed_at=utcnow())
    lines = [
        LineToReserve(line_item_id=line.id, variant_id=line.variant_id, quantity=quantity) for line, quantity in placed.pieces() if line.variant_id is not None
    ]
    await reserve_inventory(scope, cart.sales_channel_id, lines, order_id=placed.order.id)
    if uses := uses_of(cart):
        await register_usage(scope, uses, buyer_of(cart))
    return placed.order.id
