"""What people who build shops test with. Fixtures come by themselves, see `merx.framework.testing`; these are for import.

`merx.testing.factories` makes a small shop, carts and orders in one line each.
"""

from merx.framework.testing.databases import TestDatabases
from merx.framework.testing.drivers import Ended, Injected, Kills, Stuck, fail_at_every_step, kill_at_every_step
from merx.framework.testing.server import running_server

__all__ = ["Ended", "Injected", "Kills", "Stuck", "TestDatabases", "fail_at_every_step", "kill_at_every_step", "running_server"]
