"""Payment collections: what is owed for a cart or an order."""

from decimal import Decimal

from merx.commerce.cart.links import cart_payment_collection
from merx.commerce.currency import exponent_of
from merx.commerce.order import OrderService
from merx.commerce.order.links import order_payment_collections
from merx.commerce.payment.errors import AmountAbovePending, AmountNotPositive, CollectionSettled
from merx.commerce.payment.models import PaymentCollection
from merx.commerce.payment.service import PaymentService
from merx.commerce.payment.workflows.captures import capture_payment
from merx.commerce.payment.workflows.sessions import authorize_payment_session, create_payment_session
from merx.commerce.totals import payable
from merx.framework.errors import NotFound
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("payment.create_collection")
async def create_payment_collection(scope: Scope, cart_id: str) -> PaymentCollection:
    """Ask for what the cart costs today; a cart that is asked already keeps its collection. Safe to repeat.

    Holds the cart's row lock. Raises the cart room's `CartNotFound` and `CartCompleted`.
    """
    from merx.commerce.cart.workflows import lock_cart, read_cart  # noqa: PLC0415 - carts pay by our workflows, so they are loaded first

    await lock_cart(scope, cart_id)
    pairs = await cart_payment_collection.pairs(scope, left=cart_id)
    if pairs:
        return await scope[PaymentService].collections.retrieve(pairs[0][1])
    cart = await read_cart(scope, cart_id)
    collection = await scope[PaymentService].collections.create(PaymentCollection(currency_code=cart.currency_code, amount=cart.due))
    await cart_payment_collection.add(scope, [(cart_id, collection.id)])
    return collection


@workflow("payment.create_order_collection")
async def create_order_payment_collection(scope: Scope, order_id: str, amount: Decimal) -> PaymentCollection:
    """Ask for something that the order's customer still owes. Holds the order's row lock. Raises `NotFound`, `AmountAbovePending`."""
    order = await scope[OrderService].orders.retrieve(order_id, for_update=True)
    (row,) = await scope.query.graph("order", fields=("summary",), filters={"id": order_id})
    exponent = exponent_of(order.currency_code)
    pending = payable(row["summary"]["pending_difference"], exponent)
    wanted = payable(amount, exponent)
    if wanted <= 0:
        raise AmountNotPositive("Payment collection")
    if wanted > pending:
        raise AmountAbovePending(pending)
    collection = await scope[PaymentService].collections.create(PaymentCollection(currency_code=order.currency_code, amount=wanted))
    await order_payment_collections.add(scope, [(order_id, collection.id)])
    return collection


@workflow("payment.delete_collection")
async def delete_payment_collection(scope: Scope, collection_id: str) -> None:
    """Ask no more. Safe to repeat. Raises `CollectionSettled` for one that somebody began to pay."""
    service = scope[PaymentService]
    collection = await service.collections.first(id=collection_id, for_update=True)
    if collection is None:
        return
    if collection.status != "not_paid":
        raise CollectionSettled("Can only delete payment collections where status is not_paid")
    await order_payment_collections.dismiss(scope, right=collection_id)
    await cart_payment_collection.dismiss(scope, right=collection_id)
    await service.collections.soft_delete(collection_id)


@workflow("payment.mark_as_paid")
async def mark_collection_as_paid(
    scope: Scope, collection_id: str, order_id: str, *, provider_id: str = "pp_system_default", captured_by: str | None = None
) -> None:
    """The money came by another way: it is authorized and captured at once, and booked on the order.

    Holds the collection's lock. Raises `NotFound`, and `CollectionSettled` unless it is not_paid.
    """
    service = scope[PaymentService]
    if not await order_payment_collections.pairs(scope, left=order_id, right=collection_id):
        raise NotFound(f"Payment collection with id: {collection_id} was not found on order {order_id}")
    collection = await service.lock(collection_id)
    if collection.status != "not_paid":
        raise CollectionSettled("Can only mark 'not_paid' payment collection as paid")
    session = await create_payment_session(scope, collection_id, provider_id)
    await authorize_payment_session(scope, session.id)
    for payment in await service.payments.list(payment_session_id=session.id):
        await capture_payment(scope, payment.id, created_by=captured_by)
