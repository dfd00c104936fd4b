"""Tickets are made once and wholly, though the database stumbles."""

import time

import asyncpg
import pytest

from merx.framework.app import App
from merx.framework.errors import NotFound
from merx.framework.scope import Scope
from merx.framework.workflows import WorkflowService
from merx.testing.factories import SmallShop, placed_order
from tickets.modules.tickets import TicketService
from tickets.workflows.create_tickets import create_tickets, open_tickets

STUMBLE = """
CREATE SEQUENCE stumbles;
CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('stumbles') <= {times} THEN RAISE EXCEPTION 'the connection is interrupted'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stumble BEFORE INSERT ON ticket_change FOR EACH STATEMENT EXECUTE FUNCTION stumble();
"""


async def stumble(scope: Scope, times: int) -> None:
    """Let the database refuse the next writes to the history: when the tickets themselves are written already."""
    async with scope.connection() as connection:
        await connection.execute(STUMBLE.format(times=times))


@pytest.fixture
async def order_id(scope: Scope, shop: SmallShop) -> str:
    return await placed_order(scope, shop, {"cup": 1, "box": 1})


async def test_three_failures_with_a_second_between_are_overcome_and_leave_nothing_double(scope: Scope, order_id: str) -> None:
    # given
    await stumble(scope, times=3)
    began = time.monotonic()
    # when
    made = await create_tickets(scope, order_id)
    # then
    assert [each.id for each in await scope[TicketService].tickets.list()] == made
    assert (len(made), await scope[TicketService].changes.count()) == (2, 2)
    assert (open_tickets.retries, open_tickets.backoff, open_tickets.growth) == (3, 1, 1)
    assert time.monotonic() - began > 2.4  # three pauses, each a fifth longer or shorter than a second
    (opening,) = await scope[WorkflowService].steps.list(name="tickets.open")
    assert (opening.tries, opening.status) == (4, "done")


async def test_a_fourth_failure_is_final_and_leaves_no_ticket_and_no_event(scope: Scope, order_id: str) -> None:
    # given
    await stumble(scope, times=4)
    # when
    with pytest.raises(asyncpg.RaiseError):
        await create_tickets(scope, order_id)
    # then
    assert await scope[TicketService].tickets.count() == 0
    assert await scope.value("SELECT count(*) FROM event WHERE name = 'ticket.created'") == 0
    # and when it is asked for again, the tickets are made
    assert len(await create_tickets(scope, order_id)) == 2


async def test_asking_twice_makes_them_once(app: App, scope: Scope, order_id: str) -> None:
    # given
    first = await create_tickets(scope, order_id)
    # when
    second = await create_tickets(app.scope(), order_id)
    # then
    assert first == second
    assert await scope[TicketService].tickets.count() == 2


async def test_an_order_that_is_not_there_has_no_tickets(scope: Scope) -> None:
    with pytest.raises(NotFound, match="order_nowhere was not found"):
        await create_tickets(scope, "order_nowhere")
