"""`/admin/workflows-executions`: runs, their steps, inputs and errors; to start one, to answer what one waits for, to look on."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Literal, cast

import msgspec

from merx.framework.errors import InvalidData, NotAllowed, NotFound
from merx.framework.http import UNSET, AdminScope, Body, FieldParams, Limit, ListParams, OperatorMap, Unset, get, post
from merx.framework.query.fields import selection
from merx.framework.scope import Scope
from merx.framework.workflows.executions import ORDERED, RunRow, Wanted, as_execution, find
from merx.framework.workflows.following import follow_run, follow_workflow
from merx.framework.workflows.service import WorkflowService

LIST = ("id", "workflow_id", "transaction_id", "state", "execution", "created_at", "updated_at", "deleted_at")
DETAIL = (*LIST, "context")


class ExecutionParams(ListParams):
    limit: Limit = 100
    transaction_id: str | list[str] | Unset = UNSET
    workflow_id: str | list[str] | Unset = UNSET
    state: str | list[str] | Unset = UNSET
    created_at: OperatorMap | Unset = UNSET


class NewRun(Body):
    input: Any = None
    transaction_id: str | None = None


class Response(Body):
    transaction_id: str
    step_id: str
    response: Any = None
    compensate_input: Any = None
    action: Literal["invoke", "compensate"] = "invoke"


@get("/admin/workflows-executions")
async def list_executions(scope: AdminScope, query: ExecutionParams) -> dict[str, Any]:
    order = "-created_at" if query.order is UNSET else query.order
    if order.removeprefix("-") not in ORDERED:
        raise InvalidData(f"Order field {order.removeprefix('-')} is not valid")
    wanted = Wanted(
        workflow_ids=_many(query.workflow_id),
        transaction_ids=_many(query.transaction_id),
        states=_many(query.state),
        q=None if query.q is UNSET else query.q,
        created=_bounds(query.created_at),
        order=order,
        limit=query.limit,
        offset=query.offset,
    )
    names = _names(query, LIST)
    page = await find(scope, wanted)
    rows = [_shown(run, names) for run in page.runs]
    return {"workflow_executions": rows, "count": page.count, "offset": query.offset, "limit": query.limit}


@get("/admin/workflows-executions/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> dict[str, Any]:
    names = _names(query, DETAIL)
    runs = (await find(scope, Wanted(ids=[id]))).runs
    if not runs:
        raise NotFound(f"Workflow execution with id: {id} was not found")
    return {"workflow_execution": _shown(runs[0], names)}


@get("/admin/workflows-executions/{workflow_id}/{transaction_id}")
async def retrieve_by_transaction(scope: AdminScope, workflow_id: str, transaction_id: str, query: FieldParams) -> dict[str, Any]:
    names = _names(query, DETAIL)
    return {"workflow_execution": _shown(await _run(scope, workflow_id, transaction_id), names)}


@post("/admin/workflows-executions/{workflow_id}/run")
async def run(scope: AdminScope, workflow_id: str, data: NewRun) -> dict[str, Any]:
    """Start a workflow in the background; the same transaction id is one run."""
    workflow = scope.app.workflows.get(workflow_id)
    if workflow is None:
        raise NotFound(f'Workflow with id "{workflow_id}" not found.')
    arguments = workflow.payload.arguments_from(data.input)
    handle = await workflow.start(scope, key=data.transaction_id, **arguments)
    started = (await find(scope, Wanted(ids=[handle.id]))).runs[0]
    acknowledgement = {
        "workflowId": workflow_id,
        "transactionId": started.transaction_id,
        "hasFinished": started.has_ended,
        "hasFailed": started.status in ("reverted", "failed"),
    }
    return {"acknowledgement": acknowledgement}


@post("/admin/workflows-executions/{workflow_id}/steps/success")
async def succeed(scope: AdminScope, workflow_id: str, data: Response) -> dict[str, bool]:
    """Answer what a run waits for: `step_id` is the name in its `wait_for`. `compensate_input` has no meaning here: a wait is not compensated."""
    waiting = await _answerable(scope, workflow_id, data)
    await _heard(scope, waiting, data, heard=await scope.app.engine.signal(waiting.id, data.step_id, data.response))
    return {"success": True}


@post("/admin/workflows-executions/{workflow_id}/steps/failure")
async def fail(scope: AdminScope, workflow_id: str, data: Response) -> dict[str, bool]:
    """Say that what a run waits for has failed, `response` why: a text, or an object with a `message`."""
    waiting = await _answerable(scope, workflow_id, data)
    await _heard(scope, waiting, data, heard=await scope.app.engine.fail_signal(waiting.id, data.step_id, _reason(data.response)))
    return {"success": True}


@get("/admin/workflows-executions/{workflow_id}/subscribe")
async def subscribe(scope: AdminScope, workflow_id: str) -> Any:
    """What happens to the runs of a workflow from now on, as server-sent events. Ends now and then: connect again."""
    if workflow_id not in scope.app.workflows:
        raise NotFound(f'Workflow with id "{workflow_id}" not found.')
    return _stream(follow_workflow(scope, workflow_id))


@get("/admin/workflows-executions/{workflow_id}/{transaction_id}/subscribe")
async def subscribe_to_run(scope: AdminScope, workflow_id: str, transaction_id: str) -> Any:
    """What has happened to a run and will, as server-sent events, until it has ended."""
    return _stream(follow_run(scope, (await _run(scope, workflow_id, transaction_id)).id))


def _names(query: FieldParams, defaults: tuple[str, ...]) -> set[str]:
    """What of a run is asked for. Raises `InvalidData`, whether there is a run or not."""
    asked = selection(None if query.fields is UNSET else query.fields, defaults=defaults)
    return {path.partition(".")[0] for path in asked}


def _shown(run: RunRow, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in as_execution(run).items() if name in names or "*" in names}


async def _run(scope: Scope, workflow_id: str, transaction_id: str) -> RunRow:
    runs = (await find(scope, Wanted(workflow_ids=[workflow_id], transaction_ids=[transaction_id]))).runs
    if not runs:
        raise NotFound(f"Workflow execution with workflow_id: {workflow_id}, transaction_id: {transaction_id} was not found")
    return runs[0]


async def _answerable(scope: Scope, workflow_id: str, data: Response) -> RunRow:
    if data.action == "compensate":
        raise NotAllowed("A compensation ends by itself: only what a run waits for can be answered. Leave `action` out.")
    return await _run(scope, workflow_id, data.transaction_id)


async def _heard(scope: Scope, run: RunRow, data: Response, *, heard: bool) -> None:
    """Saying the same twice is no mistake, talking to a run that has ended without hearing it is."""
    if not heard and not await scope[WorkflowService].signals.count({"run_id": run.id, "attempt": run.attempt, "name": data.step_id}):
        raise NotAllowed(f"The run {run.transaction_id} of '{run.workflow}' is {run.status}, and waits for nothing any more.")


def _reason(response: Any) -> str:
    message = cast("dict[str, Any]", response).get("message") if isinstance(response, dict) else None
    if isinstance(message, str):
        return message
    return response if isinstance(response, str) else msgspec.json.encode(response).decode()


def _many(given: str | list[str] | Unset) -> list[str] | None:
    if given is UNSET:
        return None
    return given if isinstance(given, list) else [given]


def _bounds(given: OperatorMap | Unset) -> dict[str, datetime]:
    asked: dict[str, Any] = {} if given is UNSET else msgspec.to_builtins(given)
    found: dict[str, datetime] = {}
    for bound, text in asked.items():
        if bound not in ("$gt", "$gte", "$lt", "$lte"):
            raise InvalidData(f"Invalid request: created_at takes $gt, $gte, $lt and $lte, not {bound}")
        try:
            found[bound] = msgspec.convert(text, datetime)
        except msgspec.ValidationError as error:
            raise InvalidData(f"Invalid request: created_at, {bound}: '{text}' is no time, as in 2026-01-31T12:00:00Z") from error
    return found


def _stream(events: AsyncIterator[dict[str, Any] | None]) -> Any:
    from litestar.response import Stream  # noqa: PLC0415 - loaded with the server, not with every room

    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return Stream(_lines(events), media_type="text/event-stream", headers=headers)


async def _lines(events: AsyncIterator[dict[str, Any] | None]) -> AsyncIterator[bytes]:
    async for event in events:
        # A comment is a sign of life: it keeps what lies between from closing the line, and shows us who has left.
        yield b": \n\n" if event is None else b"event: %s\ndata: %s\n\n" % (event["eventType"].encode(), msgspec.json.encode(event))
