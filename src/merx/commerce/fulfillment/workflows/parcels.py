"""Parcels: packed, sent, delivered, or taken back."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.fulfillment.carriers import carrier
from merx.commerce.fulfillment.errors import LocationNotFound, ParcelGone, ParcelStage
from merx.commerce.fulfillment.models import Fulfillment, FulfillmentAddress, FulfillmentItem, FulfillmentLabel
from merx.commerce.fulfillment.schemas import NewFulfillment, NewLabel
from merx.commerce.fulfillment.service import FulfillmentService
from merx.commerce.stock_location import StockLocation
from merx.framework.data import create_all, utcnow
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class _Location(View, of=StockLocation):
    id: str


@workflow("fulfillment.create")
async def create_fulfillment(scope: Scope, new: NewFulfillment) -> Fulfillment:
    """Pack a parcel and tell its carrier. Raises `UnknownFulfillmentProvider`, `LocationNotFound`.

    Says nothing about stock or orders: that is for the workflow that packs.
    """
    who = carrier(scope.app, new.provider_id)
    # What is left in a place that was given up can still be sent from there.
    if not await scope.query.all(_Location, {"id": new.location_id}, limit=1, with_deleted=True):
        raise LocationNotFound(new.location_id)
    address = FulfillmentAddress(**{key: value for key, value in new.delivery_address.items() if key != "id"})
    fulfillment = Fulfillment(
        provider_id=new.provider_id,
        shipping_option_id=new.shipping_option_id,
        delivery_address_id=address.id,
        location_id=new.location_id,
        packed_at=new.packed_at or utcnow(),
        shipped_at=new.shipped_at,
        delivered_at=new.delivered_at,
        canceled_at=new.canceled_at,
        requires_shipping=new.requires_shipping,
        created_by=new.created_by,
        metadata=new.metadata,
    )
    carried = await who.create_fulfillment(new, fulfillment.id)
    fulfillment.data = {**(new.data or {}), **carried.data}
    items = [
        FulfillmentItem(
            fulfillment_id=fulfillment.id,
            title=item.title,
            sku=item.sku,
            barcode=item.barcode,
            quantity=item.quantity,
            line_item_id=item.line_item_id,
            inventory_item_id=item.inventory_item_id,
        )
        for item in new.items
    ]
    await create_all(scope, [address, fulfillment, *items, *_labels(fulfillment.id, [*new.labels, *carried.labels])])
    return fulfillment


def _labels(fulfillment_id: str, labels: Sequence[NewLabel]) -> list[FulfillmentLabel]:
    return [
        FulfillmentLabel(fulfillment_id=fulfillment_id, tracking_number=each.tracking_number, tracking_url=each.tracking_url, label_url=each.label_url)
        for each in labels
    ]


async def _locked(scope: Scope, fulfillment_id: str) -> Fulfillment:
    return await scope[FulfillmentService].fulfillments.retrieve(fulfillment_id, for_update=True)


@workflow("fulfillment.cancel")
async def cancel_fulfillment(scope: Scope, fulfillment_id: str) -> Fulfillment:
    """Take a parcel back that has not been sent. Safe to repeat. Holds its row. Raises `NotFound`, `ParcelGone`."""
    parcel = await _locked(scope, fulfillment_id)
    if parcel.canceled_at is not None:
        return parcel
    if parcel.shipped_at is not None:
        raise ParcelGone(f"Fulfillment with id {fulfillment_id} already shipped")
    if parcel.delivered_at is not None:
        raise ParcelGone(f"Fulfillment with id {fulfillment_id} already delivered")
    if parcel.provider_id is not None:
        await carrier(scope.app, parcel.provider_id).cancel_fulfillment(parcel.data or {})
    return await scope[FulfillmentService].fulfillments.update(fulfillment_id, canceled_at=utcnow())


@workflow("fulfillment.create_shipment")
async def create_shipment(scope: Scope, fulfillment_id: str, *, labels: Sequence[NewLabel] = (), metadata: dict[str, Any] | None = None) -> Fulfillment:
    """Hand a packed parcel over, with its labels. Holds its row. Raises `NotFound`, `ParcelStage`."""
    parcel = await _locked(scope, fulfillment_id)
    if parcel.canceled_at is not None:
        raise ParcelStage("Cannot create shipment for a canceled fulfillment")
    if parcel.shipped_at is not None:
        raise ParcelStage("Shipment has already been created")
    if parcel.shipping_option_id is None:
        raise ParcelStage("Cannot create shipment without a Shipping Option")
    service = scope[FulfillmentService]
    await service.labels.create(_labels(fulfillment_id, labels))
    changes = {} if metadata is None else {"metadata": metadata}
    return await service.fulfillments.update(fulfillment_id, shipped_at=utcnow(), marked_shipped_by=scope.actor.id, **changes)


@workflow("fulfillment.mark_as_delivered")
async def mark_as_delivered(scope: Scope, fulfillment_id: str) -> Fulfillment:
    """The parcel reached its receiver. Holds its row. Raises `NotFound`, `ParcelStage`."""
    parcel = await _locked(scope, fulfillment_id)
    if parcel.canceled_at is not None:
        raise ParcelStage("Cannot deliver an already canceled fulfillment")
    if parcel.delivered_at is not None:
        raise ParcelStage("Fulfillment has already been marked delivered")
    return await scope[FulfillmentService].fulfillments.update(fulfillment_id, delivered_at=utcnow())
