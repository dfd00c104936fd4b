"""Options and their values, and which product and variant takes which."""

from typing import Annotated

from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Record, Searchable, Translatable


class ProductOption(Model, id_prefix="opt", indexes=[Index(("title",), unique=True, where="deleted_at IS NULL AND NOT is_exclusive")]):
    """What variants differ in (size). Exclusive to one product, or shared under a title of its own."""

    title: Annotated[str, Searchable, Translatable]
    is_exclusive: bool = False
    metadata: Metadata = None


class ProductOptionValue(Model, id_prefix="optval", unique=[("option_id", "value")]):
    """One choice of an option (XL)."""

    option_id: Annotated[str | None, BelongsTo("product_option", back="values"), Indexed] = None
    value: Annotated[str, Searchable, Translatable]
    rank: int | None = None
    metadata: Metadata = None


class ProductProductOption(Model, id_prefix="prodopt", pivot=("options", "products")):
    """A product offers this option."""

    product_id: Annotated[str, BelongsTo("product", back="product_options"), Indexed]
    product_option_id: Annotated[str, BelongsTo("product_option"), Indexed]


class ProductProductOptionValue(Model, id_prefix="prodoptval", pivot=("values", "product_options")):
    """A product offers this value of an option."""

    product_product_option_id: Annotated[str, BelongsTo("product_product_option"), Indexed]
    product_option_value_id: Annotated[str, BelongsTo("product_option_value"), Indexed]


class ProductVariantOption(Record, primary_key=("variant_id", "option_value_id"), pivot=("options", "variants")):
    """A variant takes this value of an option."""

    variant_id: Annotated[str, BelongsTo("product_variant")]
    option_value_id: Annotated[str, BelongsTo("product_option_value"), Indexed]
