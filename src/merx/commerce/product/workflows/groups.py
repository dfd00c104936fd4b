"""Collections, types and tags: making them, changing them, and which products stand in them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from merx.commerce.product import (
    ProductCollection,
    ProductService,
    ProductTag,
    ProductType,
    handle_of,
)
from merx.commerce.product.workflows.joined import must_exist, products_must_exist
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
    # Itself first: it waits for who puts products into it, and then they are seen.
    gone = await service.collections.soft_delete(collection_id)
    await service.products.update_where({"collection_id": collection_id}, collection_id=None)
    await scope.emit("product-collection.deleted", [{"id": key} for key in gone])
    await delete_collection.call_hook(scope, "collectionsDeleted", ids=gone)


@workflow("product.change_collection")
async def change_collection(scope: Scope, collection_id: str, *, add: Sequence[str], remove: Sequence[str]) -> None:
    """Put products into the collection and take others out. Safe to repeat. Emits `product.updated`. Raises `NotFound`, `ProductNotFound`."""
    service = scope[ProductService]
    await service.collections.retrieve(collection_id)
    if remove:
        await service.products.update_where({"id": list(remove), "collection_id": collection_id}, collection_id=None)
    if add:
        await must_exist(scope, collections=[collection_id])
        await products_must_exist(scope, add)
        await service.products.update([{"id": key, "collection_id": collection_id} for key in dict.fromkeys(add)])
    await scope.emit("product.updated", [{"id": key} for key in {*add, *remove}])


# --- types and tags ---------------------------------------------------------------------------------------------------


@workflow("product.create_tags", hooks=("productTagsCreated",))
async def create_tags(scope: Scope, given: Sequence[Mapping[str, Any]], *, additional_data: Any = None) -> list[ProductTag]:
    """Emits `product-tag.created`."""
    tags = await _create(scope, "product-tag.created", [ProductTag(**each) for each in given])
    await create_tags.call_hook(scope, "productTagsCreated", product_tags=tags, additional_data=additional_data)
    return tags


@workflow("product.create_types", hooks=("productTypesCreated",))
async def create_types(scope: Scope, given: Sequence[Mapping[str, Any]], *, additional_data: Any = None) -> list[ProductType]:
    """Emits `product-type.created`."""
    types = await _create(scope, "product-type.created", [ProductType(**each) for each in given])
    await create_types.call_hook(scope, "productTypesCreated", product_types=types, additional_data=additional_data)
    return types


async def _create(scope: Scope, event: str, rows: list[M]) -> list[M]:
    await create_all(scope, rows)
    await scope.emit(event, [{"id": row.id} for row in rows])
    return rows


@workflow("product.update_tag", hooks=("productTagsUpdated",))
async def update_tag(scope: Scope, tag_id: str, changes: Mapping[str, Any], *, additional_data: Any = None) -> None:
    """Emits `product-tag.updated`. Raises `NotFound`."""
    if await scope[ProductService].tags.first(id=tag_id, for_update=True) is None:
        raise NotFound(f'Product tag with id "{tag_id}" not found')
    tags = await scope[ProductService].tags.update([{"id": tag_id, **changes}])
    await scope.emit("product-tag.updated", {"id": tag_id})
    await update_tag.call_hook(scope, "productTagsUpdated", product_tags=tags, additional_data=additional_data)


@workflow("product.update_type", hooks=("productTypesUpdated",))
async def update_type(scope: Scope, type_id: str, changes: Mapping[str, Any], *, additional_data: Any = None) -> None:
    """Emits `product-type.updated`. Raises `NotFound`."""
    if await scope[ProductService].types.first(id=type_id, for_update=True) is None:
        raise NotFound(f'Product type with id "{type_id}" not found')
    types = await scope[ProductService].types.update([{"id": type_id, **changes}])
    await scope.emit("product-type.updated", {"id": type_id})
    await update_type.call_hook(scope, "productTypesUpdated", product_types=types, additional_data=additional_data)


@workflow("product.delete_tag", hooks=("productTagsDeleted",))
async def delete_tag(scope: Scope, tag_id: str) -> None:
    """Safe to repeat. Emits `product-tag.deleted`."""
    gone = await scope[ProductService].tags.soft_delete(tag_id)
    await scope.emit("product-tag.deleted", [{"id": key} for key in gone])
    await delete_tag.call_hook(scope, "productTagsDeleted", ids=gone)


@workflow("product.delete_type", hooks=("productTypesDeleted",))
async def delete_type(scope: Scope, type_id: str) -> None:
    """Its products stay, without a type. Safe to repeat. Emits `product-type.deleted`."""
    service = scope[ProductService]
    gone = await service.types.soft_delete(type_id)
    await service.products.update_where({"type_id": type_id}, type_id=None)
    await scope.emit("product-type.deleted", [{"id": key} for key in gone])
    await delete_type.call_hook(scope, "productTypesDeleted", ids=gone)
