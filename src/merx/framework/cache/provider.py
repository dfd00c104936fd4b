"""What a provider of a cache does. `merx.framework.cache.testing` holds the tests that each must pass."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from merx.framework.providers import Provider

if TYPE_CHECKING:
    from merx.framework.scope import Scope


class CacheProvider(Provider):
    """Keeps bytes by key. Subclass it to keep them elsewhere, and name it in `Config(providers=(Use(..., default=True),))`.

    It may forget anything at any time. What it does in an open transaction of `scope` is that one's, or happens at once.
    """

    @abstractmethod
    async def get(self, scope: "Scope", key: str) -> bytes | None:
        """What was last set and has neither run out nor been forgotten."""

    @abstractmethod
    async def set(self, scope: "Scope", key: str, value: bytes, *, seconds: float, tags: Sequence[str]) -> None:
        """Keep `value` for so many seconds at most, in place of what the key had, its tags included."""

    @abstractmethod
    async def forget(self, scope: "Scope", *, keys: Sequence[str] = (), tags: Sequence[str] = ()) -> None:
        """Forget these keys, and whatever has one of these tags. Safe to repeat."""
