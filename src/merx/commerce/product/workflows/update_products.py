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
    TitleRequired,
    checked,
)
from merx.commerce.product.links import product_sales_channels, product_shipping_profile
from merx.commerce.product.workflows.create_variants import create_variants
from merx.commerce.product.workflows.delete_products import delete_variants
from merx.commerce.product.workflows.joined import must_exist
from merx.commerce.product.workflows.new_product import ChosenOption, NewOption, NewVariant
from merx.commerce.product.workflows.product_options import replace_options
from merx.commerce.product.workflows.update_variants import update_variants
from merx.framework.data import Record, create_all, must_differ
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_LISTS = ("images", "tag_ids", "category_ids", "sales_channel_ids", "shipping_profile_id", "options", "variants")


@workflow("product.update", hooks=("productsUpdated",))
async def update_products(scope: Scope, changes: Sequence[Mapping[str, Any]], *, additional_data: Any = None) -> list[Product]:
    """Change what each entry names besides its `id`: columns, and `images` (`{"id"?, "url"}`), `tag_ids`, `category_ids`,
    `sales_channel_ids`, `options` (`NewOption`, `ChosenOption`) and `variants` (`NewVariant`, or a mapping with an `id`).

    A list that is given is the whole list: what it leaves out is removed. A product without a thumbnail gets its first image as one.
    Options and variants cost some statements a product, the rest some in all. Emits `product.updated`. Raises `ProductNotFound`, `GroupNotFound`,
    `ChangedTwice`, `BadHandle`, `TitleRequired`, and what creating the parts raises.
    """
    must_differ(change["id"] for change in changes)
    service = scope[ProductService]
    there = {row.id: row for row in await service.products.list(id=[change["id"] for change in changes], for_update=True)}
    for change in changes:
        if change["id"] not in there:
            raise ProductNotFound(change["id"])
    await must_exist(scope, collections=(change.get("collection_id") for change in changes), types=(change.get("type_id") for change in changes))
    after = await service.products.update([_columns(change, there[change["id"]]) for change in changes])
    await _replace_images(scope, _given(changes, "images"))
    await _replace_groups(scope, _given(changes, "tag_ids"), _given(changes, "category_ids"))
    await _replace_links(
        scope, _given(changes, "sales_channel_ids"), {each["id"]: each["shipping_profile_id"] for each in changes if "shipping_profile_id" in each}
    )
    for change in changes:
        await _replace_parts(scope, change)
    await scope.emit("product.updated", [{"id": row.id} for row in after])
    await update_products.call_hook(scope, "productsUpdated", products=after, additional_data=additional_data)
    return after


def _columns(change: Mapping[str, Any], before: Product) -> dict[str, Any]:
    columns = {key: value for key, value in change.items() if key not in _LISTS}
    if columns.get("handle") is not None:
        checked(columns["handle"])
    if not columns.get("title", before.title).strip():
        raise TitleRequired
    if change.get("images") and before.thumbnail is None:
        columns.setdefault("thumbnail", change["images"][0]["url"])
    return columns


def _given(changes: Sequence[Mapping[str, Any]], name: str) -> dict[str, Sequence[Any]]:
    """The lists of this name by product, of those that have one."""
    return {change["id"]: change[name] for change in changes if change.get(name) is not None}


async def _replace_parts(scope: Scope, change: Mapping[str, Any]) -> None:
    if change.get("options") is not None:
        await replace_options(scope, change["id"], cast("Sequence[NewOption | ChosenOption]", change["options"]))
    if change.get("variants") is not None:
        await _replace_variants(scope, change["id"], change["variants"])


async def _replace_images(scope: Scope, images: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    if not images:
        return
    service = scope[ProductService]
    there = {row.id: row.product_id for row in await service.images.list(product_id=list(images))}
    kept: list[dict[str, Any]] = []
    added: list[ProductImage] = []
    for product_id, wanted in images.items():
        for place, image in enumerate(wanted):
            if there.get(image.get("id") or "") == product_id:
                kept.append({"id": image["id"], "url": image["url"], "rank": place})
            else:
                added.append(ProductImage(product_id=product_id, url=image["url"], rank=place))
    gone = there.keys() - {image["id"] for image in kept}
    if gone:
        await service.images.soft_delete(sorted(gone))
    await service.images.update(kept)
    await create_all(scope, added)


async def _replace_groups(scope: Scope, tags: Mapping[str, Sequence[str]], categories: Mapping[str, Sequence[str]]) -> None:
    service = scope[ProductService]
    await must_exist(scope, tags=_all(tags), categories=_all(categories))
    if tags:
        await service.product_tags.delete({"product_id": list(tags)})
    if categories:
        await service.category_products.delete({"product_id": list(categories)})
    rows: list[Record] = [ProductTagProduct(product_id=product_id, product_tag_id=key) for product_id, key in _pairs(tags)]
    await create_all(scope, [*rows, *(ProductCategoryProduct(product_id=product_id, product_category_id=key) for product_id, key in _pairs(categories))])


async def _replace_links(scope: Scope, channels: Mapping[str, Sequence[str]], profiles: Mapping[str, str | None]) -> None:
    await must_exist(scope, sales_channels=_all(channels), shipping_profiles=profiles.values())
    if channels:
        await product_sales_channels.dismiss(scope, left=list(channels))
        await product_sales_channels.add(scope, _pairs(channels))
    if profiles:
        await product_shipping_profile.dismiss(scope, left=list(profiles))
        await product_shipping_profile.add(scope, [(product_id, profile) for product_id, profile in profiles.items() if profile])


def _all(lists: Mapping[str, Sequence[str]]) -> set[str]:
    return {key for keys in lists.values() for key in keys}


def _pairs(lists: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(product_id, key) for product_id, keys in lists.items() for key in dict.fromkeys(keys)]


async def _replace_variants(scope: Scope, product_id: str, variants: Sequence[NewVariant | Mapping[str, Any]]) -> None:
    there = {row.id for row in await scope[ProductService].variants.list(product_id=product_id)}
    new = [variant for variant in variants if isinstance(variant, NewVariant)]
    changed = [variant for variant in variants if not isinstance(variant, NewVariant)]
    # What goes makes room for what comes with the same option values.
    await delete_variants(scope, sorted(there - {change["id"] for change in changed}))
    await update_variants(scope, changed, product_id=product_id)
    if new:
        await create_variants(scope, {product_id: new})
