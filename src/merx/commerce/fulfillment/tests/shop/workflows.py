"""What the shop knows that the cart's address does not say."""

from merx.commerce.fulfillment import ShippingContext
from merx.commerce.fulfillment.workflows import calculate_shipping_prices
from merx.framework.scope import Scope


@calculate_shipping_prices.hook("setCalculatedShippingPricingContext")
async def is_it_an_island(scope: Scope, *, cart: ShippingContext) -> dict[str, bool]:
    (row,) = await scope.query.graph("cart", fields=["metadata"], filters={"id": cart.cart_id})
    return {"island": bool((row["metadata"] or {}).get("island"))}
