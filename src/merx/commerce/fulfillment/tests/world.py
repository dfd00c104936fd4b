"""A merchant with one channel and one location, and shipping options made the way the admin makes them."""

from decimal import Decimal
from typing import Literal

from merx.commerce.fulfillment import (
    Fulfillment,
    FulfillmentSet,
    NewFulfillment,
    NewFulfillmentItem,
    NewGeoZone,
    NewOptionPrice,
    NewOptionRule,
    NewOptionType,
    NewPriceRule,
    NewShippingOption,
    ShippingContext,
)
from merx.commerce.fulfillment.workflows import (
    create_fulfillment,
    create_fulfillment_set,
    create_service_zone,
    create_shipping_option,
    create_shipping_profile,
    sync_providers,
)
from merx.commerce.region import Region, RegionService
from merx.commerce.sales_channel import SalesChannel, SalesChannelService
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation, StockLocationService
from merx.commerce.stock_location.links import location_fulfillment_providers, location_fulfillment_sets
from merx.framework.scope import Scope

COUNTRY = NewGeoZone(type="country", country_code="FR")


class World:
    """What a test has set up; `await World.open(scope)`."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.channel = SalesChannel(name="Web")
        self.location = StockLocation(name="Warehouse")
        self.region = Region(name="Europe", currency_code="eur")
        self.set = FulfillmentSet(name="Shipping", type="shipping")
        self.profile_id = ""

    @classmethod
    async def open(cls, scope: Scope) -> "World":
        world = cls(scope)
        await sync_providers(scope)
        await scope[SalesChannelService].sales_channels.create(world.channel)
        await scope[StockLocationService].locations.create(world.location)
        await scope[RegionService].regions.create(world.region)
        world.set = await create_fulfillment_set(scope, "Shipping", "shipping")
        world.profile_id = (await create_shipping_profile(scope, "Default", "default")).id
        await sales_channel_locations.add(scope, [(world.channel.id, world.location.id)])
        await location_fulfillment_sets.add(scope, [(world.location.id, world.set.id)])
        await location_fulfillment_providers.add(scope, [(world.location.id, "manual_manual")])
        return world

    async def zone(self, name: str, *places: NewGeoZone) -> str:
        return (await create_service_zone(self.scope, self.set.id, name, places or (COUNTRY,))).id

    async def option(self, name: str, zone_id: str, *prices: NewOptionPrice, rules: tuple[NewOptionRule, ...] = ()) -> str:
        option = await create_shipping_option(self.scope, self.new_option(name, zone_id, *prices, rules=rules))
        return option.id

    def new_option(self, name: str, zone_id: str, *prices: NewOptionPrice, rules: tuple[NewOptionRule, ...] = ()) -> NewShippingOption:
        return NewShippingOption(
            name=name,
            service_zone_id=zone_id,
            shipping_profile_id=self.profile_id,
            provider_id="manual_manual",
            type=NewOptionType(label=name, code=name.lower()),
            prices=prices or (euro("10"),),
            rules=rules,
        )

    def cart(self, item_total: str = "50", **place: str | bool) -> ShippingContext:
        return ShippingContext(
            sales_channel_id=self.channel.id,
            currency_code="eur",
            region_id=self.region.id,
            item_total=Decimal(item_total),
            **place,  # pyright: ignore[reportArgumentType] - fields of the context by name
        )

    async def parcel(self, *, option_id: str | None = None) -> Fulfillment:
        new = NewFulfillment(
            location_id=self.location.id,
            provider_id="manual_manual",
            shipping_option_id=option_id,
            items=[NewFulfillmentItem(title="Teapot", sku="TEA", barcode="", quantity=Decimal(2), line_item_id="ordli_1")],
            delivery_address={"city": "Lyon", "country_code": "fr"},
        )
        return await create_fulfillment(self.scope, new)


def euro(amount: str, *conditions: tuple[Literal["gte", "lte", "gt", "lt", "eq"], str]) -> NewOptionPrice:
    """A price in euro; each condition is an operator and a cart total."""
    rules = [NewPriceRule(attribute="item_total", operator=operator, value=Decimal(value)) for operator, value in conditions]
    return NewOptionPrice(currency_code="eur", amount=Decimal(amount), rules=rules)
