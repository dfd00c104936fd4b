"""Products from a file, in one durable run that waits for a confirmation and then writes all of them, or none."""

from datetime import timedelta
from typing import BinaryIO

from merx.commerce.sheet import ImportConfirmed, Imported, ImportNotFound, Preview, SheetRefused, SheetService
from merx.commerce.sheet.products import Problems
from merx.commerce.sheet.workflows.applying import apply_part, plan_part, publish
from merx.commerce.sheet.workflows.planning import Planner
from merx.commerce.sheet.workflows.staging import stage_products
from merx.commerce.sheet.workflows.telling import Errand, begin, tell
from merx.framework.scope import Scope
from merx.framework.workflows import Handle, WorkflowRun, WorkflowService, step, workflow

TITLE = "Product import"
CONFIRMATION = "confirmation"
PATIENCE = timedelta(days=3)
"""How long a file that was read waits for its confirmation."""


@step("product.import.check")
async def check(scope: Scope, preview: Preview) -> None:
    """Everything fits the shop as it is now, which may be days after the file was read. Raises `SheetRefused`."""
    problems, planner = Problems(), Planner(scope)
    for number in range(preview.parts):
        await plan_part(scope, planner, preview.import_id, number, problems)
    if problems.count:
        raise SheetRefused(problems.by_line, problems.count)


@step("product.import.finish")
async def finish(scope: Scope, preview: Preview, done: Imported) -> None:
    said = f"{preview.filename} was imported: {done.created} products created, {done.updated} updated, {done.unchanged} unchanged."
    await tell(scope, TITLE, said)


@workflow("product.forget_import")
async def forget_import(scope: Scope, import_id: str) -> None:
    """Remove what was kept of a file. Safe to repeat."""
    await scope[SheetService].forget(import_id)


def _errand(preview: Preview) -> Errand:
    return Errand(title=TITLE, fails=f"{preview.filename} was not imported.", import_id=preview.import_id)


def _key_of(preview: Preview) -> str:
    return preview.import_id


@workflow("product.write_import", durable=True, key=_key_of)
async def write_import(scope: Scope, preview: Preview) -> Imported:
    """Look at the shop again, and write what was read, part by part. A failure takes back what was written.

    New products show when all of them are there; products that were there change part by part. Killed, it goes on elsewhere
    after the last part that was committed. Raises `SheetRefused`.
    """
    await begin(scope, _errand(preview))
    await check(scope, preview)
    done = Imported(created=0, updated=0, unchanged=0)
    for number in range(preview.parts):
        made = await apply_part(scope, preview.import_id, number)
        done = Imported(created=done.created + made.created, updated=done.updated + made.updated, unchanged=done.unchanged + made.unchanged)
    await publish(scope, preview.import_id, preview.parts)
    await finish(scope, preview, done)
    # When this run has succeeded, and not before: the way back needs the parts.
    await forget_import.start(scope, preview.import_id)
    return done


@workflow("product.import", durable=True)
async def import_products(scope: Scope, preview: Preview) -> Imported:
    """`write_import`, once it is confirmed. Started by `begin_import`. Raises `WaitTimedOut` without a confirmation in three days."""
    await begin(scope, _errand(preview))
    await scope.wait_for(CONFIRMATION, timeout=PATIENCE.total_seconds())
    return await write_import(scope, preview)


async def begin_import(scope: Scope, file: BinaryIO, filename: str) -> tuple[Handle[Imported], Preview]:
    """Read the file, and start a run that waits for `confirm_import`. In one transaction: a file that is refused leaves nothing.

    Raises what `stage_products` raises.
    """
    async with scope.transaction():
        preview = await stage_products(scope, file, filename)
        return await import_products.start(scope, preview), preview


async def confirm_import(scope: Scope, transaction_id: str) -> None:
    """Let it be written. Raises `ImportNotFound`, and `ImportConfirmed` the second time."""
    run: WorkflowRun | None = await scope[WorkflowService].runs.first(id=transaction_id, workflow=import_products.name)
    if run is None:
        raise ImportNotFound(transaction_id)
    if not await scope.app.engine.signal(transaction_id, CONFIRMATION):
        raise ImportConfirmed(transaction_id)


async def parts_done(scope: Scope, transaction_id: str) -> int:
    """How many parts of the file are in the shop by now."""
    return await scope[WorkflowService].steps.count(run_id=transaction_id, name=apply_part.name, status="done")
