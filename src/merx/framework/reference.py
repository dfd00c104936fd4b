"""What a shop consists of, as tables: read from its registries, so it says what is so. For commands and for the docs."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

import msgspec

from merx.framework.data.model import entity_of
from merx.framework.http.audience import Audience, name_of
from merx.framework.http.routes import Route
from merx.framework.http.server import resolve
from merx.framework.workflows.steps import Unit

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.workflows import Workflow


class Table(msgspec.Struct, frozen=True):
    """A heading, the columns' names, and a row of texts for each thing."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def text(self) -> str:
        """Columns under each other, for a terminal or a pipe; nothing is cut."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[index]) for line in lines) for index in range(len(self.columns))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)

    def markdown(self) -> str:
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        return f"# {self.title}\n\n" + "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


def routes(app: "App") -> Table:
    """Every route that answers, by path. Raises `Misconfigured` for those that cannot be served."""
    found = sorted(resolve(app.found("api", Route)), key=lambda route: (route.path, route.method))
    rows = [(route.method, route.path, _audience(route.audience), where(route.handler), route.summary) for route in found]
    return Table("Routes", ("method", "path", "audience", "where", "what"), rows)


def workflows(app: "App") -> Table:
    """Every workflow by name, with its hooks, who takes part in them, and the steps and workflows it calls."""
    rows = [_workflow(app, workflow) for _, workflow in sorted(app.workflows.items())]
    return Table("Workflows", ("name", "kind", "hooks", "steps", "where"), rows)


def events(app: "App") -> Table:
    """Every event that somebody listens to."""
    rows = [(event, s.name, where(s.function)) for s in app.subscribers.values() for event in s.events]
    return Table("Events and their subscribers", ("event", "subscriber", "where"), sorted(rows))


def models(app: "App") -> Table:
    """Every module's models, with their columns and the relations that queries know."""
    rows: list[tuple[str, ...]] = []
    for module in app.modules.values():
        for model in module.models:
            entity = entity_of(model)
            relations = (f"{name} → {relation.target}" for name, relation in app.graph.relations[entity.name].items())
            rows.append((module.name, entity.name, entity.table, ", ".join(entity.columns), ", ".join(relations)))
    return Table("Modules and models", ("module", "entity", "table", "columns", "relations"), rows)


TABLES: dict[str, Callable[["App"], Table]] = {"routes": routes, "workflows": workflows, "events": events, "models": models}
"""The pages of the reference, by the names of their files."""


def where(function: Callable[..., Any]) -> str:
    """File and line, from the working directory if it is below it; for what is installed, the dotted name."""
    inner = inspect.unwrap(function)
    path, here = Path(inner.__code__.co_filename), Path.cwd()
    if path.is_relative_to(here) and "site-packages" not in path.parts:
        return f"{path.relative_to(here)}:{inner.__code__.co_firstlineno}"
    return f"{inner.__module__}.{inner.__qualname__}"


def _audience(audience: Audience) -> str:
    return name_of(audience) or (" or ".join(audience.actors) + ("" if audience.required else ", or nobody") if audience.actors else "public")


def _workflow(app: "App", workflow: "Workflow[..., Any]") -> tuple[str, ...]:
    hooks = [f"{hook} ({count})" if (count := len(app.hooks.get((workflow.name, hook), ()))) else hook for hook in workflow.hooks]
    steps = dict.fromkeys(unit.name for unit in _calls(workflow.function) if unit is not workflow)
    return workflow.name, "durable" if workflow.durable else "atomic", ", ".join(hooks), ", ".join(steps), where(workflow.function)


def _calls(function: Callable[..., Any]) -> Iterator[Unit[..., Any]]:
    """The steps and workflows that a function names, as far as its code tells: those it gets in other ways stay unseen."""
    known = function.__globals__
    for name in _names(function.__code__):
        if isinstance(known.get(name), Unit):
            yield known[name]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
