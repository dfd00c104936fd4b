"""What shoppers see of shipping."""

import msgspec

from merx.commerce.cart.workflows import read_cart, shipping_context
from merx.commerce.fulfillment.api.params import StoreOptionParams
from merx.commerce.fulfillment.workflows import PricedShippingOption, needs_of_cart, shipping_options_for
from merx.framework.http import StoreScope, get


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
