"""The graph of everything that can be asked for: entities, the relations between them, and what is computed.

Built once from the modules and links of an app; read by queries, soft-delete cascades and the docs.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from merx.framework.data.entity import Entity
from merx.framework.data.links import Link, Shortcut, is_link
from merx.framework.data.model import Record, entity_of
from merx.framework.data.sources import Source
from merx.framework.data.statements import Cascade
from merx.framework.errors import InvalidData, Misconfigured


class Hop(msgspec.Struct, frozen=True):
    """From a row to rows of `entity` whose `remote` column equals our `local` one, and whose `matching` columns equal ours."""

    entity: str
    local: str
    remote: str
    matching: tuple[str, ...] = ()


class Relation(msgspec.Struct, frozen=True):
    """`source.name` is a list of `target` rows (`many`) or one of them or null.

    Reached in one hop, two over a pivot, more over a shortcut; where one row is meant and several fit, the newest (the
    greatest key) counts. `searched` says that `q` looks into it too.
    """

    name: str
    source: str
    target: str
    many: bool
    hops: tuple[Hop, ...]
    searched: bool = False


class Graph:
    """Entities by name, relations by entity and name. Immutable once built."""

    def __init__(self, models: Iterable[type[Record]], links: Iterable[Link] = (), shortcuts: Iterable[Shortcut] = (), sources: Iterable[Source] = ()) -> None:
        self.links = tuple(links)
        self._cascades: dict[str, tuple[Cascade, ...]] = {}
        self.sources: dict[str, Source] = {}
        """Who fetches the rows of entities that live elsewhere, by entity."""
        self.models: dict[str, type[Record]] = {}
        self.relations: dict[str, dict[str, Relation]] = {}
        for model in [*models, *(link.record for link in self.links if link.record is not None)]:
            self._add(model)
        for source in sources:
            self._add_source(source)
        for entity in self.entities.values():
            self._relate_columns(entity)
        for link in self.links:
            self._relate_link(link)
        waiting: dict[tuple[str, str], Shortcut] = {}
        for each in shortcuts:
            if waiting.setdefault((source := entity_of(each.source).name, each.name), each) is not each:
                raise _declared_twice(source, each.name)
        while waiting:
            self._relate_shortcut(next(iter(waiting)), waiting, ())
        self._check_cascades()

    def _add(self, model: type[Record]) -> None:
        entity = entity_of(model)
        if entity.name in self.models:
            raise Misconfigured(
                f"Two models are called '{entity.name}': {self.models[entity.name].__module__} and {model.__module__}. "
                "Give one of them another name with `entity=` on its class line."
            )
        self.models[entity.name] = model
        self.relations[entity.name] = {}

    def _add_source(self, source: Source) -> None:
        if source.entity in self.sources:
            raise Misconfigured(f"'{source.entity}' has two sources. Remove one of them.")
        self._add(source.model)
        self.sources[source.entity] = source

    @property
    def entities(self) -> dict[str, Entity]:
        return {name: entity_of(model) for name, model in self.models.items()}

    def entity(self, name: str) -> Entity:
        """The entity called `name`, or by its plural. Raises `InvalidData`."""
        for candidate in (name, name.removesuffix("s"), f"{name.removesuffix('ies')}y"):
            if candidate in self.models:
                return entity_of(self.models[candidate])
        raise InvalidData(f"There is no entity '{name}'. Known: {', '.join(sorted(self.models))}")

    def relation(self, source: str, name: str) -> Relation | None:
        return self.relations[source].get(name)

    def cascade(self, entity: Entity) -> Sequence[Cascade]:
        """What goes out of sight with a row of `entity`, top down: children whose foreign key says CASCADE, and links that say so.

        A row that belongs to another of its own entity (a category's parent) stays: that is its room's decision.
        """
        known = self._cascades.get(entity.name)
        if known is None:
            known = self._cascades[entity.name] = self._cascade(entity)
        return known

    def linked_cascade(self, entity: Entity) -> Sequence[Cascade]:
        """What goes for good with a row of `entity` and no foreign key sees to: `cascade`, where a link has part in it; else nothing."""
        steps = self.cascade(entity)
        return steps if any(is_link(self.models[step.entity.name]) for step in steps) else ()

    def _cascade(self, entity: Entity) -> tuple[Cascade, ...]:
        found: dict[str, Cascade] = {}
        queue = [entity]
        while queue:
            parent = queue.pop(0)
            for step in self._cascading_links(parent):
                if step.entity.name not in found and step.entity.name != entity.name:
                    found[step.entity.name] = step
                    queue.append(step.entity)
            for child in self.entities.values():
                if child.name in found or child.name == entity.name or not child.soft_deletes or len(child.primary_key) != 1:
                    continue
                for column in child.columns.values():
                    owner = column.belongs_to
                    if owner is not None and owner.target == parent.name and owner.on_delete == "CASCADE":
                        found[child.name] = Cascade(parent=parent.name, entity=child, column=column.name)
                        queue.append(child)
                        break
        return tuple(found.values())

    def _cascading_links(self, parent: Entity) -> Iterator[Cascade]:
        """From a side of a link to its rows, and from there to the other side."""
        for link in self.links:
            if link.record is None:
                continue
            pivot = entity_of(link.record)
            sides = (
                (link.left, link.left_column, link.right, link.right_column, link.on_left_delete),
                (link.right, link.right_column, link.left, link.left_column, link.on_right_delete),
            )
            for here, near, there, far, on_delete in sides:
                if on_delete != "keep" and entity_of(here).name == parent.name:
                    yield Cascade(parent=parent.name, entity=pivot, column=near)
                    if on_delete == "cascade":
                        other = entity_of(there)
                        yield Cascade(parent=pivot.name, entity=other, column=other.key, of=far)

    def _check_cascades(self) -> None:
        """Raises `Misconfigured` where links lead a delete in a circle, or to what cannot go out of sight."""
        for link in self.links:
            for here, there, on_delete in ((link.left, link.right, link.on_left_delete), (link.right, link.left, link.on_right_delete)):
                start, end = entity_of(here), entity_of(there)
                if on_delete != "cascade":
                    continue
                if not end.soft_deletes:
                    raise Misconfigured(f"{link.place}: the link {start.name} -> {end.name} cascades, but '{end.name}' has no deleted_at: say 'part'.")
                if start.name in {step.entity.name for step in self.cascade(end)} | {end.name}:
                    raise Misconfigured(
                        f"{link.place}: deleting goes in a circle: the link between '{start.name}' and '{end.name}' says 'cascade', and '{start.name}' goes with "
                        f"'{end.name}' already. Let one of the links on this way say 'part' or 'keep' (on_left_delete, on_right_delete)."
                    )

    def _relate(self, name: str, source: str, target: str, hops: Sequence[Hop], *, many: bool, searched: bool = False) -> None:
        if name in self.relations[source]:
            raise _declared_twice(source, name)
        for hop in hops:
            if hop.entity in self.sources and (hop is not hops[-1] or hop.remote not in self.sources[hop.entity].by):
                raise Misconfigured(
                    f"'{source}.{name}' finds '{hop.entity}' by its '{hop.remote}', and its source only by {', '.join(self.sources[hop.entity].by)}. "
                    f"Add it to `by`; nothing goes on from there in a shortcut."
                )
        self.relations[source][name] = Relation(name=name, source=source, target=target, many=many, hops=tuple(hops), searched=searched)

    def _relate_columns(self, entity: Entity) -> None:
        owners: list[tuple[str, str]] = []
        for column in entity.columns.values():
            to = column.belongs_to
            if to is None:
                continue
            target = self._target(entity, column.name, to.target)
            owners.append((column.name, target.name))
            name = to.name or column.name.removesuffix("_id")
            self._relate(name, entity.name, target.name, [Hop(target.name, column.name, target.key)], many=False, searched=to.searched)
            if to.back is not None:
                hop = Hop(entity.name, target.key, column.name, to.matching)
                self._relate(to.back, target.name, entity.name, [hop], many=not to.one, searched=to.back_searched)
        if entity.pivot is not None:
            (left_column, left), (right_column, right) = owners[:2]
            self._relate_pivot(entity, (left, left_column, entity.pivot[0]), (right, right_column, entity.pivot[1]), many=(True, True))

    def _relate_pivot(self, pivot: Entity, left: tuple[str, str, str | None], right: tuple[str, str, str | None], *, many: tuple[bool, bool]) -> None:
        for (source, local, name), (target, remote, _), is_many in ((left, right, many[0]), (right, left, many[1])):
            if name is not None:
                hops = [Hop(pivot.name, self.entity(source).key, local), Hop(target, remote, self.entity(target).key)]
                self._relate(name, source, target, hops, many=is_many)

    def _target(self, entity: Entity, column: str, target: str) -> Entity:
        if target not in self.models:
            raise Misconfigured(
                f"{self.models[entity.name].__module__}: {entity.name}.{column} belongs to '{target}', and no model of this app has that name. "
                f"Known: {', '.join(sorted(self.models))}. Across modules, use link()."
            )
        return entity_of(self.models[target])

    def _relate_link(self, link: Link) -> None:
        left, right = entity_of(link.left), entity_of(link.right)
        for end in (left, right):
            if end.name not in self.models:
                raise Misconfigured(
                    f"{link.place}: the link {left.name} -> {right.name} joins '{end.name}', which no module of this shop has. Have the module's package in "
                    "Config(packages=...); or, where its rows live elsewhere, declare a @source for it."
                )
        if link.record is None:
            self._relate_column_link(link, left, right)
            return
        pivot = entity_of(link.record)
        self._relate_pivot(pivot, (left.name, link.left_column, link.name), (right.name, link.right_column, link.back), many=(link.many, link.back_many))
        self._relate(link.left_alias, pivot.name, left.name, [Hop(left.name, link.left_column, left.key)], many=False)
        self._relate(link.right_alias, pivot.name, right.name, [Hop(right.name, link.right_column, right.key)], many=False)
        if link.rows is not None:
            self._relate(link.rows, left.name, pivot.name, [Hop(pivot.name, left.key, link.left_column)], many=link.many)
        if link.rows_back is not None:
            self._relate(link.rows_back, right.name, pivot.name, [Hop(pivot.name, right.key, link.right_column)], many=link.back_many)

    def _relate_column_link(self, link: Link, left: Entity, right: Entity) -> None:
        if link.name is not None:
            hop = Hop(right.name, link.left_column, link.right_column)
            self._relate(link.name, left.name, right.name, [hop], many=link.many)
        if link.back is not None:
            hop = Hop(left.name, link.right_column, link.left_column)
            self._relate(link.back, right.name, left.name, [hop], many=link.back_many)

    def _relate_shortcut(self, which: tuple[str, str], waiting: dict[tuple[str, str], Shortcut], on_the_way: tuple[tuple[str, str], ...]) -> None:
        """One shortcut, after those that it goes over. Raises `Misconfigured` for one that goes over itself."""
        if which in on_the_way:
            circle = " -> ".join(".".join(each) for each in (*on_the_way[on_the_way.index(which) :], which))
            raise Misconfigured(f"Shortcuts go in a circle: {circle}. Let one of them go over relations that are there without it.")
        shortcut = waiting[which]
        source = here = which[0]
        steps: list[Relation] = []
        for name in shortcut.path.split("."):
            if (here, name) in waiting:
                self._relate_shortcut((here, name), waiting, (*on_the_way, which))
            step = self.relation(here, name)
            if step is None:
                raise Misconfigured(f"The shortcut '{source}.{shortcut.name}' goes over '{shortcut.path}', but '{here}' has no relation '{name}'.")
            steps.append(step)
            here = step.target
        del waiting[which]
        hops = [hop for step in steps for hop in step.hops]
        self._relate(shortcut.name, source, here, hops, many=any(step.many for step in steps))

    def describe(self) -> dict[str, Any]:
        """Entities with their columns and relations as plain data, for the reference docs."""
        return {
            name: {"columns": list(entity.columns), "relations": {r.name: r.target for r in self.relations[name].values()}}
            for name, entity in self.entities.items()
        }


def _declared_twice(source: str, name: str) -> Misconfigured:
    return Misconfigured(f"'{source}.{name}' is declared twice. Give one of the two another name.")
