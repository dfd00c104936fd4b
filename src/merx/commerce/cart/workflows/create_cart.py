"""A new cart: in a region and sales channel, for a guest or a customer, with or without lines."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from merx.commerce.cart.models import Address, Cart
from merx.commerce.cart.workflows.lines import NewItem, new_lines
from merx.commerce.cart.workflows.people import customer_for
from merx.commerce.cart.workflows.places import CartRegion, address_of, channel_must_be_open, region_for
from merx.commerce.cart.workflows.prices import PricedCart
from merx.commerce.cart.workflows.refresh_cart import refresh_cart
from merx.commerce.inventory.workflows import confirm_inventory
from merx.commerce.promotion.workflows import promotions_with
from merx.framework.data import create_all
from merx.framework.errors import InvalidData
from merx.framework.languages import tag
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class NewCart(Struct, frozen=True, kw_only=True):
    """What a cart starts with. Addresses are columns of their own, or the id of one of the customer's."""

    region_id: str | None = None
    currency_code: str | None = None
    sales_channel_id: str | None = None
    customer_id: str | None = None
    email: str | None = None
    shipping_address: dict[str, Any] | str | None = None
    billing_address: dict[str, Any] | str | None = None
    items: Sequence[NewItem] = ()
    metadata: dict[str, Any] | None = None
    locale: str | None = None
    promo_codes: Sequence[str] = ()
    additional_data: Any = None
    """Of the shop's own, for the hooks."""


@workflow("cart.create", hooks=("validate", "cartCreated"))
async def create_cart(scope: Scope, new: NewCart) -> Cart:
    """Create a cart and price, tax and fill it. Emits `cart.created`.

    Raises `NotFound` without a region, `InvalidData` where the currency is not the region's or the sales channel is
    disabled or the `locale` is no language tag, `UnknownCode`, and what adding lines raises.
    """
    region = await region_for(scope, new.region_id)
    if new.currency_code is not None and new.currency_code.lower() != region.currency_code:
        raise InvalidData(f"Currency code {new.currency_code} does not match the region's currency code {region.currency_code}")
    await channel_must_be_open(scope, new.sales_channel_id)
    promotions = await promotions_with(scope, new.promo_codes)
    customer = await customer_for(scope, new.customer_id, new.email)
    shipping = await _shipping_address(scope, new, region)
    billing = await address_of(scope, new.billing_address, new.customer_id)
    cart = Cart(
        region_id=region.id,
        currency_code=region.currency_code,
        sales_channel_id=new.sales_channel_id,
        customer_id=customer.id if customer else None,
        email=new.email or (customer.email if customer else None),
        shipping_address_id=shipping.id if shipping else None,
        billing_address_id=billing.id if billing else None,
        metadata=new.metadata,
        locale=new.locale and tag(new.locale),
    )
    await create_cart.call_hook(scope, "validate", cart=cart, input=new)
    priced = PricedCart.of(cart, customer.groups if customer else ())
    lines = [line for line, _ in await new_lines(scope, priced, new.items, cart.locale, new.additional_data)] if new.items else []
    if lines:
        await confirm_inventory(scope, cart.sales_channel_id, [(line.variant_id, Decimal(line.quantity)) for line in lines if line.variant_id])
    await create_all(scope, [row for row in (shipping, billing, cart, *lines) if row is not None])
    if lines:
        await refresh_cart(scope, cart.id, promotion_ids=[each.id for each in promotions], additional_data=new.additional_data)
    await scope.emit("cart.created", {"id": cart.id})
    await create_cart.call_hook(scope, "cartCreated", cart=cart, additional_data=new.additional_data)
    return cart


async def _shipping_address(scope: Scope, new: NewCart, region: CartRegion) -> Address | None:
    address = await address_of(scope, new.shipping_address, new.customer_id)
    if address is None and len(region.countries) == 1:
        return Address(country_code=region.countries[0].iso_2)
    if address is not None:
        region.must_contain(address.country_code)
    return address
