"""Taxes when the shop asks for them, where the region does not compute them by itself."""

from merx.commerce.cart.workflows.refresh_cart import refresh
from merx.commerce.cart.workflows.state import lock_cart, read_cart
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("cart.calculate_taxes")
async def calculate_taxes(scope: Scope, cart_id: str) -> None:
    """Compute the cart's taxes now. Raises `InvalidData` without a country to tax in."""
    await lock_cart(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    if cart.shipping_address is None or cart.shipping_address.country_code is None:
        raise InvalidData("country code is required to calculate taxes")
    await refresh(scope, cart, force_taxes=True)
