"""The shop's name, what it deals in, and its defaults."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.currency import CurrencyService
from merx.commerce.pricing import PricePreference, PricingService
from merx.commerce.region import Region
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.stock_location import StockLocation
from merx.commerce.store.errors import DuplicateCodes, NoDefault, StoreNotFound, TwoDefaults, UnknownCurrencies, UnknownDefault
from merx.commerce.store.models import StoreCurrency, StoreLocale
from merx.commerce.store.service import StoreService
from merx.framework.languages import tag
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


class SupportedCurrency(Struct, frozen=True, kw_only=True):
    """A currency the shop deals in; `is_tax_inclusive`, if said, is how its prices are meant."""

    currency_code: str
    is_default: bool = False
    is_tax_inclusive: bool | None = None


class _Channel(View, of=SalesChannel):
    id: str


class _Region(View, of=Region):
    id: str


class _Location(View, of=StockLocation):
    id: str


_DEFAULTS: dict[str, tuple[str, type[View]]] = {
    "default_sales_channel_id": ("Sales channel", _Channel),
    "default_region_id": ("Region", _Region),
    "default_location_id": ("Stock location", _Location),
}


@workflow("store.update")
async def update_store(
    scope: Scope, store_id: str, changes: dict[str, Any], *, currencies: Sequence[SupportedCurrency] | None = None, locales: Sequence[str] | None = None
) -> None:
    """Set the given columns; `currencies` and `locales`, where given, become all that are supported. Locks the store.

    Raises `StoreNotFound`, `UnknownDefault`, `DuplicateCodes`, `TwoDefaults`, `NoDefault`, `UnknownCurrencies`.
    """
    stores = scope[StoreService].stores
    if await stores.first(id=store_id, for_update=True) is None:
        raise StoreNotFound(store_id)
    await _must_exist(scope, changes)
    if currencies is not None:
        await _support_currencies(scope, store_id, currencies)
    if locales is not None:
        await _support_locales(scope, store_id, [tag(each) for each in locales])
    await stores.update(store_id, **changes)


async def _must_exist(scope: Scope, changes: dict[str, Any]) -> None:
    for column, (what, view) in _DEFAULTS.items():
        wanted = changes.get(column)
        if wanted is not None and not await scope.query.all(view, id=wanted):
            raise UnknownDefault(what, wanted)


async def _support_currencies(scope: Scope, store_id: str, wanted: Sequence[SupportedCurrency]) -> None:
    codes = [each.currency_code.lower() for each in wanted]
    _must_differ("currency", codes)
    defaults = sum(each.is_default for each in wanted)
    if defaults > 1:
        raise TwoDefaults
    if wanted and not defaults:
        raise NoDefault
    known = {each.code for each in await scope[CurrencyService].currencies.list(code=codes)}
    if missing := [code for code in codes if code not in known]:
        raise UnknownCurrencies(missing)
    supported = scope[StoreService].currencies
    ids = {each.currency_code: each.id for each in await supported.list(store_id=store_id)}
    await supported.delete({"store_id": store_id, "currency_code": {"$nin": codes}})
    rows = [StoreCurrency(store_id=store_id, currency_code=code, is_default=each.is_default) for code, each in zip(codes, wanted, strict=True)]
    await supported.update({"id": ids[row.currency_code], "is_default": row.is_default} for row in rows if row.currency_code in ids)
    await supported.create(row for row in rows if row.currency_code not in ids)
    said = [
        PricePreference(attribute="currency_code", value=code, is_tax_inclusive=each.is_tax_inclusive)
        for code, each in zip(codes, wanted, strict=True)
        if each.is_tax_inclusive is not None
    ]
    await scope[PricingService].price_preferences.upsert(said, on=("attribute", "value"))


async def _support_locales(scope: Scope, store_id: str, codes: Sequence[str]) -> None:
    _must_differ("locale", codes)
    supported = scope[StoreService].locales
    known = {each.locale_code for each in await supported.list(store_id=store_id)}
    await supported.delete({"store_id": store_id, "locale_code": {"$nin": list(codes)}})
    await supported.create(StoreLocale(store_id=store_id, locale_code=code) for code in codes if code not in known)


def _must_differ(kind: str, codes: Sequence[str]) -> None:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise DuplicateCodes(kind, twice)
