"""Shipping options: the ways goods can be sent into a zone, and what they cost."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.fulfillment.carriers import carrier
from merx.commerce.fulfillment.errors import CannotCalculate, NoSuchKind, OptionNotFound, ProviderNotAtLocation, ZoneNotThere
from merx.commerce.fulfillment.links import shipping_option_price_set
from merx.commerce.fulfillment.models import ServiceZone, ShippingOption, ShippingOptionType
from merx.commerce.fulfillment.schemas import NewOptionPrice, NewOptionRule, NewOptionType, NewShippingOption
from merx.commerce.fulfillment.service import FulfillmentService
from merx.commerce.fulfillment.workflows.option_prices import CurrentPrice, prices_to_write
from merx.commerce.fulfillment.workflows.option_rules import replace_rules, rule_row
from merx.commerce.fulfillment.workflows.option_types import type_row
from merx.commerce.pricing.workflows import create_price_sets, set_prices
from merx.framework.data import create_all
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow

_CARRIERS_MATTER = frozenset({"provider_id", "price_type", "data"})


class _Provider(View):
    id: str


class _Location(View):
    id: str
    fulfillment_providers: list[_Provider]


class _Set(View):
    location: _Location | None


class _Zone(View, of=ServiceZone):
    id: str
    fulfillment_set: _Set


class _PriceSet(View):
    id: str


class _Current(View, of=ShippingOption):
    id: str
    name: str
    service_zone_id: str
    provider_id: str | None
    price_type: str
    data: dict[str, Any] | None
    price_set: _PriceSet | None
    prices: list[CurrentPrice]


@workflow("fulfillment.create_option")
async def create_shipping_option(scope: Scope, new: NewShippingOption) -> ShippingOption:
    """A way to send goods, with its type, rules and prices. Emits `shipping-option.created`.

    Shares the zone and its set, the profile and the type: none of them is deleted meanwhile. Raises `NotFound` for one that
    is not there, `ProviderNotAtLocation`, `CannotCalculate`, `UnknownPriceRegions`, and `InvalidData` where the carrier
    cannot use `data`.
    """
    await _share_zone(scope, new.service_zone_id)
    await _share_kinds(scope, new.shipping_profile_id, None if isinstance(new.type, NewOptionType) else new.type)
    await _must_be_at_the_location(scope, new.service_zone_id, new.provider_id)
    await _carrier_must_agree(scope, new.name, new.provider_id, new.price_type, new.data)
    kind = type_row(new.type) if isinstance(new.type, NewOptionType) else None
    option = ShippingOption(
        name=new.name,
        service_zone_id=new.service_zone_id,
        shipping_profile_id=new.shipping_profile_id,
        provider_id=new.provider_id,
        shipping_option_type_id=kind.id if kind else str(new.type),
        price_type=new.price_type,
        data=new.data,
        metadata=new.metadata,
    )
    await create_all(scope, [*([kind] if kind else []), option, *(rule_row(option.id, rule) for rule in new.rules)])
    (price_set,) = await create_price_sets(scope, [await prices_to_write(scope, new.prices)])
    await shipping_option_price_set.add(scope, [(option.id, price_set.id)])
    await scope.emit("shipping-option.created", {"id": option.id})
    return option


async def _share_zone(scope: Scope, service_zone_id: str) -> None:
    service = scope[FulfillmentService]
    zone = await service.service_zones.first(id=service_zone_id)
    # From above, as whoever deletes a set goes.
    if zone is not None and await service.sets.first(id=zone.fulfillment_set_id, for_share=True) is not None:
        zone = await service.service_zones.first(id=service_zone_id, for_share=True)
    if zone is None:
        raise ZoneNotThere(service_zone_id)


async def _share_kinds(scope: Scope, profile_id: str | None, type_id: str | None) -> None:
    """Hold what an option shall point to, where something is said. Raises `NoSuchKind`."""
    service = scope[FulfillmentService]
    if profile_id is not None and await service.shipping_profiles.first(id=profile_id, for_share=True) is None:
        raise NoSuchKind("shipping_profile_id", profile_id)
    if type_id is not None and await service.shipping_option_types.first(id=type_id, for_share=True) is None:
        raise NoSuchKind("shipping_option_type_id", type_id)


async def _must_be_at_the_location(scope: Scope, service_zone_id: str, provider_id: str) -> None:
    location = (await scope.query.one(_Zone, service_zone_id)).fulfillment_set.location
    if location is None or all(provider.id != provider_id for provider in location.fulfillment_providers):
        raise ProviderNotAtLocation([provider_id])


async def _carrier_must_agree(scope: Scope, name: str, provider_id: str | None, price_type: str, data: dict[str, Any] | None) -> None:
    who = carrier(scope.app, provider_id or "null")
    if price_type == "calculated" and not who.can_calculate():
        raise CannotCalculate([name])
    await who.validate_option(data or {})


@workflow("fulfillment.update_option")
async def update_shipping_option(
    scope: Scope,
    option_id: str,
    changes: dict[str, Any],
    *,
    type: NewOptionType | str | None = None,  # noqa: A002 - the relation's name
    prices: Sequence[NewOptionPrice] | None = None,
    rules: Sequence[NewOptionRule] | None = None,
) -> None:
    """Change an option; `prices` and `rules`, if given, are all there will be. Emits `shipping-option.updated`.

    Holds the option's row. Raises `OptionNotFound`, and what creating raises.
    """
    service = scope[FulfillmentService]
    if await service.shipping_options.first(id=option_id, for_update=True) is None:
        raise OptionNotFound(option_id)
    before = await scope.query.one(_Current, option_id)
    if "provider_id" in changes:
        await _must_be_at_the_location(scope, before.service_zone_id, changes["provider_id"])
    if _CARRIERS_MATTER & changes.keys():
        after = {name: changes.get(name, getattr(before, name)) for name in ("provider_id", "price_type", "data")}
        await _carrier_must_agree(scope, before.name, **after)
    if isinstance(type, NewOptionType):
        changes = {**changes, "shipping_option_type_id": (await _new_type(scope, type)).id}
    elif type is not None:
        changes = {**changes, "shipping_option_type_id": type}
    await _share_kinds(scope, changes.get("shipping_profile_id"), type if isinstance(type, str) else None)
    await service.shipping_options.update(option_id, **changes)
    if rules is not None:
        await replace_rules(scope, option_id, rules)
    if prices is not None:
        await _set_prices(scope, before, prices)
    await scope.emit("shipping-option.updated", {"id": option_id})


async def _new_type(scope: Scope, new: NewOptionType) -> ShippingOptionType:
    return await scope[FulfillmentService].shipping_option_types.create(type_row(new))


async def _set_prices(scope: Scope, option: _Current, given: Sequence[NewOptionPrice]) -> None:
    prices = await prices_to_write(scope, given, option.prices)
    if option.price_set is not None:
        await set_prices(scope, option.price_set.id, prices)
        return
    (price_set,) = await create_price_sets(scope, [prices])
    await shipping_option_price_set.add(scope, [(option.id, price_set.id)])


@workflow("fulfillment.delete_option")
async def delete_shipping_option(scope: Scope, option_id: str) -> None:
    """The option is offered no more. Safe to repeat. Emits `shipping-option.deleted`."""
    if await scope[FulfillmentService].shipping_options.soft_delete(option_id):
        await scope.emit("shipping-option.deleted", {"id": option_id})
