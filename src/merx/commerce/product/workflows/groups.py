"""Collections, categories, types and tags: making them, changing them, and which products stand in them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from merx.commerce.product import (
    CategoryHasChildren,
    CategoryLoop,
    CategoryNotFound,
    ProductCategory,
    ProductCategoryProduct,
    ProductCollection,
    ProductService,
    ProductTag,
    ProductType,
    handle_of,
)
from merx.framework.data import Model, create_all
from merx.framework.errors import NotFound
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

M = TypeVar("M", bound=Model)


# --- collections ------------------------------------------------------------------------------------------------------


@workflow("product.create_collection", hooks=("collectionsCreated",))
async def create_collection(scope: Scope, given: Mapping[str, Any], *, additional_data: Any = None) -> ProductCollection:
    """Without a handle it gets one from its title. Emits `product-collection.created`."""
    columns: dict[str, Any] = {**given, "handle": given.get("handle") or handle_of(given["title"])}
    collection = ProductCollection(**columns)
    await create_all(scope, [collection])
    await scope.emit("product-collection.created", {"id": collection.id})
    await create_collection.call_hook(scope, "collectionsCreated", collections=[collection], additional_data=additional_data)
    return collection


@workflow("product.update_collection", hooks=("collectionsUpdated",))
async def update_collection(scope: Scope, collection_id: str, changes: Mapping[str, Any], *, additional_data: Any = None) -> None:
    """Emits `product-collection.updated`. Raises `NotFound`."""
    collections = scope[ProductService].collections
    if await collections.first(id=collection_id) is None:
        raise NotFound(f'Collection with id "{collection_id}" not found')
    (collection,) = await collections.update([{"id": collection_id, **changes}])
    await scope.emit("product-collection.updated", {"id": collection_id})
    await update_collection.call_hook(scope, "collectionsUpdated", collections=[collection], additional_data=additional_data)


@workflow("product.delete_collection", hooks=("collectionsDeleted",))
async def delete_collection(scope: Scope, collection_id: str) -> None:
    """Its products stay, in no collection. Safe to repeat. Emits `product-collection.deleted`."""
    service = scope[ProductService]
    await service.products.update_where({"collection_id": collection_id}, collection_id=None)
    gone = await service.collections.soft_delete(collection_id)
    await scope.emit("product-collection.deleted", [{"id": key} for key in gone])
    await delete_collection.call_hook(scope, "collectionsDeleted", ids=gone)


@workflow("product.change_collection")
async def change_collection(scope: Scope, collection_id: str, *, add: Sequence[str], remove: Sequence[str]) -> None:
    """Put products into the collection and take others out. Safe to repeat. Emits `product.updated`. Raises `NotFound`."""
    service = scope[ProductService]
    await service.collections.retrieve(collection_id)
    if remove:
        await service.products.update_where({"id": list(remove), "collection_id": collection_id}, collection_id=None)
    if add:
        await service.products.update([{"id": key, "collection_id": collection_id} for key in dict.fromkeys(add)])
    await scope.emit("product.updated", [{"id": key} for key in {*add, *remove}])


# --- categories -------------------------------------------------------------------------------------------------------


@workflow("product.create_category", hooks=("categoriesCreated",))
async def create_category(scope: Scope, given: Mapping[str, Any], *, additional_data: Any = None) -> ProductCategory:
    """At the end of its siblings unless `rank` says otherwise. Emits `product-category.created`. Raises `CategoryNotFound`."""
    parent = await _parent(scope, given.get("parent_category_id"))
    siblings = await scope[ProductService].categories.count(parent_category_id=given.get("parent_category_id"))
    handle = given.get("handle") or handle_of(given["name"])
    columns: dict[str, Any] = {"rank": siblings, **given, "handle": handle, "mpath": ""}
    category = ProductCategory(**columns)
    category.mpath = _path(category.id, parent)
    await create_all(scope, [category])
    await scope.emit("product-category.created", {"id": category.id})
    await create_category.call_hook(scope, "categoriesCreated", categories=[category], additional_data=additional_data)
    return category


@workflow("product.update_category", hooks=("categoriesUpdated",))
async def update_category(scope: Scope, category_id: str, changes: Mapping[str, Any], *, additional_data: Any = None) -> None:
    """Change or move a category; those below it move along. Emits `product-category.updated`.

    Raises `CategoryNotFound`, and `CategoryLoop` for a parent below it.
    """
    categories = scope[ProductService].categories
    category = await categories.first(id=category_id, for_update=True)
    if category is None:
        raise CategoryNotFound(category_id)
    change = {"id": category_id, **changes}
    if "parent_category_id" in changes and changes["parent_category_id"] != category.parent_category_id:
        await _move(scope, category, await _parent(scope, changes["parent_category_id"]))
    (after,) = await categories.update([change])
    await scope.emit("product-category.updated", {"id": category_id})
    await update_category.call_hook(scope, "categoriesUpdated", categories=[after], additional_data=additional_data)


async def _parent(scope: Scope, parent_id: str | None) -> ProductCategory | None:
    if parent_id is None:
        return None
    parent = await scope[ProductService].categories.first(id=parent_id)
    if parent is None:
        raise CategoryNotFound(parent_id)
    return parent


def _path(category_id: str, parent: ProductCategory | None) -> str:
    return f"{parent.mpath}.{category_id}" if parent is not None else category_id


async def _move(scope: Scope, category: ProductCategory, parent: ProductCategory | None) -> None:
    if parent is not None and category.id in parent.mpath.split("."):
        raise CategoryLoop("A category cannot stand below itself")
    categories = scope[ProductService].categories
    below = await categories.list({"mpath": {"$like": f"{category.mpath}.%"}}, for_update=True)
    path = _path(category.id, parent)
    moved = [{"id": each.id, "mpath": path + each.mpath.removeprefix(category.mpath)} for each in below]
    await categories.update([{"id": category.id, "mpath": path}, *moved])


@workflow("product.delete_category", hooks=("categoriesDeleted",))
async def delete_category(scope: Scope, category_id: str) -> None:
    """Its products stay. Safe to repeat. Emits `product-category.deleted`. Raises `CategoryHasChildren`."""
    categories = scope[ProductService].categories
    if await categories.count(parent_category_id=category_id):
        raise CategoryHasChildren(category_id)
    gone = await categories.soft_delete(category_id)
    await scope.emit("product-category.deleted", [{"id": key} for key in gone])
    await delete_category.call_hook(scope, "categoriesDeleted", ids=gone)


@workflow("product.change_category")
async def change_category(scope: Scope, category_id: str, *, add: Sequence[str], remove: Sequence[str]) -> None:
    """Put products into the category and take others out. Safe to repeat. Emits `product.updated`. Raises `CategoryNotFound`."""
    service = scope[ProductService]
    if await service.categories.first(id=category_id) is None:
        raise CategoryNotFound(category_id)
    if remove:
        await service.category_products.delete({"product_category_id": category_id, "product_id": list(remove)})
    if add:
        rows = [ProductCategoryProduct(product_id=key, product_category_id=category_id) for key in dict.fromkeys(add)]
        await service.category_products.upsert(rows)
    await scope.emit("product.updated", [{"id": key} for key in {*add, *remove}])


# --- types and tags ---------------------------------------------------------------------------------------------------


@workflow("product.create_tags")
async def create_tags(scope: Scope, given: Sequence[Mapping[str, Any]]) -> list[ProductTag]:
    """Emits `product-tag.created`."""
    return await _create(scope, "product-tag.created", [ProductTag(**each) for each in given])


@workflow("product.create_types")
async def create_types(scope: Scope, given: Sequence[Mapping[str, Any]]) -> list[ProductType]:
    """Emits `product-type.created`."""
    return await _create(scope, "product-type.created", [ProductType(**each) for each in given])


async def _create(scope: Scope, event: str, rows: list[M]) -> list[M]:
    await create_all(scope, rows)
    await scope.emit(event, [{"id": row.id} for row in rows])
    return rows


@workflow("product.update_tag")
async def update_tag(scope: Scope, tag_id: str, changes: Mapping[str, Any]) -> None:
    """Emits `product-tag.updated`. Raises `NotFound`."""
    await scope[ProductService].tags.update([{"id": tag_id, **changes}])
    await scope.emit("product-tag.updated", {"id": tag_id})


@workflow("product.update_type")
async def update_type(scope: Scope, type_id: str, changes: Mapping[str, Any]) -> None:
    """Emits `product-type.updated`. Raises `NotFound`."""
    await scope[ProductService].types.update([{"id": type_id, **changes}])
    await scope.emit("product-type.updated", {"id": type_id})


@workflow("product.delete_tag")
async def delete_tag(scope: Scope, tag_id: str) -> None:
    """Safe to repeat. Emits `product-tag.deleted`."""
    gone = await scope[ProductService].tags.soft_delete(tag_id)
    await scope.emit("product-tag.deleted", [{"id": key} for key in gone])


@workflow("product.delete_type")
async def delete_type(scope: Scope, type_id: str) -> None:
    """Its products stay, without a type. Safe to repeat. Emits `product-type.deleted`."""
    service = scope[ProductService]
    await service.products.update_where({"type_id": type_id}, type_id=None)
    gone = await service.types.soft_delete(type_id)
    await scope.emit("product-type.deleted", [{"id": key} for key in gone])
