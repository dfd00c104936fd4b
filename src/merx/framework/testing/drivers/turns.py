"""A turn: one way through a workflow, stopped at one boundary."""

from collections.abc import Callable
from typing import Any

from merx.framework.errors import NotAllowed
from merx.framework.workflows import Workflow


class Injected(NotAllowed):
    """The driver's failure: a refusal, so nobody tries again."""

    code = "injected"


class Turn:
    """Counts boundaries, and calls `stop` at the `number`th.

    On the way back (`backward`) the workflow first fails after everything it did, and counting begins there.
    """

    def __init__(self, workflow: str, number: int, stop: Callable[[str], None], *, backward: bool) -> None:
        self.place: str | None = None
        """Where it was stopped; None if there are fewer boundaries than that."""
        self._end = f"after {workflow}"
        self._number = number
        self._stop = stop
        self._counts = not backward

    def __call__(self, name: str) -> None:
        """What `boundaries.Reached` is."""
        if not self._counts:
            if name == self._end:
                self._counts = True
                raise Injected("The driver lets the workflow fail after all that it did")
            return
        self._number -= 1
        if self._number == 0:
            self.place = name
            self._stop(name)


async def invoke(workflow: Workflow[..., Any], scope: Any, key: str, given: bytes) -> Any:
    """Call it with arguments that came as JSON; a durable one under `key`, so that its run can be found again."""
    arguments = workflow.payload.arguments(given)
    return await (workflow.once(scope, key, **arguments) if workflow.durable else workflow(scope, **arguments))
