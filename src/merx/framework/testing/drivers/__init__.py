"""Drivers: a workflow, failed or killed at every boundary there is, one after the other.

`fail_at_every_step` raises in this process, `kill_at_every_step` ends a real one with SIGKILL and has another take over.
Both enumerate: they go from boundary to boundary until the workflow comes to its end without meeting another.
"""

from merx.framework.testing.drivers.failing import fail_at_every_step
from merx.framework.testing.drivers.killing import Kills, kill_at_every_step
from merx.framework.testing.drivers.processes import Stuck
from merx.framework.testing.drivers.turns import Injected
from merx.framework.testing.drivers.worlds import Ended

__all__ = ["Ended", "Injected", "Kills", "Stuck", "fail_at_every_step", "kill_at_every_step"]
