"""What the shop knows that the cart's address does not say."""

from typing import Any

from merx.commerce.fulfillment import ShippingContext, ShippingOptionType
from merx.commerce.fulfillment.workflows import (
    calculate_shipping_prices,
    create_shipping_option_type,
    delete_shipping_option_type,
    update_shipping_option_type,
)
from merx.framework.scope import Scope


@calculate_shipping_prices.hook("setCalculatedShippingPricingContext")
async def is_it_an_island(scope: Scope, *, cart: ShippingContext) -> dict[str, bool]:
    (row,) = await scope.query.graph("cart", fields=["metadata"], filters={"id": cart.cart_id})
    return {"island": bool((row["metadata"] or {}).get("island"))}


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
