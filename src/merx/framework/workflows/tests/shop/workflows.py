import os
from decimal import Decimal
from pathlib import Path

import msgspec

from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import gather, later, step, workflow
from merx.framework.workflows.tests.shop.service import LedgerService


class Sale(msgspec.Struct):
    cart_id: str
    amount: Decimal


class Hold(msgspec.Struct):
    id: str
    amount: Decimal


@workflow("sale.write", hooks=("validate", "written"))
async def write_sale(scope: Scope, sale: Sale) -> str:
    await write_sale.call_hook(scope, "validate", sale=sale)
    entry = await scope[LedgerService].write(f"sold {sale.cart_id}")
    await scope.emit("sale.written", {"id": entry.id})
    await write_sale.call_hook(scope, "written", entry=entry)
    return entry.id


@write_sale.hook("validate")
async def carts_have_names(_: Scope, *, sale: Sale) -> None:
    if not sale.cart_id:
        raise NotAllowed("A cart without a name")


@write_sale.hook("written")
async def count_letters(scope: Scope, *, entry: object) -> int:
    del scope
    return len(str(entry))


@step("sale.reserve")
async def reserve(scope: Scope, sale: Sale) -> str:
    die_at("in reserve")
    entry = await scope[LedgerService].write(f"reserved {sale.cart_id}")
    return entry.id


@reserve.compensate
async def release(scope: Scope, entry_id: str) -> None:
    die_at("in release")
    await scope[LedgerService].write(f"released {'it' if entry_id else 'nothing'}")


@step("sale.hold_money", external=True, retries=2, backoff=0.01)
async def hold_money(scope: Scope, sale: Sale) -> Hold:
    die_at("before the call")
    tell_the_bank(f"hold {sale.amount}", scope.step_key)
    die_at("after the call")
    return Hold(id=f"hold of {scope.step_key}", amount=sale.amount)


@hold_money.compensate
async def void_hold(scope: Scope, made: Hold) -> None:
    die_at("before the void")
    tell_the_bank(f"void {made.amount}", scope.step_key)
    die_at("after the void")


@workflow("sale.place", key=lambda sale: sale.cart_id)
async def place_order(scope: Scope, sale: Sale) -> str:
    await scope[LedgerService].write(f"placed {sale.cart_id}")
    await scope.emit("sale.placed", {"id": sale.cart_id})
    die_at("in place_order")
    return await write_sale(scope, sale)


@place_order.compensate
async def cancel_order(scope: Scope, entry_id: str) -> None:
    del entry_id
    await scope[LedgerService].write("cancelled")


@step("sale.check")
async def check(scope: Scope, sale: Sale) -> None:
    del scope
    if sale.amount > 100:
        raise NotAllowed(f"{sale.amount} is too much", code="sale.too_much", cart_id=sale.cart_id)


@workflow("sale.complete", durable=True, key=lambda sale: sale.cart_id)
async def complete_sale(scope: Scope, sale: Sale) -> str:
    die_at("at the beginning")
    await reserve(scope, sale)
    die_at("after reserve")
    hold = await hold_money(scope, sale)
    die_at("after the hold")
    await scope.emit("sale.held", {"id": hold.id})
    entry_id = await place_order(scope, sale)
    die_at("after place_order")
    await check(scope, sale)
    die_at("at the end")
    return entry_id


@workflow("sale.in_parallel", durable=True, key=lambda sale: sale.cart_id)
async def sell_in_parallel(scope: Scope, sale: Sale) -> None:
    await gather(scope, later(reserve, sale), later(pay_and_place, sale))
    die_at("after both")
    await check(scope, sale)


async def pay_and_place(scope: Scope, sale: Sale) -> None:
    await hold_money(scope, sale)
    die_at("in the branch")
    await place_order(scope, sale)


class Approval(msgspec.Struct):
    by: str


@workflow("sale.on_approval", durable=True, key=lambda sale: sale.cart_id)
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


BANK = "TEST_BANK"
DEATH = "TEST_DEATH"


def tell_the_bank(what: str, key: str) -> None:
    """The world outside: it forgets nothing, and does one thing for one key."""
    bank = Path(os.environ[BANK])
    line = f"{what} [{key}]\n"
    with bank.open("a+") as book:
        book.seek(0)
        if line not in book.readlines():
            book.write(line)


def die_at(place: str) -> None:
    if os.environ.get(DEATH) == place:
        os._exit(9)
