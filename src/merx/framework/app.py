"""`App`: a shop, put together from its configuration: modules, graph, database, and what the folders hold."""

from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

from merx.framework.config import Config
from merx.framework.data.database import Database
from merx.framework.data.graph import Graph
from merx.framework.data.links import Link
from merx.framework.module import Module, parts, rooms
from merx.framework.scope import SYSTEM, Actor, Scope

if TYPE_CHECKING:
    from merx.framework.events import Events

FOLDERS = ("links", "workflows", "subscribers", "jobs", "api")


class App:
    """Build it once per process; `async with App(config) as app:` opens its database. `app.scope()` is where work starts."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.modules: dict[str, Module] = {module.name: module for module in rooms(config.packages)}
        if config.database_url is None:
            msg = "App needs config.database_url; `merx` commands and merx.testing fill it in from the embedded server"
            raise RuntimeError(msg)
        self.database = Database(config.database_url, max_size=config.pool_size)

    def parts(self, folder: str) -> list[ModuleType]:
        """Every Python file called `folder`, or in a folder of that name, in every room and in the packages themselves."""
        packages = dict.fromkeys([*(m.package for m in self.modules.values()), *self.config.packages])
        return [part for package in packages for part in parts(package, folder)]

    def found(self, folder: str, kind: type[Any]) -> list[Any]:
        """The objects of `kind` in `folder`, each once, in the order they stand."""
        return list({id(v): v for part in self.parts(folder) for v in vars(part).values() if isinstance(v, kind)}.values())

    @cached_property
    def graph(self) -> Graph:
        models = [model for module in self.modules.values() for model in module.models]
        return Graph(models, self.found("links", Link))

    @cached_property
    def events(self) -> "Events":
        from merx.framework.events import Events  # noqa: PLC0415 - events know the app, not the other way round

        return Events(self)

    def scope(self, *, actor: Actor = SYSTEM, trace: str | None = None) -> Scope:
        """A fresh scope; as the system itself, unless an actor is given."""
        return Scope(self, actor=actor, trace=trace)

    async def start(self) -> None:
        await self.database.open()

    async def stop(self) -> None:
        await self.database.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
