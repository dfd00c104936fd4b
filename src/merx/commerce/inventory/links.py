"""The location of a level. One, in a list, as clients expect it."""

from merx.commerce.inventory.models import InventoryLevel
from merx.commerce.stock_location import StockLocation
from merx.framework.data import link

level_stock_locations = link(InventoryLevel.location_id, StockLocation, name="stock_locations", many=True, read_only=True)
