"""The shop itself, as administrators see and set it."""

from typing import Any

from merx.commerce.store.workflows import SupportedCurrency, update_store
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, ListParams, LooseBody, Unset, changes, get, post
from merx.framework.http.naming import of

_DEFAULTS = (
    *of("", "id name default_sales_channel_id default_region_id default_location_id metadata created_at updated_at"),
    "*supported_currencies",
    "*supported_currencies.currency",
    "*supported_locales",
)
STORE = Fields("store", key="store", plural="stores", defaults=_DEFAULTS)


class StoreParams(ListParams, groups=True):
    id: str | list[str] | Unset = UNSET
    name: str | list[str] | Unset = UNSET


class Currency(LooseBody):
    currency_code: str
    is_default: bool = False
    is_tax_inclusive: bool | None = None


class Locale(LooseBody):
    locale_code: str


class UpdateStore(Body):
    name: str | Unset = UNSET
    supported_currencies: list[Currency] | Unset = UNSET
    supported_locales: list[Locale] | Unset = UNSET
    default_sales_channel_id: str | None | Unset = UNSET
    default_region_id: str | None | Unset = UNSET
    default_location_id: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


@get("/admin/stores")
async def list_stores(scope: AdminScope, query: StoreParams) -> Answer:
    return await STORE.page(scope, query)


@get("/admin/stores/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await STORE.one(scope, id, query, missing=f'Store with id "{id}" not found')


@post("/admin/stores/{id}")
async def update(scope: AdminScope, id: str, data: UpdateStore, query: FieldParams) -> Answer:
    given = changes(data)
    currencies: list[Currency] | None = given.pop("supported_currencies", None)
    locales: list[Locale] | None = given.pop("supported_locales", None)
    await update_store(scope, id, given, currencies=_supported(currencies), locales=None if locales is None else [each.locale_code for each in locales])
    return await STORE.one(scope, id, query)


def _supported(given: list[Currency] | None) -> list[SupportedCurrency] | None:
    if given is None:
        return None
    return [SupportedCurrency(currency_code=each.currency_code, is_default=each.is_default, is_tax_inclusive=each.is_tax_inclusive) for each in given]
