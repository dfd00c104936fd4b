"""The shopper's cart over HTTP."""

from typing import Any

import msgspec

from merx.commerce.cart.api.fields import CART
from merx.commerce.cart.api.schemas import AddLineItem, CreateCart, Empty, NewShippingMethod, Promotions, UpdateCart, UpdateLineItem
from merx.commerce.cart.workflows import (
    ChosenOption,
    NewCart,
    NewItem,
    add_line_items,
    add_shipping_methods,
    calculate_taxes,
    change_promotions,
    complete_cart,
    create_cart,
    delete_line_items,
    transfer_customer,
    update_cart,
    update_line_item,
)
from merx.commerce.order.api import STORE_ORDER
from merx.commerce.payment import PaymentDeclined
from merx.framework.http import Answer, FieldParams, RefusedBody, StoreScope, changes, delete, get, post


@post("/store/carts")
async def create(scope: StoreScope, data: CreateCart, query: FieldParams) -> Answer:
    new = NewCart(
        region_id=data.region_id,
        currency_code=data.currency_code,
        sales_channel_id=channel_of(scope, data.sales_channel_id),
        customer_id=scope.customer_id,
        email=data.email,
        shipping_address=_address(data.shipping_address),
        billing_address=_address(data.billing_address),
        items=[NewItem(variant_id=item.variant_id, quantity=item.quantity, metadata=item.metadata) for item in data.items],
        metadata=data.metadata,
        locale=data.locale or scope.locale,
        promo_codes=data.promo_codes,
        additional_data=data.additional_data,
    )
    cart = await create_cart(scope, new)
    return await CART.one(scope, cart.id, query)


@get("/store/carts/{id}")
async def retrieve(scope: StoreScope, id: str, query: FieldParams) -> Answer:
    return await CART.one(scope, id, query)


@post("/store/carts/{id}")
async def update(scope: StoreScope, id: str, data: UpdateCart, query: FieldParams) -> Answer:
    given = changes(data)
    if "sales_channel_id" in given:
        # None is not "in no channel", where everything would be for sale.
        given["sales_channel_id"] = channel_of(scope, given["sales_channel_id"])
    for kind in ("shipping_address", "billing_address"):
        if kind in given:
            given[kind] = _address(given[kind])
    await update_cart(scope, id, given)
    return await CART.one(scope, id, query)


@post("/store/carts/{id}/line-items")
async def add_item(scope: StoreScope, id: str, data: AddLineItem, query: FieldParams) -> Answer:
    await add_line_items(scope, id, [NewItem(variant_id=data.variant_id, quantity=data.quantity, metadata=data.metadata)])
    return await CART.one(scope, id, query)


@post("/store/carts/{id}/line-items/{line_id}")
async def update_item(scope: StoreScope, id: str, line_id: str, data: UpdateLineItem, query: FieldParams) -> Answer:
    given = changes(data)
    await update_line_item(scope, id, line_id, quantity=given.pop("quantity"), changes=given)
    return await CART.one(scope, id, query)


@delete("/store/carts/{id}/line-items/{line_id}")
async def delete_item(scope: StoreScope, id: str, line_id: str, query: FieldParams) -> dict[str, Any]:
    await delete_line_items(scope, id, [line_id])
    parent = await CART.object(scope, id, query)
    return {"id": line_id, "object": "line-item", "deleted": True, "parent": msgspec.Raw(parent)}


@post("/store/carts/{id}/promotions")
async def add_promotions(scope: StoreScope, id: str, data: Promotions, query: FieldParams) -> Answer:
    await change_promotions(scope, id, data.promo_codes)
    return await CART.one(scope, id, query)


@delete("/store/carts/{id}/promotions")
async def remove_promotions(scope: StoreScope, id: str, data: Promotions, query: FieldParams) -> Answer:
    await change_promotions(scope, id, data.promo_codes, "remove")
    return await CART.one(scope, id, query)


@post("/store/carts/{id}/shipping-methods", body_limit=100_000)
async def add_shipping(scope: StoreScope, id: str, data: NewShippingMethod, query: FieldParams) -> Answer:
    await add_shipping_methods(scope, id, [ChosenOption(option_id=data.option_id, data=data.data)])
    return await CART.one(scope, id, query)


@post("/store/carts/{id}/taxes")
async def taxes(scope: StoreScope, id: str, data: Empty, query: FieldParams) -> Answer:
    await calculate_taxes(scope, id)
    return await CART.one(scope, id, query)


@post("/store/carts/{id}/customer", audience="customer")
async def take_over(scope: StoreScope, id: str, data: Empty, query: FieldParams) -> Answer:
    await transfer_customer(scope, id, scope.customer_id or "")
    return await CART.one(scope, id, query)


@post("/store/carts/{id}/complete", transaction=False)
async def complete(scope: StoreScope, id: str, data: Empty, query: FieldParams) -> dict[str, Any]:
    try:
        order_id = await complete_cart(scope, id)
    except PaymentDeclined as declined:
        # The contract's answer to a payment that did not go through: the cart, still open, and why.
        cart = await CART.object(scope, id, FieldParams())
        error = {"message": declined.message, "name": declined.message, "type": declined.type}
        return {"type": "cart", "cart": msgspec.Raw(cart), "error": error}
    order = await STORE_ORDER.object(scope, order_id, query)
    return {"type": "order", "order": msgspec.Raw(order)}


def channel_of(scope: StoreScope, given: str | None) -> str:
    """The sales channel to buy in: one of the publishable key's, the only one if none is said. Raises `RefusedBody`."""
    if given is not None:
        if given not in scope.sales_channel_ids:
            raise RefusedBody(f"Sales channel ID in payload {given} is not associated with the Publishable API Key in the header.")
        return given
    if len(scope.sales_channel_ids) != 1:
        raise RefusedBody("Cannot assign sales channel to cart. The publishable key has no or multiple sales channels: say sales_channel_id.")
    return scope.sales_channel_ids[0]


def _address(given: Any) -> dict[str, Any] | str | None:
    return given if given is None or isinstance(given, str) else changes(given)
