"""What goes wrong around a workflow, other than what its steps raise."""

from typing import Any

from merx.framework.errors import AppError, Conflict, ErrorType, Misuse


class WorkflowFailed(AppError):
    """A durable run ended with an error that is no refusal (a bug, a provider out of reach), told to somebody who waits for it.

    `details` holds the run's id and the class of the error.
    """

    type = ErrorType.UNEXPECTED_STATE
    code = "workflow.failed"


class RunCancelled(Conflict):
    """The run was cancelled; what it had done is compensated."""

    code = "workflow.cancelled"


class WorkflowChanged(Misuse):
    """A run that is taken up again meets another step than the one its journal holds at this place.

    Either the workflow's code changed under a running run, or it decides by something that is not recorded: a clock, a
    random number, a read outside a step.
    """


class PermanentFailure(AppError):
    """Raised by a step: trying again never helps, whatever `retries` says. The run is compensated.

    `compensation` is handed to the step's own compensation, for what a failed step of the outside world left behind.
    """

    type = ErrorType.NOT_ALLOWED
    code = "workflow.permanent_failure"

    def __init__(self, message: str, *, compensation: Any = None, code: str | None = None, **details: Any) -> None:
        super().__init__(message, code=code, **details)
        self.compensation = compensation


class WaitTimedOut(AppError):
    """`scope.wait_for(name, timeout=...)` heard nothing in time."""

    type = ErrorType.UNEXPECTED_STATE
    code = "workflow.wait_timed_out"


class SignalFailed(AppError):
    """Whoever was waited for says that it failed: `engine.fail_signal`. The message is his."""

    type = ErrorType.NOT_ALLOWED
    code = "workflow.signal_failed"


class Interruption(BaseException):
    """What takes a body, or a step, out of its run without its having failed.

    No `Exception`, as `asyncio.CancelledError` is none: a body's own `except Exception` does not take it for a failure and go on.
    """


class Suspended(Interruption):
    """The body waits: its task ends here, and the run is taken up when what it waits for has come."""


class Stirred(Interruption):
    """While the run lay down to wait, a signal or a cancellation came: it goes on at once."""


class Stopped(Interruption):
    """The run ends here with `error`, whatever its body would like to do: it was cancelled, goes back already, or does not fit its journal."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class LeaseLost(Interruption):
    """Another process has taken this run over. What the one that hears this had not committed is rolled back."""


class OutOfReach(Interruption):
    """The journal cannot be reached, so nobody knows how the run stands: it goes on from its last record, here or elsewhere."""
