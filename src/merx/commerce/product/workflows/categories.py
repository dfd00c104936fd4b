"""The category tree: making categories, moving them, and which products stand in them.

Every change of the tree holds one lock. Moves are rare and touch siblings on both ends; with a lock for each row, two of
them could put two categories below each other, each seeing a tree without the other's move.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from merx.commerce.product import (
    CategoryHasChildren,
    CategoryLoop,
    CategoryNotFound,
    ParentCategoryMissing,
    ProductCategory,
    ProductCategoryProduct,
    ProductService,
    handle_of,
)
from merx.commerce.product.workflows.joined import products_must_exist
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_TREE: Final = "product_category"
_PLACE: Final = ("parent_category_id", "rank")


@workflow("product.create_category", hooks=("categoriesCreated",))
async def create_category(scope: Scope, given: Mapping[str, Any], *, additional_data: Any = None) -> ProductCategory:
    """At `rank` among its siblings, which make room, or at their end. Emits `product-category.created`. Locks the tree.

    Raises `ParentCategoryMissing`.
    """
    await scope.lock(_TREE)
    service, parent = scope[ProductService], await _parent(scope, given.get("parent_category_id"))
    columns: dict[str, Any] = {**given, "handle": given.get("handle") or handle_of(given["name"]), "mpath": ""}
    category = ProductCategory(**columns)
    category.mpath = _path(category.id, parent)
    category.rank = await service.make_room(category.parent_category_id, category.id, given.get("rank"))
    await service.categories.create(category)
    await scope.emit("product-category.created", {"id": category.id})
    await create_category.call_hook(scope, "categoriesCreated", categories=[category], additional_data=additional_data)
    return category


@workflow("product.update_category", hooks=("categoriesUpdated",))
async def update_category(scope: Scope, category_id: str, changes: Mapping[str, Any], *, additional_data: Any = None) -> None:
    """Change or move a category; those below it move along, its siblings close up and make room. Emits `product-category.updated`.

    Below another parent it stands at `rank`, or at the end. Raises `CategoryNotFound`, `ParentCategoryMissing`, and
    `CategoryLoop` for a parent below it. Locks the tree if it moves.
    """
    categories = scope[ProductService].categories
    if any(name in changes for name in _PLACE):
        await scope.lock(_TREE)
    category = await categories.first(id=category_id, for_update=True)
    if category is None:
        raise CategoryNotFound(category_id)
    (after,) = await categories.update([{"id": category_id, **changes, **await _moved(scope, category, changes)}])
    await scope.emit("product-category.updated", {"id": category_id})
    await update_category.call_hook(scope, "categoriesUpdated", categories=[after], additional_data=additional_data)


async def _moved(scope: Scope, category: ProductCategory, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a move changes in the category itself; its siblings and those below it are written."""
    service = scope[ProductService]
    parent_id = changes.get("parent_category_id", category.parent_category_id)
    is_elsewhere = parent_id != category.parent_category_id
    if not is_elsewhere and changes.get("rank") is None:
        return {"rank": category.rank}
    path = await _hang(scope, category, await _parent(scope, parent_id)) if is_elsewhere else category.mpath
    rank = await service.make_room(parent_id, category.id, changes.get("rank"))
    if is_elsewhere:
        await service.close_up(category.parent_category_id, without=category.id)
    return {"mpath": path, "rank": rank}


async def _parent(scope: Scope, parent_id: str | None) -> ProductCategory | None:
    if parent_id is None:
        return None
    parent = await scope[ProductService].categories.first(id=parent_id)
    if parent is None:
        raise ParentCategoryMissing(parent_id)
    return parent


def _path(category_id: str, parent: ProductCategory | None) -> str:
    return f"{parent.mpath}.{category_id}" if parent is not None else category_id


async def _hang(scope: Scope, category: ProductCategory, parent: ProductCategory | None) -> str:
    if parent is not None and category.id in parent.mpath.split("."):
        raise CategoryLoop("A category cannot stand below itself")
    categories = scope[ProductService].categories
    below = await categories.list({"mpath": {"$like": f"{category.mpath}.%"}})
    path = _path(category.id, parent)
    await categories.update([{"id": each.id, "mpath": path + each.mpath.removeprefix(category.mpath)} for each in below])
    return path


@workflow("product.delete_category", hooks=("categoriesDeleted",))
async def delete_category(scope: Scope, category_id: str) -> None:
    """Its products stay, its siblings close up. Safe to repeat. Emits `product-category.deleted`. Locks the tree. Raises `CategoryHasChildren`."""
    await scope.lock(_TREE)
    service = scope[ProductService]
    category = await service.categories.first(id=category_id)
    if category is None:
        return
    if await service.categories.count(parent_category_id=category_id):
        raise CategoryHasChildren(category_id)
    gone = await service.categories.soft_delete(category_id)
    await service.close_up(category.parent_category_id, without=category_id)
    await scope.emit("product-category.deleted", [{"id": key} for key in gone])
    await delete_category.call_hook(scope, "categoriesDeleted", ids=gone)


@workflow("product.change_category")
async def change_category(scope: Scope, category_id: str, *, add: Sequence[str], remove: Sequence[str]) -> None:
    """Put products into the category and take others out. Safe to repeat. Emits `product.updated`. Raises `CategoryNotFound`, `ProductNotFound`."""
    service = scope[ProductService]
    if await service.categories.first(id=category_id) is None:
        raise CategoryNotFound(category_id)
    if remove:
        await service.category_products.delete({"product_category_id": category_id, "product_id": list(remove)})
    if add:
        await products_must_exist(scope, add)
        rows = [ProductCategoryProduct(product_id=key, product_category_id=category_id) for key in dict.fromkeys(add)]
        await service.category_products.upsert(rows)
    await scope.emit("product.updated", [{"id": key} for key in {*add, *remove}])
