"""Which location gives the pieces of a line: the first that has enough. A pure function, so that asking and reserving agree."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from merx.commerce.inventory.errors import InsufficientInventory
from merx.commerce.inventory.schemas import Countable, Part, Promise, Shelf


def allocate(variants: Mapping[str, Countable], lines: Iterable[tuple[str, Decimal]]) -> list[Promise]:
    """Promise the pieces of each (variant id, quantity), in their order; variants that nobody counts need none.

    Takes what it promises off the shelves, so lines that share an item share its pieces. All pieces of an item for one line
    come from one location. Where a variant allows backorder and no location has enough, the first one owes them. Raises
    `InsufficientInventory`.
    """
    promises: list[Promise] = []
    for line, (variant_id, quantity) in enumerate(lines):
        variant = variants.get(variant_id)
        if variant is None:
            continue
        if not variant.parts and not variant.allow_backorder:
            raise InsufficientInventory(variant_id, asked=quantity, free=Decimal(0))
        for part in variant.parts:
            promise = _promise(line, variant, part, quantity)
            if promise is not None:
                promises.append(promise)
    return promises


def _promise(line: int, variant: Countable, part: Part, quantity: Decimal) -> Promise | None:
    needed = quantity * part.required_quantity
    shelf = _shelf_with(part, needed)
    if shelf is None:
        if not variant.allow_backorder:
            most = max((shelf.free for shelf in part.shelves), default=Decimal(0))
            raise InsufficientInventory(variant.variant_id, asked=needed, free=most)
        if not part.shelves:
            return None
        shelf = part.shelves[0]
    shelf.free -= needed
    return Promise(line=line, inventory_item_id=part.inventory_item_id, location_id=shelf.location_id, quantity=needed, allow_backorder=variant.allow_backorder)


def _shelf_with(part: Part, needed: Decimal) -> Shelf | None:
    return next((shelf for shelf in part.shelves if shelf.free >= needed), None)
