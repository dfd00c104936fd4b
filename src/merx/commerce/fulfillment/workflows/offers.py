"""The shipping options that reach a cart, and what each costs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from merx.commerce.fulfillment.eligibility import all_hold
from merx.commerce.fulfillment.models import ShippingOption, ShippingPriceType
from merx.commerce.fulfillment.schemas import ShippingContext
from merx.commerce.pricing import CalculatedPrice, PriceContext, PriceRequest, PricingService
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class OptionTypeCard(View):
    id: str
    label: str
    description: str | None
    code: str


class ProviderCard(View):
    id: str
    is_enabled: bool


class _Rule(View):
    attribute: str
    operator: str
    value: Any


class PriceRuleCard(View):
    id: str
    attribute: str
    operator: str
    value: str


class PriceCard(View):
    id: str
    currency_code: str
    amount: Decimal
    min_quantity: Decimal | None
    max_quantity: Decimal | None
    price_rules: list[PriceRuleCard]


FOR_EVERYBODY = frozenset({"region_id", "item_total"})
"""What a price that everybody may see asks for. Others are a group's, or somebody's whom only the shop knows."""


class _PriceHere(PriceCard):
    price_list_id: str | None

    @property
    def is_for_everybody(self) -> bool:
        return self.price_list_id is None and all(rule.attribute in FOR_EVERYBODY for rule in self.price_rules)

    @property
    def card(self) -> PriceCard:
        return PriceCard(**{name: getattr(self, name) for name in PriceCard.__struct_fields__})


class _PriceSet(View):
    id: str


class AddressCard(View):
    id: str
    company: str | None
    address_1: str | None
    address_2: str | None
    city: str | None
    country_code: str | None
    province: str | None
    postal_code: str | None
    phone: str | None
    metadata: dict[str, Any] | None
    created_at: str
    updated_at: str
    deleted_at: str | None


class LocationCard(View):
    id: str
    address: AddressCard | None


class SetCard(View):
    id: str
    type: str
    location: LocationCard | None


class ZoneCard(View):
    id: str
    fulfillment_set_id: str
    fulfillment_set: SetCard | None


class _ZoneHere(ZoneCard):
    reaches: bool


class Offered(View, of=ShippingOption):
    """An option of a sales channel, before anybody asked whether it is for this cart."""

    id: str
    name: str
    price_type: ShippingPriceType
    data: dict[str, Any] | None
    metadata: dict[str, Any] | None
    service_zone_id: str
    shipping_profile_id: str | None
    provider_id: str | None
    shipping_option_type_id: str
    type: OptionTypeCard | None
    provider: ProviderCard | None
    rules: list[_Rule]
    prices: list[_PriceHere]
    price_set: _PriceSet | None
    service_zone: _ZoneHere

    def is_for(self, context: dict[str, Any]) -> bool:
        """Whether it is carried by somebody, gets there, and its rules hold."""
        is_carried = self.provider is not None and self.provider.is_enabled
        return is_carried and self.service_zone.reaches and all_hold(self.rules, context)


class PricedShippingOption(msgspec.Struct, kw_only=True):
    """An option that reaches a cart. `amount` is in the cart's currency; None where no price fits, or the provider has to be asked."""

    id: str
    name: str
    price_type: ShippingPriceType
    amount: Decimal | None
    is_tax_inclusive: bool
    calculated_price: CalculatedPrice | None
    shipping_profile_id: str | None
    service_zone_id: str
    provider_id: str | None
    shipping_option_type_id: str
    data: dict[str, Any] | None
    metadata: dict[str, Any] | None
    type: OptionTypeCard | None
    provider: ProviderCard | None
    prices: list[PriceCard]
    service_zone: ZoneCard
    insufficient_inventory: bool = False

    @property
    def location_id(self) -> str | None:
        """Where it is sent from."""
        location = self.service_zone.fulfillment_set.location if self.service_zone.fulfillment_set else None
        return location.id if location else None


@workflow("fulfillment.list_options", hooks=("setPricingContext", "setShippingOptionsContext"))
async def shipping_options_for(scope: Scope, context: ShippingContext) -> list[PricedShippingOption]:
    """The options that reach this cart, by their age, flat ones with today's price. Two statements, however many options.

    What hooks return is added to the values that rules of options, and of their prices, look at; they are told the cart's
    context and the ids of the fulfillment sets in question.
    """
    if context.sales_channel_id is None:
        return []
    offered = await scope.query.all(
        Offered,
        {"service_zone.fulfillment_set.location.sales_channels.id": context.sales_channel_id},
        context={name: getattr(context, name) for name in ("country_code", "province", "city", "postal_code", "locale")},
    )
    said = await _from_hooks(scope, "setShippingOptionsContext", context, offered)
    values = {"is_return": context.is_return, "enabled_in_store": context.enabled_in_store, **context.rules, **said}
    reaching = [option for option in offered if option.is_for(values)]
    prices = await _prices(scope, reaching, context)
    return [_priced(option, prices.get(option.id)) for option in reaching]


async def _from_hooks(scope: Scope, hook: str, context: ShippingContext, options: Sequence[Offered]) -> dict[str, Any]:
    sets = sorted({option.service_zone.fulfillment_set_id for option in options})
    said = await shipping_options_for.call_hook(scope, hook, cart=context, fulfillmentSetIds=sets)
    return {key: value for each in said for key, value in each.items()}


async def _prices(scope: Scope, options: Sequence[Offered], context: ShippingContext) -> dict[str, CalculatedPrice | None]:
    flat = [(option.id, option.price_set.id) for option in options if option.price_set is not None and option.price_type == "flat"]
    if not flat:
        return {}
    terms = PriceContext(
        currency_code=context.currency_code,
        region_id=context.region_id,
        customer_group_ids=context.customer_group_ids,
        attributes={"item_total": context.item_total, **context.prices},
    ).knowing(await _from_hooks(scope, "setPricingContext", context, options))
    found = await scope[PricingService].calculate([PriceRequest(price_set_id) for _, price_set_id in flat], terms)
    return {option_id: price for (option_id, _), price in zip(flat, found, strict=True)}


def _priced(option: Offered, price: CalculatedPrice | None) -> PricedShippingOption:
    return PricedShippingOption(
        id=option.id,
        name=option.name,
        price_type=option.price_type,
        amount=price.calculated_amount if price else None,
        is_tax_inclusive=price.is_calculated_price_tax_inclusive if price else False,
        calculated_price=price,
        shipping_profile_id=option.shipping_profile_id,
        service_zone_id=option.service_zone_id,
        provider_id=option.provider_id,
        shipping_option_type_id=option.shipping_option_type_id,
        data=option.data,
        metadata=option.metadata,
        type=option.type,
        provider=option.provider,
        prices=[price.card for price in option.prices if price.is_for_everybody],
        service_zone=ZoneCard(
            id=option.service_zone.id,
            fulfillment_set_id=option.service_zone.fulfillment_set_id,
            fulfillment_set=option.service_zone.fulfillment_set,
        ),
    )
