"""What a sheet says, as data: products with their variants. What the sheet has no column for is `UNSET`; an empty cell is null."""

from decimal import Decimal
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

Status = Literal["draft", "proposed", "published", "rejected"]


class SheetPrice(Struct, frozen=True, kw_only=True):
    """A price in a currency (in lower case), everywhere or in a region, by its id or name; None takes the price away."""

    currency_code: str
    region: str | None = None
    amount: Decimal | None


class _Sized(Struct, kw_only=True, omit_defaults=True):
    weight: Decimal | None | UnsetType = UNSET
    length: Decimal | None | UnsetType = UNSET
    height: Decimal | None | UnsetType = UNSET
    width: Decimal | None | UnsetType = UNSET
    hs_code: str | None | UnsetType = UNSET
    mid_code: str | None | UnsetType = UNSET
    origin_country: str | None | UnsetType = UNSET
    material: str | None | UnsetType = UNSET
    thumbnail: str | None | UnsetType = UNSET
    metadata: dict[str, Any] | None | UnsetType = UNSET


class SheetVariant(_Sized, kw_only=True):
    """A variant, from the row at `line`. What cannot be null and is empty is `UNSET`."""

    line: int
    id: str | None = None
    title: str | UnsetType = UNSET
    sku: str | None | UnsetType = UNSET
    barcode: str | None | UnsetType = UNSET
    ean: str | None | UnsetType = UNSET
    upc: str | None | UnsetType = UNSET
    allow_backorder: bool | UnsetType = UNSET
    manage_inventory: bool | UnsetType = UNSET
    variant_rank: int | None | UnsetType = UNSET
    options: dict[str, str] = {}
    prices: list[SheetPrice] = []


class SheetProduct(_Sized, kw_only=True):
    """A product, from the rows that begin at `line`. Tags, categories and so on are named by id, or by value, handle or name."""

    line: int
    id: str | None = None
    handle: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    subtitle: str | None | UnsetType = UNSET
    description: str | None | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    is_giftcard: bool | UnsetType = UNSET
    discountable: bool | UnsetType = UNSET
    external_id: str | None | UnsetType = UNSET
    type: str | None | UnsetType = UNSET
    collection: str | None | UnsetType = UNSET
    shipping_profile: str | None | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    images: list[str] | UnsetType = UNSET
    categories: list[str] | UnsetType = UNSET
    sales_channels: list[str] | UnsetType = UNSET
    variants: list[SheetVariant] = []


class Preview(Struct, frozen=True, kw_only=True):
    """A file that was read and fits the shop: its parts wait under `import_id`. Rows are variants, the others products."""

    import_id: str
    filename: str
    rows: int
    parts: int
    to_create: int
    to_update: int


class Imported(Struct, frozen=True, kw_only=True):
    """What became of a file. Products that were there and say nothing new are neither created nor updated."""

    created: int
    updated: int
    unchanged: int
