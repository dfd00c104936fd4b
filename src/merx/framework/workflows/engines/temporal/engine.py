"""`TemporalEngine`: where a run begins, how it is waited for, and the worker of this process."""

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from temporalio.client import Client, WorkflowFailureError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Interceptor, UnsandboxedWorkflowRunner, Worker, WorkflowInboundInterceptor, WorkflowInterceptorClassInput
from temporalio.workflow import NondeterminismError

from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.workflows.engine import Lease, StepRecord
from merx.framework.workflows.engines import statements as journal
from merx.framework.workflows.engines.options import Options
from merx.framework.workflows.engines.postgres import FIRST_LOOK, LONGEST_LOOK, PostgresEngine, lease_of, read_past, read_taken, run_id_of
from merx.framework.workflows.engines.temporal import statements as sql
from merx.framework.workflows.engines.temporal.activities import Activities, Waiting
from merx.framework.workflows.engines.temporal.body import ACTIVITIES, Run
from merx.framework.workflows.engines.temporal.receipts import Receipts, read_record
from merx.framework.workflows.errors import LeaseLost, OutOfReach
from merx.framework.workflows.failure import Failure, revive
from merx.framework.workflows.models import RunStatus
from merx.framework.workflows.payload import Payload, encode
from merx.framework.workflows.places import Place

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.workflow import Workflow

logger = logging.getLogger(__name__)

LOOK_AGAIN = 20.0
"""Seconds after which Temporal is asked for a run that has written nothing: it may never have heard of it, or have lost it."""
OPEN = ("not_started", "invoking", "waiting", "compensating")
TAKEOVER = 10.0
STICKY = timedelta(seconds=5)
"""How long Temporal waits for the process that had a run in its memory before it asks another one."""


