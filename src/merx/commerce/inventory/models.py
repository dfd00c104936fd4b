"""What is counted, where it lies, and what is set aside."""

from decimal import Decimal
from typing import Annotated

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Searchable


class InventoryItem(
    Model,
    id_prefix="iitem",
    unique=[("sku",)],
    indexes=[
        # So that counting and skipping read no rows; and `q`.
        Index(("id",), where="deleted_at IS NULL"),
        Index(
            ("sku", "title", "description", "hs_code", "mid_code"),
            using="gin (sku gin_trgm_ops, title gin_trgm_ops, description gin_trgm_ops, hs_code gin_trgm_ops, mid_code gin_trgm_ops)",
        ),
    ],
):
    """A thing that is counted, whatever it is sold as."""

    sku: Annotated[str | None, Searchable] = None
    origin_country: str | None = None
    hs_code: Annotated[str | None, Searchable] = None
    mid_code: Annotated[str | None, Searchable] = None
    material: str | None = None
    weight: Decimal | None = None
    length: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    requires_shipping: bool = True
    description: Annotated[str | None, Searchable] = None
    title: Annotated[str | None, Searchable] = None
    thumbnail: str | None = None
    unit_of_measure: str | None = None
    metadata: Metadata = None


class InventoryLevel(Model, id_prefix="ilev", unique=[("inventory_item_id", "location_id")]):
    """How many of an item a location holds, has set aside and expects."""

    inventory_item_id: Annotated[str, BelongsTo("inventory_item", back="location_levels"), Indexed]
    location_id: Annotated[str, Indexed]
    stocked_quantity: Decimal = Decimal(0)
    reserved_quantity: Decimal = Decimal(0)
    incoming_quantity: Decimal = Decimal(0)
    metadata: Metadata = None


class ReservationItem(Model, id_prefix="resitem"):
    """Pieces set aside at a location, mostly for a line of an order."""

    inventory_item_id: Annotated[str, BelongsTo("inventory_item", back="reservation_items", searched=True), Indexed]
    line_item_id: Annotated[str | None, Indexed] = None
    location_id: Annotated[str, Indexed]
    quantity: Decimal
    external_id: str | None = None
    description: Annotated[str | None, Searchable] = None
    created_by: str | None = None
    allow_backorder: bool | None = False
    metadata: Metadata = None
