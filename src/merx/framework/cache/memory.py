"""`memory`: kept in this process. Costs nothing to ask; other processes keep, and forget, for themselves.

What was used longest ago goes first when there is no more room. Where several processes serve, an entry that one of them forgets
lives on in the others until it runs out: give it few seconds, or use the provider `postgres`.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from merx.framework.cache.provider import CacheProvider
from merx.framework.options import Options

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.scope import Scope


class MemoryCacheOptions(Options):
    """How much one process keeps: `entries`, and of `bytes` those of values and keys."""

    entries: int = 10_000
    bytes: int = 32_000_000


class _Entry(msgspec.Struct, frozen=True, gc=False):
    value: bytes
    tags: frozenset[str]
    until: float


class _Kept:
    """What one app keeps in one process, the least recently used first."""

    def __init__(self, options: MemoryCacheOptions) -> None:
        self._options = options
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._tagged: dict[str, set[str]] = {}
        self._bytes = 0

    def get(self, key: str) -> bytes | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.until <= time.monotonic():
            self.drop(key)
            return None
        self._entries.move_to_end(key)
        return entry.value

    def put(self, key: str, entry: _Entry) -> None:
        self.drop(key)
        self._entries[key] = entry
        self._bytes += len(key) + len(entry.value)
        for tag in entry.tags:
            self._tagged.setdefault(tag, set()).add(key)
        while self._entries and (len(self._entries) > self._options.entries or self._bytes > self._options.bytes):
            self.drop(next(iter(self._entries)))

    def drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= len(key) + len(entry.value)
        for tag in entry.tags:
            self._tagged[tag].discard(key)
            if not self._tagged[tag]:
                del self._tagged[tag]

    def forget(self, keys: Sequence[str], tags: Sequence[str]) -> None:
        for key in {*keys, *(key for tag in tags for key in self._tagged.get(tag, ()))}:
            self.drop(key)


class MemoryCache(CacheProvider):
    id = "memory"

    def __init__(self, options: MemoryCacheOptions) -> None:
        self._options = options
        self._kept: WeakKeyDictionary[App, _Kept] = WeakKeyDictionary()

    def _of(self, scope: "Scope") -> _Kept:
        found = self._kept.get(scope.app)
        if found is None:
            found = self._kept[scope.app] = _Kept(self._options)
        return found

    async def get(self, scope: "Scope", key: str) -> bytes | None:
        return self._of(scope).get(key)

    async def set(self, scope: "Scope", key: str, value: bytes, *, seconds: float, tags: Sequence[str]) -> None:
        self._of(scope).put(key, _Entry(value, frozenset(tags), time.monotonic() + seconds))

    async def forget(self, scope: "Scope", *, keys: Sequence[str] = (), tags: Sequence[str] = ()) -> None:
        self._of(scope).forget(keys, tags)


memory = MemoryCache(MemoryCacheOptions())
