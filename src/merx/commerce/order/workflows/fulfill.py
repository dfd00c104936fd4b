"""Parcels of an order: packing, sending, delivering, and taking back a parcel that has not left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, structs

from merx.commerce.fulfillment import ShippingOption
from merx.commerce.fulfillment.workflows import (
    NewFulfillment,
    NewFulfillmentItem,
    NewLabel,
    cancel_fulfillment,
    create_fulfillment,
    create_shipment,
    mark_as_delivered,
)
from merx.commerce.inventory.workflows import Taken, put_back_to_stock, take_from_stock
from merx.commerce.order.errors import ItemNotOnOrder, TooManyPieces, WrongProfile, WrongStage
from merx.commerce.order.links import order_fulfillments
from merx.commerce.order.models import Order
from merx.commerce.order.workflows.versions import Pieces, lock_order, register
from merx.framework.errors import InvalidData, NotFound
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class NewParcel(Struct, frozen=True, kw_only=True):
    """What to pack.

    Without a shipping option, it goes the way that the customer chose for goods of its shipping profile. Without a
    location, it is the option's, else where the pieces are reserved.
    """

    items: Sequence[Pieces]
    location_id: str | None = None
    shipping_option_id: str | None = None
    delivery_address: dict[str, Any] | None = None
    labels: Sequence[NewLabel] = ()
    metadata: dict[str, Any] | None = None
    no_notification: bool | None = None
    created_by: str | None = None
    additional_data: dict[str, Any] | None = None


class _Location(View):
    id: str


class _Set(View):
    location: _Location | None


class _Zone(View):
    fulfillment_set: _Set


class _Option(View, of=ShippingOption):
    id: str
    provider_id: str | None
    shipping_profile_id: str | None
    service_zone: _Zone


class _Method(View):
    shipping_option_id: str | None
    data: dict[str, Any] | None


class _Profile(View):
    id: str


class _Product(View):
    shipping_profile: _Profile | None


class _Variant(View):
    product: _Product | None


class _Line(View):
    id: str
    title: str
    variant_title: str | None
    variant_sku: str | None
    variant_barcode: str | None
    requires_shipping: bool
    variant: _Variant | None

    def goes_by(self, option: _Option) -> bool:
        """Whether the option is for goods of this kind; what is not shipped, or of no kind, goes by any."""
        product = self.variant.product if self.variant else None
        profile = product.shipping_profile if product else None
        return not self.requires_shipping or profile is None or profile.id == option.shipping_profile_id


class _Address(View):
    company: str | None
    first_name: str | None
    last_name: str | None
    address_1: str | None
    address_2: str | None
    city: str | None
    country_code: str | None
    province: str | None
    postal_code: str | None
    phone: str | None


class _ParcelItem(View):
    line_item_id: str | None
    quantity: Decimal


class _Parcel(View):
    id: str
    location_id: str
    requires_shipping: bool
    packed_at: str | None
    shipped_at: str | None
    delivered_at: str | None
    canceled_at: str | None
    items: list[_ParcelItem]


class OrderToSend(View, of=Order):
    """An order as packing sees it."""

    id: str
    items: list[_Line]
    shipping_methods: list[_Method]
    shipping_address: _Address | None
    fulfillments: list[_Parcel]

    def parcel(self, fulfillment_id: str) -> _Parcel:
        """The order's own parcel of this id. Raises `NotFound`."""
        for parcel in self.fulfillments:
            if parcel.id == fulfillment_id:
                return parcel
        raise NotFound(f"Fulfillment with id {fulfillment_id} not found in the order")


