"""What administrators are told on the feed when a file was imported or exported, or was not."""

from typing import Any

from msgspec import Struct

from merx.commerce.file import StoredFile
from merx.commerce.notification.workflows import NewNotification, send_notifications
from merx.commerce.sheet import SheetService
from merx.framework.scope import Scope
from merx.framework.workflows import WorkflowService, step

MIME_TYPE = "text/csv"


class Errand(Struct, frozen=True, kw_only=True):
    """What a run is to do: its `title` for people ("Product import"), and how it `fails`, as a sentence to which the reason is added.

    `import_id` is the import whose parts it holds, if it is one.
    """

    title: str
    fails: str
    import_id: str | None = None


@step("sheet.begin")
async def begin(scope: Scope, errand: Errand) -> Errand:  # noqa: ARG001 - a step has a scope
    """The first step of a run: where its way back ends."""
    return errand


@begin.compensate
async def tell_failure(scope: Scope, errand: Errand) -> None:
    """Last on the way back: everything is as before. The parts of the file are forgotten, and the feed says why."""
    if errand.import_id is not None:
        await scope[SheetService].forget(errand.import_id)
    run_id = scope.run.id if scope.run is not None else ""
    row = await scope[WorkflowService].runs.first(id=run_id)
    failure: Any = row.error if row is not None else None
    why = failure.get("message") if isinstance(failure, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    # In a transaction of its own: what a run says while it is taken back is taken back with it.
    await send_notifications(scope.app.scope(actor=scope.actor, trace=scope.trace), [_told(run_id, errand.title, f"{errand.fails} {why or ''}".strip())])


async def tell(scope: Scope, title: str, description: str, file: StoredFile | None = None) -> None:
    """Part of the step that calls it. A `file` comes with its link."""
    await send_notifications(scope, [_told(scope.run.id if scope.run is not None else "", title, description, file)])


def _told(run_id: str, title: str, description: str, file: StoredFile | None = None) -> NewNotification:
    data: dict[str, Any] = {"title": title, "description": description}
    if file is not None:
        data["file"] = {"filename": file.id, "url": file.url, "mimeType": MIME_TYPE}
    return NewNotification(
        to="", channel="feed", template="admin-ui", data=data, resource_type="workflow_run", resource_id=run_id, idempotency_key=f"{run_id}:told"
    )
