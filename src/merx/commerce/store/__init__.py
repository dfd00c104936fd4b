"""Store: the shop itself: its name, the currencies and languages it deals in, its defaults.

Owns: the store, its supported currencies and locales.
Leaves to others: what a currency is (currency), and the channel, region and location its defaults name.
Change freely: everything that is not in `__all__`.
Change with a decision record: what a default means when nothing was chosen.
Holds always: one supported currency is the default.
"""

from merx.commerce.store.models import Store, StoreCurrency, StoreLocale
from merx.commerce.store.service import StoreService
from merx.framework.module import Module

store = Module("store", service=StoreService)

__all__ = ["StoreService", "Store", "StoreCurrency", "StoreLocale", "store"]
