"""Hooks of parcels: whoever packs, sends or unpacks may say more, and a shop's own code hears it."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.factories import open_shop, placed_order
from merx.commerce.order.workflows import NewParcel, Pieces, cancel_order_fulfillment, create_order_fulfillment, create_order_shipment
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.workflows import Workflow

HOOKS: tuple[tuple[Workflow[..., Any], str], ...] = (
    (create_order_fulfillment, "fulfillmentCreated"),
    (cancel_order_fulfillment, "orderFulfillmentCanceled"),
    (create_order_shipment, "shipmentCreated"),
)


async def test_hooks_of_parcels_hear_what_the_request_adds(app: App, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    heard: list[tuple[str, Any]] = []
    hooks = dict(app.hooks)

    def hears(name: str) -> Any:
        async def handler(_: Scope, *, additional_data: Any, **__: Any) -> None:
            heard.append((name, additional_data))

        return handler

    for workflow, name in HOOKS:
        hooks[workflow.name, name] = [workflow.hook(name)(hears(name))]
    monkeypatch.setattr(app, "hooks", hooks)
    shop = await open_shop(scope, {"shirt": 10})
    order_id = await placed_order(scope, shop, {"shirt": 3})
    (order,) = await scope.query.graph("order", fields=["items.id"], filters={"id": order_id})
    one = [Pieces(order["items"][0]["id"], Decimal(1))]
    # when
    parcel = await create_order_fulfillment(scope, order_id, NewParcel(items=one, additional_data={"box": "red"}))
    await cancel_order_fulfillment(scope, order_id, parcel, additional_data={"why": "torn"})
    parcel = await create_order_fulfillment(scope, order_id, NewParcel(items=one))
    await create_order_shipment(scope, order_id, parcel, one, additional_data={"van": 7})
    # then
    assert heard == [
        ("fulfillmentCreated", {"box": "red"}),
        ("orderFulfillmentCanceled", {"why": "torn"}),
        ("fulfillmentCreated", None),
        ("shipmentCreated", {"van": 7}),
    ]
