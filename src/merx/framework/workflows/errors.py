"""What goes wrong around a workflow, other than what its steps raise."""

from merx.framework.errors import AppError, Conflict, ErrorType


class Misuse(RuntimeError):
    """A workflow or step is called where it cannot keep its promise: a builder's mistake, a bug."""


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


class LeaseLost(Exception):
    """Another process has taken this run over. What the one that hears this had not committed is rolled back."""


class OutOfReach(Exception):
    """The journal cannot be reached, so nobody knows how the run stands: it goes on from its last record, here or elsewhere."""
