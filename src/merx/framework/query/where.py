"""Stage 3, the WHERE: filters through any relation as EXISTS, and the free-text `q`.

Conditions of one filter object that go through the same relation are about the same related row:
`{"variants": {"sku": "a", "title": "b"}}` asks for one variant that is both. `$and` asks for one each.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from merx.framework.data.entity import ColumnSpec, Entity
from merx.framework.data.filters import LETTERS, MOST_WORDS, VALUELESS, WORDS, Group, Node, Quantified, compare, converter
from merx.framework.data.graph import Relation
from merx.framework.errors import InvalidData
from merx.framework.query.tables import Converter, Related, Tables

MOST_COMPARISONS = 200
DEEPEST_PATH = 8
DEEPEST_NESTING = 32


class _Leaf(NamedTuple):
    path: tuple[str, ...]
    op: str
    value: int
    """Which of the filter's values: the parameter is `w<value>`."""


class _Bunch(NamedTuple):
    kind: str
    parts: tuple["_Part", ...]


class _Quantity(NamedTuple):
    path: tuple[str, ...]
    kind: str
    part: "_Part"


_Part: TypeAlias = _Leaf | _Bunch | _Quantity


class Compared(NamedTuple):
    """The field, as the caller spelled it, and the operator of one of the filter's values."""

    field: str
    op: str


def _numbered(shape: Node) -> tuple[_Part, list[Compared]]:
    """The same shape with the values' places in it, because merging will change the order; and what each value is for."""
    compared: list[Compared] = []
    comparisons = words = 0

    def walk(node: Node, depth: int = 0) -> _Part:
        nonlocal comparisons, words
        if depth > DEEPEST_NESTING:
            raise InvalidData(f"A filter is nested more than {DEEPEST_NESTING} deep")
        if isinstance(node, Quantified):
            return _Quantity(node.path, node.kind, walk(node.part, depth + 1))
        if isinstance(node, Group):
            return _apart(node.kind, [walk(part, depth + 1) for part in node.parts])
        comparisons += 1
        if comparisons > MOST_COMPARISONS or len(node.path) > DEEPEST_PATH:
            raise InvalidData(f"A filter may make {MOST_COMPARISONS} comparisons, each through {DEEPEST_PATH - 1} relations at most")
        words += node.op in WORDS
        if words > MOST_WORDS:
            raise InvalidData(f"A filter may search for {MOST_WORDS} words, in all its 'q' together")
        if node.op not in VALUELESS:
            compared.append(Compared(".".join(node.path), node.op))
        return _Leaf(node.path, node.op, len(compared) - 1)

    return walk(shape), compared


def _apart(kind: str, parts: list[_Part]) -> _Part:
    """`{"variants": {"sku": "a", "$none": {...}}}`: the quantifier is about all variants, the rest about one of them."""
    quantities = [part for part in parts if isinstance(part, _Quantity)] if kind == "nested" else []
    if not quantities or len(quantities) == len(parts):
        return _Bunch(kind, tuple(parts))
    return _Bunch("all", (_Bunch(kind, tuple(part for part in parts if part not in quantities)), *quantities))


