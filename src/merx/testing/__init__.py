"""What people who build shops test with; see `merx.framework.testing`."""

from merx.framework.testing.databases import TestDatabases
from merx.framework.testing.server import running_server

__all__ = ["TestDatabases", "running_server"]
