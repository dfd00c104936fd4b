"""Stage 2: the paths of a selection, walked over the graph: which columns, relations and computed fields to read.

Names that the graph does not know are left out here, so that nothing a client wrote reaches SQL.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from merx.framework.data.entity import Entity
from merx.framework.data.graph import Graph, Relation
from merx.framework.errors import InvalidData
from merx.framework.query.computed import Calculations, Computed, Resolver

DEEPEST = 8
"""Relations in a row that a selection may pass, whoever asks: code, too, can walk in circles."""


@dataclass(eq=False)
class Node:
    """What to read of one entity at one place of the answer. `columns`, and each dict, in the order of the answer."""

    entity: Entity
    columns: dict[str, None]
    computed: dict[str, Computed] = field(default_factory=dict[str, Computed])
    relations: dict[str, "Branch"] = field(default_factory=dict[str, "Branch"])
    elsewhere: dict[str, "Elsewhere"] = field(default_factory=dict[str, "Elsewhere"])
    asked: dict[Resolver, set[str]] = field(default_factory=dict[Resolver, set[str]])
    order: list[Resolver] = field(default_factory=list[Resolver])
    """The resolvers to run here, each after those whose fields it requires."""

    @property
    def names(self) -> set[str]:
        return {*self.columns, *self.computed, *self.relations, *self.elsewhere, *(name for names in self.asked.values() for name in names)}

    def walk(self) -> Iterator["Node"]:
        yield self
        for branch in self.relations.values():
            yield from branch.node.walk()


@dataclass(eq=False)
class Branch:
    relation: Relation
    node: Node


@dataclass(eq=False)
class Elsewhere:
    """Rows that live elsewhere: fetched for the whole page once the statement's rows are there. `paths` select below them."""

    relation: Relation
    paths: list[str] = field(default_factory=list[str])


@dataclass(eq=False)
class Plan:
    """`tree` is what the statement reads; `asked`, where resolvers need more, what of it the caller wanted to see."""

    tree: Node
    asked: Node | None


class Planner:
    """Knows what there is to select."""

    def __init__(self, graph: Graph, calculations: Calculations) -> None:
        self.graph = graph
        self.calculations = calculations

    def plan(self, entity: Entity, paths: Iterable[str]) -> Plan:
        """Raises `InvalidData` for paths more than `DEEPEST` relations deep; paths that lead nowhere are ignored."""
        paths = tuple(paths)
        tree = self._select(entity, paths)
        if not any(node.asked or node.elsewhere for node in tree.walk()):
            return Plan(tree=tree, asked=None)
        self._follow(tree)
        return Plan(tree=tree, asked=self._select(entity, paths))

    def _select(self, entity: Entity, paths: tuple[str, ...]) -> Node:
        root = self._node(entity)
        for path in paths:
            if not path.startswith("-"):
                self._add(root, path)
        for path in paths:
            if path.startswith("-"):
                self._remove(root, path[1:])
        return root

    def _node(self, entity: Entity) -> Node:
        always = dict.fromkeys(entity.primary_key)
        return Node(entity, {"id": None, **always} if "id" in entity.columns else always)

    def _add(self, root: Node, path: str) -> None:
        node, depth = root, 0
        *parents, last = path.split(".")
        for position, name in enumerate(parents):
            if self._is_elsewhere(node, name):
                self._reach(node, name, ".".join((*parents[position + 1 :], last)))
                return
            branch = self._branch(node, name)
            if branch is None:
                if name not in node.entity.columns or last != "*":
                    self._name(node, name, deeper=True)
                return
            node, depth = branch.node, depth + 1
            if depth > DEEPEST:
                raise InvalidData(f"The following fields expand more than the maximum of {DEEPEST} allowed relations: {path}")
        if last == "*":
            self._star(node)
        else:
            self._name(node, last)

    def _name(self, node: Node, name: str, *, deeper: bool = False) -> None:
        """One name at a node. With `deeper`, the path goes on below it: into a computed value, never into a column."""
        calculation = self.calculations.get(node.entity.name, name)
        if isinstance(calculation, Computed):
            node.computed[name] = calculation
        elif isinstance(calculation, Resolver):
            node.asked.setdefault(calculation, set()).add(name)
        elif deeper:
            return
        elif name in node.entity.columns:
            node.columns[name] = None
        elif self._is_elsewhere(node, name):
            self._reach(node, name, "*")
        elif (branch := self._branch(node, name)) is not None:
            self._star(branch.node)

    def _star(self, node: Node) -> None:
        node.columns.update(dict.fromkeys(node.entity.columns))
        for each in self.calculations.starred(node.entity.name):
            node.asked.setdefault(each, set()).update(each.fields)

    def _is_elsewhere(self, node: Node, name: str) -> bool:
        relation = self.graph.relation(node.entity.name, name) if self.graph.sources else None
        return relation is not None and relation.target in self.graph.sources

    def _reach(self, node: Node, name: str, path: str) -> None:
        if path.count(".") >= DEEPEST:
            raise InvalidData(f"The following fields expand more than the maximum of {DEEPEST} allowed relations: {name}.{path}")
        relation = self.graph.relations[node.entity.name][name]
        node.elsewhere.setdefault(name, Elsewhere(relation)).paths.append(path)
        node.columns[relation.hops[0].local] = None

    def _branch(self, node: Node, name: str) -> Branch | None:
        found = node.relations.get(name)
        if found is None:
            relation = self.graph.relation(node.entity.name, name)
            if relation is None:
                return None
            found = node.relations[name] = Branch(relation, self._node(self.graph.entity(relation.target)))
            # The key of what we belong to comes with it.
            node.columns[relation.hops[0].local] = None
        return found

    def _remove(self, root: Node, path: str) -> None:
        node = root
        *parents, last = path.split(".")
        for position, name in enumerate(parents):
            if name in node.elsewhere:
                node.elsewhere[name].paths.append(f"-{'.'.join((*parents[position + 1 :], last))}")
            if name not in node.relations:
                return
            node = node.relations[name].node
        if last not in node.entity.primary_key and last != "id":
            node.columns.pop(last, None)
        node.computed.pop(last, None)
        node.relations.pop(last, None)
        node.elsewhere.pop(last, None)
        for names in node.asked.values():
            names.discard(last)
        node.asked = {resolver: names for resolver, names in node.asked.items() if names}

    def _follow(self, node: Node) -> None:
        for resolver in tuple(node.asked):
            self._require(node, resolver, set())
        for branch in tuple(node.relations.values()):
            self._follow(branch.node)

    def _require(self, node: Node, resolver: Resolver, started: set[Resolver]) -> None:
        if resolver in node.order or resolver in started:
            return
        started.add(resolver)
        for path in resolver.requires:
            self._add(node, path)
            before = self.calculations.get(node.entity.name, path)
            if isinstance(before, Resolver):
                self._require(node, before, started)
        node.order.append(resolver)
