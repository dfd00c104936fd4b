"""Languages: all of them for administrators, the shop's own for shoppers."""

from merx.commerce.store import StoreService
from merx.commerce.translation.service import TranslationService
from merx.framework.http import UNSET, AdminScope, Answer, FieldParams, Fields, Limit, ListParams, StoreScope, Unset, get
from merx.framework.http.naming import of

LOCALE = Fields("locale", key="locale", plural="locales", defaults=of("", "code name"))


class LocaleParams(ListParams, groups=True):
    limit: Limit = 200
    code: str | list[str] | Unset = UNSET


@get("/admin/locales")
async def list_locales(scope: AdminScope, query: LocaleParams) -> Answer:
    return await LOCALE.page(scope, query, order="code")


@get("/admin/locales/{code}")
async def retrieve(scope: AdminScope, code: str, query: FieldParams) -> Answer:
    return await LOCALE.one(scope, {"code": code}, query, missing=f"Locale with code: {code} was not found")


@get("/store/locales")
async def list_spoken(scope: StoreScope) -> dict[str, list[dict[str, str]]]:
    """The languages that the shop speaks, in the merchant's order; one that nobody named is called by its code."""
    codes = list(dict.fromkeys([each.locale_code for each in await scope[StoreService].locales.list()]))
    names = {each.code: each.name for each in await scope[TranslationService].locales.list(code=codes)} if codes else {}
    return {"locales": [{"code": code, "name": names.get(code, code)} for code in codes]}
