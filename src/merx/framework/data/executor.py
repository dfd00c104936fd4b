"""What the data layer needs from above: somewhere to run a statement, and the graph of what belongs to what."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from merx.framework.data.graph import Graph


class Executor(Protocol):
    """Runs statements, in the open transaction if there is one. `merx.framework.scope.Scope` is one."""

    @property
    def graph(self) -> "Graph": ...

    def transaction(self) -> AbstractAsyncContextManager[object]:
        """All or nothing; joins the open one."""
        ...

    async def value(self, sql: str, /, *arguments: Any) -> Any:
        """The first column of the first row, or None."""
        ...

    def listens(self, event: str) -> bool:
        """Whether anybody subscribes to the event by its name."""
        ...

    async def emit(self, name: str, data: Any) -> None:
        """Say that something happened; a list of data is one event each."""
        ...

    async def rows(self, sql: str, /, *arguments: Any) -> Sequence[Any]:
        """All rows, as asyncpg records."""
        ...
