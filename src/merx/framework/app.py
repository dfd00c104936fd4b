"""`App`: a shop, put together from its configuration: modules, graph, database, and what the folders hold."""

from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from merx.framework.cache import cache
from merx.framework.config import Config
from merx.framework.data.database import Database
from merx.framework.data.graph import Graph
from merx.framework.data.links import Link, Shortcut
from merx.framework.data.service import Service
from merx.framework.data.sources import Source
from merx.framework.errors import Misconfigured
from merx.framework.events import Events, Subscriber, events
from merx.framework.http import http
from merx.framework.jobs import Job, jobs
from merx.framework.loaders import Loader
from merx.framework.locking import locking
from merx.framework.module import Module, parts, replaced, rooms
from merx.framework.options import options_of
from merx.framework.providers import Registry
from merx.framework.scope import SYSTEM, Actor, Scope
from merx.framework.workflows import HookHandler, Workflow, workflows

if TYPE_CHECKING:
    from merx.framework.query import Compiler
    from merx.framework.workflows.engine import Engine

O = TypeVar("O")  # noqa: E741 - the type of a module's options

OWN_MODULES = (workflows, events, jobs, http, locking, cache)
FOLDERS = ("links", "computed", "workflows", "subscribers", "jobs", "providers", "loaders", "sources", "api")


class App:
    """Build it once per process; `async with App(config) as app:` opens its database. `app.scope()` is where work starts."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.rooms: tuple[Module, ...] = tuple(dict.fromkeys((*OWN_MODULES, *rooms(config.packages))))
        """Every module found, those that another took the place of included: their tables, links and routes stay."""
        self.modules: dict[str, Module] = replaced(self.rooms)
        if config.database_url is None:
            msg = "App needs config.database_url; `merx` commands and merx.testing fill it in from the embedded server"
            raise RuntimeError(msg)
        self._parts: dict[str, list[ModuleType]] = {}
        self.database = Database(config.database_url, max_size=config.pool_size, statement_seconds=config.statement_seconds)

    def parts(self, folder: str) -> list[ModuleType]:
        """Every Python file called `folder`, or in a folder of that name, in every room and in the packages themselves."""
        found = self._parts.get(folder)
        if found is None:
            # Kept: a start asks some folders several times, and each answer is a walk through all of them on disk.
            packages = dict.fromkeys([*(m.package for m in self.rooms), *self.config.packages])
            found = self._parts[folder] = [part for package in packages for part in parts(package, folder)]
        return found

    def found(self, folder: str, kind: type[Any]) -> list[Any]:
        """The objects of `kind` in `folder`, each once, in the order they stand."""
        return list({id(v): v for part in self.parts(folder) for v in vars(part).values() if isinstance(v, kind)}.values())

    @cached_property
    def graph(self) -> Graph:
        models = [model for module in self.rooms for model in module.models]
        return Graph(models, self.found("links", Link), self.found("links", Shortcut), self.found("sources", Source))

    @cached_property
    def workflows(self) -> dict[str, Workflow[..., Any]]:
        """Every workflow by name."""
        return by_name(self.found("workflows", Workflow))

    @cached_property
    def hooks(self) -> dict[tuple[str, str], list[HookHandler[Any]]]:
        """The handlers of each (workflow, hook), in the order they were found."""
        handlers: dict[tuple[str, str], list[HookHandler[Any]]] = {}
        for handler in self.found("workflows", HookHandler):
            handlers.setdefault((handler.workflow, handler.hook), []).append(handler)
        return handlers

    @cached_property
    def subscribers(self) -> dict[str, Subscriber]:
        """Every subscriber by name."""
        return by_name(self.found("subscribers", Subscriber))

    @cached_property
    def jobs(self) -> dict[str, Job]:
        """Every scheduled job by name."""
        return by_name(self.found("jobs", Job))

    @cached_property
    def providers(self) -> Registry:
        """What implements the interfaces that modules declare."""
        return Registry(self)

    @cached_property
    def services(self) -> dict[type[Service], type[Service]]:
        """The service that stands for each one that a module names: itself, or that of the module that took its place."""
        return {module.service: self.modules[module.name].service for module in self.rooms}

    @cached_property
    def _options(self) -> dict[type[Any], Any]:
        given = dict(self.config.modules)
        wanted = {module.name: module.options for module in self.rooms if module.options is not None}
        found = {name: options_of(kind, given.pop(name, {}), f"Config(modules=...)['{name}']", self.config.folder) for name, kind in wanted.items()}
        for name in given:
            reason = "takes no options" if name in self.modules else "is no module of this shop"
            raise Misconfigured(f"Config(modules=...): '{name}' {reason}. Modules with options: {', '.join(sorted(wanted)) or 'none'}.")
        return {module.options: found[module.name] for module in self.rooms if module.options is not None}

    def options(self, kind: type[O]) -> O:
        """What the shop set for the module whose options these are. Raises `Misconfigured` where no module declares them."""
        if kind not in self._options:
            raise Misconfigured(f"No module declares {kind.__name__}. Say `options={kind.__name__}` where its Module is made.")
        return self._options[kind]

    @cached_property
    def compiler(self) -> "Compiler":
        """The statements of `scope.query`, kept by shape."""
        from merx.framework.query import Calculations, Compiler, Computed, Overlay, Resolver, Sight  # noqa: PLC0415 - queries know the app, not the other way round

        found = Calculations(self.found("computed", Computed), self.found("computed", Resolver), self.found("computed", Sight), self.found("computed", Overlay))
        return Compiler(self.graph, found)

    @cached_property
    def events(self) -> Events:
        return Events(self)

    @cached_property
    def engine(self) -> "Engine":
        """What durable workflows run on. Raises `Misconfigured` for a `config.engine` that does not exist or is not installed."""
        from merx.framework.workflows.engines.choice import engine_of  # noqa: PLC0415 - loads the one engine that is asked for

        return engine_of(self)

    def scope(self, *, actor: Actor = SYSTEM, trace: str | None = None) -> Scope:
        """A fresh scope; as the system itself, unless an actor is given."""
        return Scope(self, actor=actor, trace=trace)

    async def start(self) -> None:
        """Look through the folders, so that mistakes in them show now, open the database, and run the loaders."""
        _ = self.workflows, self.hooks, self.jobs, self.engine, self._options, [subscriber.decoder for subscriber in self.subscribers.values()]
        self.providers.check()
        loaders = self.found("loaders", Loader)
        await self.database.open()
        try:
            for each in loaders:
                await each(self.scope())
        except BaseException as error:
            await self.database.close()
            if loaders:
                error.add_note("The app did not start: one of its loaders failed. They run in this order: " + ", ".join(map(repr, loaders)))
            raise

    async def stop(self) -> None:
        await self.engine.stop()
        await self.database.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


_Named = TypeVar("_Named", Workflow[..., Any], Subscriber, Job)


def by_name(objects: list[_Named]) -> dict[str, _Named]:
    """Raises `Misconfigured` when two share a name."""
    found: dict[str, _Named] = {}
    for one in objects:
        other = found.setdefault(one.name, one)
        if other is not one:
            kind = type(one).__name__.lower()
            raise Misconfigured(
                f"Two {kind}s are called '{one.name}': {other.function.__module__}.{other.function.__qualname__} and "
                f"{one.function.__module__}.{one.function.__qualname__}. Give one of them another name."
            )
    return found
