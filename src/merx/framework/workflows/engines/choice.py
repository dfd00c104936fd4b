"""Which engine an app's `Config.engine` means: `postgres`, `temporal://localhost:7233`, or one that a package brings along.

A package brings one by the entry point group `merx.engines`: the name is what stands before the colon, the value its class.
"""

from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from merx.framework.errors import Misconfigured

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows.engine import Engine

GROUP: Final = "merx.engines"
OURS: Final = {
    "postgres": ("merx.framework.workflows.engines.postgres", "PostgresEngine"),
    "temporal": ("merx.framework.workflows.engines.temporal", "TemporalEngine"),
}
NEEDED: Final = {"temporalio": "temporal"}
"""Libraries that an extra of merx brings, and the extra's name."""


def engine_of(app: "App") -> "Engine":
    """The engine that `app.config.engine` tells; nothing of another one is imported. Raises `Misconfigured`."""
    return engine_class(app.config.engine).configured(app, app.config.engine)


def engine_class(setting: str) -> "type[Engine]":
    name = setting.partition(":")[0]
    if name in OURS:
        module, attribute = OURS[name]
        try:
            return getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            raise _missing(setting, error) from error
    for point in entry_points(group=GROUP, name=name):
        return point.load()
    known = sorted({*OURS, *(point.name for point in entry_points(group=GROUP))})
    raise Misconfigured(f"engine={setting!r}: there is no engine '{name}'. There are: {', '.join(known)}.")


def _missing(setting: str, error: ModuleNotFoundError) -> Exception:
    library = (error.name or "").partition(".")[0]
    extra = NEEDED.get(library)
    if extra is None:
        return error
    return Misconfigured(f"engine={setting!r} needs the library {library}, which is not installed. Install it with: pip install 'merx[{extra}]'")
