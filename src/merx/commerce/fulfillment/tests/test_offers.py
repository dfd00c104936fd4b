"""Which shipping options reach a cart, and what they cost."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.fulfillment import FulfillmentService, NewGeoZone, NewOptionPrice, NewOptionRule
from merx.commerce.fulfillment.tests.world import World, euro
from merx.commerce.fulfillment.workflows import shipping_options_for
from merx.framework.scope import Scope

IN_STORE = NewOptionRule(attribute="enabled_in_store", operator="eq", value="true")
NO_RETURN = NewOptionRule(attribute="is_return", operator="eq", value="false")

PLACES = {
    "country": NewGeoZone(type="country", country_code="US"),
    "province": NewGeoZone(type="province", country_code="us", province_code="us-ca"),
    "city": NewGeoZone(type="city", country_code="us", province_code="us-ca", city="Los Angeles"),
    "zip": NewGeoZone(type="zip", country_code="us", province_code="us-ca", city="Los Angeles", postal_expression={"in": ["90001", "90002"]}),
}


@pytest.mark.parametrize(
    ("place", "reached"),
    [
        ({"country_code": "us"}, ["country"]),
        ({"country_code": "US", "province": "US-NY"}, ["country"]),
        ({"country_code": "us", "province": "us-ca"}, ["country", "province"]),
        ({"country_code": "us", "province": "us-ca", "city": "los angeles"}, ["country", "province", "city"]),
        ({"country_code": "us", "province": "us-ca", "city": "Los Angeles", "postal_code": "90002"}, ["country", "province", "city", "zip"]),
        ({"country_code": "us", "province": "us-ca", "city": "Los Angeles", "postal_code": "9000"}, ["country", "province", "city"]),
        ({"country_code": "us", "city": "Los Angeles", "postal_code": "90002"}, ["country"]),
        ({"country_code": "de"}, []),
        ({}, ["country", "province", "city", "zip"]),
    ],
)
async def test_a_zone_is_reached_through_any_of_its_places(scope: Scope, place: dict[str, Any], reached: list[str]) -> None:
    # given a zone of each width, with an option
    world = await World.open(scope)
    for name, where in PLACES.items():
        await world.option(name, await world.zone(name, where))
    # when
    options = await shipping_options_for(scope, world.cart(**place))
    # then
    assert [option.name for option in options] == reached


async def test_prices_that_depend_on_the_cart_follow_it(scope: Scope) -> None:
    # given the contract's example: 10, and nothing from 200 on
    world = await World.open(scope)
    await world.option("Standard", await world.zone("France"), euro("10"), euro("0", ("gte", "200")))
    # when
    below = await shipping_options_for(scope, world.cart("199.99", country_code="fr"))
    above = await shipping_options_for(scope, world.cart("200", country_code="fr"))
    # then
    assert ([option.amount for option in below], [option.amount for option in above]) == ([Decimal(10)], [Decimal(0)])


async def test_a_regions_own_price_comes_before_the_currencys(scope: Scope) -> None:
    # given
    world = await World.open(scope)
    regional = NewOptionPrice(region_id=world.region.id, amount=Decimal(5))
    await world.option("Standard", await world.zone("France"), euro("7.5"), regional)
    # when
    (option,) = await shipping_options_for(scope, world.cart(country_code="fr"))
    # then
    assert (option.amount, option.is_tax_inclusive, option.type and option.type.code) == (Decimal(5), False, "standard")
    assert sorted(price.amount for price in option.prices) == [Decimal(5), Decimal("7.5")]


async def test_an_option_without_a_price_in_the_currency_has_no_amount(scope: Scope) -> None:
    # given
    world = await World.open(scope)
    await world.option("Dollars", await world.zone("France"), NewOptionPrice(currency_code="usd", amount=Decimal(3)))
    # when
    (option,) = await shipping_options_for(scope, world.cart(country_code="fr"))
    # then
    assert option.amount is None


async def test_rules_decide_who_is_offered_what(scope: Scope) -> None:
    # given
    world = await World.open(scope)
    zone = await world.zone("France")
    await world.option("Shop", zone, rules=(IN_STORE, NO_RETURN))
    await world.option("Return", zone, rules=(NewOptionRule(attribute="is_return", operator="in", value=["true"]),))
    await world.option("Everybody", zone)
    # when
    for_cart = await shipping_options_for(scope, world.cart(country_code="fr"))
    for_return = await shipping_options_for(scope, world.cart(country_code="fr", is_return=True))
    for_admin = await shipping_options_for(scope, world.cart(country_code="fr", enabled_in_store=False))
    # then
    assert [[option.name for option in found] for found in (for_cart, for_return, for_admin)] == [
        ["Shop", "Everybody"],
        ["Return", "Everybody"],
        ["Everybody"],
    ]


async def test_another_channel_a_disabled_provider_and_a_deleted_zone_offer_nothing(scope: Scope) -> None:
    # given
    world = await World.open(scope)
    zone = await world.zone("France")
    await world.option("Standard", zone)
    service = scope[FulfillmentService]
    cart = world.cart(country_code="fr")
    # when
    world.channel.id = "sc_other"
    elsewhere = await shipping_options_for(scope, world.cart(country_code="fr"))
    await service.providers.update("manual_manual", is_enabled=False)
    disabled = await shipping_options_for(scope, cart)
    await service.providers.update("manual_manual", is_enabled=True)
    enabled = await shipping_options_for(scope, cart)
    await service.service_zones.soft_delete(zone)
    deleted = await shipping_options_for(scope, cart)
    # then
    assert [len(found) for found in (elsewhere, disabled, enabled, deleted)] == [0, 0, 1, 0]


@pytest.mark.parametrize("number", [1, 20])
async def test_two_statements_whatever_the_number_of_options(scope: Scope, number: int) -> None:
    # given
    world = await World.open(scope)
    zone = await world.zone("France")
    for n in range(number):
        await world.option(f"Option {n}", zone)
    before = scope.app.database.statements
    # when
    options = await shipping_options_for(scope, world.cart(country_code="fr"))
    # then
    assert (len(options), scope.app.database.statements - before) == (number, 2)
