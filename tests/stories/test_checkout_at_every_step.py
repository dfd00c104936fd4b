"""`complete_cart`, failed and killed at each of its boundaries: one sale or none."""

from pathlib import Path

import pytest

from merx.commerce.cart.workflows import complete_cart
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.providers import Use
from merx.framework.scope import Scope
from merx.providers.payment_manual.tests.bank import BOOK
from merx.testing import Ended, fail_at_every_step, kill_at_every_step
from merx.testing.factories import open_shop, ready_cart

BOOKS = """
SELECT (SELECT count(*) FROM "order") AS orders,
       (SELECT count(*) FROM cart WHERE completed_at IS NOT NULL) AS completed_carts,
       (SELECT count(*) FROM order_cart) AS order_carts,
       (SELECT coalesce(sum(quantity)::int, 0) FROM reservation_item WHERE deleted_at IS NULL) AS reserved_pieces,
       (SELECT sum(reserved_quantity)::int FROM inventory_level) AS reserved_on_levels,
       (SELECT count(*) FROM payment) AS payments,
       (SELECT count(*) FROM payment_session WHERE status = 'authorized') AS authorised_sessions,
       (SELECT count(*) FROM event WHERE name = 'order.placed') AS orders_told"""

STEPS = [
    "before cart.complete",
    "before order.place",
    "after order.place",
    "before inventory.reserve",
    "after inventory.reserve",
    "before payment.authorize_session",
    "after payment.authorize_session",
    "after cart.complete",
]
COMMIT = ["before a commit", "after a commit"]


@pytest.fixture
def merx_settings() -> Config:
    """A shop whose bank is outside of its database."""
    return Config(providers=(Use("merx.providers.payment_manual.tests.bank:BankPayment"),))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the bank holds, a line for each key that it was asked with."""
    path = tmp_path / "book"
    path.touch()
    monkeypatch.setenv(BOOK, str(path))
    return path


@pytest.fixture
async def cart_id(scope: Scope) -> str:
    """The last teapot, in a cart that is ready to be completed."""
    return await ready_cart(scope, await open_shop(scope, pieces={"teapot": 1}), {"teapot": 1})


async def one_sale_or_none(app: App, ended: Ended) -> None:
    (row,) = await app.scope().rows(BOOKS)
    books = dict(row)
    assert books == dict.fromkeys(books, 1 if ended.is_done else 0)


@pytest.mark.usefixtures("book")
async def test_wherever_a_checkout_fails_nothing_is_sold(app: App, cart_id: str) -> None:
    places = await fail_at_every_step(app, complete_cart, cart_id, check=one_sale_or_none)
    assert places == [f"{number}: {place}" for number, place in enumerate(STEPS, 1)]


async def test_wherever_a_checkout_is_killed_there_is_one_sale_or_none_and_asking_again_gives_one(app: App, cart_id: str, book: Path) -> None:
    """Before and after the bank's answer, and before and after the commit. The way back is the rollback: there is nothing to compensate."""

    async def and_one_hold(world: App, ended: Ended) -> None:
        await one_sale_or_none(world, ended)
        # Killed after the bank's answer, it holds what no order asks for yet; who asks again asks with the same key.
        held = len(_lines(book))
        has_asked = int(ended.place.partition(":")[0]) >= STEPS.index("after payment.authorize_session") + 1
        assert held == (1 if ended.is_done or has_asked else 0)

    kills = await kill_at_every_step(app, complete_cart, cart_id, check=and_one_hold, before=lambda: _emptied(book), again=True)
    assert kills.places == [f"{number}: {place}" for number, place in enumerate([*STEPS, *COMMIT], 1)]
    assert kills.slowest < 30


def _lines(book: Path) -> list[str]:
    return book.read_text().splitlines()


def _emptied(book: Path) -> None:
    book.write_text("")
