"""Shipping profiles: what is sent alike."""

from typing import Any

from merx.commerce.fulfillment.errors import ProfileInUse
from merx.commerce.fulfillment.models import ShippingProfile
from merx.commerce.fulfillment.service import FulfillmentService
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("fulfillment.create_profile")
async def create_shipping_profile(scope: Scope, name: str, type: str, metadata: dict[str, Any] | None = None) -> ShippingProfile:  # noqa: A002 - the column's name
    """A new profile; a second one of the same name is refused as a duplicate."""
    return await scope[FulfillmentService].shipping_profiles.create(ShippingProfile(name=name, type=type, metadata=metadata))


@workflow("fulfillment.update_profile")
async def update_shipping_profile(scope: Scope, profile_id: str, changes: dict[str, Any]) -> ShippingProfile:
    """Change name, type or metadata. Raises `NotFound`, also for one that was deleted."""
    return await scope[FulfillmentService].shipping_profiles.update(profile_id, **changes)


@workflow("fulfillment.delete_profile")
async def delete_shipping_profile(scope: Scope, profile_id: str) -> None:
    """The profile goes, if nothing belongs to it. Locks it. Safe to repeat. Raises `ProfileInUse`."""
    service = scope[FulfillmentService]
    await service.shipping_profiles.first(id=profile_id, for_update=True)
    if await service.shipping_options.count(shipping_profile_id=profile_id):
        raise ProfileInUse(f"Cannot delete Shipping Profiles {profile_id} with associated Shipping Options. Delete Shipping Options first and try again.")
    if await scope.query.graph("product", fields=("id",), filters={"shipping_profile": {"id": profile_id}}, limit=1):
        raise ProfileInUse(f"Cannot delete following shipping profiles because they are linked to products: {profile_id}")
    await service.shipping_profiles.soft_delete(profile_id)
