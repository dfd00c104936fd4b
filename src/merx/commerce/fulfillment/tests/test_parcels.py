"""A parcel's way: packed, then sent or taken back, then delivered."""

import pytest

from merx.commerce.fulfillment import FulfillmentService, NewLabel
from merx.commerce.fulfillment.tests.world import World
from merx.commerce.fulfillment.workflows import cancel_fulfillment, create_shipment, mark_as_delivered
from merx.framework.errors import AppError
from merx.framework.scope import Scope

LABEL = NewLabel("1Z", "https://example.com/1Z", "#")


@pytest.fixture
async def world(scope: Scope) -> World:
    return await World.open(scope)


@pytest.fixture
async def option(world: World) -> str:
    return await world.option("Standard", await world.zone("France"))


async def test_a_new_parcel_is_packed_and_has_its_items_and_address(scope: Scope, world: World, option: str) -> None:
    # when
    parcel = await world.parcel(option_id=option)
    # then
    (found,) = await scope.query.graph("fulfillment", fields=("*", "items.*", "delivery_address.city", "labels.*"))
    assert (found["id"], found["provider_id"], found["location_id"]) == (parcel.id, "manual_manual", world.location.id)
    assert (found["packed_at"] is not None, found["shipped_at"], found["delivered_at"], found["canceled_at"]) == (True, None, None, None)
    assert [(item["sku"], item["quantity"], item["line_item_id"]) for item in found["items"]] == [("TEA", 2, "ordli_1")]
    assert (found["delivery_address"]["city"], found["labels"]) == ("Lyon", [])


async def test_a_shipment_has_labels_and_happens_once(scope: Scope, world: World, option: str) -> None:
    # given
    parcel = await world.parcel(option_id=option)
    # when
    sent = await create_shipment(scope, parcel.id, labels=[LABEL])
    with pytest.raises(AppError, match="Shipment has already been created"):
        await create_shipment(scope, parcel.id, labels=[LABEL])
    # then
    assert sent.shipped_at is not None
    assert [label.tracking_number for label in await scope[FulfillmentService].labels.list()] == ["1Z"]


async def test_what_is_sent_is_not_taken_back(scope: Scope, world: World, option: str) -> None:
    # given
    parcel = await world.parcel(option_id=option)
    await create_shipment(scope, parcel.id)
    # when
    with pytest.raises(AppError, match=f"Fulfillment with id {parcel.id} already shipped"):
        await cancel_fulfillment(scope, parcel.id)
    # then
    assert (await scope[FulfillmentService].fulfillments.retrieve(parcel.id)).canceled_at is None


async def test_what_is_taken_back_is_neither_sent_nor_delivered_and_may_be_taken_back_again(scope: Scope, world: World, option: str) -> None:
    # given
    parcel = await world.parcel(option_id=option)
    canceled = await cancel_fulfillment(scope, parcel.id)
    # when
    again = await cancel_fulfillment(scope, parcel.id)
    with pytest.raises(AppError, match="Cannot create shipment for a canceled fulfillment"):
        await create_shipment(scope, parcel.id)
    with pytest.raises(AppError, match="Cannot deliver an already canceled fulfillment"):
        await mark_as_delivered(scope, parcel.id)
    # then
    assert canceled.canceled_at is not None
    assert again == canceled


async def test_a_parcel_is_delivered_once(scope: Scope, world: World) -> None:
    # given one that nobody had to send
    parcel = await world.parcel()
    # when
    delivered = await mark_as_delivered(scope, parcel.id)
    with pytest.raises(AppError, match="Fulfillment has already been marked delivered"):
        await mark_as_delivered(scope, parcel.id)
    # then
    assert delivered.delivered_at is not None


async def test_without_a_shipping_option_there_is_nothing_to_ship(scope: Scope, world: World) -> None:
    # given
    parcel = await world.parcel()
    # when, then
    with pytest.raises(AppError, match="Cannot create shipment without a Shipping Option"):
        await create_shipment(scope, parcel.id)
