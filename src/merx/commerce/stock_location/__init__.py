"""Stock location: the warehouses and stores that goods leave from.

Owns: locations and their addresses.
Leaves to others: how many pieces lie there (inventory), who carries them where (fulfillment), who sells from there (sales_channel).
Change freely: everything that is not in `__all__`.
Change with a decision record: the address fields. Labels and taxes read them.
Holds always: an address belongs to one location.
"""

from merx.commerce.stock_location.models import StockLocation, StockLocationAddress
from merx.commerce.stock_location.service import StockLocationService
from merx.framework.module import Module

stock_location = Module("stock_location", service=StockLocationService)

__all__ = ["StockLocationService", "StockLocation", "StockLocationAddress", "stock_location"]
