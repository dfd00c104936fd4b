"""New products with all that is on them."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import asdict, fields

from merx.commerce.product import Product, ProductCategoryProduct, ProductImage, ProductTagProduct, ProductVariant, TitleRequired, checked, handle_of
from merx.commerce.product.links import product_sales_channels, product_shipping_profile
from merx.commerce.product.workflows.create_variants import say_created
from merx.commerce.product.workflows.joined import must_exist
from merx.commerce.product.workflows.new_product import ChosenOption, NewProduct
from merx.commerce.product.workflows.options import known_options, offered
from merx.commerce.product.workflows.variants import pair, variant_rows
from merx.framework.data import Record, create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_COLUMNS = frozenset(field.name for field in fields(Product)) & frozenset(field.name for field in fields(NewProduct))


@workflow("product.create", hooks=("productsCreated",))
async def create_products(scope: Scope, new: Sequence[NewProduct], *, additional_data: Any = None) -> list[Product]:
    """Create products with their options, variants, prices, inventory items, images, groups and channels; all or none.

    One statement writes all of it, however many products; a few more look whether what they name is there. Emits
    `product.created`, `product-variant.created`, `inventory-item.created`. Raises the errors of this room; a handle, SKU or
    barcode that is taken is the database's refusal.
    """
    if not new:
        return []
    if not all(each.title.strip() for each in new):
        raise TitleRequired
    await _look(scope, new)
    known = await known_options(scope, (option.id for each in new for option in each.options if isinstance(option, ChosenOption)))
    products: list[Product] = []
    variants: list[ProductVariant] = []
    rows: list[Record] = []
    for each in new:
        product = Product(**_columns(each))
        offers, offering = offered(product.id, each.title, each.options, known)
        made, selling = variant_rows(product.id, each.title, offers, each.variants)
        products.append(product)
        variants += made
        rows += [product, *_group_rows(product, each), *offering, *selling]
    await create_all(scope, rows)
    await scope.emit("product.created", [{"id": product.id} for product in products])
    await say_created(scope, variants, rows, additional_data)
    await create_products.call_hook(scope, "productsCreated", products=products, additional_data=additional_data)
    return products


async def _look(scope: Scope, new: Sequence[NewProduct]) -> None:
    await must_exist(
        scope,
        sales_channels=(key for each in new for key in each.sales_channel_ids),
        shipping_profiles=(each.shipping_profile_id for each in new),
        tags=(key for each in new for key in each.tag_ids),
        categories=(key for each in new for key in each.category_ids),
        collections=(each.collection_id for each in new),
        types=(each.type_id for each in new),
        inventory_items=(part.inventory_item_id for each in new for variant in each.variants for part in variant.inventory_items),
    )


def _columns(new: NewProduct) -> dict[str, Any]:
    columns = {name: value for name, value in asdict(new).items() if name in _COLUMNS}
    thumbnail = new.thumbnail or (new.images[0] if new.images else None)
    return columns | {"handle": checked(new.handle) if new.handle else handle_of(new.title), "thumbnail": thumbnail}


def _group_rows(product: Product, new: NewProduct) -> list[Record]:
    profile = [pair(product_shipping_profile, product.id, new.shipping_profile_id)] if new.shipping_profile_id else []
    return [
        *image_rows(product.id, new.images),
        *(ProductCategoryProduct(product_id=product.id, product_category_id=key) for key in dict.fromkeys(new.category_ids)),
        *(ProductTagProduct(product_id=product.id, product_tag_id=key) for key in dict.fromkeys(new.tag_ids)),
        *(pair(product_sales_channels, product.id, key) for key in dict.fromkeys(new.sales_channel_ids)),
        *profile,
    ]


def image_rows(product_id: str, urls: Sequence[str]) -> list[Record]:
    """Pictures in their order."""
    return [ProductImage(product_id=product_id, url=url, rank=place) for place, url in enumerate(urls)]
