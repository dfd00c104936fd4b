"""What the shop knows that the cart's address does not say."""

from decimal import Decimal
from typing import Any

from merx.commerce.fulfillment import ShippingContext, ShippingOptionType
from merx.commerce.fulfillment.workflows import (
    calculate_shipping_prices,
    create_shipping_option_type,
    delete_shipping_option_type,
    shipping_options_for,
    update_shipping_option_type,
)
from merx.framework.scope import Scope

LUCKY = Decimal(77)


@calculate_shipping_prices.hook("setCalculatedShippingPricingContext")
async def is_it_an_island(scope: Scope, *, cart: ShippingContext) -> dict[str, bool]:
    (row,) = await scope.query.graph("cart", fields=["metadata"], filters={"id": cart.cart_id})
    return {"island": bool((row["metadata"] or {}).get("island"))}


@shipping_options_for.hook("setShippingOptionsContext")
async def a_lucky_cart_is_a_guest(scope: Scope, *, cart: ShippingContext, fulfillmentSetIds: list[str]) -> dict[str, Any] | None:  # noqa: ARG001, N803 - what the hook is told
    return {"is_guest": True, "sets": ",".join(fulfillmentSetIds)} if cart.item_total == LUCKY else None


@shipping_options_for.hook("setPricingContext")
async def a_lucky_cart_counts_for_more(scope: Scope, *, cart: ShippingContext, fulfillmentSetIds: list[str]) -> dict[str, Any] | None:  # noqa: ARG001, N803 - what the hook is told
    return {"item_total": 1000} if cart.item_total == LUCKY else None


told: list[tuple[str, str]] = []
"""What was said about types, and of which."""


@create_shipping_option_type.hook("shippingOptionTypesCreated")
async def hear_of_new_types(scope: Scope, *, shipping_option_types: list[ShippingOptionType], additional_data: Any) -> None:  # noqa: ARG001 - what the hook is told
    told.extend(("created", each.code) for each in shipping_option_types)


@update_shipping_option_type.hook("shippingOptionTypesUpdated")
async def hear_of_changed_types(scope: Scope, *, shipping_option_types: list[ShippingOptionType], additional_data: Any) -> None:  # noqa: ARG001 - what the hook is told
    told.extend(("updated", each.code) for each in shipping_option_types)


@delete_shipping_option_type.hook("shippingOptionTypesDeleted")
async def hear_of_types_that_are_gone(scope: Scope, *, ids: list[str]) -> None:  # noqa: ARG001 - what the hook is told
    told.extend(("deleted", each) for each in ids)
