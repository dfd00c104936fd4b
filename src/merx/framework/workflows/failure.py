"""An error as data, and the same error again: in another process, for another caller, when a run is replayed."""

import sys
from typing import Any

import msgspec

from merx.framework.errors import AppError, ErrorType
from merx.framework.workflows.errors import WorkflowFailed


class Failure(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of an error. `kind` is its class as `module:name`."""

    kind: str
    message: str
    type: str | None = None
    code: str | None = None
    details: dict[str, Any] = {}


def describe(error: BaseException) -> Failure:
    kind = f"{type(error).__module__}:{type(error).__qualname__}"
    if isinstance(error, AppError):
        details: dict[str, Any] = msgspec.to_builtins(error.details, enc_hook=repr, str_keys=True)
        return Failure(kind=kind, message=error.message, type=error.type.value, code=error.code, details=details)
    return Failure(kind=kind, message=str(error))


def revive(failure: Failure) -> Exception:
    """The error again: of its class where this process has it, else `WorkflowFailed`. `details` are what JSON keeps of them."""
    module, _, name = failure.kind.partition(":")
    found: Any = vars(sys.modules.get(module, sys)).get(name)
    if not (isinstance(found, type) and issubclass(found, Exception)):
        return WorkflowFailed(failure.message, kind=failure.kind, **failure.details)
    error = found.__new__(found, failure.message)  # constructors take what their classes like; the text is what they made of it
    error.args = (failure.message,)
    if isinstance(error, AppError):
        error.message, error.details = failure.message, dict(failure.details)
        error.type, error.code = ErrorType(failure.type), failure.code
    return error
