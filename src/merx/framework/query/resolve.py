"""Stage 5, only where resolvers were selected: fill in what Python computes, take out what only it needed."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from merx.framework.query.elsewhere import Reach, hang
from merx.framework.query.plan import Node

if TYPE_CHECKING:
    from merx.framework.query.run import Query

Row = dict[str, Any]

decode: Callable[[bytes], Any] = msgspec.json.Decoder(float_hook=Decimal).decode
encode: Callable[[Any], bytes] = msgspec.json.Encoder(decimal_format="number").encode


async def resolve(query: "Query", node: Node, rows: list[Row], reach: Reach) -> None:
    """Run the resolvers below and then of `node` over all its rows, each once; before them, fetch what lives elsewhere."""
    if not rows:
        return
    for name, branch in node.relations.items():
        await resolve(query, branch.node, related(rows, name, many=branch.relation.many), reach)
    for outside in node.elsewhere.values():
        await hang(query, outside.relation, rows, outside.paths, reach)
    for resolver in node.order:
        asked = frozenset(node.asked[resolver])
        filled = resolver.fill(query.scope, rows, asked) if resolver.takes_scope else resolver.fill(rows, asked)
        if isawaitable(filled):
            await filled


def prune(node: Node, asked: Node, rows: list[Row]) -> None:
    """Remove from `rows`, read for `node`, what is not in `asked`."""
    surplus = node.names - asked.names
    for name in surplus:
        for row in rows:
            row.pop(name, None)
    for name, branch in asked.relations.items():
        prune(node.relations[name].node, branch.node, related(rows, name, many=branch.relation.many))


def with_decimals(node: Node, rows: list[Row]) -> None:
    """Whole amounts arrive as JSON integers: make every NUMERIC a Decimal, so that dividing one gives no float."""
    names = [name for name in node.columns if isinstance(node.entity.columns[name].type, sa.Numeric)]
    for row in rows:
        for name in names:
            if row[name] is not None:
                row[name] = Decimal(row[name])
    for name, branch in node.relations.items():
        with_decimals(branch.node, related(rows, name, many=branch.relation.many))


def related(rows: Iterable[Row], name: str, *, many: bool) -> list[Row]:
    """The rows that hang at `name` below all of `rows`."""
    if many:
        return [below for row in rows for below in row[name]]
    return [row[name] for row in rows if row[name] is not None]
