"""Changes to products: their columns, and the lists that a change replaces as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from merx.commerce.product import (
    Product,
    ProductCategoryProduct,
    ProductImage,
    ProductNotFound,
    ProductService,
    ProductTagProduct,
    checked,
)
from merx.commerce.product.links import product_sales_channels, product_shipping_profile
from merx.commerce.product.workflows.create_variants import create_variants
from merx.commerce.product.workflows.delete_products import delete_variants
from merx.commerce.product.workflows.joined import must_exist
from merx.commerce.product.workflows.new_product import ChosenOption, NewOption, NewVariant
from merx.commerce.product.workflows.product_options import replace_options
from merx.commerce.product.workflows.update_variants import update_variants
from merx.framework.data import Record, create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_LISTS = ("images", "tag_ids", "category_ids", "sales_channel_ids", "shipping_profile_id", "options", "variants")


@workflow("product.update", hooks=("productsUpdated",))
async def update_products(scope: Scope, changes: Sequence[Mapping[str, Any]], *, additional_data: Any = None) -> list[Product]:
    """Change what each entry names besides its `id`: columns, and `images` (`{"id"?, "url"}`), `tag_ids`, `category_ids`,
    `sales_channel_ids`, `options` (`NewOption`, `ChosenOption`) and `variants` (`NewVariant`, or a mapping with an `id`).

    A list that is given is the whole list: what it leaves out is removed. Emits `product.updated`. Raises
    `ProductNotFound`, `BadHandle`, and what creating the parts raises.
    """
    service = scope[ProductService]
    there = {row.id for row in await service.products.list(id=[change["id"] for change in changes], for_update=True)}
    for change in changes:
        if change["id"] not in there:
            raise ProductNotFound(change["id"])
    after = await service.products.update([_columns(change) for change in changes])
    for change in changes:
        await _replace_lists(scope, change)
    await scope.emit("product.updated", [{"id": row.id} for row in after])
    await update_products.call_hook(scope, "productsUpdated", products=after, additional_data=additional_data)
    return after


def _columns(change: Mapping[str, Any]) -> dict[str, Any]:
    columns = {key: value for key, value in change.items() if key not in _LISTS}
    if columns.get("handle") is not None:
        checked(columns["handle"])
    return columns


async def _replace_lists(scope: Scope, change: Mapping[str, Any]) -> None:
    product_id: str = change["id"]
    if "images" in change:
        await _replace_images(scope, product_id, change["images"])
    await _replace_groups(scope, product_id, change)
    await _replace_links(scope, product_id, change)
    if change.get("options") is not None:
        await replace_options(scope, product_id, cast("Sequence[NewOption | ChosenOption]", change["options"]))
    if change.get("variants") is not None:
        await _replace_variants(scope, product_id, change["variants"])


async def _replace_images(scope: Scope, product_id: str, images: Sequence[Mapping[str, Any]]) -> None:
    service = scope[ProductService]
    there = {row.id for row in await service.images.list(product_id=product_id)}
    kept = [{"id": image["id"], "url": image["url"], "rank": place} for place, image in enumerate(images) if image.get("id") in there]
    gone = there - {image["id"] for image in kept}
    if gone:
        await service.images.soft_delete(sorted(gone))
    await service.images.update(kept)
    added = [ProductImage(product_id=product_id, url=image["url"], rank=place) for place, image in enumerate(images) if image.get("id") not in there]
    await create_all(scope, added)


async def _replace_groups(scope: Scope, product_id: str, change: Mapping[str, Any]) -> None:
    service = scope[ProductService]
    rows: list[Record] = []
    await must_exist(scope, tags=change.get("tag_ids") or (), categories=change.get("category_ids") or ())
    if change.get("tag_ids") is not None:
        await service.product_tags.delete({"product_id": product_id})
        rows += [ProductTagProduct(product_id=product_id, product_tag_id=key) for key in dict.fromkeys(change["tag_ids"])]
    if change.get("category_ids") is not None:
        await service.category_products.delete({"product_id": product_id})
        rows += [ProductCategoryProduct(product_id=product_id, product_category_id=key) for key in dict.fromkeys(change["category_ids"])]
    await create_all(scope, rows)


async def _replace_links(scope: Scope, product_id: str, change: Mapping[str, Any]) -> None:
    channels, profile = change.get("sales_channel_ids"), change.get("shipping_profile_id")
    await must_exist(scope, sales_channels=channels or (), shipping_profiles=[profile])
    if channels is not None:
        await product_sales_channels.dismiss(scope, left=product_id)
        await product_sales_channels.add(scope, [(product_id, key) for key in channels])
    if "shipping_profile_id" in change:
        await product_shipping_profile.dismiss(scope, left=product_id)
        await product_shipping_profile.add(scope, [(product_id, profile)] if profile else [])


async def _replace_variants(scope: Scope, product_id: str, variants: Sequence[NewVariant | Mapping[str, Any]]) -> None:
    there = {row.id for row in await scope[ProductService].variants.list(product_id=product_id)}
    new = [variant for variant in variants if isinstance(variant, NewVariant)]
    changed = [variant for variant in variants if not isinstance(variant, NewVariant)]
    # What goes makes room for what comes with the same option values.
    await delete_variants(scope, sorted(there - {change["id"] for change in changed}))
    await update_variants(scope, changed, product_id=product_id)
    if new:
        await create_variants(scope, {product_id: new})
