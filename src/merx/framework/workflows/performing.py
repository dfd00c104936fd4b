"""One step of a durable run: from its record, or by running it now and recording what came of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from merx.framework.workflows.errors import PermanentFailure
from merx.framework.workflows.payload import encode
from merx.framework.workflows.places import Place
from merx.framework.workflows.steps import Unit, attempt, is_a_failure
from merx.framework.workflows.workflow import retried

if TYPE_CHECKING:
    from merx.framework.workflows.journal import Journal


async def perform(journal: "Journal", place: Place, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """The step's result, or what it raised; None for a failure that the run may go on without."""
    record = journal.recall(place, unit.name)
    if record is not None and record.status != "invoking":
        return journal.replay(unit, record)
    journal.check_that_it_may_begin(place, unit, record)
    given = unit.payload.readable_input(args, kwargs)
    work = _call if unit.external else _commit
    try:
        result, data = await work(journal, place, unit, args, kwargs, given)
    except Exception as error:
        if unit.continue_on_failure and is_a_failure(error):
            return None
        raise
    value = unit.payload.result(result)
    journal.has_made(place, unit, unit.payload.compensation(data) if data else value)
    return value


async def _commit(
    journal: "Journal", place: Place, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], given: bytes
) -> tuple[bytes, bytes]:  # fmt: skip
    """The effect and its record, in one transaction."""
    tried = 0

    async def commit(tries: int) -> tuple[bytes, bytes]:
        nonlocal tried
        tried = tries
        scope = journal.scope(place, unit)
        async with journal.knowing_the_end(), scope.transaction():
            result, data = unit.payload.encoded(await unit.once_bounded(scope, args, kwargs))
            await journal.record(scope, place, unit, "done", tries=tries, input=given, result=result, data=data)
        return result, data

    try:
        return await attempt(unit, lambda tries: retried(lambda: commit(tries)))
    except Exception as error:
        await _fail(journal, place, unit, error, tried, given)
        raise


async def _call(
    journal: "Journal", place: Place, unit: Unit[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], given: bytes
) -> tuple[bytes, bytes]:  # fmt: skip
    scope = journal.scope(place, unit)
    tried = 0

    async def call(tries: int) -> Any:
        nonlocal tried
        tried = tries
        return await unit.once_bounded(scope, args, kwargs)

    # Written ahead: whoever lost the lease calls nobody, and after a crash it is known that somebody may have been called.
    await journal.record(journal.scope(place, unit), place, unit, "invoking", input=given)
    try:
        result, data = unit.payload.encoded(await attempt(unit, call))
    except Exception as error:
        await _fail(journal, place, unit, error, tried, given)
        raise
    await journal.record(scope, place, unit, "done", tries=tried, input=given, result=result, data=data)
    return result, data


async def _fail(journal: "Journal", place: Place, unit: Unit[..., Any], error: Exception, tried: int, given: bytes) -> None:
    left = error.compensation if isinstance(error, PermanentFailure) else None
    data = b"" if left is None else encode(left)
    journal.has_made(place, unit, unit.payload.compensation(data) if data else None, is_certain=bool(data))
    status = "skipped" if unit.continue_on_failure and is_a_failure(error) else "failed"
    await journal.record(journal.scope(place, unit), place, unit, status, tries=tried, input=given, data=data, error=error)
