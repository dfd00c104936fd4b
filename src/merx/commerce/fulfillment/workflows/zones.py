"""Fulfillment sets, and the service zones and geo zones below them: where goods can be sent."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.fulfillment.errors import IncompleteGeoZone, ServiceZoneNotFound, UnknownGeoZones
from merx.commerce.fulfillment.models import FulfillmentSet, GeoZone, ServiceZone
from merx.commerce.fulfillment.schemas import NewGeoZone
from merx.commerce.fulfillment.service import FulfillmentService
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_REQUIRED: dict[str, tuple[str, ...]] = {
    "country": ("country_code",),
    "province": ("country_code", "province_code"),
    "city": ("country_code", "province_code", "city"),
    "zip": ("country_code", "province_code", "city", "postal_expression"),
}


@workflow("fulfillment.create_set")
async def create_fulfillment_set(scope: Scope, name: str, type: str, metadata: dict[str, Any] | None = None) -> FulfillmentSet:  # noqa: A002 - the column's name
    """A way out of a location, still without zones; the caller joins it to the location. Names are unique."""
    return await scope[FulfillmentService].sets.create(FulfillmentSet(name=name, type=type, metadata=metadata))


@workflow("fulfillment.delete_set")
async def delete_fulfillment_set(scope: Scope, set_id: str) -> None:
    """The set goes, with its zones and their options. Locks the set. Safe to repeat."""
    sets = scope[FulfillmentService].sets
    # Held first, so that zones and options that are being made are seen, and go too.
    await sets.first(id=set_id, for_update=True)
    await sets.soft_delete(set_id)


@workflow("fulfillment.create_service_zone")
async def create_service_zone(scope: Scope, set_id: str, name: str, geo_zones: Sequence[NewGeoZone] = ()) -> ServiceZone:
    """Deliver from this set to these places. Shares the set. Raises `NotFound`, `IncompleteGeoZone`; names are unique."""
    await scope[FulfillmentService].sets.retrieve(set_id, for_share=True)
    zone = ServiceZone(fulfillment_set_id=set_id, name=name)
    await create_all(scope, [zone, *(_geo_zone(zone.id, each) for each in geo_zones)])
    return zone


@workflow("fulfillment.update_service_zone")
async def update_service_zone(scope: Scope, set_id: str, zone_id: str, changes: dict[str, Any], geo_zones: Sequence[NewGeoZone] | None = None) -> ServiceZone:
    """Change the name; `geo_zones`, if given, are all there will be: those with the id of one that is there change it.

    Holds the zone's row. Raises `ServiceZoneNotFound`, `UnknownGeoZones`, `IncompleteGeoZone`.
    """
    service = scope[FulfillmentService]
    if await service.service_zones.first(id=zone_id, fulfillment_set_id=set_id, for_update=True) is None:
        raise ServiceZoneNotFound(zone_id)
    if geo_zones is not None:
        await _replace(scope, zone_id, geo_zones)
    return await service.service_zones.update(zone_id, **changes)


async def _replace(scope: Scope, zone_id: str, geo_zones: Sequence[NewGeoZone]) -> None:
    repository = scope[FulfillmentService].geo_zones
    have = {zone.id for zone in await repository.list(service_zone_id=zone_id)}
    kept = [zone for zone in geo_zones if zone.id is not None]
    unknown = [zone.id for zone in kept if zone.id is not None and zone.id not in have]
    if unknown:
        raise UnknownGeoZones(unknown)
    gone = have - {zone.id for zone in kept}
    if gone:
        await repository.soft_delete(sorted(gone))
    await repository.update({"id": zone.id, **_columns(zone)} for zone in kept)
    await repository.create(_geo_zone(zone_id, zone) for zone in geo_zones if zone.id is None)


def _geo_zone(zone_id: str, new: NewGeoZone) -> GeoZone:
    return GeoZone(service_zone_id=zone_id, **_columns(new))


def _columns(new: NewGeoZone) -> dict[str, Any]:
    needed = _REQUIRED[new.type]
    for name in needed:
        if not getattr(new, name):
            raise IncompleteGeoZone(name, new.type)
    # What is wider than its own type says nothing: a country with a city would be no country.
    place = {name: getattr(new, name) if name in needed else None for name in _REQUIRED["zip"]}
    return {"type": new.type, **place, "country_code": new.country_code.lower(), "metadata": new.metadata}


@workflow("fulfillment.delete_service_zone")
async def delete_service_zone(scope: Scope, set_id: str, zone_id: str) -> None:
    """The zone goes, with its options. Locks the zone. Raises `ServiceZoneNotFound` for a zone of another set."""
    service = scope[FulfillmentService]
    if await service.service_zones.first(id=zone_id, fulfillment_set_id=set_id, for_update=True) is None:
        raise ServiceZoneNotFound(zone_id)
    await service.service_zones.soft_delete(zone_id)
