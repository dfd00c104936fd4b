"""Currencies for storefronts."""

from merx.commerce.currency.api.fields import STORE_CURRENCY, CurrencyParams, missing
from merx.framework.http import Answer, FieldParams, StoreScope, get


@get("/store/currencies")
async def list_currencies(scope: StoreScope, query: CurrencyParams) -> Answer:
    return await STORE_CURRENCY.page(scope, query)


@get("/store/currencies/{code}")
async def retrieve(scope: StoreScope, code: str, query: FieldParams) -> Answer:
    return await STORE_CURRENCY.one(scope, {"code": code.lower()}, query, missing=missing(code))
