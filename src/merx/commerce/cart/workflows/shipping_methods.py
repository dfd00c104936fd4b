"""How a cart is sent."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.cart.models import ShippingMethod
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.refresh_cart import refresh_cart, shipping_context
from merx.commerce.cart.workflows.state import lock_cart, read_cart, touch
from merx.commerce.fulfillment.workflows import PricedShippingOption, shipping_options_for, validate_shipping_data
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class ChosenOption(Struct, frozen=True, kw_only=True):
    """A shipping option and what its provider needs to know."""

    option_id: str
    data: dict[str, Any] | None = None


@workflow("cart.add_shipping_methods", hooks=("validate",))
async def add_shipping_methods(scope: Scope, cart_id: str, chosen: Sequence[ChosenOption]) -> None:
    """Send the cart this way; a method of the same shipping profile is replaced.

    Raises `InvalidData` for options that do not reach the cart or have no price. Holds the cart's lock.
    """
    await lock_cart(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    await add_shipping_methods.call_hook(scope, "validate", cart=cart, options=chosen)
    options = {option.id: option for option in await shipping_options_for(scope, shipping_context(cart))}
    made = [await _method(scope, cart_id, each, options.get(each.option_id)) for each in chosen]
    profiles = {options[each.option_id].shipping_profile_id for each in chosen}
    replaced = [m.id for m in cart.shipping_methods if m.shipping_option_id in options and options[m.shipping_option_id].shipping_profile_id in profiles]
    await scope[CartService].shipping_methods.delete(replaced)
    await scope[CartService].shipping_methods.create(made)
    await refresh_cart(scope, cart_id)
    await touch(scope, cart_id)


async def _method(scope: Scope, cart_id: str, chosen: ChosenOption, option: PricedShippingOption | None) -> ShippingMethod:
    if option is None:
        raise InvalidData(f"Shipping Options are invalid for cart: {chosen.option_id} does not reach it")
    if option.amount is None:
        raise InvalidData(f"Shipping options with IDs {option.id} do not have a price")
    return ShippingMethod(
        cart_id=cart_id,
        name=option.name,
        amount=option.amount,
        is_tax_inclusive=option.is_tax_inclusive,
        shipping_option_id=option.id,
        data=await validate_shipping_data(scope, option, chosen.data or {}),
    )
