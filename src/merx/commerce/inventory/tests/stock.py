"""A channel with locations, and variants with pieces in them."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from merx.commerce.inventory import InventoryItem, InventoryLevel, InventoryService
from merx.commerce.product import Product, ProductVariant
from merx.commerce.product.links import variant_inventory_items
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation
from merx.framework.data import create_all
from merx.framework.scope import Scope


class Warehouse(Struct):
    scope: Scope
    channel: SalesChannel
    locations: list[StockLocation]

    async def item(self, *pieces: int) -> InventoryItem:
        """An item with so many pieces at each location in turn."""
        item = InventoryItem(title="piece")
        levels = [
            InventoryLevel(inventory_item_id=item.id, location_id=place.id, stocked_quantity=Decimal(count))
            for place, count in zip(self.locations, pieces, strict=False)
        ]
        await create_all(self.scope, [item, *levels])
        return item

    async def variant(self, items: Sequence[tuple[InventoryItem, int]], *, allow_backorder: bool = False, manage_inventory: bool = True) -> ProductVariant:
        """A variant made of so many pieces of each item."""
        product = Product(title="Teapot", handle=f"teapot-{SalesChannel(name='').id}", status="published")
        variant = ProductVariant(product_id=product.id, title="Blue", allow_backorder=allow_backorder, manage_inventory=manage_inventory)
        await create_all(self.scope, [product, variant])
        for item, required in items:
            await variant_inventory_items.add(self.scope, [(variant.id, item.id)], required_quantity=Decimal(required))
        return variant

    async def simple(self, *pieces: int, allow_backorder: bool = False) -> ProductVariant:
        return await self.variant([(await self.item(*pieces), 1)], allow_backorder=allow_backorder)

    async def counts(self) -> list[tuple[int, int]]:
        """Stocked and reserved of all levels, in the order they were made."""
        return [(int(level.stocked_quantity), int(level.reserved_quantity)) for level in await self.scope[InventoryService].levels.list()]


async def warehouse(scope: Scope, locations: int = 1) -> Warehouse:
    channel = SalesChannel(name="Web")
    places = [StockLocation(name=f"Shelf {number}") for number in range(locations)]
    await create_all(scope, [channel, *places])
    await sales_channel_locations.add(scope, [(channel.id, place.id) for place in places])
    return Warehouse(scope, channel, places)
