"""What durable workflows ask of an engine, and what an engine's store does for the journal."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

import msgspec

from merx.framework.scope import Actor, Scope
from merx.framework.workflows.failure import Failure
from merx.framework.workflows.models import RunStatus, StepStatus

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.handle import Handle
    from merx.framework.workflows.hooks import HookHandler
    from merx.framework.workflows.payload import Payload
    from merx.framework.workflows.runs import JournalScope
    from merx.framework.workflows.steps import Unit
    from merx.framework.workflows.workflow import Workflow


NOTHING = msgspec.Raw()
"""Not there; JSON's null is there."""


class Engine(Protocol):
    """Runs durable workflows, and any workflow in the background. What it promises is tested by `merx.framework.testing.engines`."""

    @classmethod
    def configured(cls, app: "App", setting: str) -> Self:
        """The engine of `app` as `Config.engine` tells; connects to nothing yet. Raises `Misconfigured`."""
        ...

    async def serve(self) -> None:
        """Called in a process that works in the background, before it asks for work. Safe to repeat."""
        ...

    async def stop(self) -> None:
        """Give back what the engine holds in this process; runs under way go on elsewhere. Safe to repeat."""
        ...

    async def call(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Run it here, or wait for the run that has this key; gives its result or raises its error."""
        ...

    async def start(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> "Handle[Any]":
        """Have it run when `scope`'s transaction has committed."""
        ...

    async def status(self, run_id: str) -> RunStatus: ...

    async def result(self, run_id: str, payload: "Payload", timeout: float | None) -> Any: ...  # noqa: ASYNC109 - seconds

    async def cancel(self, run_id: str) -> bool:
        """Ask the run to stop before its next step, or in its wait, and take back what it did. False if it has ended already."""
        ...

    async def signal(self, run_id: str, name: str, payload: Any = None) -> bool:
        """Say `name` to a run: the answer to its `scope.wait_for(name)`, whether it waits already or will. Wakes it.

        At once, and for good, whatever transaction the caller has open: in one, say it after the commit.

        The first word counts: false for a repetition, and for a run that has ended or is being compensated. Raises
        `NotFound` for a run that does not exist.
        """
        ...

    async def fail_signal(self, run_id: str, name: str, message: str) -> bool:
        """As `signal`, but the `wait_for` raises `SignalFailed(message)`."""
        ...

    async def retry(self, run_id: str, from_step: str | int | None = None) -> "Handle[Any]":
        """Run a reverted or failed run again, as its next attempt, from its first step that is not done, or from `from_step`.

        `from_step` is a step's name (the first of that name) or its place (`3`, `"3.0.1"`). Records before it are kept, and
        compensated if this attempt fails too. Raises `NotFound` for an unknown run or step, `Conflict` for a run that is under way or
        done, and `NotAllowed` where a step before it was taken back, so that its record is no longer true.
        """
        ...

    async def prune(self, limit: int) -> int:
        """Delete runs whose retention has ended, `limit` at most; gives how many. Never one that has not ended."""
        ...

    async def work(self, run_id: str) -> None:
        """Work on this run if nobody does. Its failure is its own: nothing is raised."""
        ...

    async def take_over(self, limit: int) -> list[str]:
        """The runs, `limit` at most, whose workers died; `work` on them."""
        ...


class StepRecord(msgspec.Struct, frozen=True):
    """A line of the journal.

    `branch` and `number` are its place in the body. `wake_in` is for the writer: seconds until the wait ends. `is_due` is for
    the reader: that moment has come. `kept_from` is the attempt that made it, if a retry kept it.
    """

    number: int
    name: str
    external: bool
    status: StepStatus
    tries: int = 1
    input: msgspec.Raw = NOTHING
    result: msgspec.Raw = NOTHING
    error: Failure | None = None
    compensation_error: Failure | None = None
    compensation_data: msgspec.Raw = NOTHING
    branch: str = ""
    wake_in: float | None = None
    is_due: bool = False
    kept_from: int | None = None

    @property
    def place(self) -> str:
        return f"{self.branch}.{self.number}" if self.branch else str(self.number)


class Signal(msgspec.Struct, frozen=True):
    """What was said to a run: a payload, or why it failed."""

    payload: msgspec.Raw = NOTHING
    error: str | None = None


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
    steps: Mapping[str, StepRecord] = {}
    """By place."""
    signals: Mapping[str, Signal] = {}
    heard: int = 0
    """How many signals had come when the run was taken up."""


class Recorder(Protocol):
    """What the body of a durable run asks for, through its `JournalScope`: every engine has one.

    The same body, asked again after a crash, gets the same answers in the same order.
    """

    @property
    def name(self) -> str:
        """The workflow's."""
        ...

    async def perform(self, unit: "Unit[..., Any]", args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """A step, an atomic workflow or a hook's handler: its result, recorded once."""
        ...

    async def emit(self, name: str, data: Any) -> None: ...

    async def start(self, workflow: "Workflow[..., Any]", key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> "Handle[Any]": ...

    async def sleep(self, seconds: float) -> None: ...

    async def wait_for(self, name: str, timeout: float | None, type: Any) -> Any: ...  # noqa: ASYNC109, A002 - seconds; the builder's word

    async def patched(self, change: str) -> bool:
        """Whether this run began after, or had not come to, the change of the workflow that is called `change`."""
        ...

    async def call_handlers(self, hook: str, handlers: "Sequence[HookHandler[Any]]", context: Mapping[str, Any]) -> "list[tuple[HookHandler[Any], Any]]":
        """The hook's handlers, each recorded; those that the run began with, whoever was installed since."""
        ...

    async def side_by_side(self, scope: "JournalScope", branches: "Sequence[Callable[[Scope], Awaitable[Any]]]") -> list[Any]:
        """Run the branches at once and wait for all; then the first error passes, if there is one."""
        ...


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

    async def suspend(self, lease: Lease) -> None:
        """Lay the run down until the first of its waits ends or a signal comes. Gives the lease up.

        Raises `Stirred`, and keeps the lease, if a signal or a cancellation came since the run was taken up.
        """
        ...

    async def begin_compensation(self, lease: Lease, failure: Failure) -> None: ...

    async def finish(self, lease: Lease, status: RunStatus, *, result: bytes | None = None, failure: Failure | None = None) -> None:
        """The end: events and starts that waited for it go out if it is `done`, and are dropped if not, in the same transaction."""
        ...
