"""What Temporal keeps of a run: receipts. Inputs and results stay in the journal and are read when a body needs them.

So a result may be as large as the shop's database takes (Temporal's limit is 2 MB), what customers wrote is stored in one
place, and a history stays small. A receipt pins what its reader may see: a body that is asked again after a crash must not find
more in the journal than it found the first time.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
from temporalio.api.common.v1 import Payload as Stored
from temporalio.common import RawValue
from temporalio.converter import PayloadCodec

from merx.framework.scope import Actor
from merx.framework.workflows.engine import Lease, StepRecord
from merx.framework.workflows.engines import statements as journal
from merx.framework.workflows.engines.postgres import Past, read_past
from merx.framework.workflows.engines.temporal import statements as sql
from merx.framework.workflows.failure import Failure
from merx.framework.workflows.models import RunStatus, StepStatus
from merx.framework.workflows.payload import encode
from merx.framework.workflows.places import Place

if TYPE_CHECKING:
    from merx.framework.app import App

_ENCODING: Final = "encoding"
_PLAIN: Final = b"binary/plain"


class Pinned(msgspec.Struct, frozen=True):
    """How a step's record stood."""

    status: StepStatus
    is_due: bool


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A run as its body takes it up."""

    run_id: str
    workflow: str
    status: RunStatus
    attempt: int
    epoch: int
    actor: Actor
    trace: str
    error: Failure | None
    cancel_requested: bool
    heard: int
    steps: Mapping[str, Pinned]
    signals: Sequence[str]


class Stepped(msgspec.Struct, frozen=True, kw_only=True):
    """A step that is recorded. Or, if `is_lost`, the run is another's by now; if `is_strange`, the journal holds another step there."""

    run_id: str
    attempt: int
    place: str
    name: str
    status: StepStatus = "done"
    error: Failure | None = None
    is_cancelled: bool = False
    is_lost: bool = False
    is_strange: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt, and what the journal has for it."""

    begun: Begun | None = None
    input: msgspec.Raw = msgspec.Raw(b"null")
    past: Past | None = None
    stepped: Stepped | None = None
    record: StepRecord | None = None

    def lease(self) -> Lease:
        begun, past = self.begun, self.past
        assert begun is not None  # noqa: S101 - asked of the answer to `begin`
        assert past is not None  # noqa: S101 - as above
        return Lease(
            run_id=begun.run_id,
            workflow=begun.workflow,
            status=begun.status,
            attempt=begun.attempt,
            epoch=begun.epoch,
            input=bytes(self.input),
            actor=begun.actor,
            trace=begun.trace,
            error=begun.error,
            cancel_requested=begun.cancel_requested,
            steps={step.place: step for step in past.steps},
            signals=past.signals,
            heard=begun.heard,
        )


read_answer = msgspec.json.Decoder(Answer).decode
read_record = msgspec.json.Decoder(StepRecord).decode
_KINDS: Final[Mapping[type[Any], bytes]] = {Begun: b"merx/begun", Stepped: b"merx/stepped"}


def receipt(of: Begun | Stepped) -> RawValue:
    return RawValue(Stored(metadata={_ENCODING: _KINDS[type(of)]}, data=encode(of)))


class Receipts(PayloadCodec):
    """Turns receipts into `Answer`s on the way from Temporal to a body; everything else passes as it is."""

    def __init__(self, app: "App") -> None:
        self.app = app
        self._readers: Mapping[bytes, Callable[[bytes], Awaitable[Answer]]] = {_KINDS[Begun]: self._begun, _KINDS[Stepped]: self._stepped}

    async def encode(self, payloads: Sequence[Stored]) -> list[Stored]:
        return list(payloads)

    async def decode(self, payloads: Sequence[Stored]) -> list[Stored]:
        return [await self._complete(payload) for payload in payloads]

    async def _complete(self, payload: Stored) -> Stored:
        reader = self._readers.get(payload.metadata.get(_ENCODING, b""))
        return payload if reader is None else Stored(metadata={_ENCODING: _PLAIN}, data=encode(await reader(payload.data)))

    async def _begun(self, data: bytes) -> Answer:
        begun = msgspec.json.decode(data, type=Begun)
        given = await self.app.scope().value(sql.INPUT, begun.run_id, begun.attempt)
        past = read_past(await self.app.scope().value(journal.PAST, begun.run_id, begun.attempt)) if begun.steps or begun.signals else Past([], {})
        return Answer(begun=begun, input=msgspec.Raw(given or b"{}"), past=_pinned(begun, past))

    async def _stepped(self, data: bytes) -> Answer:
        stepped = msgspec.json.decode(data, type=Stepped)
        if stepped.error is not None or stepped.is_lost or stepped.is_strange:
            return Answer(stepped=stepped)
        place = Place.of(stepped.place)
        found = await self.app.scope().value(sql.STEP, stepped.run_id, stepped.attempt, place.branch, place.number)
        return Answer(stepped=stepped, record=msgspec.structs.replace(read_record(found), status=stepped.status))


def _pinned(begun: Begun, past: Past) -> Past:
    steps = [_as_it_stood(step, begun.steps[step.place]) for step in past.steps if step.place in begun.steps]
    return Past(steps, {name: past.signals[name] for name in begun.signals})


def _as_it_stood(step: StepRecord, pinned: Pinned) -> StepRecord:
    return msgspec.structs.replace(step, status=pinned.status, is_due=pinned.is_due)