class TemporalEngine(PostgresEngine):
    """Runs whose steps are recorded in the shop's journal and whose work Temporal hands out.

    `takeover` is how many seconds a process that works on a run may be silent before another one goes on.
    """

    def __init__(self, app: "App", *, address: str, namespace: str, queue: str, takeover: float = TAKEOVER) -> None:
        super().__init__(app, lease=LOOK_AGAIN)
        self.address = address
        self.namespace = namespace
        self.queue = queue
        self._takeover = takeover
        self._client: Client | None = None
        self._worker: Worker | None = None
        self._alone = asyncio.Lock()

    @classmethod
    def configured(cls, app: "App", setting: str) -> Self:
        """`temporal://host:port/namespace?task_queue=...&takeover=seconds`; all but the host have defaults.

        The task queue is by default `merx-` and the database's name: shops that share a namespace need different ones. TLS
        and API keys are Temporal's own settings (`TEMPORAL_API_KEY`, `TEMPORAL_TLS_...` and its configuration file).
        """
        options = Options(setting, "task_queue", "takeover")
        if not options.address:
            raise Misconfigured(f"engine={setting!r} names no server. Write temporal://host:port, as in temporal://localhost:7233.")
        queue = options.text("task_queue", f"merx-{_database(app.config)}")
        takeover = options.seconds("takeover", TAKEOVER)
        return cls(app, address=options.address, namespace=options.path or "default", queue=queue, takeover=takeover)

    # this process

    async def serve(self) -> None:
        """Work on runs in this process, until `stop`. Raises `Misconfigured` if Temporal cannot be reached."""
        try:
            await self._serve()
        except OutOfReach as error:
            raise Misconfigured(f"engine='temporal://{self.address}/{self.namespace}' is not to be reached: {error}") from error

    async def _serve(self) -> None:
        client = await self._temporal()
        async with self._alone:
            if self._worker is not None:
                return
            activities = Activities(self)
            self._worker = Worker(
                client,
                task_queue=self.queue,
                workflows=[Run],
                activities=activities.all,
                no_remote_activities=True,
                workflow_runner=UnsandboxedWorkflowRunner(),
                interceptors=[_WayOut(activities)],
                workflow_failure_exception_types=[NondeterminismError],  # begun again from the journal, see `_hand_over`
                sticky_queue_schedule_to_start_timeout=min(STICKY, timedelta(seconds=self._takeover)),
                graceful_shutdown_timeout=timedelta(seconds=self._takeover),
            )
            self._working = asyncio.create_task(self._worker.run(), name="merx temporal worker")

    async def stop(self) -> None:
        async with self._alone:
            worker, self._worker = self._worker, None
            if worker is not None:
                await worker.shutdown()
                await asyncio.gather(self._working, return_exceptions=True)

    async def _temporal(self) -> Client:
        async with self._alone:
            if self._client is None:
                settings: dict[str, Any] = {**ClientConfig.load_client_connect_config(), "target_host": self.address, "namespace": self.namespace}
                converter = dataclasses.replace(DataConverter.default, payload_codec=Receipts(self.app))
                try:
                    self._client = await Client.connect(**settings, data_converter=converter)
                except RuntimeError as error:
                    raise OutOfReach(str(error)) from error
            return self._client

    # what workflows and workers ask

    async def call(self, workflow: "Workflow[..., Any]", scope: Scope, key: str | None, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        run_id = run_id_of(workflow, key)
        async with self.reaching(), self.app.scope().transaction() as own:
            lease = await self._create(own, run_id, workflow, scope, workflow.payload.input(args, kwargs), "invoking")
        try:
            if lease is not None:
                await self._hand_over(run_id, lease.attempt)
            if self.app.config.mode != "server":  # there, the workers' processes are others
                await self._serve()
        except OutOfReach as error:
            logger.warning("%s waits for Temporal: %s", run_id, error)
        return await self._wait(run_id, workflow.payload, workflow)

    async def work(self, run_id: str) -> None:
        """Have Temporal work on this run if it does not, and wake it if it waits. Raises `OutOfReach`: try again later."""
        attempt = await self.app.scope().value(sql.UNFINISHED, run_id)
        if attempt is not None and not await self._hand_over(run_id, attempt):
            await self.app.scope().value(sql.LOOK_LATER, run_id, attempt, self._lease)
            await self._stir(run_id, attempt)

    async def cancel(self, run_id: str) -> bool:
        return await self._nudged(run_id, await super().cancel(run_id))

    async def _say(self, run_id: str, name: str, payload: bytes | None, error: str | None) -> bool:
        return await self._nudged(run_id, await super()._say(run_id, name, payload, error))

    async def _nudged(self, run_id: str, is_news: bool) -> bool:  # noqa: FBT001 - what it gives
        """Tell a run that there is news for it: the queue does so too, when a worker comes to it."""
        if is_news:
            try:
                await self.work(run_id)
            except OutOfReach as error:
                logger.warning("%s hears of its news later: %s", run_id, error)
        return is_news

    # what activities ask

    async def begin(self, run_id: str, attempt: int) -> Lease | None:
        data = await self.app.scope().value(sql.BEGIN, run_id, attempt, self.owner, self._lease)
        return None if data is None else lease_of(read_taken(data), read_past(await self.app.scope().value(journal.PAST, run_id, attempt)))

    async def record_of(self, lease: Lease, place: Place) -> StepRecord | None:
        data = await self.app.scope().value(sql.STEP, lease.run_id, lease.attempt, place.branch, place.number)
        return None if data is None else read_record(data)

    async def lay_down(self, run_id: str, epoch: int, heard: int) -> Waiting:
        """Like `suspend`; what it gives up is woken by Temporal. Safe to repeat: who lies down already is stirred once."""
        rows = await self.app.scope().rows(sql.SUSPEND, run_id, epoch, heard)
        return Waiting(seconds=rows[0]["seconds"]) if rows else Waiting(is_stirred=True)

    async def turn_back(self, run_id: str, epoch: int, failure: Failure) -> int | None:
        """Like `begin_compensation`; gives the epoch from there on. Safe to repeat."""
        scope = self.app.scope()
        new = await scope.value(sql.COMPENSATING, run_id, epoch, self._lease, encode(failure))
        return new if new is not None else await scope.value(sql.IS_COMPENSATING, run_id, epoch)

    async def end(self, lease: Lease, status: RunStatus, *, result: bytes | None, failure: Failure | None) -> bool:
        """Like `finish`; false if the run is another's. Safe to repeat."""
        try:
            await self.finish(lease, status, result=result, failure=failure)
        except LeaseLost:
            return bool(await self.app.scope().value(sql.IS_OVER, lease.run_id, lease.attempt, status))
        return True

    async def begin_anew(self, lease: Lease) -> None:
        """Another history for the run, from its journal: the one it has does not fit the code."""
        logger.warning("%s is taken up again from its journal: the workflow has changed", lease.run_id)
        await self._hand_over(lease.run_id, lease.attempt, WorkflowIDConflictPolicy.TERMINATE_EXISTING)

    # Temporal

    def _id(self, run_id: str, attempt: int) -> str:
        return f"{self.queue}/{run_id}/{attempt}"

    async def _hand_over(self, run_id: str, attempt: int, there: WorkflowIDConflictPolicy = WorkflowIDConflictPolicy.FAIL) -> bool:
        """Tell Temporal of a run; false if it works on it. One that has ended there and not in the journal begins again."""
        client = await self._temporal()
        try:
            await client.start_workflow(
                Run.run,
                args=[run_id, attempt],
                id=self._id(run_id, attempt),
                task_queue=self.queue,
                task_timeout=timedelta(seconds=self._takeover),
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=there,
            )
        except WorkflowAlreadyStartedError:
            return False
        except RPCError as error:
            raise OutOfReach(str(error)) from error
        return True

    async def _stir(self, run_id: str, attempt: int) -> None:
        client = await self._temporal()
        try:
            await client.get_workflow_handle(self._id(run_id, attempt)).signal(Run.stir)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # ended in between
                raise OutOfReach(str(error)) from error

    async def _wait(self, run_id: str, payload: Payload, workflow: "Workflow[..., Any] | None") -> Any:
        del workflow  # whoever works on it, Temporal decides
        pause = FIRST_LOOK
        while True:
            outcome = await self.outcome(run_id)
            if outcome.status == "done":
                return payload.result(bytes(outcome.result))
            if outcome.status in ("reverted", "failed") and outcome.error is not None:
                raise revive(outcome.error)
            if await self._is_over(run_id, outcome.attempt) and (await self.outcome(run_id)).status in OPEN:
                await self._nudged(run_id, is_news=True)  # an operator ended it in Temporal, or its code changed: it begins again
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_LOOK)

    async def _is_over(self, run_id: str, attempt: int) -> bool:
        """Wait until Temporal says so; false, at once, if it has not heard of the run yet or cannot be reached."""
        try:
            client = await self._temporal()
            await client.get_workflow_handle(self._id(run_id, attempt)).result()
        except WorkflowFailureError:
            return True
        except OutOfReach as error:
            logger.warning("%s waits for Temporal: %s", run_id, error)
            return False
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                logger.warning("%s waits for Temporal: %s", run_id, error)
            return False
        return True


def _database(config: Config) -> str:
    return urlsplit(config.database_url or "").path.strip("/") or config.database_name


class _WayOut(Interceptor):
    """Gives bodies the activities of their process."""

    def __init__(self, activities: Activities) -> None:
        self._activities = activities

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor] | None:  # noqa: A002 - its name
        functions = cast("MutableMapping[str, Callable[[], Activities]]", input.unsafe_extern_functions)  # pyright: ignore[reportUnknownMemberType] - a bare Callable there
        functions[ACTIVITIES] = lambda: self._activities
        return None
