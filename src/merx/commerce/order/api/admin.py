"""Orders as merchants see and send them."""

from typing import Annotated, Any

from msgspec import Meta

from merx.commerce.fulfillment.workflows import NewLabel
from merx.commerce.order.api.fields import ADMIN_ORDER, ADMIN_ORDERS
from merx.commerce.order.workflows import (
    NewParcel,
    Pieces,
    cancel_order_fulfillment,
    create_order_fulfillment,
    create_order_shipment,
    mark_order_as_delivered,
)
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Limit, ListParams, LooseBody, OperatorMap, Positive, Unset, changes, get, post


class OrderParams(ListParams, loose=True):
    limit: Limit = 15
    id: str | list[str] | OperatorMap | Unset = UNSET
    status: str | list[str] | OperatorMap | Unset = UNSET
    sales_channel_id: str | list[str] | Unset = UNSET
    region_id: str | list[str] | Unset = UNSET
    customer_id: str | list[str] | Unset = UNSET
    created_at: OperatorMap | Unset = UNSET
    updated_at: OperatorMap | Unset = UNSET


class Item(LooseBody):
    id: str
    quantity: Positive


class Label(LooseBody):
    tracking_number: str
    tracking_url: Annotated[str, Meta(pattern=r"^(https?://|#)")]
    label_url: Annotated[str, Meta(pattern=r"^(https?://|#)")]


class Address(Body):
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    company: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    country_code: str | None = None
    province: str | None = None
    postal_code: str | None = None
    metadata: dict[str, Any] | None = None


class CreateFulfillment(Body):
    items: Annotated[list[Item], Meta(min_length=1, max_length=1000)]
    location_id: str | None = None
    shipping_option_id: str | None = None
    no_notification: bool | None = None
    delivery_address: Address | None = None
    metadata: dict[str, Any] | None = None
    additional_data: dict[str, Any] | None = None


class CreateShipment(Body):
    items: Annotated[list[Item], Meta(max_length=1000)]
    labels: Annotated[list[Label], Meta(max_length=100)] = []
    no_notification: bool | None = None
    metadata: dict[str, Any] | None = None
    additional_data: dict[str, Any] | None = None


class CancelFulfillment(Body):
    no_notification: bool | None = None
    additional_data: dict[str, Any] | None = None


class MarkAsDelivered(Body):
    no_notification: bool | None = None


@get("/admin/orders")
async def list_orders(scope: AdminScope, query: OrderParams) -> Answer:
    return await ADMIN_ORDERS.page(scope, query, filters={"is_draft_order": False})


@get("/admin/orders/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await ADMIN_ORDER.one(scope, id, query)


@post("/admin/orders/{id}/fulfillments")
async def fulfill(scope: AdminScope, id: str, data: CreateFulfillment, query: FieldParams) -> Answer:
    new = NewParcel(
        items=_pieces(data.items),
        location_id=data.location_id,
        shipping_option_id=data.shipping_option_id,
        delivery_address=changes(data.delivery_address) if data.delivery_address else None,
        metadata=data.metadata,
        no_notification=data.no_notification,
        created_by=scope.user_id,
        additional_data=data.additional_data,
    )
    await create_order_fulfillment(scope, id, new)
    return await ADMIN_ORDER.one(scope, id, query)


@post("/admin/orders/{id}/fulfillments/{fulfillment_id}/cancel")
async def cancel(scope: AdminScope, id: str, fulfillment_id: str, data: CancelFulfillment, query: FieldParams) -> Answer:
    await cancel_order_fulfillment(scope, id, fulfillment_id, no_notification=data.no_notification, additional_data=data.additional_data)
    return await ADMIN_ORDER.one(scope, id, query)


@post("/admin/orders/{id}/fulfillments/{fulfillment_id}/shipments")
async def ship(scope: AdminScope, id: str, fulfillment_id: str, data: CreateShipment, query: FieldParams) -> Answer:
    labels = [NewLabel(tracking_number=x.tracking_number, tracking_url=x.tracking_url, label_url=x.label_url) for x in data.labels]
    await create_order_shipment(
        scope,
        id,
        fulfillment_id,
        _pieces(data.items),
        labels=labels,
        no_notification=data.no_notification,
        metadata=data.metadata,
        additional_data=data.additional_data,
    )
    return await ADMIN_ORDER.one(scope, id, query)


@post("/admin/orders/{id}/fulfillments/{fulfillment_id}/mark-as-delivered")
async def delivered(scope: AdminScope, id: str, fulfillment_id: str, data: MarkAsDelivered, query: FieldParams) -> Answer:
    await mark_order_as_delivered(scope, id, fulfillment_id)
    return await ADMIN_ORDER.one(scope, id, query)


def _pieces(items: list[Item]) -> list[Pieces]:
    return [Pieces(item.id, item.quantity) for item in items]