@workflow("order.create_fulfillment", hooks=("fulfillmentCreated",))
async def create_order_fulfillment(scope: Scope, order_id: str, new: NewParcel) -> str:
    """Pack pieces of an order: the parcel is made, their reservations become stock taken. Gives the fulfillment's id.

    Holds the order's lock, then the inventory levels'. Emits `order.fulfillment_created`. Raises `OrderNotFound`,
    `OrderCanceled`, `ItemNotOnOrder`, `TooManyPieces`, `WrongProfile`, `InvalidData`.
    """
    order = await lock_order(scope, order_id)
    sent = await scope.query.one(OrderToSend, order_id)
    lines = {line.id: line for line in sent.items}
    unknown = [each.item_id for each in new.items if each.item_id not in lines]
    if unknown:
        raise ItemNotOnOrder(unknown)
    packed = [lines[each.item_id] for each in new.items]
    requires_shipping = _one_kind(packed)
    option, chosen = await _way(scope, sent, packed, new.shipping_option_id)
    order = await register(scope, order, "FULFILL_ITEM", new.items, change_type="fulfillment", reference="order", reference_id=order_id)
    pieces = [(each.item_id, each.quantity) for each in new.items]
    taken = await take_from_stock(scope, pieces, location_id=new.location_id or _location(option), order_id=order_id)
    parcel = _parcel(order_id, new, sent, lines, option, taken, requires_shipping=requires_shipping)
    fulfillment = await create_fulfillment(scope, structs.replace(parcel, data=chosen))
    await order_fulfillments.add(scope, [(order_id, fulfillment.id)])
    await scope.emit("order.fulfillment_created", {"order_id": order_id, "fulfillment_id": fulfillment.id, "no_notification": new.no_notification})
    await create_order_fulfillment.call_hook(scope, "fulfillmentCreated", fulfillment=fulfillment, additional_data=new.additional_data)
    return fulfillment.id


def _one_kind(lines: Sequence[_Line]) -> bool:
    kinds = {line.requires_shipping for line in lines}
    if len(kinds) > 1:
        raise InvalidData(
            "Fulfillment can only be created entirely with items with shipping or items without shipping. Split this request into 2 fulfillments."
        )
    return kinds.pop()


async def _way(scope: Scope, sent: OrderToSend, lines: Sequence[_Line], option_id: str | None) -> tuple[_Option | None, dict[str, Any] | None]:
    """The option that goods go by, and what the customer chose about it. An option that is gone still carries what was sold with it."""
    kept = {method.shipping_option_id: method.data for method in sent.shipping_methods if method.shipping_option_id is not None}
    wanted = [option_id] if option_id is not None else list(kept)
    found = {option.id: option for option in await scope.query.all(_Option, {"id": wanted}, with_deleted=True)} if wanted else {}
    options = [found[key] for key in wanted if key in found]
    if option_id is not None and not options:
        raise InvalidData(f"Shipping option {option_id} does not exist")
    if not options:
        return None, None
    fitting = options[0] if option_id is not None else next((option for option in options if all(line.goes_by(option) for line in lines)), None)
    if fitting is None:
        raise WrongProfile(options[0].shipping_profile_id, next(line.id for line in lines if not line.goes_by(options[0])))
    return fitting, kept.get(fitting.id)


def _location(option: _Option | None) -> str | None:
    location = option.service_zone.fulfillment_set.location if option else None
    return location.id if location else None


def _parcel(
    order_id: str,
    new: NewParcel,
    sent: OrderToSend,
    lines: dict[str, _Line],
    option: _Option | None,
    taken: Sequence[Taken],
    *,
    requires_shipping: bool,
) -> NewFulfillment:
    items = {each.line_item_id: each.inventory_item_id for each in taken}
    location_id = new.location_id or _location(option) or next((each.location_id for each in taken), None)
    if location_id is None:
        raise InvalidData(
            "Cannot create fulfillment without stock location, either provide a location or you should link "
            f"the shipping option {option.id if option else None} to a stock location."
        )
    address = sent.shipping_address
    return NewFulfillment(
        order_id=order_id,
        location_id=location_id,
        provider_id=option.provider_id if option and option.provider_id else "manual_manual",
        shipping_option_id=option.id if option else None,
        requires_shipping=requires_shipping,
        items=[_parcel_item(lines[each.item_id], each.quantity, items.get(each.item_id)) for each in new.items],
        labels=new.labels,
        delivery_address=new.delivery_address or ({name: getattr(address, name) for name in address.__struct_fields__} if address else {}),
        metadata=new.metadata,
        created_by=new.created_by,
    )


def _parcel_item(line: _Line, quantity: Decimal, inventory_item_id: str | None) -> NewFulfillmentItem:
    return NewFulfillmentItem(
        title=line.variant_title or line.title,
        sku=line.variant_sku or "",
        barcode=line.variant_barcode or "",
        quantity=quantity,
        line_item_id=line.id,
        inventory_item_id=inventory_item_id,
    )


