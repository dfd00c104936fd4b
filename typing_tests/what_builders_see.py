"""What a builder's editor knows, pinned: pyright reads this file in `make lint`, nothing runs it."""

from decimal import Decimal
from typing import assert_type

from msgspec import Struct

from merx.commerce.cart.workflows import NewCart, complete_cart, create_cart, read_cart
from merx.commerce.order import Order, OrderService
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import Hook, StepResult, gather, later, step, workflow


class Line(View):
    title: str
    quantity: Decimal


class OrderCard(View, of=Order):
    id: str
    items: list[Line]


async def services_and_rows_are_typed(scope: Scope) -> None:
    assert_type(scope[OrderService], OrderService)
    assert_type(await scope[OrderService].orders.retrieve("order_1"), Order)
    assert_type(await scope[OrderService].orders.list(status="pending"), list[Order])
    assert_type(await scope[OrderService].orders.list_and_count(), tuple[list[Order], int])
    assert_type(await scope[OrderService].orders.first(id="order_1"), Order | None)
    assert_type(await scope[OrderService].orders.update("order_1", email="a@example.com"), Order)
    assert_type(await scope[OrderService].orders.update([{"id": "order_1"}]), list[Order])


async def a_query_asked_with_a_type_answers_with_it(scope: Scope) -> None:
    assert_type(await scope.query.all(OrderCard, status="pending"), list[OrderCard])
    assert_type((await scope.query.one(OrderCard, "order_1")).items[0].quantity, Decimal)


async def a_workflow_is_called_like_its_function(scope: Scope) -> None:
    cart = await create_cart(scope, NewCart())
    assert_type(cart.id, str)
    assert_type(await complete_cart(scope, cart.id), str)
    assert_type((await read_cart(scope, cart.id)).totals.total, Decimal)


class Receipt(Struct):
    number: int


@step("typing.order", external=True)
async def order(scope: Scope, quantity: int) -> StepResult[str, Receipt]:
    return StepResult(f"{quantity} for {scope.actor.type}", compensation=Receipt(number=1))


@step("typing.tell", continue_on_failure=True)
async def tell(scope: Scope, text: str) -> str:
    return f"{text} {scope.actor.type}"


prices = Hook("prices", Receipt)


@workflow("typing.ordering", durable=True, hooks=(prices, "validate"))
async def ordering(scope: Scope) -> int:
    assert_type(await order(scope, 1), str)
    assert_type(await tell(scope, "hello"), str | None)
    assert_type(await gather(scope, later(order, 1), later(tell, "hello")), tuple[str, str | None])
    assert_type(await gather(scope, *[later(order, number) for number in range(5)]), tuple[str, ...])
    assert_type(await scope.wait_for("word", timeout=60, type=Receipt), Receipt)
    assert_type(await ordering.call_hook(scope, prices), list[Receipt])
    assert_type(await (await ordering.start(scope)).result(), int)
    return 1
