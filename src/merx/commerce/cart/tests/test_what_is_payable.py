"""In every currency, with and without tax in the prices: what is payable is rounded once, and is the same everywhere.

The taxes and totals are told a second time below, from the rules as a merchant reads them, in fractions.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from merx.commerce.cart.workflows import ChosenOption, NewCart, NewItem, add_shipping_methods, complete_cart, create_cart
from merx.commerce.currency import exponent_of, world_currencies
from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.fulfillment import GeoZone, ServiceZone
from merx.commerce.payment import PaymentGateway, PaymentProvider, PaymentService
from merx.commerce.payment.workflows import capture_payment, create_payment_collection, create_payment_session
from merx.commerce.pricing import Price, PricePreference, PriceRule
from merx.commerce.product import ProductService, ProductType
from merx.commerce.promotion import NewMethod, NewPromotion, NewRule
from merx.commerce.promotion.workflows import create_promotion
from merx.commerce.region import Country, Region
from merx.commerce.region.links import region_payment_providers
from merx.commerce.tax import TaxRate, TaxRateRule, TaxRegion
from merx.commerce.totals import EXACT, minor_units, payable, payable_parts
from merx.framework.config import Config
from merx.framework.data import Record, create_all
from merx.framework.scope import Scope

NAMES = ("teapot", "mug", "bowl")
CURRENCIES = sorted({currency.code for currency in world_currencies()})
BY_EXPONENT = {exponent: [code for code in CURRENCIES if exponent_of(code) == exponent] for exponent in sorted({exponent_of(code) for code in CURRENCIES})}


class Rate(Struct, frozen=True):
    """A rate of the country or the province: what it is for, and whether the country's is added."""

    percent: Decimal
    is_for: str
    in_province: bool
    combines: bool


class Drawn(Struct, frozen=True, kw_only=True):
    currency: str
    inclusive: bool
    to_province: bool
    prices: tuple[Decimal, ...]
    pieces: tuple[int, ...]
    shipping: Decimal
    rates: tuple[Rate, ...]
    off: Decimal
    """Percent off everything but the shipping."""


_percent = st.decimals(0, 30, places=2)
_fors = st.sampled_from(["default", "product", "type", "option"])


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    # An exponent first, or nearly all carts would be in the hundred currencies that have two digits.
    exponent = draw(st.sampled_from(list(BY_EXPONENT)))
    # Of what is shown, a hundredth of a cent and less is nothing, as in the contract: no price is that small.
    money = st.just(Decimal(0)) | st.decimals("0.01", 5000, places=draw(st.sampled_from([max(exponent, 2), max(exponent, 2), 4])))
    if exponent == 0:
        money |= st.integers(1, 5000).map(Decimal)
    rates = st.builds(Rate, _percent, _fors, st.booleans(), st.booleans())
    return Drawn(
        currency=draw(st.sampled_from(BY_EXPONENT[exponent])),
        inclusive=draw(st.booleans()),
        to_province=draw(st.booleans()),
        prices=tuple(draw(money) for _ in NAMES),
        pieces=tuple(draw(st.integers(1, 9)) for _ in NAMES),
        shipping=draw(money),
        rates=tuple(draw(st.lists(rates, max_size=5, unique_by=lambda rate: (rate.is_for, rate.in_province)))),
        off=draw(st.just(Decimal(0)) | st.decimals("0.01", 100, places=2)),
    )


# --- the same once more -----------------------------------------------------------------------------------------------

_RANKS = {"product": 0, "option": 0, "type": 1, "default": 2}


def percent_of(wanted: Drawn, bears: set[str]) -> Fraction:
    """What is due on something that bears rates for these: the province's best before the country's, both if the first combines."""

    def best(*, in_province: bool) -> Rate | None:
        fitting = [rate for rate in wanted.rates if rate.in_province == in_province and rate.is_for in bears]
        return min(fitting, key=lambda rate: _RANKS[rate.is_for], default=None)

    country = best(in_province=False)
    chosen = best(in_province=True) if wanted.to_province else None
    if chosen is None:
        return Fraction(country.percent) if country else Fraction(0)
    return Fraction(chosen.percent) + (Fraction(country.percent) if chosen.combines and country else 0)


