"""Cache: what was found out with effort, kept for a while, and forgotten by name or by tag.

Owns: `scope[CacheService]`, the interface of its providers, the two that ship, the table `cache_entry`.
Leaves to others: what is kept, and when it is no longer true.
Change freely: everything, the table's rows included: who empties the cache loses nothing but time.
Holds always: what is kept is a copy; nothing is kept that a transaction wrote and took back.
"""

from merx.framework.cache.provider import CacheProvider
from merx.framework.cache.service import CacheService
from merx.framework.module import Module
from merx.framework.providers import Providers

cache = Module(
    "cache",
    service=CacheService,
    providers=Providers(CacheProvider, shipped=("merx.framework.cache.postgres:postgres", "merx.framework.cache.memory:memory"), default="memory"),
)

__all__ = ["CacheProvider", "CacheService", "cache"]
