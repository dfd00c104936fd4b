"""That what products shall be joined to is there and in sight: no foreign key looks across rooms, or at what was deleted."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.inventory import InventoryService
from merx.commerce.product import (
    CategoryNotFound,
    GroupNotFound,
    NotThere,
    Product,
    ProductCategory,
    ProductNotFound,
    ProductService,
    ProductTag,
    TagNotFound,
)
from merx.commerce.sales_channel import SalesChannel
from merx.framework.data import Model, Repository
from merx.framework.query import View
from merx.framework.scope import Scope

M = TypeVar("M", bound=Model)


class _Channel(View, of=SalesChannel):
    id: str


class _Tag(View, of=ProductTag):
    id: str


class _Category(View, of=ProductCategory):
    id: str


class _Product(View, of=Product):
    id: str


async def must_exist(
    scope: Scope,
    *,
    sales_channels: Iterable[str] = (),
    shipping_profiles: Iterable[str | None] = (),
    tags: Iterable[str] = (),
    categories: Iterable[str] = (),
    collections: Iterable[str | None] = (),
    types: Iterable[str | None] = (),
    inventory_items: Iterable[str] = (),
) -> None:
    """One statement for each kind that is asked about; profiles, items, collections and types are shared: none of them is deleted meanwhile.

    Raises `NotThere`, `TagNotFound`, `CategoryNotFound`, `GroupNotFound`.
    """
    _there("Sales channels", await _missing(scope, _Channel, sales_channels))
    _there("Shipping profiles", await _not_held(scope[FulfillmentService].shipping_profiles, shipping_profiles))
    _there("Inventory items", await _not_held(scope[InventoryService].items, inventory_items))
    for missing in await _missing(scope, _Tag, tags):
        raise TagNotFound(missing)
    for missing in await _missing(scope, _Category, categories):
        raise CategoryNotFound(missing)
    for missing in await _not_held(scope[ProductService].collections, collections):
        raise GroupNotFound("collection_id", missing)
    for missing in await _not_held(scope[ProductService].types, types):
        raise GroupNotFound("type_id", missing)


async def products_must_exist(scope: Scope, product_ids: Iterable[str]) -> None:
    """One statement. Raises `ProductNotFound`."""
    for missing in await _missing(scope, _Product, product_ids):
        raise ProductNotFound(missing)


def _there(what: str, missing: Sequence[str]) -> None:
    if missing:
        raise NotThere(what, missing)


async def _not_held(rows: Repository[M], ids: Iterable[str | None]) -> list[str]:
    wanted = {key for key in ids if key is not None}
    found = await rows.list(id=sorted(wanted), for_share=True) if wanted else []
    return sorted(wanted - {row.id for row in found})


async def _missing(scope: Scope, view: type[View], ids: Iterable[str | None]) -> list[str]:
    wanted = {key for key in ids if key is not None}
    found = await scope.query.all(view, {"id": sorted(wanted)}) if wanted else []
    return sorted(wanted - {msgspec.structs.asdict(each)["id"] for each in found})
