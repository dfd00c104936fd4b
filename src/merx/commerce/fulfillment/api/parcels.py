"""Parcels over HTTP, apart from orders."""

from merx.commerce.fulfillment import NewFulfillment, NewFulfillmentItem
from merx.commerce.fulfillment.api.fields import FULFILLMENT
from merx.commerce.fulfillment.api.schemas import CreateFulfillment, CreateShipment, Empty
from merx.commerce.fulfillment.workflows import cancel_fulfillment, create_fulfillment, create_shipment
from merx.framework.http import AdminScope, Answer, FieldParams, changes, post


@post("/admin/fulfillments")
async def create(scope: AdminScope, data: CreateFulfillment, query: FieldParams) -> Answer:
    new = NewFulfillment(
        location_id=data.location_id,
        provider_id=data.provider_id,
        order_id=data.order_id,
        shipping_option_id=data.shipping_option_id,
        delivery_address=changes(data.delivery_address),
        items=[
            NewFulfillmentItem(
                title=item.title,
                sku=item.sku,
                barcode=item.barcode,
                quantity=item.quantity,
                line_item_id=item.line_item_id,
                inventory_item_id=item.inventory_item_id,
            )
            for item in data.items
        ],
        labels=[label.as_new() for label in data.labels],
        data=data.data,
        packed_at=data.packed_at,
        shipped_at=data.shipped_at,
        delivered_at=data.delivered_at,
        canceled_at=data.canceled_at,
        metadata=data.metadata,
        created_by=scope.actor.id,
    )
    made = await create_fulfillment(scope, new)
    return await FULFILLMENT.one(scope, made.id, query)


@post("/admin/fulfillments/{id}/cancel")
async def cancel(scope: AdminScope, id: str, data: Empty, query: FieldParams) -> Answer:
    await cancel_fulfillment(scope, id)
    return await FULFILLMENT.one(scope, id, query)


@post("/admin/fulfillments/{id}/shipment")
async def ship(scope: AdminScope, id: str, data: CreateShipment, query: FieldParams) -> Answer:
    await create_shipment(scope, id, labels=[label.as_new() for label in data.labels])
    return await FULFILLMENT.one(scope, id, query)
