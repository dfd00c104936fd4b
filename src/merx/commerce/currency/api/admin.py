"""Currencies for administrators."""

from merx.commerce.currency.api.fields import CURRENCY, AdminCurrencyParams, missing
from merx.framework.http import AdminScope, Answer, FieldParams, get


@get("/admin/currencies")
async def list_currencies(scope: AdminScope, query: AdminCurrencyParams) -> Answer:
    return await CURRENCY.page(scope, query)


@get("/admin/currencies/{code}")
async def retrieve(scope: AdminScope, code: str, query: FieldParams) -> Answer:
    return await CURRENCY.one(scope, {"code": code.lower()}, query, missing=missing(code))