def totals_of(wanted: Drawn) -> list[Fraction]:
    """What each line and then the shipping costs with its tax. The teapot has a rate of its own, the teapot and the mug are of one type."""
    bears = ({"default", "product", "type"}, {"default", "type"}, {"default"}, {"default", "option"})
    amounts = [*(Fraction(price) * pieces for price, pieces in zip(wanted.prices, wanted.pieces, strict=True)), Fraction(wanted.shipping)]
    factors = [1 + percent_of(wanted, each) / 100 for each in bears]
    nets = [amount / factor if wanted.inclusive else amount for amount, factor in zip(amounts, factors, strict=True)]
    # A discount of a hundredth of a cent and less is none.
    off = [net * Fraction(wanted.off) / 100 for net in nets[:-1]]
    off = [discount if discount > Fraction(1, 10_000) else Fraction(0) for discount in off]
    return [(net - discount) * factor for net, discount, factor in zip(nets, [*off, Fraction(0)], factors, strict=True)]


# --- the shop ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def merx_settings() -> Config:
    """A shop whose till remembers what it was asked for."""
    return Config(packages=("merx.commerce", "merx.commerce.payment.tests.shop"))


class World(Struct):
    scope: Scope
    shop: SmallShop
    kind: ProductType
    zone: ServiceZone
    countries: Iterator[int]

    async def open(self, wanted: Drawn) -> tuple[Region, str]:
        """A region of the currency with a country of its own, its prices, its rates and its discount. The region and the country's code."""
        number = next(self.countries)
        code = chr(ord("a") + number // 26) + chr(ord("a") + number % 26)
        region = Region(name=code, currency_code=wanted.currency)
        country = TaxRegion(country_code=code, provider_id="tp_system")
        province = TaxRegion(country_code=code, province_code=f"{code}-1", parent_id=country.id)
        rows: list[Record] = [
            *(region, country, province, Country(iso_2=code, iso_3=code, num_code="0", name=code, display_name=code, region_id=region.id)),
            GeoZone(type="country", country_code=code, service_zone_id=self.zone.id),
            PricePreference(attribute="region_id", value=region.id, is_tax_inclusive=wanted.inclusive),
            region_payment_providers.row(region.id, "pp_till"),
        ]
        sets = await self._price_sets()
        for price_set, amount in zip(sets, (*wanted.prices, wanted.shipping), strict=True):
            price = Price(price_set_id=price_set, currency_code=wanted.currency, amount=amount, rules_count=1)
            rows += [price, PriceRule(price_id=price.id, attribute="region_id", operator="eq", value=region.id)]
        rows += [row for rate in wanted.rates for row in self._rate(rate, (province if rate.in_province else country).id)]
        await create_all(self.scope, rows)
        if wanted.off:
            await self._take_off(wanted.off, region)
        return region, code

    async def _take_off(self, percent: Decimal, region: Region) -> None:
        method = NewMethod(type="percentage", target_type="order", value=percent)
        rules = [NewRule(attribute="region.id", operator="eq", values=[region.id])]
        new = NewPromotion(code=region.name, type="standard", status="active", is_automatic=True, application_method=method, rules=rules)
        await create_promotion(self.scope, new)

    async def _price_sets(self) -> list[str]:
        ids = [self.shop.variants[name] for name in NAMES]
        variants = {row["id"]: row["price_set"]["id"] for row in await self.scope.query.graph("product_variant", fields=["price_set.id"], filters={"id": ids})}
        (option,) = await self.scope.query.graph("shipping_option", fields=["price_set.id"], filters={"id": self.shop.shipping_option_id})
        return [*(variants[each] for each in ids), option["price_set"]["id"]]

    def _rate(self, rate: Rate, region_id: str) -> list[Record]:
        row = TaxRate(tax_region_id=region_id, rate=rate.percent, code=rate.is_for, name=rate.is_for, is_combinable=rate.combines)
        named = {
            "product": ("product", self.shop.products["teapot"]),
            "type": ("product_type", self.kind.id),
            "option": ("shipping_option", self.shop.shipping_option_id),
        }
        if rate.is_for == "default":
            row.is_default = True
            return [row]
        reference, key = named[rate.is_for]
        return [row, TaxRateRule(tax_rate_id=row.id, reference=reference, reference_id=key)]


@pytest.fixture
async def world(scope: Scope) -> World:
    shop, kind = await open_shop(scope, dict.fromkeys(NAMES, 10**6), country_code="zz"), ProductType(value="Crockery")
    await create_all(scope, [kind, PaymentProvider(id="pp_till")])
    for name in ("teapot", "mug"):
        await scope[ProductService].products.update(shop.products[name], type_id=kind.id)
    (zone,) = await scope.query.graph("service_zone", fields=["id"])
    return World(scope, shop, kind, ServiceZone(id=zone["id"], name="", fulfillment_set_id=""), count())


async def cart_of(world: World, wanted: Drawn) -> str:
    region, code = await world.open(wanted)
    address = {"country_code": code, "province": f"{code}-1" if wanted.to_province else None}
    items = [NewItem(variant_id=world.shop.variants[name], quantity=pieces) for name, pieces in zip(NAMES, wanted.pieces, strict=True)]
    new = NewCart(region_id=region.id, sales_channel_id=world.shop.sales_channel_id, email="ada@example.com", shipping_address=address, items=items)
    cart = await create_cart(world.scope, new)
    await add_shipping_methods(world.scope, cart.id, [ChosenOption(option_id=world.shop.shipping_option_id)])
    return cart.id


def decimal_of(amount: Fraction) -> Decimal:
    return Decimal(amount.numerator) / Decimal(amount.denominator)


_SUMMARY = ("current_order_total", "transaction_total", "pending_difference", "paid_total")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(wanted=drawn())
async def test_what_is_payable_is_the_same_for_the_lines_the_provider_and_the_books(world: World, wanted: Drawn) -> None:
    # given
    scope, exponent, till = world.scope, exponent_of(wanted.currency), asked_of_the_till(world)
    parts = totals_of(wanted)
    due = payable(decimal_of(sum(parts, Fraction(0))), exponent)
    till.clear()
    # when
    cart_id = await cart_of(world, wanted)
    (cart,) = await scope.query.graph("cart", fields=["total", "tax_total", "items.total", "shipping_methods.total"], filters={"id": cart_id})
    if due == 0:
        return
    collection = await create_payment_collection(scope, cart_id)
    session = await create_payment_session(scope, collection.id, "pp_till", {})
    order_id = await complete_cart(scope, cart_id)
    # then, unrounded, each line is what the rules say
    lines = [*(item["total"] for item in cart["items"]), *(method["total"] for method in cart["shipping_methods"])]
    assert [abs(Fraction(mine) - part) < Fraction(1, 10**12) for mine, part in zip(sorted(lines), sorted(parts), strict=True)] == [True] * 4
    with localcontext(EXACT):
        assert sum(lines) == cart["total"]
    # then, payable, it is the sum of its lines, what the provider was asked for, and what is kept
    shown = payable_parts(lines, exponent)
    assert sum(shown) == due
    assert all(amount == payable(amount, exponent) for amount in shown)
    assert till == [("initiate", due), ("authorize", due)]
    (payment,) = await scope[PaymentService].payments.list(payment_collection_id=collection.id)
    stored = [collection.amount, session.amount, payment.amount]
    assert stored == [due, due, due]
    assert [minor_units(amount, exponent) for amount in stored] == [int(due.scaleb(exponent))] * 3
    # when it is captured, nothing is owed
    await capture_payment(scope, payment.id)
    (order,) = await scope.query.graph("order", fields=["total", "summary", "payment_status"], filters={"id": order_id})
    assert (payable(order["total"], exponent), order["payment_status"]) == (due, "captured")
    summary = {name: payable(Decimal(str(order["summary"][name])), exponent) for name in _SUMMARY}
    assert summary == {"current_order_total": due, "transaction_total": due, "pending_difference": 0, "paid_total": due}


def asked_of_the_till(world: World) -> list[tuple[str, Any]]:
    till: Any = world.scope.app.providers.all(PaymentGateway)["pp_till"]
    return till.calls


@pytest.mark.parametrize("code", CURRENCIES)
def test_each_currency_is_paid_in_its_own_coins(code: str) -> None:
    coin = Decimal(1).scaleb(-exponent_of(code))
    thirds = [Decimal(100) / 3] * 3
    assert exponent_of(code) in (0, 2, 3, 4)
    assert sum(payable_parts(thirds, exponent_of(code))) == payable(sum(thirds), exponent_of(code)) == 100
    assert all(amount % coin == 0 for amount in payable_parts(thirds, exponent_of(code)))
