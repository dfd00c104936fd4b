"""Prices that carriers work out: what shall be sent is put together once, and each carrier is asked."""

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from merx.commerce.cart import Cart
from merx.commerce.fulfillment.carriers import carrier
from merx.commerce.fulfillment.errors import NotCalculated, UnknownFulfillmentProvider
from merx.commerce.fulfillment.schemas import CarrierPrice, Consignment, ConsignmentItem, ShippingContext
from merx.commerce.fulfillment.workflows.offers import PricedShippingOption
from merx.framework.errors import InvalidData
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Variant(View):
    sku: str | None
    weight: Decimal | None
    length: Decimal | None
    height: Decimal | None
    width: Decimal | None


class _Line(View):
    id: str
    title: str
    quantity: Decimal
    unit_price: Decimal
    requires_shipping: bool
    product_id: str | None
    variant_id: str | None
    variant: _Variant | None


class _Cart(View, of=Cart):
    items: list[_Line]


@workflow("fulfillment.calculate_prices", hooks=("setCalculatedShippingPricingContext",))
async def calculate_shipping_prices(
    scope: Scope, chosen: Sequence[tuple[PricedShippingOption, Mapping[str, Any]]], context: ShippingContext, *, refusals: bool = True
) -> list[CarrierPrice | None]:
    """What each option's carrier asks for sending the context's cart, with the data chosen for it; None where it has no price.

    One statement, however many options; the carriers are asked at the same time. What hooks return is added to the
    consignment's `more`. Raises `NotCalculated`, `UnknownFulfillmentProvider`, and `InvalidData` where a carrier does not carry
    this; without `refusals` that is no price.
    """
    for option, _ in chosen:
        if option.price_type != "calculated":
            raise NotCalculated(option.id)
    if not chosen:
        return []
    items = await _items(scope, context.cart_id)
    more = {
        key: value
        for each in await calculate_shipping_prices.call_hook(scope, "setCalculatedShippingPricingContext", cart=context)
        for key, value in each.items()
    }
    asked = (_ask(scope, option, data, _consignment(option, context, items, more), refusals=refusals) for option, data in chosen)
    return list(await asyncio.gather(*asked))


async def _items(scope: Scope, cart_id: str | None) -> list[ConsignmentItem]:
    found = await scope.query.all(_Cart, {"id": cart_id}, limit=1) if cart_id is not None else []
    return [_item(line) for cart in found for line in cart.items]


def _item(line: _Line) -> ConsignmentItem:
    variant = line.variant
    sizes = {name: getattr(variant, name) for name in ("sku", "weight", "length", "height", "width")} if variant is not None else {}
    return ConsignmentItem(
        id=line.id,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        requires_shipping=line.requires_shipping,
        product_id=line.product_id,
        variant_id=line.variant_id,
        **sizes,
    )


def _consignment(option: PricedShippingOption, context: ShippingContext, items: Sequence[ConsignmentItem], more: Mapping[str, Any]) -> Consignment:
    location = option.service_zone.fulfillment_set.location if option.service_zone.fulfillment_set else None
    address = location.address if location else None
    columns = {name: value for name in address.__struct_fields__ if (value := getattr(address, name)) is not None} if address else {}
    return Consignment(context=context, items=items, location_id=option.location_id, location_address=columns, more=more)


async def _ask(scope: Scope, option: PricedShippingOption, data: Mapping[str, Any], consignment: Consignment, *, refusals: bool) -> CarrierPrice | None:
    if option.provider_id is None:
        raise UnknownFulfillmentProvider("null")
    try:
        return await carrier(scope.app, option.provider_id).calculate_price(option.data or {}, data, consignment)
    except InvalidData:
        if refusals:
            raise
        return None
