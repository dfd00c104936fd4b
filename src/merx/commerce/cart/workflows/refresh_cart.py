"""After every change: prices, shipping methods, taxes, promotions and the payment collection follow the cart.

Each part reads the cart's state, writes only what differs, and keeps the state in step, so that the next part needs no
read of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.cart.service import CartService
from merx.commerce.cart.workflows.prices import reprice_lines
from merx.commerce.cart.workflows.promotions import refresh_promotions
from merx.commerce.cart.workflows.refresh_taxes import refresh_taxes
from merx.commerce.cart.workflows.state import CartState, MethodState, read_cart
from merx.commerce.fulfillment.workflows import PricedShippingOption, ShippingContext, calculate_shipping_prices, shipping_options_for
from merx.commerce.payment.workflows import refresh_payment_collection
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("cart.refresh", hooks=("beforeRefreshingPaymentCollection",))
async def refresh_cart(
    scope: Scope,
    cart_id: str,
    *,
    reprice: bool = False,
    force_taxes: bool = False,
    moved: bool = False,
    promotion_ids: Sequence[str] | None = None,
    additional_data: Any = None,
) -> None:
    """Bring everything that follows from the cart's lines, region and address up to date.

    `reprice` asks for today's prices of every line; `force_taxes` computes taxes even where the region does not do so by
    itself; a cart that `moved` to another region keeps no taxes of the old one; `promotion_ids`, if given, take the place of
    those that the cart has; `additional_data` is for the hooks. The caller holds the cart's lock.
    """
    cart = await read_cart(scope, cart_id)
    await refresh(scope, cart, reprice=reprice, force_taxes=force_taxes, moved=moved, promotion_ids=promotion_ids, additional_data=additional_data)


async def refresh(
    scope: Scope,
    cart: CartState,
    *,
    reprice: bool = False,
    force_taxes: bool = False,
    moved: bool = False,
    options: Sequence[PricedShippingOption] | None = None,
    promotion_ids: Sequence[str] | None = None,
    additional_data: Any = None,
) -> None:
    """As `refresh_cart`, for a caller whose `cart` is up to date, and `options` too if they are given."""
    if reprice:
        await reprice_lines(scope, cart, additional_data)
    await refresh_shipping_methods(scope, cart, options)
    await refresh_taxes(scope, cart, force=force_taxes, reset=moved)
    await refresh_promotions(scope, cart, promotion_ids)
    await refresh_cart.call_hook(scope, "beforeRefreshingPaymentCollection", cart=cart)
    await refresh_collection(scope, cart)


@workflow("cart.refresh_shipping_methods", hooks=("validate",))
async def refresh_shipping_methods(scope: Scope, cart: CartState, offered: Sequence[PricedShippingOption] | None = None) -> None:
    """Drop methods that no longer reach the cart or that nothing in it needs; price the others anew, asking carriers that calculate."""
    if not cart.shipping_methods:
        return
    await refresh_shipping_methods.call_hook(scope, "validate", cart=cart)
    if offered is None:
        offered = await shipping_options_for(scope, shipping_context(cart))
    options = {option.id: option for option in offered}
    await _ask_carriers(scope, cart, options)
    needed = {line.product.shipping_profile.id for line in cart.items if line.product and line.product.shipping_profile}
    gone: list[MethodState] = []
    changes: list[dict[str, Any]] = []
    for method in cart.shipping_methods:
        option = options.get(method.shipping_option_id or "")
        unneeded = len(cart.shipping_methods) > 1 and option is not None and option.shipping_profile_id not in needed
        if method.shipping_option_id is not None and (option is None or option.amount is None or unneeded):
            gone.append(method)
        elif option is not None and _repriced(method, option):
            changes.append({"id": method.id, "amount": method.amount, "is_tax_inclusive": method.is_tax_inclusive})
    if gone:
        await scope[CartService].shipping_methods.delete([method.id for method in gone])
        cart.shipping_methods = [method for method in cart.shipping_methods if method not in gone]
    await scope[CartService].shipping_methods.update(changes)


async def _ask_carriers(scope: Scope, cart: CartState, options: Mapping[str, PricedShippingOption]) -> None:
    """Have the options of the cart's methods say what their carriers ask for now. What a carrier refuses stays without a price."""
    methods = [(option, method) for method in cart.shipping_methods if (option := options.get(method.shipping_option_id or "")) is not None]
    chosen = [(option, method.data or {}) for option, method in methods if option.price_type == "calculated" and option.amount is None]
    if chosen:
        prices = await calculate_shipping_prices(scope, chosen, shipping_context(cart), refusals=False)
        for (option, _), price in zip(chosen, prices, strict=True):
            if price is not None:
                option.amount, option.is_tax_inclusive = price.amount, price.is_tax_inclusive


def _repriced(method: MethodState, option: PricedShippingOption) -> bool:
    if option.amount is None:
        return False
    before = (method.amount, method.is_tax_inclusive)
    method.amount, method.is_tax_inclusive = option.amount, option.is_tax_inclusive
    return before != (method.amount, method.is_tax_inclusive)


def shipping_context(cart: CartState) -> ShippingContext:
    """What decides which shipping options reach the cart, and at which price."""
    address = cart.shipping_address
    return ShippingContext(
        sales_channel_id=cart.sales_channel_id,
        currency_code=cart.currency_code,
        region_id=cart.region_id,
        country_code=address.country_code if address else None,
        province=address.province if address else None,
        city=address.city if address else None,
        postal_code=address.postal_code if address else None,
        item_total=cart.totals.items.total,
        customer_group_ids=tuple(group.id for group in cart.customer.groups) if cart.customer else (),
        locale=cart.locale,
        cart_id=cart.id,
    )


@workflow("cart.refresh_payment_collection", hooks=("validate",))
async def refresh_collection(scope: Scope, cart: CartState) -> None:
    """Ask for what the cart now costs; sessions opened for another amount are closed."""
    collection = cart.payment_collection
    if collection is None:
        return
    await refresh_collection.call_hook(scope, "validate", cart=cart)
    if (collection.amount, collection.currency_code) != (cart.due, cart.currency_code):
        await refresh_payment_collection(scope, collection.id, amount=cart.due, currency_code=cart.currency_code)
