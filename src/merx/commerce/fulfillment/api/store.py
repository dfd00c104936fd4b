"""What shoppers see of shipping."""

from typing import Any

import msgspec

from merx.commerce.cart.workflows import read_cart, shipping_context
from merx.commerce.fulfillment.api.params import StoreOptionParams
from merx.commerce.fulfillment.api.schemas import CalculatePrice
from merx.commerce.fulfillment.errors import NoPrice, OptionsNotOffered
from merx.commerce.fulfillment.workflows import (
    CarrierPrice,
    PricedShippingOption,
    calculate_shipping_prices,
    needs_of_cart,
    shipping_options_for,
    validate_shipping_data,
)
from merx.framework.http import FieldParams, StoreScope, get, post


@get("/store/shipping-options")
async def list_options(scope: StoreScope, query: StoreOptionParams) -> dict[str, list[PricedShippingOption]]:
    """The options that reach a cart and have a price, or one that the provider calculates."""
    context = shipping_context(await read_cart(scope, query.cart_id))
    found = await shipping_options_for(scope, msgspec.structs.replace(context, is_return=query.is_return, locale=scope.locale or context.locale))
    needs = await needs_of_cart(scope, query.cart_id)
    offered = [option for option in found if option.amount is not None or option.price_type == "calculated"]
    for option in offered:
        option.insufficient_inventory = needs.exceed(option.location_id)
    return {"shipping_options": offered}


@post("/store/shipping-options/{id}/calculate")
async def calculate_option(scope: StoreScope, id: str, data: CalculatePrice, query: FieldParams) -> dict[str, dict[str, Any]]:
    """What the option's carrier asks for sending this cart. Nothing is chosen, nothing is kept."""
    context = shipping_context(await read_cart(scope, data.cart_id))
    context = msgspec.structs.replace(context, locale=scope.locale or context.locale)
    option = next((each for each in await shipping_options_for(scope, context) if each.id == id), None)
    if option is None:
        raise OptionsNotOffered([id])
    chosen = await validate_shipping_data(scope, option, data.data)
    (price,) = await calculate_shipping_prices(scope, [(option, chosen)], context)
    if price is None:
        raise NoPrice([id])
    needs = await needs_of_cart(scope, data.cart_id)
    shown = {name: getattr(option, name) for name in option.__struct_fields__}
    asked = {"amount": price.amount, "is_tax_inclusive": price.is_tax_inclusive, "insufficient_inventory": needs.exceed(option.location_id)}
    return {"shipping_option": {**shown, **asked, "calculated_price": _calculated(id, price, context.currency_code)}}


def _calculated(option_id: str, price: CarrierPrice, currency_code: str) -> dict[str, Any]:
    """In the shape of a price that the shop chose; there is no row that it stands in."""
    said: dict[str, Any] = {"id": option_id, "currency_code": currency_code, "calculated_price": None, "original_price": None}
    for kind in ("calculated", "original"):
        said |= {f"{kind}_amount": price.amount, f"is_{kind}_price_price_list": False, f"is_{kind}_price_tax_inclusive": price.is_tax_inclusive}
    return said
