"""How a cart is sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.cart.models import ShippingMethod
from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.refresh_cart import refresh, shipping_context
from merx.commerce.cart.workflows.state import MethodState, OptionState, lock_to_change, read_cart
from merx.commerce.fulfillment.workflows import PricedShippingOption, ShippingContext, calculate_shipping_prices, shipping_options_for, validate_shipping_data
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

    Raises `InvalidData` for options that do not reach the cart or have no price, and where a carrier cannot use what was
    chosen or does not carry what is in the cart. Holds the cart's lock.
    """
    await lock_to_change(scope, cart_id)
    cart = await read_cart(scope, cart_id)
    await add_shipping_methods.call_hook(scope, "validate", cart=cart, options=chosen)
    context = shipping_context(cart)
    offered = await shipping_options_for(scope, context)
    options = {option.id: option for option in offered}
    made = [await _method(scope, context, each, options.get(each.option_id)) for each in chosen]
    profiles = {options[each.option_id].shipping_profile_id for each in chosen}
    replaced = [m.id for m in cart.shipping_methods if m.shipping_option_id in options and options[m.shipping_option_id].shipping_profile_id in profiles]
    await scope[CartService].shipping_methods.delete(replaced)
    await scope[CartService].shipping_methods.create(made)
    cart.shipping_methods = [method for method in cart.shipping_methods if method.id not in replaced] + [_state(method, options) for method in made]
    # The lines did not change, so the options are those of a moment ago.
    await refresh(scope, cart, options=offered)
    await scope.emit("cart.updated", {"id": cart_id})


async def _method(scope: Scope, context: ShippingContext, chosen: ChosenOption, option: PricedShippingOption | None) -> ShippingMethod:
    if option is None:
        raise InvalidData("Shipping Options are invalid for cart.")
    data = await validate_shipping_data(scope, option, chosen.data or {})
    if option.price_type == "calculated":
        (price,) = await calculate_shipping_prices(scope, [(option, data)], context)
        if price is not None:
            option.amount, option.is_tax_inclusive = price.amount, price.is_tax_inclusive
    if option.amount is None:
        raise InvalidData(f"Shipping options with IDs {option.id} do not have a price")
    return ShippingMethod(
        cart_id=context.cart_id or "",
        name=option.name,
        amount=option.amount,
        is_tax_inclusive=option.is_tax_inclusive,
        shipping_option_id=option.id,
        data=data,
    )


def _state(method: ShippingMethod, options: Mapping[str, PricedShippingOption]) -> MethodState:
    profile = options[method.shipping_option_id or ""].shipping_profile_id
    return MethodState(
        id=method.id,
        name=method.name,
        amount=method.amount,
        is_tax_inclusive=method.is_tax_inclusive,
        shipping_option_id=method.shipping_option_id,
        data=method.data,
        tax_lines=[],
        adjustments=[],
        shipping_option=OptionState(shipping_profile_id=profile) if profile is not None else None,
    )
