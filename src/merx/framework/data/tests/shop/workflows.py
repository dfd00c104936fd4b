"""Joining and parting inside durable runs."""

from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import attach, part, step, workflow

from .links import jar_cook


@step("kitchen.taste", external=True)
async def taste(scope: Scope, *, is_good: bool) -> None:
    del scope
    if not is_good:
        raise NotAllowed("Too much salt")


@workflow("kitchen.change_cook", durable=True)
async def change_cook(scope: Scope, jar_id: str, cook_id: str, *, is_good: bool) -> None:
    await part(scope, jar_cook, left="jar_2")
    await attach(scope, jar_cook, [(jar_id, cook_id), ("jar_3", cook_id)], since=2026)
    await taste(scope, is_good=is_good)
