"""`Handle`: how to follow a run that somebody else works on."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from merx.framework.workflows.models import RunStatus

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.payload import Payload

R = TypeVar("R")


class Handle(Generic[R]):
    """A started run. Its `id` is enough to get the handle again: `workflow.handle(scope, id)`."""

    def __init__(self, app: "App", run_id: str, payload: "Payload") -> None:
        self.app = app
        self.id = run_id
        self._payload = payload

    async def status(self) -> RunStatus:
        """Where the run is. Raises `NotFound` for a run that was never committed, or is purged."""
        return await self.app.engine.status(self.id)

    async def result(self, timeout: float | None = None) -> R:  # noqa: ASYNC109 - the caller's patience, in seconds
        """Wait for the end; gives the result or raises the run's error. Raises `TimeoutError` after `timeout` seconds.

        Not inside the transaction that started the run: nobody can see it before that commits.
        """
        return await self.app.engine.result(self.id, self._payload, timeout)

    async def cancel(self) -> bool:
        """Ask the run to stop before its next step and take back what it did. False if it has ended already."""
        return await self.app.engine.cancel(self.id)

    async def signal(self, name: str, payload: Any = None) -> bool:
        """Answer the run's `scope.wait_for(name)`, see `Engine.signal`."""
        return await self.app.engine.signal(self.id, name, payload)

    async def retry(self, from_step: str | int | None = None) -> None:
        """Run a reverted or failed run again, see `Engine.retry`."""
        await self.app.engine.retry(self.id, from_step)
