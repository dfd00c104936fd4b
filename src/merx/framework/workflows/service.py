"""Reads the journal, for the admin and for tests; writing it is the engine's affair."""

from merx.framework.data import Repository, Service
from merx.framework.workflows.models import WorkflowRun, WorkflowSignal, WorkflowStep


class WorkflowService(Service):
    runs: Repository[WorkflowRun]
    steps: Repository[WorkflowStep]
    signals: Repository[WorkflowSignal]
