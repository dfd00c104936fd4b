"""Where goods can be sent."""

from typing import Annotated, Any, Literal, TypeAlias

from merx.framework.data import BelongsTo, Indexed, Metadata, Model

GeoZoneType: TypeAlias = Literal["country", "province", "city", "zip"]


class FulfillmentSet(Model, id_prefix="fuset", unique=[("name",)]):
    """A way out of a location (shipping, pickup), joined to it by a link."""

    name: str
    type: str
    metadata: Metadata = None


class ServiceZone(Model, id_prefix="serzo", unique=[("name",)]):
    """Where a set delivers: its geo zones."""

    fulfillment_set_id: Annotated[str, BelongsTo("fulfillment_set", back="service_zones"), Indexed]
    name: str
    metadata: Metadata = None


class GeoZone(Model, id_prefix="fgz"):
    """A country, or a part of one down to postal codes."""

    service_zone_id: Annotated[str, BelongsTo("service_zone", back="geo_zones"), Indexed]
    type: GeoZoneType = "country"
    country_code: Annotated[str, Indexed]
    province_code: Annotated[str | None, Indexed] = None
    city: Annotated[str | None, Indexed] = None
    postal_expression: dict[str, Any] | None = None
    metadata: Metadata = None
