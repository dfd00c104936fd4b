"""A small shop for tests, written in one statement: what it sells, where from, to whom, at which tax.

shop = await open_shop(scope, pieces={"teapot": 3, "mug": 10})
await create_cart(scope, NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id))
"""

import secrets
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from merx.commerce.api_key import ApiKey
from merx.commerce.api_key.links import publishable_key_sales_channels
from merx.commerce.cart.workflows import ChosenOption, NewCart, NewItem, add_shipping_methods, complete_cart, create_cart
from merx.commerce.fulfillment import (
    FulfillmentProvider,
    FulfillmentSet,
    GeoZone,
    ServiceZone,
    ShippingOption,
    ShippingOptionRule,
    ShippingOptionType,
    ShippingProfile,
)
from merx.commerce.fulfillment.links import shipping_option_price_set
from merx.commerce.inventory import InventoryItem, InventoryLevel
from merx.commerce.payment import PaymentProvider
from merx.commerce.payment.workflows import create_payment_collection, create_payment_session
from merx.commerce.pricing import Price, PriceSet
from merx.commerce.product import Product, ProductOption, ProductOptionValue, ProductProductOption, ProductVariant, ProductVariantOption
from merx.commerce.product.links import product_sales_channels, product_shipping_profile, variant_inventory_items, variant_price_set
from merx.commerce.region import Country, Region
from merx.commerce.region.links import region_payment_providers
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation
from merx.commerce.stock_location.links import location_fulfillment_providers, location_fulfillment_sets
from merx.commerce.store import Store
from merx.commerce.tax import TaxProvider, TaxRate, TaxRegion
from merx.framework.data import Record, create_all
from merx.framework.scope import Scope