@workflow("order.cancel_fulfillment", hooks=("orderFulfillmentCanceled",))
async def cancel_order_fulfillment(
    scope: Scope, order_id: str, fulfillment_id: str, *, no_notification: bool | None = None, additional_data: dict[str, Any] | None = None
) -> None:
    """Unpack a parcel that has not been sent: stock and reservations are as before. Emits `order.fulfillment_canceled`."""
    order = await lock_order(scope, order_id)
    parcel = (await scope.query.one(OrderToSend, order_id)).parcel(fulfillment_id)
    if parcel.canceled_at is not None:
        raise WrongStage("The fulfillment is already canceled")
    if parcel.shipped_at is not None:
        raise WrongStage("The fulfillment has already been shipped. Shipped fulfillments cannot be canceled")
    pieces = _pieces(parcel)
    await register(scope, order, "CANCEL_ITEM_FULFILLMENT", pieces, change_type="cancel_fulfillment", reference="fulfillment", reference_id=fulfillment_id)
    await put_back_to_stock(scope, [(each.item_id, each.quantity) for each in pieces], location_id=parcel.location_id, order_id=order_id)
    await cancel_fulfillment(scope, fulfillment_id)
    await scope.emit("order.fulfillment_canceled", {"order_id": order_id, "fulfillment_id": fulfillment_id, "no_notification": no_notification})
    await cancel_order_fulfillment.call_hook(
        scope, "orderFulfillmentCanceled", order_id=order_id, fulfillment_id=fulfillment_id, additional_data=additional_data
    )


@workflow("order.create_shipment", hooks=("shipmentCreated",))
async def create_order_shipment(
    scope: Scope,
    order_id: str,
    fulfillment_id: str,
    items: Sequence[Pieces],
    *,
    labels: Sequence[NewLabel] = (),
    no_notification: bool | None = None,
    metadata: dict[str, Any] | None = None,
    additional_data: dict[str, Any] | None = None,
) -> None:
    """Send a packed parcel. Emits `shipment.created`. Raises `WrongStage` for one that is sent or canceled, `TooManyPieces` for more than is in it."""
    order = await lock_order(scope, order_id)
    parcel = (await scope.query.one(OrderToSend, order_id)).parcel(fulfillment_id)
    if parcel.canceled_at is not None:
        raise WrongStage("Cannot create shipment for a canceled fulfillment")
    if parcel.shipped_at is not None:
        raise WrongStage("Shipment has already been created")
    packed = {each.item_id: each for each in _pieces(parcel)}
    foreign = [each.item_id for each in items if each.item_id not in packed]
    if foreign:
        raise ItemNotOnOrder(foreign)
    sent = list(items) or list(packed.values())
    _must_be_packed(sent, packed)
    await register(scope, order, "SHIP_ITEM", sent, change_type="shipment", reference="fulfillment", reference_id=fulfillment_id)
    await create_shipment(scope, fulfillment_id, labels=labels, metadata=metadata)
    await scope.emit("shipment.created", {"id": fulfillment_id, "no_notification": no_notification})
    await create_order_shipment.call_hook(scope, "shipmentCreated", fulfillment_id=fulfillment_id, additional_data=additional_data)


def _must_be_packed(sent: Sequence[Pieces], packed: Mapping[str, Pieces]) -> None:
    asked: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in sent:
        asked[each.item_id] += each.quantity
        if asked[each.item_id] > packed[each.item_id].quantity:
            raise TooManyPieces(each.item_id, asked=asked[each.item_id], left=packed[each.item_id].quantity)


@workflow("order.mark_as_delivered")
async def mark_order_as_delivered(scope: Scope, order_id: str, fulfillment_id: str) -> None:
    """The parcel reached the customer. Emits `delivery.created`. Raises `WrongStage`."""
    order = await lock_order(scope, order_id)
    parcel = (await scope.query.one(OrderToSend, order_id)).parcel(fulfillment_id)
    if parcel.canceled_at is not None:
        raise WrongStage("Cannot mark a canceled fulfillment as delivered")
    if parcel.delivered_at is not None:
        raise WrongStage("Fulfillment has already been marked delivered")
    await register(scope, order, "DELIVER_ITEM", _pieces(parcel), change_type="delivery", reference="fulfillment", reference_id=fulfillment_id)
    await mark_as_delivered(scope, fulfillment_id)
    await scope.emit("delivery.created", {"id": fulfillment_id})


def _pieces(parcel: _Parcel) -> list[Pieces]:
    return [Pieces(item.line_item_id, item.quantity) for item in parcel.items if item.line_item_id is not None]
