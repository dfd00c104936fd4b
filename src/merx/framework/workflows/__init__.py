"""Workflows: use cases that happen wholly or not at all.

Owns: `@workflow`, `@step`, hooks, and the journal of durable runs.
Leaves to others: queue, wake-up and schedules (jobs), delivery of events (events).
Change freely: everything that is not in `__all__`.
Change with a decision record: the journal's tables and statuses. Running shops have them stored.
Holds always: a local step's effect and its journal row commit together; a process that lost its lease commits nothing.
"""

from merx.framework.module import Module
from merx.framework.workflows.errors import Misuse, PermanentFailure, RunCancelled, SignalFailed, WaitTimedOut, WorkflowChanged, WorkflowFailed
from merx.framework.workflows.handle import Handle
from merx.framework.workflows.hooks import Hook, HookHandler
from merx.framework.workflows.linking import attach, part
from merx.framework.workflows.models import RunStatus, StepStatus, WorkflowRun, WorkflowSignal, WorkflowStep
from merx.framework.workflows.parallel import Branch, gather, later
from merx.framework.workflows.results import StepResult
from merx.framework.workflows.service import WorkflowService
from merx.framework.workflows.steps import Step, step
from merx.framework.workflows.workflow import Workflow, workflow

workflows = Module("workflows", service=WorkflowService)

__all__ = [
    "workflow",
    "step",
    "Workflow",
    "Step",
    "StepResult",
    "gather",
    "later",
    "Branch",
    "attach",
    "part",
    "Hook",
    "HookHandler",
    "Handle",
    "RunStatus",
    "StepStatus",
    "WorkflowRun",
    "WorkflowStep",
    "WorkflowSignal",
    "WorkflowService",
    "Misuse",
    "PermanentFailure",
    "RunCancelled",
    "SignalFailed",
    "WaitTimedOut",
    "WorkflowChanged",
    "WorkflowFailed",
    "workflows",
]
