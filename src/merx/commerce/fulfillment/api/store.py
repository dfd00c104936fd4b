"""What shoppers see of shipping."""

from typing import Any

import msgspec

from merx.commerce.cart.workflows import read_cart, shipping_context
from merx.commerce.fulfillment.api.offered import in_order, seen, ways
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
from merx.framework.http import UNSET, FieldParams, StoreScope, filters_of, get, post


@get("/store/shipping-options")
async def list_options(scope: StoreScope, query: StoreOptionParams) -> dict[str, list[dict[str, Any]]]:
    """The options that reach a cart and have a price, or one that the provider calculates. All of them, unless a `limit` is given."""
    context = shipping_context(await read_cart(scope, query.cart_id))
    context = msgspec.structs.replace(context, locale=scope.locale or context.locale)
    found: dict[str, PricedShippingOption] = {}
    for back in ways(query.cart_id, filters_of(query)):
        found |= {option.id: option for option in await shipping_options_for(scope, msgspec.structs.replace(context, is_return=back))}
    needs = await needs_of_cart(scope, query.cart_id)
    offered = in_order([option for option in found.values() if option.amount is not None or option.price_type == "calculated"], query.order)
    for option in offered:
        option.insufficient_inventory = needs.exceed(option.location_id)
    end = None if query.limit is UNSET else query.offset + query.limit
    return {"shipping_options": [seen(option, query) for option in offered[query.offset : end]]}


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
    option.amount, option.is_tax_inclusive, option.insufficient_inventory = price.amount, price.is_tax_inclusive, needs.exceed(option.location_id)
    shown = seen(option, query)
    if "calculated_price" in shown:
        shown["calculated_price"] = _calculated(id, price, context.currency_code)
    return {"shipping_option": shown}


def _calculated(option_id: str, price: CarrierPrice, currency_code: str) -> dict[str, Any]:
    """In the shape of a price that the shop chose; there is no row that it stands in."""
    said: dict[str, Any] = {"id": option_id, "currency_code": currency_code, "calculated_price": None, "original_price": None}
    for kind in ("calculated", "original"):
        said |= {f"{kind}_amount": price.amount, f"is_{kind}_price_price_list": False, f"is_{kind}_price_tax_inclusive": price.is_tax_inclusive}
    return said
