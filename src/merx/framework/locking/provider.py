"""What a provider of locks does. `merx.framework.locking.testing` holds the tests that each must pass."""

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from merx.framework.providers import Provider

if TYPE_CHECKING:
    from merx.framework.app import App


class LockProvider(Provider):
    """Holds names. Subclass it to hold them elsewhere (Redis, etcd), and name it in `Config(providers=(Use(..., default=True),))`."""

    @abstractmethod
    def hold(self, app: "App", keys: Sequence[str], *, owner: Hashable, timeout: float) -> AbstractAsyncContextManager[None]:
        """Hold all of `keys` (sorted, no two alike) while the block runs, whatever way it ends.

        What this `owner` holds already in this process he holds once more. Raises `LockTimeout` when others held one of the names for
        `timeout` seconds (0: does not wait), and holds none then; `LockLost`, at the end, where it was not held all the time.
        """