class Where:
    """Builds the conditions of one statement; value by value, `converters` then hold what makes it fit, `compared` what it is for."""

    def __init__(self, tables: Tables, shape: Node) -> None:
        self._tables = tables
        self._part, self.compared = _numbered(shape)
        self.converters: list[Converter] = [_as_is] * len(self.compared)

    def on(self, entity: Entity, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """The filters, about the rows of `table`."""
        return self._clause(self._part, entity, table)

    def _clause(self, part: _Part, entity: Entity, table: sa.FromClause) -> sa.ColumnElement[bool]:
        if isinstance(part, _Leaf):
            return self._leaf(part, entity, table)
        if isinstance(part, _Quantity):
            return self._quantity(part, entity, table)
        if part.kind == "any":
            return sa.or_(sa.false(), *(self._clause(each, entity, table) for each in part.parts))
        fits = sa.and_(sa.true(), *self._merged(part.parts, entity, table))
        return _is_not(fits) if part.kind == "not" else fits

    def _merged(self, parts: Iterable[_Part], entity: Entity, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        clauses: list[sa.ColumnElement[bool]] = []
        through: dict[str, list[_Part]] = {}
        for part in parts:
            head = self._common_relation(part, entity)
            if head is None:
                clauses.append(self._clause(part, entity, table))
            else:
                through.setdefault(head, []).append(_below(part))
        for name, below in through.items():
            clauses.append(self._exists(self._relation(entity, name), _Bunch("all", tuple(below)), table))
        return clauses

    def _common_relation(self, part: _Part, entity: Entity) -> str | None:
        """The relation of `entity` that all of `part` goes through, if it stands in the same filter object."""
        if isinstance(part, _Bunch) and part.kind != "nested":
            return None
        heads = {path[0] if len(path) > 1 else None for path in _paths(part)}
        head = heads.pop() if len(heads) == 1 else None
        return head if head is not None and self._tables.graph.relation(entity.name, head) is not None else None

    def _exists(self, relation: Relation, part: _Part, table: sa.FromClause) -> sa.ColumnElement[bool]:
        related = self._tables.related(table, relation)
        return related.exists(self._clause(part, related.entity, related.table))

    def _leaf(self, leaf: _Leaf, entity: Entity, table: sa.FromClause) -> sa.ColumnElement[bool]:
        name, *below = leaf.path or ("",)
        if leaf.op in WORDS and not below:
            found = _somewhere(self._tables, entity, table, leaf.op, f"w{leaf.value}")
            return sa.false() if found is None else found
        spec = entity.columns.get(name)
        if spec is not None and not below:
            return self._compare(leaf, table.c[name], spec)
        if spec is not None and isinstance(spec.type, JSONB):
            value = sa.func.jsonb_extract_path_text(table.c[name], *below, type_=sa.Text())
            return self._compare(leaf, value, ColumnSpec(name=".".join(leaf.path), python_type=str, type=sa.Text(), nullable=True))
        relation = self._relation(entity, name, leaf.path)
        if below:
            return self._exists(relation, leaf._replace(path=tuple(below)), table)
        return self._by_key(leaf, relation, table)

    def _by_key(self, leaf: _Leaf, relation: Relation, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """A relation compared as if it were a column: with its key, or with nothing."""
        positive = {"null": "not_null", "ne": "eq", "nin": "in"}.get(leaf.op)
        if positive is not None:
            return sa.not_(self._by_key(leaf._replace(op=positive), relation, table))
        if leaf.op == "not_null":
            return self._tables.related(table, relation).exists()
        target = self._tables.graph.entity(relation.target)
        if len(target.primary_key) > 1:
            raise InvalidData(f"'{'.'.join(leaf.path)}' cannot be compared: name one of its fields: {', '.join(target.columns)}")
        return self._exists(relation, leaf._replace(path=(target.key,)), table)

    def _compare(self, leaf: _Leaf, column: sa.ColumnElement[Any], spec: ColumnSpec) -> sa.ColumnElement[bool]:
        if leaf.op not in VALUELESS:
            self.converters[leaf.value] = converter(leaf.op, spec, self.compared[leaf.value].field)
        return compare(leaf.op, column, spec, f"w{leaf.value}")

    def _quantity(self, quantity: _Quantity, entity: Entity, table: sa.FromClause) -> sa.ColumnElement[bool]:
        if not quantity.path:
            raise InvalidData(f"'${quantity.kind}' stands below the name of a relation")
        name, *below = quantity.path
        relation = self._relation(entity, name, quantity.path)
        if below:
            return self._exists(relation, quantity._replace(path=tuple(below)), table)
        related = self._tables.related(table, relation)
        fits = self._clause(quantity.part, related.entity, related.table)
        if quantity.kind == "some":
            return related.exists(fits)
        return sa.not_(related.exists(_is_not(fits) if quantity.kind == "every" else fits))

    def _relation(self, entity: Entity, name: str, path: Sequence[str] = ()) -> Relation:
        relation = self._tables.graph.relation(entity.name, name)
        if relation is None:
            raise unknown(self._tables, entity, path or (name,))
        return relation


def unknown(tables: Tables, entity: Entity, path: Sequence[str]) -> InvalidData:
    """The refusal of a field that does not exist, naming it and those that do."""
    known = (*entity.columns, *tables.graph.relations[entity.name])
    return InvalidData(f"'{entity.name}' has no field '{'.'.join(path)}'. It has: {', '.join(known)}")


def matches(tables: Tables, entity: Entity, table: sa.FromClause, kinds: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    """That each of the words, parameters `q0`, `q1`... of these kinds, is found in some searchable column here or in searched relations."""
    return [found for at, kind in enumerate(kinds) if (found := _somewhere(tables, entity, table, kind, f"q{at}")) is not None]


def _somewhere(tables: Tables, entity: Entity, table: sa.FromClause, kind: str, parameter: str) -> sa.ColumnElement[bool] | None:
    """None where nothing of the entity is searched."""
    searched = [relation for relation in tables.graph.relations[entity.name].values() if relation.searched]
    if kind == LETTERS:
        return _letters(tables, entity, table, searched, parameter)
    if searched:
        return _anywhere(tables, entity, table, searched, parameter)
    places = _in_columns(entity, table, parameter)
    return sa.or_(*places) if places else None


def _letters(tables: Tables, entity: Entity, table: sa.FromClause, searched: Sequence[Relation], parameter: str) -> sa.ColumnElement[bool] | None:
    """Row by row, until the page is full: most rows hold one or two given letters, and an index of trigrams would be read from end to end."""
    places = _in_columns(entity, table, parameter, indexed=False)
    for relation in searched:
        related: Related = tables.related(table, relation)
        places.append(related.exists(sa.or_(sa.false(), *_in_columns(related.entity, related.table, parameter, indexed=False))))
    return sa.or_(*places) if places else None


def _anywhere(tables: Tables, entity: Entity, table: sa.FromClause, searched: Sequence[Relation], parameter: str) -> sa.ColumnElement[bool]:
    """Each place is looked through by itself, with the index it has: for "here or there" in one condition every row would be read."""
    key = sa.tuple_(*(table.c[name] for name in entity.primary_key)) if len(entity.primary_key) > 1 else table.c[entity.key]
    here = tables.alias(entity)
    arms = [_rows(entity, here, sa.or_(sa.false(), *_in_columns(entity, here, parameter)))]
    for relation in searched:
        rows = tables.alias(entity)
        related: Related = tables.related(rows, relation)
        arms.append(_rows(entity, rows, related.exists(sa.or_(sa.false(), *_in_columns(related.entity, related.table, parameter)))))
    return key.in_(sa.union_all(*arms))


def _rows(entity: Entity, table: sa.FromClause, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(*(table.c[name] for name in entity.primary_key)).where(condition)


def _in_columns(entity: Entity, table: sa.FromClause, parameter: str, *, indexed: bool = True) -> list[sa.ColumnElement[bool]]:
    pattern = sa.bindparam(parameter, type_=sa.Text())
    found = [(table.c[c.name], c.type) for c in entity.columns.values() if "searchable" in c.flags]
    texts = [column if isinstance(kind, sa.Text) else sa.cast(column, sa.Text) for column, kind in found]
    return [(text if indexed else text.concat(_NOTHING)).ilike(pattern) for text in texts]


_NOTHING: sa.ColumnElement[str] = sa.literal_column("''", sa.Text())
"""What is put together with something else is found by no index."""


def _is_not(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    # Unknown (a comparison with NULL) does not fit, so it belongs to what is not.
    return sa.not_(sa.func.coalesce(condition, sa.false()))


def _paths(part: _Part) -> list[tuple[str, ...]]:
    if isinstance(part, _Bunch):
        return [path for each in part.parts for path in _paths(each)]
    return [part.path]


def _below(part: _Part) -> _Part:
    if isinstance(part, _Bunch):
        return _Bunch(part.kind, tuple(_below(each) for each in part.parts))
    return part._replace(path=part.path[1:])


def _as_is(value: Any) -> Any:
    return value
