"""What people who build shops test with. Fixtures come by themselves, see `merx.framework.testing`; these are for import.

`merx.testing.factories` makes a small shop, carts and orders in one line each.
"""

from merx.framework.testing.background import Background
from merx.framework.testing.databases import TestDatabases
from merx.framework.testing.drivers import Ended, Injected, Kills, Stuck, fail_at_every_step, kill_at_every_step
from merx.framework.testing.events import CapturedEvents, Delivery
from merx.framework.testing.mail import Mail, MailServer
from merx.framework.testing.server import running_server

__all__ = [
    "Background",
    "CapturedEvents",
    "Delivery",
    "Ended",
    "Injected",
    "Kills",
    "Mail",
    "MailServer",
    "Stuck",
    "TestDatabases",
    "fail_at_every_step",
    "kill_at_every_step",
    "running_server",
]
