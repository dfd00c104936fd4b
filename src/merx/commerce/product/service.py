"""The catalogue's rows."""

from collections.abc import Iterable

from merx.commerce.product.models import (
    Product,
    ProductCategory,
    ProductCategoryProduct,
    ProductCollection,
    ProductImage,
    ProductOption,
    ProductOptionValue,
    ProductProductOption,
    ProductProductOptionValue,
    ProductTag,
    ProductTagProduct,
    ProductType,
    ProductVariant,
    ProductVariantOption,
    ProductVariantProductImage,
)
from merx.framework.data import Repository, Service

# Numbered anew and not shifted by one: whatever the ranks were before, they are 0, 1, 2... after.
_PLACE = """
WITH sibling AS (
    SELECT id, rank, row_number() OVER (ORDER BY rank, id) - 1 AS place FROM product_category
    WHERE parent_category_id IS NOT DISTINCT FROM $1 AND deleted_at IS NULL AND id <> $2
), gap AS (
    SELECT CASE WHEN $4 THEN greatest(least(coalesce($3::int, count(*)), count(*)), 0) END AS at FROM sibling
), moved AS (
    UPDATE product_category SET rank = sibling.place + coalesce((sibling.place >= gap.at)::int, 0) FROM sibling, gap
    WHERE product_category.id = sibling.id AND product_category.rank <> sibling.place + coalesce((sibling.place >= gap.at)::int, 0)
)
SELECT at::int FROM gap
"""


class ProductService(Service):
    """Products and all that describes them."""

    products: Repository[Product]
    variants: Repository[ProductVariant]
    images: Repository[ProductImage]
    variant_images: Repository[ProductVariantProductImage]
    options: Repository[ProductOption]
    option_values: Repository[ProductOptionValue]
    product_options: Repository[ProductProductOption]
    product_option_values: Repository[ProductProductOptionValue]
    variant_options: Repository[ProductVariantOption]
    categories: Repository[ProductCategory]
    category_products: Repository[ProductCategoryProduct]
    collections: Repository[ProductCollection]
    types: Repository[ProductType]
    tags: Repository[ProductTag]
    product_tags: Repository[ProductTagProduct]

    async def hold(self, product_ids: Iterable[str]) -> None:
        """Lock products by ascending id until the transaction ends: what they offer, and what their variants take of it, stays as it is read after."""
        await self.products.list(id=sorted(product_ids), for_update=True)

    async def make_room(self, parent_id: str | None, category_id: str, rank: int | None) -> int:
        """A place among the categories below `parent_id` (None means at the top), which move aside: the rank, or the last one for None.

        All siblings are ranked 0 to n-1 after, but for the category itself, which the caller writes. One statement; the caller holds the tree.
        """
        return await self.scope.value(_PLACE, parent_id, category_id, rank, True)

    async def close_up(self, parent_id: str | None, *, without: str) -> None:
        """The categories below `parent_id` are ranked 0 to n-1, as if the one `without` were not there. One statement; the caller holds the tree."""
        await self.scope.value(_PLACE, parent_id, without, None, False)
