"""Whether locations hold what a cart needs."""

from collections import defaultdict
from decimal import Decimal

from merx.commerce.cart import Cart
from merx.framework.query import View
from merx.framework.scope import Scope


class _Level(View):
    location_id: str
    stocked_quantity: Decimal
    reserved_quantity: Decimal


class _InventoryItem(View):
    id: str
    location_levels: list[_Level]


class _Needed(View):
    required_quantity: Decimal
    inventory: _InventoryItem | None


class _Variant(View):
    manage_inventory: bool
    allow_backorder: bool
    inventory_items: list[_Needed]


class _Line(View):
    quantity: Decimal
    variant: _Variant | None


class _Cart(View, of=Cart):
    items: list[_Line]


class CartNeeds:
    """How many of which inventory item a cart needs, and how many are free where."""

    def __init__(self, cart: _Cart) -> None:
        self._needed: defaultdict[str, Decimal] = defaultdict(Decimal)
        self._free: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for line in cart.items:
            if line.variant is not None and line.variant.manage_inventory and not line.variant.allow_backorder:
                self._add(line.quantity, line.variant.inventory_items)

    def _add(self, quantity: Decimal, items: list[_Needed]) -> None:
        for each in items:
            if each.inventory is None:
                continue
            self._needed[each.inventory.id] += quantity * each.required_quantity
            for level in each.inventory.location_levels:
                self._free[each.inventory.id, level.location_id] = level.stocked_quantity - level.reserved_quantity

    def exceed(self, location_id: str | None) -> bool:
        """Whether something is short at this location."""
        return any(self._free.get((item, location_id or ""), Decimal(0)) < needed for item, needed in self._needed.items())


async def needs_of_cart(scope: Scope, cart_id: str) -> CartNeeds:
    """What a cart needs, in one statement. Raises `NotFound`."""
    return CartNeeds(await scope.query.one(_Cart, cart_id))
