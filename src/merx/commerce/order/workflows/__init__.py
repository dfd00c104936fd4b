"""What can be done with an order, a file per use case."""

from merx.commerce.order.workflows.fulfill import (
    NewParcel,
    cancel_order_fulfillment,
    create_order_fulfillment,
    create_order_shipment,
    mark_order_as_delivered,
)
from merx.commerce.order.workflows.place_order import Captured, NewOrder, place_order, record_captures
from merx.commerce.order.workflows.return_reasons import create_return_reason, delete_return_reason, update_return_reason
from merx.commerce.order.workflows.versions import Pieces

__all__ = [
    "Captured",
    "NewOrder",
    "NewParcel",
    "Pieces",
    "cancel_order_fulfillment",
    "create_order_fulfillment",
    "create_order_shipment",
    "create_return_reason",
    "delete_return_reason",
    "mark_order_as_delivered",
    "place_order",
    "record_captures",
    "update_return_reason",
]
