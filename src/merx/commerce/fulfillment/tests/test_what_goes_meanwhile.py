"""Nothing is joined to what is gone, or goes at the same time: a shipping option has a zone, a profile and a type."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import msgspec
import pytest

from merx.commerce.fulfillment import FulfillmentService, NewOptionType
from merx.commerce.fulfillment.tests.world import World
from merx.commerce.fulfillment.workflows import (
    create_service_zone,
    create_shipping_option,
    create_shipping_option_type,
    create_shipping_profile,
    delete_fulfillment_set,
    delete_service_zone,
    delete_shipping_option_type,
    delete_shipping_profile,
    update_shipping_option,
    update_shipping_profile,
)
from merx.commerce.product.workflows import NewOption, NewProduct, create_products
from merx.commerce.stock_location.links import location_fulfillment_sets
from merx.commerce.stock_location.workflows import add_fulfillment_set, delete_stock_location
from merx.framework.app import App
from merx.framework.errors import AppError, InvalidData, NotFound
from merx.framework.scope import Scope
from merx.framework.testing.races import until_somebody_waits

Goes: TypeAlias = Callable[["Kinds", Scope], Awaitable[object]]


class Kinds:
    """What an option is made of, and an option that is not there yet."""

    def __init__(self, world: World, zone_id: str, profile_id: str, type_id: str) -> None:
        self.world, self.zone_id, self.profile_id, self.type_id = world, zone_id, profile_id, type_id

    async def make_option(self, scope: Scope) -> object:
        new = self.world.new_option("Express", self.zone_id)
        return await create_shipping_option(scope, msgspec.structs.replace(new, shipping_profile_id=self.profile_id, type=self.type_id))

    async def options(self) -> list[str]:
        return [each.name for each in await self.world.scope[FulfillmentService].shipping_options.list()]


@pytest.fixture
async def kinds(scope: Scope) -> Kinds:
    world = await World.open(scope)
    profile = await create_shipping_profile(scope, "Heavy", "heavy")
    kind = await create_shipping_option_type(scope, NewOptionType(label="Express", code="express"))
    return Kinds(world, await world.zone("France"), profile.id, kind.id)


GOES: dict[str, tuple[Goes, str]] = {
    "its set": (lambda kinds, scope: delete_fulfillment_set(scope, kinds.world.set.id), "The following service zones does not exists: {zone_id}"),
    "its zone": (lambda kinds, scope: delete_service_zone(scope, kinds.world.set.id, kinds.zone_id), "The following service zones does not exists: {zone_id}"),
    "its profile": (
        lambda kinds, scope: delete_shipping_profile(scope, kinds.profile_id),
        "You tried to set relationship shipping_profile_id: {profile_id}, but such entity does not exist",
    ),
    "its type": (
        lambda kinds, scope: delete_shipping_option_type(scope, kinds.type_id),
        "You tried to set relationship shipping_option_type_id: {type_id}, but such entity does not exist",
    ),
}


@pytest.mark.parametrize("what", GOES)
async def test_an_option_is_refused_once_part_of_it_is_gone(kinds: Kinds, scope: Scope, what: str) -> None:
    # given
    goes, words = GOES[what]
    await goes(kinds, scope)
    # when
    with pytest.raises(NotFound) as refused:
        await kinds.make_option(scope)
    # then
    assert str(refused.value) == words.format(**vars(kinds))
    assert await kinds.options() == []


@pytest.mark.parametrize(("field", "what"), [("shipping_profile_id", "its profile"), ("shipping_option_type_id", "its type")])
async def test_an_option_keeps_what_it_has_when_it_shall_get_what_is_gone(kinds: Kinds, scope: Scope, field: str, what: str) -> None:
    # given
    option_id = await kinds.world.option("Standard", kinds.zone_id)
    before = await scope[FulfillmentService].shipping_options.list()
    goes, words = GOES[what]
    await goes(kinds, scope)
    # when
    changes = {"name": "Other", **({field: kinds.profile_id} if what == "its profile" else {})}
    with pytest.raises(NotFound) as refused:
        await update_shipping_option(scope, option_id, changes, type=kinds.type_id if what == "its type" else None)
    # then
    assert str(refused.value) == words.format(**vars(kinds))
    assert await scope[FulfillmentService].shipping_options.list() == before


@pytest.mark.parametrize("what", GOES)
async def test_an_option_waits_for_what_is_going_and_is_refused(app: App, kinds: Kinds, scope: Scope, what: str) -> None:
    # when
    async with scope.transaction():
        await GOES[what][0](kinds, scope)
        made = asyncio.create_task(kinds.make_option(app.scope()))
        await until_somebody_waits(app)
    # then
    with pytest.raises(NotFound):
        await made
    assert await kinds.options() == []


@pytest.mark.parametrize(("what", "left"), [("its set", []), ("its zone", []), ("its profile", ["Express"]), ("its type", ["Express"])])
async def test_what_goes_waits_for_an_option_that_is_being_made_and_takes_it_along_or_stays(
    app: App, kinds: Kinds, scope: Scope, what: str, left: list[str]
) -> None:
    # when
    async with scope.transaction():
        await kinds.make_option(scope)
        going = asyncio.ensure_future(GOES[what][0](kinds, app.scope()))
        await until_somebody_waits(app)
    (refused,) = await asyncio.gather(going, return_exceptions=True)
    # then
    assert await kinds.options() == left
    assert isinstance(refused, AppError) == bool(left)
    assert refused is None or isinstance(refused, InvalidData)


async def test_a_zone_goes_with_the_set_that_goes_while_it_is_made(app: App, kinds: Kinds, scope: Scope) -> None:
    # when
    async with scope.transaction():
        await create_service_zone(scope, kinds.world.set.id, "Spain")
        going = asyncio.create_task(delete_fulfillment_set(app.scope(), kinds.world.set.id))
        await until_somebody_waits(app)
    await going
    # then
    assert await scope[FulfillmentService].service_zones.list() == []


async def test_a_way_out_goes_with_the_location_that_goes_while_it_is_made(app: App, kinds: Kinds, scope: Scope) -> None:
    # given
    location_id = kinds.world.location.id
    # when
    async with scope.transaction():
        await add_fulfillment_set(scope, location_id, "Pickup", "pickup")
        going = asyncio.create_task(delete_stock_location(app.scope(), location_id))
        await until_somebody_waits(app)
    await going
    # then
    assert await scope[FulfillmentService].sets.list() == []
    assert await location_fulfillment_sets.pairs(scope, left=location_id) == []


async def test_a_profile_stays_while_a_product_of_it_is_made(app: App, kinds: Kinds, scope: Scope) -> None:
    # when
    async with scope.transaction():
        await create_products(scope, [NewProduct(title="Anvil", options=[NewOption(title="Size", values=["S"])], shipping_profile_id=kinds.profile_id)])
        going = asyncio.create_task(delete_shipping_profile(app.scope(), kinds.profile_id))
        await until_somebody_waits(app)
    # then
    with pytest.raises(InvalidData, match="they are linked to products"):
        await going
    assert len(await scope[FulfillmentService].shipping_profiles.list(id=kinds.profile_id)) == 1


async def test_a_profile_that_is_gone_stays_as_it_was(kinds: Kinds, scope: Scope) -> None:
    # given
    await delete_shipping_profile(scope, kinds.profile_id)
    before = await scope[FulfillmentService].shipping_profiles.list(with_deleted=True)
    # when
    with pytest.raises(NotFound, match=rf"^ShippingProfile with id: {kinds.profile_id} was not found$"):
        await update_shipping_profile(scope, kinds.profile_id, {"name": "Light"})
    # then
    assert await scope[FulfillmentService].shipping_profiles.list(with_deleted=True) == before
