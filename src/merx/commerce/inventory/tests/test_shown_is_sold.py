"""What is shown available is exactly what can be bought, whatever happened to the stock before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from decimal import Decimal

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

from merx.commerce.inventory import InsufficientInventory, InventoryService, LineToReserve
from merx.commerce.inventory.tests.worlds import Drawn, World, build, drawn
from merx.commerce.inventory.workflows import confirm_inventory, put_back_to_stock, release_reservations, reserve_inventory, take_from_stock
from merx.commerce.order import OrderLineItem
from merx.commerce.product import ProductVariant
from merx.framework.data import create_all
from merx.framework.errors import AppError
from merx.framework.scope import Scope


class _Undone(Exception):
    """Leaves a transaction without a trace."""


@asynccontextmanager
async def undone(scope: Scope) -> AsyncIterator[None]:
    """What is done inside is not done afterwards."""
    with suppress(_Undone):
        async with scope.transaction():
            yield
            raise _Undone


def line(variant_id: str, pieces: Decimal, key: str = "ordli_x") -> list[LineToReserve]:
    return [LineToReserve(line_item_id=key, variant_id=variant_id, quantity=pieces)]


class Trade:
    """Does what was drawn, over the workflows of orders and the routes of the admin. A refusal is an end too."""

    def __init__(self, world: World, admin: httpx.AsyncClient) -> None:
        self.world, self.admin, self.scope = world, admin, world.scope
        self.sold: list[str] = []
        self.sent: list[tuple[str, Decimal, str]] = []
        self.held: list[str] = []

    async def happens(self, what: str, first: int, second: int, pieces: int) -> None:
        places = self.world.locations
        item, place = self.world.items[first % len(self.world.items)].id, places[second % len(places)].id
        # Only what the shop itself refuses may be refused; anything else is an error of the test.
        with suppress(AppError):
            match what:
                case "order":
                    await self._order(first, second, Decimal(pieces))
                case "send" if self.sold:
                    await self._send(self.sold[first % len(self.sold)], Decimal(pieces), place if second % 2 else None)
                case "unpack" if self.sent:
                    key, quantity, where = self.sent.pop(first % len(self.sent))
                    await put_back_to_stock(self.scope, [(key, quantity)], location_id=where)
                case "release" if self.sold:
                    await release_reservations(self.scope, [self.sold.pop(first % len(self.sold))])
                case "leave":
                    channel = self.world.channels[first % len(self.world.channels)].id
                    await self._post(f"/admin/stock-locations/{place}/sales-channels", {"remove": [channel]})
                case "take out":
                    variant = self.world.variants[second % len(self.world.variants)]
                    await self._delete(f"/admin/products/{variant.product_id}/variants/{variant.id}/inventory-items/{item}")
                case _:
                    await self._by_hand(what, item, place, pieces)

    async def _by_hand(self, what: str, item: str, place: str, pieces: int) -> None:
        match what:
            case "hold":
                await self._hold(item, place, pieces)
            case "let go" if self.held:
                assert (await self.admin.delete(f"/admin/reservations/{self.held.pop()}")).status_code == 200
            case "move" if self.held:
                await self._post(f"/admin/reservations/{self.held[-1]}", {"location_id": place})
            case "count":
                await self._post(f"/admin/inventory-items/{item}/location-levels/{place}", {"stocked_quantity": pieces - 1})
            case "recount":
                counted = {"inventory_item_id": item, "location_id": place, "stocked_quantity": pieces}
                there = await self._post("/admin/inventory-items/location-levels/batch", {"update": [counted]})
                await self._post("/admin/inventory-items/location-levels/batch", {"create": [counted]} if there is None else {"update": [counted]})
            case _:
                await self._give_up(what, item, place)

    async def _give_up(self, what: str, item: str, place: str) -> None:
        match what:
            case "give up":
                for level in await self.scope[InventoryService].levels.list(inventory_item_id=item, location_id=place):
                    await self._post(f"/admin/inventory-items/{item}/location-levels/batch", {"delete": [level.id], "force": True})
            case "drop":
                await self._delete(f"/admin/inventory-items/{item}")
            case "close":
                await self._delete(f"/admin/stock-locations/{place}")
            case _:
                return

    async def _order(self, first: int, second: int, pieces: Decimal) -> None:
        channel = self.world.channels[first % len(self.world.channels)]
        sold = OrderLineItem(title="Teapot", variant_id=self.world.variants[second % len(self.world.variants)].id, unit_price=Decimal(1))
        await create_all(self.scope, [sold])
        await reserve_inventory(self.scope, channel.id, line(sold.variant_id or "", pieces, sold.id))
        self.sold.append(sold.id)

    async def _send(self, key: str, pieces: Decimal, location_id: str | None) -> None:
        taken = await take_from_stock(self.scope, [(key, pieces)], location_id=location_id)
        if taken:
            self.sent.append((key, pieces, taken[0].location_id))

    async def _hold(self, item: str, place: str, pieces: int) -> None:
        made = await self._post("/admin/reservations", {"inventory_item_id": item, "location_id": place, "quantity": pieces})
        if made is not None:
            key = made["reservation"]["id"]
            self.held.append(key)
            await self._post(f"/admin/reservations/{key}", {"quantity": pieces + 1})

    async def _delete(self, path: str) -> None:
        answer = await self.admin.delete(path)
        assert answer.status_code in (200, 400, 404), answer.text

    async def _post(self, path: str, body: dict[str, object]) -> dict[str, dict[str, str]] | None:
        answer = await self.admin.post(path, json=body)
        assert answer.status_code in (200, 400, 404), answer.text
        return answer.json() if answer.status_code == 200 else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(wanted=drawn)
async def test_so_many_as_are_shown_are_sold_and_not_one_more(scope: Scope, admin: httpx.AsyncClient, wanted: Drawn) -> None:
    # given
    world = await build(scope, wanted)
    trade = Trade(world, admin)
    for each in wanted.happens:
        await trade.happens(*each)
    before = await world.ledger()
    # then, in every channel
    for channel in world.channels:
        shown = await world.shown(channel.id)
        for variant in world.variants:
            await buys_exactly(world, channel.id, variant.id, _limit(variant.manage_inventory, variant.allow_backorder, shown[variant.id]))
        # ... and of two variants together, what is shown of the second beside some of the first
        await buys_both_exactly(world, channel.id, *(variant for variant in world.variants if variant.manage_inventory and not variant.allow_backorder))
    # then, whoever sells from everywhere sells what the admin sees
    shown = await world.shown(None)
    for variant in world.variants:
        await buys_exactly(world, None, variant.id, _limit(variant.manage_inventory, variant.allow_backorder, shown[variant.id]))
    assert await world.ledger() == before


def _limit(manage_inventory: bool, allow_backorder: bool, shown: Decimal | None) -> Decimal | None:
    assert (shown is None) == (not manage_inventory)
    # Below zero, so many are owed: none can be bought.
    return None if shown is None or allow_backorder else max(shown, Decimal(0))


async def buys_exactly(world: World, channel_id: str | None, variant_id: str, most: Decimal | None) -> None:
    """So many can be bought and one more cannot; without a limit, very many can."""
    pieces = Decimal(1000) if most is None else most
    if pieces:
        async with undone(world.scope):
            await confirm_inventory(world.scope, channel_id, [(variant_id, pieces)])
            made = await reserve_inventory(world.scope, channel_id, line(variant_id, pieces))
            assert all(each.quantity > 0 for each in made)
            if most is not None:
                assert (await world.shown(channel_id))[variant_id] == 0
    if most is None:
        return
    with pytest.raises(InsufficientInventory):
        await confirm_inventory(world.scope, channel_id, [(variant_id, most + 1)])
    with pytest.raises(InsufficientInventory):
        await reserve_inventory(world.scope, channel_id, line(variant_id, most + 1))


async def buys_both_exactly(world: World, channel_id: str, *variants: ProductVariant) -> None:
    """Half of what is shown of the first, and at once what is then shown of the last: those are there, and not one more."""
    first, last = variants[0].id if variants else "", variants[-1].id if variants else ""
    half = ((await world.shown(channel_id)).get(first) or Decimal(0)) // 2
    if first == last or half <= 0:
        return
    async with undone(world.scope):
        await reserve_inventory(world.scope, channel_id, line(first, half))
        left = max((await world.shown(channel_id))[last] or Decimal(0), Decimal(0))
    async with undone(world.scope):
        await reserve_inventory(world.scope, channel_id, [*line(first, half), *(line(last, left) if left else ())])
    with pytest.raises(InsufficientInventory):
        await confirm_inventory(world.scope, channel_id, [(first, half), (last, left + 1)])
    with pytest.raises(InsufficientInventory):
        await reserve_inventory(world.scope, channel_id, [*line(first, half), *line(last, left + 1)])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(wanted=drawn)
async def test_what_is_reserved_is_the_sum_of_the_reservations(scope: Scope, admin: httpx.AsyncClient, wanted: Drawn) -> None:
    # given
    world = await build(scope, wanted)
    trade = Trade(world, admin)
    # when
    for each in wanted.happens:
        await trade.happens(*each)
    # then
    levels = await world.scope.query.graph(
        "inventory_level",
        fields=["inventory_item_id", "location_id", "reserved_quantity"],
        filters={"inventory_item_id": [item.id for item in world.items]},
    )
    counted = {(row["inventory_item_id"], row["location_id"]): row["reserved_quantity"] for row in levels if row["reserved_quantity"]}
    assert counted == await world.set_aside()
