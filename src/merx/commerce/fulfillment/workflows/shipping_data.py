"""What a shipping method keeps of the shopper's choice."""

from typing import Any

from merx.commerce.fulfillment.carriers import carrier
from merx.commerce.fulfillment.errors import UnknownFulfillmentProvider
from merx.commerce.fulfillment.workflows.offers import PricedShippingOption
from merx.framework.scope import Scope


async def validate_shipping_data(scope: Scope, option: PricedShippingOption, data: dict[str, Any]) -> dict[str, Any]:
    """What the option's carrier makes of `data` (a pickup point). Raises `InvalidData` where the carrier cannot use it."""
    if option.provider_id is None:
        raise UnknownFulfillmentProvider("null")
    return await carrier(scope.app, option.provider_id).validate_data(option.data or {}, data)
