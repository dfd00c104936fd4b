"""The use cases that the contract is about. Their bodies do nothing but call steps, as every durable body should."""

import asyncio
from decimal import Decimal

import msgspec

from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.testing.engines.shop.service import LedgerService
from merx.framework.testing.engines.shop.world import die_at, tell_the_bank, trap
from merx.framework.workflows import gather, later, step, workflow


class Sale(msgspec.Struct):
    cart_id: str
    amount: Decimal


def cart_of(sale: Sale) -> str:
    return sale.cart_id


class Hold(msgspec.Struct):
    key: str
    amount: Decimal


@workflow("sale.write", hooks=("validate", "written"))
async def write_sale(scope: Scope, sale: Sale) -> str:
    await write_sale.call_hook(scope, "validate", sale=sale)
    entry_id = await scope[LedgerService].write(f"sold {sale.cart_id}")
    await scope.emit("sale.written", {"id": sale.cart_id})
    await write_sale.call_hook(scope, "written", entry_id=entry_id)
    return entry_id


@write_sale.hook("validate")
async def carts_have_names(_: Scope, *, sale: Sale) -> None:
    if not sale.cart_id:
        raise NotAllowed("A cart without a name")


@write_sale.hook("written")
async def count_letters(scope: Scope, *, entry_id: str) -> int:
    del scope
    return len(entry_id)


@step("sale.reserve")
async def reserve(scope: Scope, sale: Sale) -> str:
    die_at("in reserve")
    return await scope[LedgerService].write(f"reserved {sale.cart_id}")


@reserve.compensate
async def release(scope: Scope, entry_id: str) -> None:
    die_at("in release")
    await scope[LedgerService].write(f"released {'it' if entry_id.startswith('entry_') else 'nothing'}")


@step("sale.hold_money", external=True, retries=2, backoff=0.01)
async def hold_money(scope: Scope, sale: Sale) -> Hold:
    die_at("before the call")
    tell_the_bank(f"hold {sale.amount}", scope.step_key)
    die_at("after the call")
    return Hold(key=scope.step_key, amount=sale.amount)


@hold_money.compensate
async def void_hold(_: Scope, made: Hold) -> None:
    die_at("before the void")
    tell_the_bank(f"void {made.amount}", made.key)
    die_at("after the void")


@workflow("sale.place", key=cart_of)
async def place_order(scope: Scope, sale: Sale) -> str:
    """Another workflow is a part of it: its rows, its event and its hooks are in this step's transaction."""
    await scope[LedgerService].write(f"placed {sale.cart_id}")
    await scope.emit("sale.placed", {"id": sale.cart_id})
    die_at("in place_order")
    return await write_sale(scope, sale)


@place_order.compensate
async def cancel_order(scope: Scope, entry_id: str) -> None:
    await scope[LedgerService].write(f"cancelled {'it' if entry_id.startswith('entry_') else 'nothing'}")


@step("sale.check")
async def check(scope: Scope, sale: Sale) -> None:
    del scope
    if sale.amount > 100:
        raise NotAllowed(f"{sale.amount} is too much", code="sale.too_much", cart_id=sale.cart_id)


@workflow("sale.complete", durable=True, key=cart_of)
async def complete_sale(scope: Scope, sale: Sale) -> str:
    die_at("at the beginning")
    await reserve(scope, sale)
    die_at("after reserve")
    hold = await hold_money(scope, sale)
    die_at("after the hold")
    await scope.emit("sale.held", {"id": hold.key})
    entry_id = await place_order(scope, sale)
    die_at("after place_order")
    await check(scope, sale)
    die_at("at the end")
    return entry_id


@workflow("sale.in_parallel", durable=True, key=cart_of)
async def sell_in_parallel(scope: Scope, sale: Sale) -> None:
    await gather(scope, later(reserve, sale), later(pay_and_place, sale))
    die_at("after both")
    await check(scope, sale)


async def pay_and_place(scope: Scope, sale: Sale) -> None:
    await hold_money(scope, sale)
    die_at("in the branch")
    await place_order(scope, sale)


@step("sale.trapped")
async def trapped(scope: Scope) -> None:
    await scope[LedgerService].write("done in a trap")
    await _wait_in_the_trap()


async def _wait_in_the_trap() -> None:
    if folder := trap():
        (folder / "inside").touch()
        while not (folder / "open").exists():  # noqa: ASYNC110 - what it waits for is another process
            await asyncio.sleep(0.01)


@workflow("sale.in_a_trap", durable=True, key=cart_of)
async def in_a_trap(scope: Scope, sale: Sale) -> str:
    await reserve(scope, sale)
    await trapped(scope)
    return (await hold_money(scope, sale)).key


@step("sale.trapped_on_its_way_back")
async def trapped_on_its_way_back(scope: Scope) -> None:
    await scope[LedgerService].write("done")


@trapped_on_its_way_back.compensate
async def undo_in_a_trap(scope: Scope, made: None) -> None:
    del made
    await scope[LedgerService].write("undone in a trap")
    await _wait_in_the_trap()


@workflow("sale.back_through_a_trap", durable=True, key=cart_of)
async def back_through_a_trap(scope: Scope, sale: Sale) -> None:
    await reserve(scope, sale)
    await trapped_on_its_way_back(scope)
    raise NotAllowed("back")


class Approval(msgspec.Struct):
    by: str


@workflow("sale.on_approval", durable=True, key=cart_of)
async def sell_on_approval(scope: Scope, sale: Sale) -> str:
    await reserve(scope, sale)
    die_at("before the sleep")
    await scope.sleep(0.2)
    die_at("after the sleep")
    await hold_money(scope, sale)
    die_at("before the wait")
    approval = await scope.wait_for("approval", timeout=60, type=Approval)
    die_at("after the wait")
    await place_order(scope, sale)
    die_at("at the end")
    return approval.by
