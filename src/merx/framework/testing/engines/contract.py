"""`EngineContract`: see the package for how to use it."""

from merx.framework.testing.engines.changing import Changing
from merx.framework.testing.engines.dying import Dying
from merx.framework.testing.engines.failing import Failing
from merx.framework.testing.engines.running import Running
from merx.framework.testing.engines.waiting import Waiting


class EngineContract(Running, Dying, Failing, Waiting, Changing):
    """Subclass it and say which engine: override the fixture `engine`."""
