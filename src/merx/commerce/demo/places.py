"""Where the demo sells and sends from: two regions with their taxes, two locations with their ways out."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from merx.commerce.fulfillment import FulfillmentService, NewGeoZone, NewOptionPrice, NewOptionRule, NewOptionType, NewShippingOption
from merx.commerce.fulfillment.workflows import create_service_zone, create_shipping_option, create_shipping_profile
from merx.commerce.region.workflows import NewRegion, create_region
from merx.commerce.stock_location.workflows import add_fulfillment_set, change_fulfillment_providers, change_sales_channels, create_stock_location
from merx.commerce.tax import NewTaxRate, NewTaxRegion
from merx.commerce.tax.workflows import create_tax_region
from merx.framework.scope import Scope

# Standard rates of value added tax, in percent.
EUROPE: Mapping[str, str] = {"de": "19", "fr": "20", "it": "22", "es": "21", "nl": "21", "at": "20", "be": "21", "ie": "23", "pt": "23", "fi": "25.5"}
# Sales tax is the states' affair; cities add theirs, which a demo leaves out.
STATES: Mapping[str, str] = {"us-ca": "7.25", "us-ny": "4", "us-tx": "6.25", "us-wa": "6.5"}
PAYMENT, CARRIER, TAX = "pp_system_default", "manual_manual", "tp_system"

WAYS = (
    (NewOptionType(label="Standard", code="standard", description="In three to five days"), Decimal(5), Decimal(6)),
    (NewOptionType(label="Express", code="express", description="Tomorrow"), Decimal(12), Decimal(14)),
)
"""With their prices in euro and dollar."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of what was made; `region_id` is Europe's."""

    region_id: str
    sales_channel_id: str
    shipping_profile_id: str
    location_ids: list[str]


async def open_places(scope: Scope, sales_channel_id: str) -> Places:
    # People in Europe are shown what they pay; in the United States tax comes on top.
    europe = await create_region(
        scope, NewRegion(name="Europe", currency_code="eur", countries=list(EUROPE), payment_providers=[PAYMENT], is_tax_inclusive=True)
    )
    await create_region(scope, NewRegion(name="United States", currency_code="usd", countries=["us"], payment_providers=[PAYMENT], is_tax_inclusive=False))
    await _tax(scope)
    profile_id = await _profile(scope)
    berlin = {"address_1": "Lehrter Straße 57", "city": "Berlin", "postal_code": "10557", "country_code": "de"}
    new_york = {"address_1": "63 Flushing Avenue", "city": "New York", "province": "us-ny", "postal_code": "11205", "country_code": "us"}
    locations = [
        await _location(scope, address, zone_name=zone, countries=countries, sales_channel_id=sales_channel_id, profile_id=profile_id)
        for address, zone, countries in ((berlin, "Europe", list(EUROPE)), (new_york, "United States", ["us"]))
    ]
    return Places(region_id=europe.id, sales_channel_id=sales_channel_id, shipping_profile_id=profile_id, location_ids=locations)


async def _tax(scope: Scope) -> None:
    for country, rate in EUROPE.items():
        vat = NewTaxRate(code="vat", name="VAT", rate=Decimal(rate), is_default=True)
        await create_tax_region(scope, NewTaxRegion(country_code=country, provider_id=TAX, default_rate=vat))
    untaxed = NewTaxRate(code="none", name="No sales tax", rate=Decimal(0), is_default=True)
    await create_tax_region(scope, NewTaxRegion(country_code="us", provider_id=TAX, default_rate=untaxed))
    for state, rate in STATES.items():
        sales_tax = NewTaxRate(code="sales", name="Sales tax", rate=Decimal(rate), is_default=True)
        await create_tax_region(scope, NewTaxRegion(country_code="us", province_code=state, default_rate=sales_tax))


async def _profile(scope: Scope) -> str:
    known = await scope[FulfillmentService].shipping_profiles.first(type="default")
    return (known or await create_shipping_profile(scope, "Default Shipping Profile", "default")).id


async def _location(scope: Scope, address: dict[str, str], *, zone_name: str, countries: list[str], sales_channel_id: str, profile_id: str) -> str:
    name = address["city"]
    location = await create_stock_location(scope, name, address=address)
    await change_sales_channels(scope, location.id, add=[sales_channel_id])
    await change_fulfillment_providers(scope, location.id, add=[CARRIER])
    set_id = await add_fulfillment_set(scope, location.id, f"Parcels from {name}", "shipping")
    zone = await create_service_zone(scope, set_id, zone_name, [NewGeoZone(type="country", country_code=country) for country in countries])
    for way in WAYS:
        await create_shipping_option(scope, _option(way, zone.id, profile_id))
    return location.id


def _option(way: tuple[NewOptionType, Decimal, Decimal], zone_id: str, profile_id: str) -> NewShippingOption:
    kind, euro, dollar = way
    return NewShippingOption(
        name=kind.label,
        service_zone_id=zone_id,
        shipping_profile_id=profile_id,
        provider_id=CARRIER,
        type=kind,
        prices=[NewOptionPrice(currency_code="eur", amount=euro), NewOptionPrice(currency_code="usd", amount=dollar)],
        rules=[
            NewOptionRule(attribute="enabled_in_store", operator="eq", value="true"),
            NewOptionRule(attribute="is_return", operator="eq", value="false"),
        ],
    )
