"""A kitchen with a bell that everybody hears, and workflows that are good and bad at ringing it once."""

import asyncio
import os
from pathlib import Path

from merx.framework.scope import Scope
from merx.framework.testing.tests.shop.tea.models import Tea
from merx.framework.testing.tests.shop.tea.service import TeaService
from merx.framework.workflows import step, workflow

BELL = "TEST_BELL"


@step("tea.ring", external=True)
async def ring(scope: Scope) -> None:
    """Rings for each call: it knows no idempotency key."""
    del scope
    sound(Path(os.environ[BELL]))


def sound(bell: Path) -> None:
    bell.write_text(bell.read_text() + "ding\n")


@step("tea.brew")
async def brew(scope: Scope, name: str) -> str:
    return (await scope[TeaService].teas.create(Tea(name=name))).id


@brew.compensate
async def pour_away(scope: Scope, tea_id: str) -> None:
    await scope[TeaService].teas.delete(tea_id)


@step("tea.spill")
async def spill(scope: Scope, name: str) -> str:
    """Like `brew`, and nobody wipes it up."""
    return (await scope[TeaService].teas.create(Tea(name=name))).id


@workflow("tea.serve")
async def serve(scope: Scope, name: str) -> str:
    await scope.emit("tea.served", {"name": name})
    return await brew(scope, name)


@workflow("tea.announce", durable=True)
async def announce(scope: Scope, name: str) -> None:
    await brew(scope, name)
    await ring(scope)


@workflow("tea.waste", durable=True)
async def waste(scope: Scope, name: str) -> None:
    await spill(scope, name)
    await brew(scope, name)


@workflow("tea.steep", durable=True)
async def steep(scope: Scope, name: str) -> str:
    await scope.sleep(240)
    return await brew(scope, name)


@workflow("tea.wait", durable=True)
async def wait(scope: Scope) -> None:
    await never(scope)


@step("tea.never", external=True)
async def never(scope: Scope) -> None:
    del scope
    await asyncio.sleep(3600)
