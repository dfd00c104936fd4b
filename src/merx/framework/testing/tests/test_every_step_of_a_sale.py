"""A sale that reserves, calls a bank, says so and is written down: failed and killed at each of its boundaries."""

import time
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.testing.drivers import Ended, fail_at_every_step, kill_at_every_step
from merx.framework.testing.drivers.processes import Order, processes
from merx.framework.testing.drivers.worlds import call_of, copies_of
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale
from merx.framework.testing.engines.shop.world import BANK
from merx.framework.workflows.tests.world import ledger

SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))
HELD = "hold 19.90 [sale.complete:cart_1/1/2]\n"
VOIDED = "void 19.90 [sale.complete:cart_1/1/2]\n"
SOLD = ["reserved cart_1", "placed cart_1", "sold cart_1"]
TOLD = ["noted sale.held sale.complete:cart_1/1/2", "noted sale.placed cart_1", "noted sale.written cart_1"]
UNDONE_LEDGERS = (
    [],
    ["reserved cart_1", "released it"],
    ["reserved cart_1", "placed cart_1", "sold cart_1", "cancelled it", "released it"],
)
PLACES = [
    "before a commit",  # the run is created
    "after a commit",
    "before sale.complete",
    "before sale.reserve",
    "after sale.reserve",
    "before a commit",
    "after a commit",
    "before a statement of its own",  # it is written ahead that the bank is called
    "after a statement of its own",
    "before sale.hold_money",
    "after sale.hold_money",
    "before a statement of its own",  # what the bank answered
    "after a statement of its own",
    "before a commit",  # the event
    "after a commit",
    "before sale.place",
    "before sale.write",
    "before sale.write.validate carts_have_names",
    "after sale.write.validate carts_have_names",
    "before sale.write.written count_letters",
    "after sale.write.written count_letters",
    "after sale.write",
    "after sale.place",
    "before a commit",
    "after a commit",
    "before sale.check",
    "after sale.check",
    "before a commit",
    "after a commit",
    "after sale.complete",
    "before a commit",  # the run is done
    "after a commit",
]
WAY_BACK = [
    "before a statement of its own",  # from now on the run is compensating
    "after a statement of its own",
    "before the compensation of sale.place",
    "after the compensation of sale.place",
    "before a commit",
    "after a commit",
    "before the compensation of sale.hold_money",
    "after the compensation of sale.hold_money",
    "before a statement of its own",
    "after a statement of its own",
    "before the compensation of sale.reserve",
    "after the compensation of sale.reserve",
    "before a commit",
    "after a commit",
    "before a commit",  # the run is reverted
    "after a commit",
]


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.framework.testing.engines.shop",))


class Bank:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.forget()

    def forget(self) -> None:
        self._path.write_text("")

    @property
    def book(self) -> str:
        return self._path.read_text()


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank:
    monkeypatch.setenv(BANK, str(tmp_path / "bank"))
    return Bank(tmp_path / "bank")


async def test_wherever_it_fails_what_it_did_is_taken_back_once(app: App, bank: Bank) -> None:
    # given
    books: list[str] = []

    async def check(world: App, ended: Ended) -> None:
        assert not ended.is_done
        assert await ledger(world) in UNDONE_LEDGERS
        assert await world.scope().value("SELECT count(*) FROM event") == 0
        books.append(bank.book)

    # when
    places = await fail_at_every_step(app, complete_sale, SALE, check=check, before=bank.forget)
    # then
    forward = [place for place in PLACES if "commit" not in place and "statement" not in place]
    back = [place for place in WAY_BACK if "compensation of" in place]
    assert places == [f"{number}: {place}" for number, place in enumerate([*forward, *back], 1)]
    # The bank's compensation takes no None: what failed after the call, and might have taken effect, is left to the bank.
    unknown = places.index("5: after sale.hold_money")
    assert books == ["" if n < unknown else HELD if n == unknown else HELD + VOIDED for n in range(len(places))]


async def test_wherever_it_is_killed_it_is_done_once_or_undone_and_everybody_is_told_once(app: App, bank: Bank) -> None:
    # given
    async def check(world: App, ended: Ended) -> None:
        number = int(ended.place.partition(":")[0])
        written = await ledger(world)
        if ended.is_done:
            assert (written[:3], sorted(written[3:]), bank.book) == (SOLD, TOLD, HELD)
        elif number > len(PLACES):
            assert (written, bank.book) == ([*SOLD, "cancelled it", "released it"], HELD + VOIDED)
        else:
            assert (number, written, bank.book) == (1, [], ""), "only before the run exists is it undone: afterwards somebody goes on"

    # when
    kills = await kill_at_every_step(app, complete_sale, SALE, check=check, before=bank.forget)
    # then
    assert kills.places == [f"{number}: {place}" for number, place in enumerate([*PLACES, *WAY_BACK], 1)]
    assert kills.slowest < 30


async def test_with_the_settings_of_a_shop_a_killed_run_is_taken_over_within_thirty_seconds(app: App, bank: Bank) -> None:
    # given
    call = call_of(app, complete_sale, (SALE,), {})
    after_the_call = PLACES.index("after sale.hold_money") + 1
    async with copies_of(app) as copy, processes(app.config) as alive:
        order = Order(call=msgspec.structs.replace(call, config=await copy()), log=alive.new_log(), number=after_the_call)
        assert await alive.run(order, seconds=30) == -9
        killed = time.monotonic()
        # when
        code = await alive.run(msgspec.structs.replace(order, works=True, calls=False), seconds=30)
        # then
        assert (code, bank.book) == (0, HELD)
        assert time.monotonic() - killed < 30
