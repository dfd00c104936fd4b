"""Products, the variants that are bought, and their pictures."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Searchable, Translatable

ProductStatus: TypeAlias = Literal["draft", "proposed", "published", "rejected"]


IN_SIGHT = "deleted_at IS NULL"


class Product(
    Model,
    id_prefix="prod",
    unique=[("handle",)],
    indexes=[
        # So that counting and skipping read no rows; what the store lists first of all; and `q`.
        Index(("id",), where=IN_SIGHT),
        Index(("status", "id"), where=IN_SIGHT),
        Index(("created_at",), where=IN_SIGHT),
        Index(("title", "subtitle", "description"), using="gin (title gin_trgm_ops, subtitle gin_trgm_ops, description gin_trgm_ops)"),
    ],
):
    """What a shopper sees as one thing. The store shows published ones only."""

    collection_id: Annotated[str | None, BelongsTo("product_collection", back="products", on_delete="SET NULL"), Indexed] = None
    type_id: Annotated[str | None, BelongsTo("product_type", back="products", on_delete="SET NULL"), Indexed] = None
    title: Annotated[str, Searchable, Translatable]
    handle: str
    subtitle: Annotated[str | None, Searchable, Translatable] = None
    description: Annotated[str | None, Searchable, Translatable] = None
    is_giftcard: bool = False
    status: ProductStatus = "draft"
    thumbnail: str | None = None
    weight: Decimal | None = None
    length: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    origin_country: str | None = None
    hs_code: str | None = None
    mid_code: str | None = None
    material: Annotated[str | None, Translatable] = None
    discountable: bool = True
    external_id: str | None = None
    metadata: Metadata = None


class ProductVariant(
    Model,
    id_prefix="variant",
    unique=[("barcode",), ("ean",), ("sku",), ("upc",)],
    indexes=[
        Index(("id", "product_id"), where=IN_SIGHT),
        Index(
            ("title", "sku", "barcode", "ean", "upc"),
            using="gin (title gin_trgm_ops, sku gin_trgm_ops, barcode gin_trgm_ops, ean gin_trgm_ops, upc gin_trgm_ops)",
        ),
    ],
):
    """What is bought and counted: one combination of option values."""

    product_id: Annotated[str | None, BelongsTo("product", back="variants", searched=True, back_searched=True), Indexed] = None
    title: Annotated[str, Searchable, Translatable]
    sku: Annotated[str | None, Searchable] = None
    barcode: Annotated[str | None, Searchable] = None
    ean: Annotated[str | None, Searchable] = None
    upc: Annotated[str | None, Searchable] = None
    allow_backorder: bool = False
    manage_inventory: bool = True
    hs_code: str | None = None
    origin_country: str | None = None
    mid_code: str | None = None
    material: Annotated[str | None, Translatable] = None
    weight: Decimal | None = None
    length: Decimal | None = None
    height: Decimal | None = None
    width: Decimal | None = None
    variant_rank: int | None = 0
    thumbnail: str | None = None
    metadata: Metadata = None


class ProductImage(Model, table="image", id_prefix="img"):
    """A picture of a product, in the order of `rank`."""

    product_id: Annotated[str, BelongsTo("product", back="images"), Indexed]
    url: str
    rank: int = 0
    metadata: Metadata = None


class ProductVariantProductImage(Model, id_prefix="pvpi", pivot=("images", "variants")):
    """A variant shows this picture of its product."""

    variant_id: Annotated[str, BelongsTo("product_variant"), Indexed]
    image_id: Annotated[str, BelongsTo("product_image"), Indexed]
