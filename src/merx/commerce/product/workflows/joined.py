"""That what products shall be joined to is there, for no foreign key looks across rooms; and that each is changed once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from merx.commerce.fulfillment import FulfillmentService
from merx.commerce.inventory import InventoryService
from merx.commerce.product import CategoryNotFound, ChangedTwice, NotThere, ProductCategory, ProductTag, TagNotFound
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


def must_differ(changes: Sequence[Mapping[str, Any]]) -> None:
    """Raises `ChangedTwice` where two of the changes have the same `id`."""
    times = Counter(change["id"] for change in changes)
    if len(times) < len(changes):
        raise ChangedTwice(key for key, count in times.items() if count > 1)


async def must_exist(
    scope: Scope,
    *,
    sales_channels: Iterable[str] = (),
    shipping_profiles: Iterable[str | None] = (),
    tags: Iterable[str] = (),
    categories: Iterable[str] = (),
    inventory_items: Iterable[str] = (),
) -> None:
    """One statement for each kind that is asked about; profiles and items are shared: none of them is deleted meanwhile.

    Raises `NotThere`, `TagNotFound`, `CategoryNotFound`.
    """
    _there("Sales channels", await _missing(scope, _Channel, sales_channels))
    profiles, items = scope[FulfillmentService].shipping_profiles, scope[InventoryService].items
    _there("Shipping profiles", await _not_held(profiles, (each for each in shipping_profiles if each is not None)))
    _there("Inventory items", await _not_held(items, inventory_items))
    for missing in await _missing(scope, _Tag, tags):
        raise TagNotFound(missing)
    for missing in await _missing(scope, _Category, categories):
        raise CategoryNotFound(missing)


def _there(what: str, missing: Sequence[str]) -> None:
    if missing:
        raise NotThere(what, missing)


async def _not_held(rows: Repository[M], ids: Iterable[str]) -> list[str]:
    wanted = set(ids)
    found = await rows.list(id=sorted(wanted), for_share=True) if wanted else []
    return sorted(wanted - {row.id for row in found})


async def _missing(scope: Scope, view: type[View], ids: Iterable[str]) -> list[str]:
    wanted = set(ids)
    found = await scope.query.all(view, {"id": sorted(wanted)}) if wanted else []
    return sorted(wanted - {msgspec.structs.asdict(each)["id"] for each in found})
