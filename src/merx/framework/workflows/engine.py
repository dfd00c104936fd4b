"""What durable workflows ask of an engine, and what an engine's store does for the journal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from merx.framework.scope import Actor, Scope
from merx.framework.workflows.failure import Failure
from merx.framework.workflows.models import RunStatus, StepStatus

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.handle import Handle
    from merx.framework.workflows.payload import Payload
    from merx.framework.workflows.workflow import Workflow


NOTHING = msgspec.Raw()
"""Not there; JSON's null is there."""


class Engine(Protocol):
    """Runs durable workflows, and any workflow in the background."""

    async def call(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Run it here, or wait for the run that has this key; gives its result or raises its error."""
        ...

    async def start(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> "Handle[Any]":
        """Have it run when `scope`'s transaction has committed."""
        ...

    async def status(self, run_id: str) -> RunStatus: ...

    async def result(self, run_id: str, payload: "Payload", timeout: float | None) -> Any: ...  # noqa: ASYNC109 - seconds

    async def cancel(self, run_id: str) -> bool: ...

    async def work(self, run_id: str) -> None:
        """Work on this run if nobody does. Its failure is its own: nothing is raised."""
        ...

    async def take_over(self, limit: int) -> list[str]:
        """The runs, `limit` at most, whose workers died; `work` on them."""
        ...


class StepRecord(msgspec.Struct, frozen=True):
    """A line of the journal."""

    number: int
    name: str
    external: bool
    status: StepStatus
    tries: int = 1
    input: msgspec.Raw = NOTHING
    result: msgspec.Raw = NOTHING
    error: Failure | None = None
    compensation_error: Failure | None = None


class Lease(msgspec.Struct, frozen=True):
    """The right to work on a run, until somebody else has a higher `epoch`."""

    run_id: str
    workflow: str
    status: RunStatus
    attempt: int
    epoch: int
    input: bytes
    actor: Actor
    trace: str
    error: Failure | None = None
    cancel_requested: bool = False
    steps: Mapping[int, StepRecord] = {}


class Store(Protocol):
    """What the journal writes to. Each method raises `LeaseLost` if the lease is another's by now, and `OutOfReach`."""

    @property
    def app(self) -> "App": ...

    def is_broken(self, error: Exception) -> bool:
        """Whether the connection broke, so that nobody knows whether its transaction has committed."""
        ...

    async def record(self, scope: Scope, lease: Lease, record: StepRecord) -> bool:
        """Write a line, in `scope`'s transaction if it has one; gives whether somebody asked to cancel the run."""
        ...

    async def begin_compensation(self, lease: Lease, failure: Failure) -> None: ...

    async def finish(self, lease: Lease, status: RunStatus, *, result: bytes | None = None, failure: Failure | None = None) -> None:
        """The end: events and starts that waited for it go out if it is `done`, and are dropped if not, in the same transaction."""
        ...
