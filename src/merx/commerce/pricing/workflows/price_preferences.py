"""Whether prices of a region or in a currency include tax."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.pricing import PricePreference, PricingService
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("pricing.create_price_preference")
async def create_price_preference(scope: Scope, attribute: str, value: str, *, is_tax_inclusive: bool) -> PricePreference:
    """`attribute` is `region_id` or `currency_code`. A second one for the same value is the database's refusal."""
    preference = PricePreference(attribute=attribute, value=_kept(attribute, value), is_tax_inclusive=is_tax_inclusive)
    await create_all(scope, [preference])
    return preference


@workflow("pricing.update_price_preference")
async def update_price_preference(scope: Scope, preference_id: str, changes: Mapping[str, Any]) -> None:
    """Raises `NotFound`."""
    preferences = scope[PricingService].price_preferences
    before = await preferences.retrieve(preference_id, for_update=True)
    attribute, value = changes.get("attribute", before.attribute), changes.get("value", before.value)
    await preferences.update(preference_id, **{**changes, "value": value and _kept(attribute, value)})


@workflow("pricing.delete_price_preferences")
async def delete_price_preferences(scope: Scope, preference_ids: Sequence[str]) -> None:
    """Forget preferences. Safe to repeat."""
    await scope[PricingService].price_preferences.soft_delete(list(preference_ids))


def _kept(attribute: str, value: str) -> str:
    # Prices have their currencies in small letters.
    return value.lower() if attribute == "currency_code" else value
