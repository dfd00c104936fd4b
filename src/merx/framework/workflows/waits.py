"""A durable run that waits: for a time, or for a word from outside. A record says since when; no process holds the run."""

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.workflows.engine import Signal, StepRecord
from merx.framework.workflows.errors import Misuse, SignalFailed, Suspended, WaitTimedOut
from merx.framework.workflows.failure import revive
from merx.framework.workflows.payload import encode
from merx.framework.workflows.places import Place
from merx.framework.workflows.steps import Unit

if TYPE_CHECKING:
    from merx.framework.workflows.journal import Journal

WAIT = "wait_for "
SLEEP = "sleep"


async def sleep(journal: "Journal", place: Place, seconds: float) -> None:
    unit = _wait(SLEEP)
    record = journal.recall(place, unit.name)
    if record is not None and record.status == "done":
        return
    journal.check_that_it_may_begin(place, unit, record)
    scope = journal.scope(place, unit)
    if record is None and seconds > 0:
        await journal.record(scope, place, unit, "waiting", input=encode({"seconds": seconds}), wake_in=seconds)
        raise Suspended
    if record is not None and not record.is_due:
        raise Suspended
    await journal.record(scope, place, unit, "done")


async def wait_for(journal: "Journal", place: Place, name: str, seconds: float | None, kind: Any) -> Any:
    unit = _wait(f"{WAIT}{name}")
    record = journal.recall(place, unit.name)
    _use_up(journal, place, name)
    if record is not None and record.status != "waiting":
        return _answer(journal, name, record, kind)
    journal.check_that_it_may_begin(place, unit, record)
    scope, signal = journal.scope(place, unit), journal.lease.signals.get(name)
    given = encode({"name": name, "timeout": seconds})
    if signal is not None:
        return await _hear(journal, place, unit, signal, given, kind)
    if record is None:
        await journal.record(scope, place, unit, "waiting", input=given, wake_in=seconds)
        raise Suspended
    if not record.is_due:
        raise Suspended
    error = WaitTimedOut(f"'{journal.name}' waited for '{name}' and heard nothing in {seconds} s", name=name, run_id=journal.lease.run_id)
    await journal.record(scope, place, unit, "failed", error=error)
    del journal.asked[name]
    raise error


async def _hear(journal: "Journal", place: Place, unit: Unit[..., Any], signal: Signal, given: bytes, kind: Any) -> Any:
    scope, name = journal.scope(place, unit), unit.name.removeprefix(WAIT)
    if signal.error is not None:
        error = SignalFailed(signal.error, name=name, run_id=journal.lease.run_id)
        await journal.record(scope, place, unit, "failed", input=given, error=error)
        raise error
    payload = bytes(signal.payload)
    await journal.record(scope, place, unit, "done", input=given, result=payload)
    return _read(journal, name, payload, kind)


def _answer(journal: "Journal", name: str, record: StepRecord, kind: Any) -> Any:
    if record.error is not None:
        error = revive(record.error)
        if isinstance(error, WaitTimedOut):
            del journal.asked[name]
        raise error
    return _read(journal, name, bytes(record.result), kind)


def _read(journal: "Journal", name: str, payload: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(payload, type=kind)
    except msgspec.ValidationError as error:
        raise InvalidData(f"The signal '{name}' of the run {journal.lease.run_id} does not fit: {error}", name=name) from error


def _use_up(journal: "Journal", place: Place, name: str) -> None:
    """A name is asked for once, or again after a time-out: whom else would the answer be for?"""
    other = journal.asked.setdefault(name, place)
    if other != place:
        raise Misuse(
            f"'{journal.name}' waits for '{name}' at its step {place.text}, and did so at its step {other.text} already. "
            f"Give each wait a name of its own, as in `scope.wait_for(f'{name}-{{number}}')`."
        )


async def _nothing(scope: Scope) -> None:
    """The journal does the waiting."""


@cache
def _wait(name: str) -> Unit[..., Any]:
    return Unit(name, _nothing)
