"""Locking: names that one holds and others wait for, across processes, for longer than a transaction.

Owns: `scope[LockService].hold(...)`, the interface of its providers, the two that ship.
Leaves to others: locks that end with a transaction (`scope.lock`, cheaper; row locks, `for_update=True`).
Change freely: everything that is not in `__all__`.
Holds always: of those who ask for a name one has it; who dies holds nothing. Names here and names of `scope.lock` are different ones.
"""

from merx.framework.locking.errors import LockLost, LockTimeout
from merx.framework.locking.provider import LockProvider
from merx.framework.locking.service import LockService
from merx.framework.module import Module
from merx.framework.providers import Providers

locking = Module(
    "locking",
    service=LockService,
    providers=Providers(LockProvider, shipped=("merx.framework.locking.memory:memory", "merx.framework.locking.postgres:postgres"), default="postgres"),
)

__all__ = ["LockLost", "LockProvider", "LockService", "LockTimeout", "locking"]
