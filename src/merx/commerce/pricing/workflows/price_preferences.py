"""Whether prices of a region or in a currency include tax."""

from collections.abc import Mapping
from typing import Any

from merx.commerce.pricing import PricePreference, PricingService
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("pricing.create_price_preference")
async def create_price_preference(scope: Scope, attribute: str, value: str, *, is_tax_inclusive: bool) -> PricePreference:
    """`attribute` is `region_id` or `currency_code`. A second one for the same value is the database's refusal."""
    preference = PricePreference(attribute=attribute, value=value.lower() if attribute == "currency_code" else value, is_tax_inclusive=is_tax_inclusive)
    await create_all(scope, [preference])
    return preference


@workflow("pricing.update_price_preference")
async def update_price_preference(scope: Scope, preference_id: str, changes: Mapping[str, Any]) -> None:
    """Raises `NotFound`."""
    await scope[PricingService].price_preferences.update([{"id": preference_id, **changes}])
