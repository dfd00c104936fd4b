"""What a product, and each part of one, is made from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.pricing import NewPrice
from merx.commerce.product import ProductStatus


class NewOption(Struct, frozen=True, kw_only=True):
    """An option of a product's own, or, if it is not exclusive, one that others may share under this title."""

    title: str
    values: Sequence[str]
    ranks: Mapping[str, int] = {}
    is_exclusive: bool = True
    metadata: dict[str, Any] | None = None


class ChosenOption(Struct, frozen=True, kw_only=True):
    """An option that is there already, with all its values or some."""

    id: str
    value_ids: Sequence[str] | None = None


class NewPart(Struct, frozen=True, kw_only=True):
    """An inventory item that a variant takes so many pieces of."""

    inventory_item_id: str
    required_quantity: Decimal = Decimal(1)


class NewVariant(Struct, frozen=True, kw_only=True):
    """A combination of option values (`{"Size": "S"}`) with its prices. If it is managed and has no parts, it gets an item."""

    title: str
    options: Mapping[str, str] = {}
    prices: Sequence[NewPrice] = ()
    inventory_items: Sequence[NewPart] = ()
    sku: str | None = None
    barcode: str | None = None
    ean: str | None = None
    upc: str | None = None
    allow_backorder: bool = False
    manage_inventory: bool = True
    variant_rank: int | None = None
    thumbnail: str | None = None
    hs_code: str | None = None
    mid_code: str | None = None
    origin_country: str | None = None
    material: str | None = None
    weight: Decimal | None = None
    length: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    metadata: dict[str, Any] | None = None


class NewProduct(Struct, frozen=True, kw_only=True):
    """A product with everything on it; groups and channels by id. Without a handle it gets one from its title."""

    title: str
    handle: str | None = None
    subtitle: str | None = None
    description: str | None = None
    is_giftcard: bool = False
    discountable: bool = True
    status: ProductStatus = "draft"
    thumbnail: str | None = None
    external_id: str | None = None
    type_id: str | None = None
    collection_id: str | None = None
    hs_code: str | None = None
    mid_code: str | None = None
    origin_country: str | None = None
    material: str | None = None
    weight: Decimal | None = None
    length: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    metadata: dict[str, Any] | None = None
    images: Sequence[str] = ()
    category_ids: Sequence[str] = ()
    tag_ids: Sequence[str] = ()
    options: Sequence[NewOption | ChosenOption] = ()
    variants: Sequence[NewVariant] = ()
    sales_channel_ids: Sequence[str] = ()
    shipping_profile_id: str | None = None
