"""What was sent."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from merx.framework.data import BelongsTo, Indexed, Metadata, Model


class FulfillmentAddress(Model, id_prefix="fuladdr"):
    company: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    country_code: str | None = None
    province: str | None = None
    postal_code: str | None = None
    phone: str | None = None
    metadata: Metadata = None


class Fulfillment(Model, id_prefix="ful"):
    """Goods on their way from a location: packed, shipped, delivered, or cancelled."""

    provider_id: Annotated[str | None, BelongsTo("fulfillment_provider", on_delete="SET NULL"), Indexed] = None
    shipping_option_id: Annotated[str | None, BelongsTo("shipping_option", back="fulfillments", on_delete="SET NULL"), Indexed] = None
    delivery_address_id: Annotated[str | None, BelongsTo("fulfillment_address", on_delete="SET NULL"), Indexed] = None
    location_id: Annotated[str, Indexed]
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    canceled_at: datetime | None = None
    data: dict[str, Any] | None = None
    marked_shipped_by: str | None = None
    created_by: str | None = None
    requires_shipping: bool = True
    metadata: Metadata = None


class FulfillmentItem(Model, id_prefix="fulit"):
    """How many of an order's line are in it."""

    fulfillment_id: Annotated[str, BelongsTo("fulfillment", back="items"), Indexed]
    title: str
    sku: str
    barcode: str
    quantity: Decimal
    line_item_id: Annotated[str | None, Indexed] = None
    inventory_item_id: Annotated[str | None, Indexed] = None


class FulfillmentLabel(Model, id_prefix="fulla"):
    """A label on a parcel, and how to track it."""

    fulfillment_id: Annotated[str, BelongsTo("fulfillment", back="labels"), Indexed]
    tracking_number: str
    tracking_url: str
    label_url: str