class SmallShop(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of what was made. `variants` and `inventory_items` by the names given."""

    region_id: str
    sales_channel_id: str
    location_id: str
    shipping_option_id: str
    shipping_profile_id: str
    publishable_key: str
    variants: Mapping[str, str]
    products: Mapping[str, str]
    inventory_items: Mapping[str, str]


async def open_shop(
    scope: Scope,
    pieces: Mapping[str, int],
    *,
    price: Decimal = Decimal(100),
    shipping: Decimal = Decimal(10),
    tax: Decimal = Decimal(19),
    currency_code: str = "eur",
    country_code: str = "de",
) -> SmallShop:
    """A published product with one variant and so many pieces for each name, at `price` each; flat `shipping`; `tax` in percent on top."""
    region = Region(name="Europe", currency_code=currency_code)
    channel, location = SalesChannel(name="Web shop"), StockLocation(name="Warehouse")
    key = ApiKey(token=f"pk_{secrets.token_hex(32)}", salt="", redacted="pk_***", title="Web shop", type="publishable", created_by="factory")
    profile, kind = ShippingProfile(name="Default", type="default"), ShippingOptionType(label="Standard", code="standard")
    fulfillment_set = FulfillmentSet(name="Warehouse shipping", type="shipping")
    zone = ServiceZone(name="Zone", fulfillment_set_id=fulfillment_set.id)
    shipping_prices = PriceSet()
    option = ShippingOption(
        name="Standard", service_zone_id=zone.id, shipping_profile_id=profile.id, provider_id="manual_manual", shipping_option_type_id=kind.id
    )
    tax_region = TaxRegion(country_code=country_code, provider_id="tp_system")
    rows: list[Record] = [
        *(PaymentProvider(id="pp_system_default"), FulfillmentProvider(id="manual_manual"), TaxProvider(id="tp_system")),
        *(region, channel, location, key, profile, kind, fulfillment_set, zone, shipping_prices, option, tax_region),
        Store(default_sales_channel_id=channel.id, default_region_id=region.id, default_location_id=location.id),
        Country(iso_2=country_code, iso_3=country_code, num_code="0", name=country_code, display_name=country_code, region_id=region.id),
        GeoZone(type="country", country_code=country_code, service_zone_id=zone.id),
        Price(price_set_id=shipping_prices.id, currency_code=currency_code, amount=shipping),
        *(_rule(option, attribute, value) for attribute, value in (("enabled_in_store", "true"), ("is_return", "false"))),
        TaxRate(tax_region_id=tax_region.id, rate=tax, code="default", name="Tax", is_default=True),
    ]
    sold = {name: _sold(name, count, price, currency_code, location) for name, count in pieces.items()}
    await create_all(scope, [*rows, *(row for each in sold.values() for row in each.rows)])
    await _join(scope, region, channel, location, key, profile, fulfillment_set, option, shipping_prices, sold)
    return SmallShop(
        region_id=region.id,
        sales_channel_id=channel.id,
        location_id=location.id,
        shipping_option_id=option.id,
        shipping_profile_id=profile.id,
        publishable_key=key.token,
        variants={name: each.variant.id for name, each in sold.items()},
        products={name: each.product.id for name, each in sold.items()},
        inventory_items={name: each.item.id for name, each in sold.items()},
    )


class _Sold(msgspec.Struct):
    product: Product
    variant: ProductVariant
    prices: PriceSet
    item: InventoryItem
    rows: list[Record]


def _sold(name: str, count: int, price: Decimal, currency_code: str, location: StockLocation) -> _Sold:
    product = Product(title=name.capitalize(), handle=name, status="published")
    variant = ProductVariant(product_id=product.id, title="One size", sku=name)
    option = ProductOption(title="Size", is_exclusive=True)
    value = ProductOptionValue(option_id=option.id, value="One size")
    prices, item = PriceSet(), InventoryItem(sku=name, title=product.title)
    rows: list[Record] = [
        *(product, variant, option, value, prices, item),
        ProductProductOption(product_id=product.id, product_option_id=option.id),
        ProductVariantOption(variant_id=variant.id, option_value_id=value.id),
        Price(price_set_id=prices.id, currency_code=currency_code, amount=price),
        InventoryLevel(inventory_item_id=item.id, location_id=location.id, stocked_quantity=Decimal(count)),
    ]
    return _Sold(product, variant, prices, item, rows)


def _rule(option: ShippingOption, attribute: str, value: str) -> ShippingOptionRule:
    return ShippingOptionRule(shipping_option_id=option.id, attribute=attribute, operator="eq", value=value)


async def _join(  # noqa: PLR0913, PLR0917 - the parts of a shop
    scope: Scope,
    region: Region,
    channel: SalesChannel,
    location: StockLocation,
    key: ApiKey,
    profile: ShippingProfile,
    fulfillment_set: FulfillmentSet,
    option: ShippingOption,
    shipping_prices: PriceSet,
    sold: Mapping[str, _Sold],
) -> None:
    await region_payment_providers.add(scope, [(region.id, "pp_system_default")])
    await publishable_key_sales_channels.add(scope, [(key.id, channel.id)])
    await sales_channel_locations.add(scope, [(channel.id, location.id)])
    await location_fulfillment_sets.add(scope, [(location.id, fulfillment_set.id)])
    await location_fulfillment_providers.add(scope, [(location.id, "manual_manual")])
    await shipping_option_price_set.add(scope, [(option.id, shipping_prices.id)])
    await product_sales_channels.add(scope, [(each.product.id, channel.id) for each in sold.values()])
    await product_shipping_profile.add(scope, [(each.product.id, profile.id) for each in sold.values()])
    await variant_price_set.add(scope, [(each.variant.id, each.prices.id) for each in sold.values()])
    await variant_inventory_items.add(scope, [(each.variant.id, each.item.id) for each in sold.values()])


ADDRESS = {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Street 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"}


async def ready_cart(scope: Scope, shop: SmallShop, pieces: Mapping[str, int], *, email: str = "ada@example.com") -> str:
    """A cart with so many pieces of each, addressed, shipped and with a payment session: all that completion asks for. Its id."""
    items = [NewItem(variant_id=shop.variants[name], quantity=count) for name, count in pieces.items()]
    new = NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, email=email, shipping_address=ADDRESS, items=items)
    cart = await create_cart(scope, new)
    await add_shipping_methods(scope, cart.id, [ChosenOption(option_id=shop.shipping_option_id)])
    collection = await create_payment_collection(scope, cart.id)
    await create_payment_session(scope, collection.id, "pp_system_default", {})
    return cart.id


async def placed_order(scope: Scope, shop: SmallShop, pieces: Mapping[str, int]) -> str:
    """An order of so many pieces of each, authorized and not sent. Its id."""
    return await complete_cart(scope, await ready_cart(scope, shop, pieces))
