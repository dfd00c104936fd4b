"""Ways to group products: categories, collections, types and tags."""

from typing import Annotated

from merx.framework.data import BelongsTo, Indexed, Metadata, Model, Record, Searchable, Translatable


class ProductCategory(Model, id_prefix="pcat", unique=[("handle",)]):
    """A node of the category tree; `mpath` holds the ids from the root down to it."""

    parent_category_id: Annotated[str | None, BelongsTo("product_category", back="category_children"), Indexed] = None
    name: Annotated[str, Searchable, Translatable]
    description: Annotated[str, Searchable, Translatable] = ""
    handle: Annotated[str, Searchable]
    mpath: Annotated[str, Indexed]
    is_active: bool = False
    is_internal: bool = False
    rank: int = 0
    external_id: str | None = None
    metadata: Metadata = None


class ProductCollection(Model, id_prefix="pcol", unique=[("handle",)]):
    """A named selection of products; a product is in one at most."""

    title: Annotated[str, Searchable, Translatable]
    handle: str
    external_id: str | None = None
    metadata: Metadata = None


class ProductType(Model, id_prefix="ptyp", unique=[("value",)]):
    """What kind of thing a product is; one at most."""

    value: Annotated[str, Searchable, Translatable]
    external_id: str | None = None
    metadata: Metadata = None


class ProductTag(Model, id_prefix="ptag", unique=[("value",)]):
    """A word on products."""

    value: Annotated[str, Searchable, Translatable]
    external_id: str | None = None
    metadata: Metadata = None


class ProductCategoryProduct(Record, primary_key=("product_id", "product_category_id"), pivot=("categories", "products")):
    """A product stands in this category."""

    product_id: Annotated[str, BelongsTo("product")]
    product_category_id: Annotated[str, BelongsTo("product_category"), Indexed]


class ProductTagProduct(Record, table="product_tags", primary_key=("product_id", "product_tag_id"), pivot=("tags", "products")):
    """A product carries this tag."""

    product_id: Annotated[str, BelongsTo("product")]
    product_tag_id: Annotated[str, BelongsTo("product_tag"), Indexed]
