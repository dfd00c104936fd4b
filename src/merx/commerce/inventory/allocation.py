"""Which locations give the pieces of a line. A pure function, so that showing, asking and reserving agree."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from merx.commerce.inventory.errors import InsufficientInventory, NoInventoryItems, NotSoldFrom
from merx.commerce.inventory.schemas import Countable, Part, Promise, Shelf

ZERO = Decimal(0)


def allocate(variants: Mapping[str, Countable], lines: Iterable[tuple[str, Decimal]]) -> list[Promise]:
    """Promise the pieces of each (variant id, quantity), in their order; variants that nobody counts need none.

    Takes what it promises off the shelves, so lines that share an item share its pieces. All pieces of an item for one line
    come from the first location that has enough; where none has, from as few as can be. A location that owes pieces takes
    them off what the others have. Where a variant allows backorder and all together have too few, the first one owes them.
    Raises `InsufficientInventory`, as `NoInventoryItems` and `NotSoldFrom` where more pieces alone would not help.
    """
    promises: list[Promise] = []
    for line, (variant_id, quantity) in enumerate(lines):
        variant = variants.get(variant_id)
        if variant is None:
            continue
        if not variant.parts and not variant.allow_backorder:
            raise NoInventoryItems(variant_id, asked=quantity)
        for part in variant.parts:
            for shelf, pieces in _taken(variant, part, quantity * part.required_quantity):
                shelf.free -= pieces
                promises.append(
                    Promise(
                        line=line,
                        inventory_item_id=part.inventory_item_id,
                        location_id=shelf.location_id,
                        quantity=pieces,
                        allow_backorder=variant.allow_backorder,
                    )
                )
    return promises


def _taken(variant: Countable, part: Part, needed: Decimal) -> Sequence[tuple[Shelf, Decimal]]:
    if not part.shelves and not variant.allow_backorder and variant.sales_channel_id is not None:
        raise NotSoldFrom(variant.variant_id, variant.sales_channel_id, asked=needed)
    free = sum((shelf.free for shelf in part.shelves), ZERO)
    if needed > free and not variant.allow_backorder:
        raise InsufficientInventory(variant.variant_id, asked=needed, free=free)
    whole = next((shelf for shelf in part.shelves if shelf.free >= needed), None)
    if whole is not None:
        return [(whole, needed)]
    if needed > free:
        return [(shelf, needed) for shelf in part.shelves[:1]]
    return _spread(part.shelves, needed)


def _spread(shelves: Sequence[Shelf], needed: Decimal) -> list[tuple[Shelf, Decimal]]:
    # The fullest first: each further location is a further parcel.
    taken: list[tuple[Shelf, Decimal]] = []
    for shelf in sorted(shelves, key=lambda each: -each.free):
        pieces = min(shelf.free, needed)
        if pieces > 0:
            taken.append((shelf, pieces))
            needed -= pieces
    return taken
