"""Where a shopper stands: the channels they may see, and the currency, region and country that prices depend on."""

from decimal import Decimal
from typing import Any

import msgspec

from merx.commerce.cart import Cart
from merx.commerce.product import ProductVariant
from merx.commerce.product.api.params import PricedParams
from merx.commerce.product.computed import ONLY_CHANNEL, SHOPPER
from merx.commerce.region import Region
from merx.commerce.tax.workflows import TaxableItem, TaxAddress, tax_lines_for
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, Answer, Fields, StoreScope
from merx.framework.query import View

_CONTEXT = "Region with id {} not found when populating the pricing context"


class _Region(View, of=Region):
    id: str
    currency_code: str
    automatic_taxes: bool


class _Address(View):
    country_code: str | None
    province: str | None


class _Cart(View, of=Cart):
    region: _Region | None
    shipping_address: _Address | None


class _Typed(View):
    type_id: str | None


class _Taxed(View, of=ProductVariant):
    id: str
    product_id: str | None
    product: _Typed | None


def channels_of(scope: StoreScope, query: PricedParams) -> list[str]:
    """The channels to look in: those asked for, else all of the key's. Raises `InvalidData` for others and for none."""
    if not scope.sales_channel_ids:
        raise InvalidData("Publishable key needs to have a sales channel configured")
    if query.sales_channel_id is UNSET:
        return scope.sales_channel_ids
    asked = [query.sales_channel_id] if isinstance(query.sales_channel_id, str) else query.sales_channel_id
    if not set(asked) <= set(scope.sales_channel_ids):
        raise InvalidData("Requested sales channel is not part of the publishable key")
    return asked


def on_sale(scope: StoreScope, channels: list[str]) -> dict[str, Any]:
    """What holds for products that a shopper may see: published, and sold in one of these channels if the shop has more than one."""
    return {"status": "published"} if scope.is_only_channel else {"status": "published", "sales_channels": {"id": channels}}


def seen_by(scope: StoreScope) -> dict[str, Any]:
    """The context in which the same holds, in all channels of the key, for products below other rows."""
    return {SHOPPER: scope.sales_channel_ids, ONLY_CHANNEL: scope.is_only_channel or None}


def must_be_one_shelf(scope: StoreScope, fields: Fields, query: PricedParams, channels: list[str]) -> None:
    """Raises `InvalidData` if the answer shall say how many there are, and no single channel to buy them in is meant."""
    if len(set(channels)) > 1 and any(name.rpartition(".")[2] == "inventory_quantity" for name in fields.selected(scope, query)):
        raise InvalidData(
            "Inventory availability cannot be calculated in the given context. "
            "Either provide a single sales channel id or configure a single sales channel in the publishable key"
        )


class Shopper(msgspec.Struct, frozen=True):
    """The context of prices, and the address that taxes are for, if they are wanted."""

    context: dict[str, Any]
    address: TaxAddress | None = None


async def shopper(scope: StoreScope, query: PricedParams, channels: list[str]) -> Shopper:
    """What prices and quantities depend on. One statement at most. Raises `InvalidData` for a region that is not there."""
    context: dict[str, Any] = {"sales_channel_ids": channels, "customer_id": scope.customer_id, **seen_by(scope), SHOPPER: channels}
    region, country, province = None, _given(query.country_code), _given(query.province)
    if query.cart_id is not UNSET:
        cart = next(iter(await scope.query.all(_Cart, {"id": query.cart_id}, limit=1)), None)
        region = cart.region if cart else None
        if cart is not None and cart.shipping_address is not None:
            country, province = country or cart.shipping_address.country_code, province or cart.shipping_address.province
    if query.region_id is not UNSET and (region is None or region.id != query.region_id):
        region = next(iter(await scope.query.all(_Region, {"id": query.region_id}, limit=1)), None)
        if region is None:
            raise InvalidData(_CONTEXT.format(query.region_id))
    if region is None:
        return Shopper(context)
    context |= {"region_id": region.id, "currency_code": region.currency_code}
    wants_tax = country is not None and region.automatic_taxes
    return Shopper(context, TaxAddress(country_code=country.lower(), province=province) if wants_tax and country else None)


def _given(value: Any) -> str | None:
    return None if value is UNSET else value


async def with_taxes(scope: StoreScope, answer: Answer, key: str, address: TaxAddress | None) -> Answer:
    """The answer with tax amounts on every calculated price in it. The rates of all of them are one statement.

    One more where the answer leaves out the products or their types, which rates may be for.
    """
    if address is None:
        return answer
    body: dict[str, Any] = _decode(answer.body)
    found: Any = body[key]
    rows: list[dict[str, Any]] = found if key.endswith("s") else [found]
    priced = [pair for row in rows for pair in _priced(row)]
    items = await _taxable(scope, priced)
    lines = await tax_lines_for(scope, items, [], address) if items else {}
    for _, variant in priced:
        rate = sum((line.rate for line in lines.get(variant["id"], ())), Decimal(0)) / 100
        for kind in ("calculated", "original"):
            _add_tax(variant["calculated_price"], kind, rate)
    return Answer.json(body)


_decode = msgspec.json.Decoder(float_hook=Decimal).decode


async def _taxable(scope: StoreScope, priced: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[TaxableItem]:
    if all("type_id" in product for product, _ in priced):
        return [TaxableItem(variant["id"], product["id"], product["type_id"]) for product, variant in priced]
    ids = [variant["id"] for _, variant in priced]
    return [TaxableItem(each.id, each.product_id, each.product.type_id if each.product else None) for each in await scope.query.all(_Taxed, {"id": ids})]


def _priced(row: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each variant in the row that has a price, with its product; the row itself may be the variant."""
    variants: list[dict[str, Any]] = row.get("variants") or []
    product: dict[str, Any] = row.get("product") or {}
    pairs = [(row, variant) for variant in variants] if "variants" in row else [(product, row)]
    return [(product, variant) for product, variant in pairs if variant.get("calculated_price")]


def _add_tax(price: dict[str, Any], kind: str, rate: Decimal) -> None:
    amount = Decimal(price[f"{kind}_amount"])
    inclusive = price[f"is_{kind}_price_tax_inclusive"]
    price[f"{kind}_amount_with_tax"] = amount if inclusive else amount * (1 + rate)
    price[f"{kind}_amount_without_tax"] = amount / (1 + rate) if inclusive else amount
