"""Joining and parting linked rows as steps, for durable workflows: taken back when the run fails later on.

    await attach(scope, order_line_ticket, [(line.id, ticket.id)])

An atomic workflow may as well say `await order_line_ticket.add(scope, ...)`: it rolls back.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from merx.framework.data.links import Link
from merx.framework.data.model import entity_of
from merx.framework.data.repository import Repository
from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope
from merx.framework.workflows.results import StepResult
from merx.framework.workflows.steps import step

Pair = tuple[str, str]


class Changed(msgspec.Struct, frozen=True):
    """What a step did to a link: the pairs that it joined, and rows as they were before."""

    table: str
    joined: list[Pair] = []
    before: list[dict[str, Any]] = []


async def attach(scope: Scope, link: Link, pairs: Iterable[Pair], **columns: Any) -> None:
    """`link.add` as a step. Safe to repeat; compensated by parting what was not joined before, and giving the rest its columns back."""
    await attach_pairs(scope, _table_of(link), list(pairs), columns)


async def part(scope: Scope, link: Link, *, left: str | list[str] | None = None, right: str | list[str] | None = None) -> None:
    """`link.dismiss` as a step. Safe to repeat; compensated by joining again what was parted."""
    await part_pairs(scope, _table_of(link), left, right)


@step("link.attach")
async def attach_pairs(scope: Scope, table: str, pairs: Sequence[Pair], columns: dict[str, Any]) -> StepResult[None, Changed]:
    link = _link_of(scope, table)
    near = await link.linked(scope, left=[left for left, _ in pairs], right=[right for _, right in pairs])
    before = {(getattr(row, link.left_column), getattr(row, link.right_column)): row for row in near}
    await link.add(scope, pairs, **columns)
    kept = [msgspec.to_builtins(before[pair]) for pair in dict.fromkeys(pairs) if pair in before]
    return StepResult(None, compensation=Changed(table, [pair for pair in dict.fromkeys(pairs) if pair not in before], kept))


@step("link.part")
async def part_pairs(scope: Scope, table: str, left: str | list[str] | None, right: str | list[str] | None) -> StepResult[None, Changed]:
    link = _link_of(scope, table)
    before = await link.linked(scope, left=left, right=right) if left is not None or right is not None else []
    await link.dismiss(scope, left=left, right=right)
    return StepResult(None, compensation=Changed(table, before=[msgspec.to_builtins(row) for row in before]))


@attach_pairs.compensate
@part_pairs.compensate
async def put_back(scope: Scope, changed: Changed) -> None:
    link = _link_of(scope, changed.table)
    for left, right in changed.joined:
        await link.dismiss(scope, left=left, right=right)
    if link.record is not None:
        await Repository(scope, link.record).upsert([msgspec.convert(row, link.record) for row in changed.before])


def _table_of(link: Link) -> str:
    if link.record is None:
        raise Misconfigured(f"The link {entity_of(link.left).name} -> {entity_of(link.right).name} is read-only: change its column.")
    return entity_of(link.record).table


def _link_of(scope: Scope, table: str) -> Link:
    for link in scope.graph.links:
        if link.record is not None and entity_of(link.record).table == table:
            return link
    raise Misconfigured(f"No link of this shop has the table '{table}'. Declare it in a `links` file of one of its packages.")
