"""`scope[CacheService]`: get, set, forget."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from merx.framework.cache.provider import CacheProvider
from merx.framework.data import Service
from merx.framework.workflows.errors import Misuse
from merx.framework.workflows.payload import encode
from merx.framework.workflows.runs import JournalScope

if TYPE_CHECKING:
    from merx.framework.scope import Scope

T = TypeVar("T")

HOUR = 3600.0
LONGEST_KEY = 500


class CacheService(Service):
    """What is kept under a key for all who ask, whoever they are: what only some may see has them in its key."""

    async def get(self, key: str, type: type[T]) -> T | None:  # noqa: A002 - the builder's word
        """What was set under this key, as a `type`; None where there is nothing, or something that is no `type` (of an older version, say)."""
        scope, provider = self._used()
        data = await provider.get(scope, key)
        try:
            return None if data is None else msgspec.json.decode(data, type=type)
        except msgspec.DecodeError:
            return None

    async def set(self, key: str, value: Any, *, ttl: float = HOUR, tags: Iterable[str] = ()) -> None:
        """Keep `value`, anything that JSON holds, for `ttl` seconds at most; `tags` are names to forget it by.

        In an open transaction it is kept when that has committed, and not at all when it has not. Raises `ValueError` for a key of more
        than 500 characters and for a `ttl` that is not positive, `TypeError` for a value that JSON cannot hold.
        """
        if not 0 < len(key) <= LONGEST_KEY or ttl <= 0:
            raise ValueError(f"the key {key[:50]!r} has {len(key)} characters, its ttl is {ttl}: 1 to {LONGEST_KEY}, and more than 0 seconds")
        scope, provider = self._used()
        data, names = encode(value), list(dict.fromkeys(tags))

        async def keep(is_committed: bool) -> None:  # noqa: FBT001 - what a transaction says at its end
            if is_committed:
                await provider.set(scope, key, data, seconds=ttl, tags=names)

        if scope.in_transaction:
            scope.when_over(keep)
        else:
            await keep(True)

    async def forget(self, *keys: str, tags: Iterable[str] = ()) -> None:
        """Forget these keys, and all that was set with one of these `tags`. Safe to repeat.

        In an open transaction at once, and again when it has committed: in between, others may have kept what they still saw.
        """
        scope, provider = self._used()
        names = list(tags)

        async def drop(is_committed: bool) -> None:  # noqa: FBT001 - what a transaction says at its end
            if is_committed:
                await provider.forget(scope, keys=keys, tags=names)

        await provider.forget(scope, keys=keys, tags=names)
        if scope.in_transaction:
            scope.when_over(drop)

    async def kept(self, key: str, make: Callable[[], Awaitable[T]], *, type: type[T], ttl: float = HOUR, tags: Iterable[str] = ()) -> T:  # noqa: A002 - the builder's word
        """What is kept under the key, or what `make` gives, which is kept then. Two who ask at once may both make it. None is not kept."""
        found = await self.get(key, type)
        if found is None:
            found = await make()
            if found is not None:
                await self.set(key, found, ttl=ttl, tags=tags)
        return found

    def _used(self) -> "tuple[Scope, CacheProvider]":
        scope = cast("Scope", self.scope)
        if isinstance(scope, JournalScope):
            raise Misuse("The body of a durable workflow is run again, and would find something else in the cache then: ask it inside a step.")
        providers = scope.app.providers
        return scope, providers.all(CacheProvider)[providers.default(CacheProvider)]
