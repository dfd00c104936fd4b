"""Price lists over HTTP."""

from collections.abc import Sequence

import msgspec

from merx.commerce.pricing import PriceListNotFound, PricingService
from merx.commerce.pricing.api.schemas import CreatePriceList, PriceBatch, PriceListParams, ProductsOfList, UpdatePriceList
from merx.commerce.pricing.workflows import (
    batch_price_list_prices,
    create_price_lists,
    delete_price_lists,
    remove_products_from_price_list,
    update_price_list,
)
from merx.framework.errors import InvalidData
from merx.framework.http import BATCH_BODY_LIMIT, UNSET, AdminScope, Answer, FieldParams, Fields, ListParams, delete, deleted, get, post
from merx.framework.http.naming import of
from merx.framework.scope import Scope

_STAMPS = "created_at updated_at deleted_at"


class _Lists(Fields):
    """A list's prices come with what they are for, as those of the list's own route do."""

    def selected(self, scope: Scope, query: FieldParams) -> Sequence[str]:
        found = super().selected(scope, query)
        return (*found, "prices.rules", "prices.variant_id") if "prices.*" in found else found


PRICE_LIST = _Lists(
    "price_list",
    key="price_list",
    plural="price_lists",
    defaults=(*of("", f"id type description title status starts_at ends_at {_STAMPS} metadata rules"), *of("price_list_rules", "value attribute")),
)
PRICE = Fields(
    "price",
    key="price",
    plural="prices",
    defaults=(
        *of("", f"id title price_set_id currency_code amount min_quantity max_quantity {_STAMPS} variant_id rules"),
        *("price_set.variant.id", *of("price_rules", "value attribute")),
    ),
)


@get("/admin/price-lists")
async def list_price_lists(scope: AdminScope, query: PriceListParams) -> Answer:
    return await PRICE_LIST.page(scope, query)


@post("/admin/price-lists", body_limit=BATCH_BODY_LIMIT)
async def create(scope: AdminScope, data: CreatePriceList, query: PriceListParams) -> Answer:
    (made,) = await create_price_lists(scope, [data.as_new()])
    return await PRICE_LIST.one(scope, made.id, query)


@get("/admin/price-lists/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await PRICE_LIST.one(scope, id, query)


@post("/admin/price-lists/{id}")
async def update(scope: AdminScope, id: str, data: UpdatePriceList, query: FieldParams) -> Answer:
    await update_price_list(scope, id, data.columns(), None if data.rules is UNSET else data.rules)
    return await PRICE_LIST.one(scope, id, query)


@delete("/admin/price-lists/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_price_lists(scope, [id])
    return deleted(id, "price_list")


@get("/admin/price-lists/{id}/prices")
async def list_prices(scope: AdminScope, id: str, query: ListParams) -> Answer:
    if await scope[PricingService].price_lists.first(id=id) is None:
        raise PriceListNotFound(id)
    return await PRICE.page(scope, query, filters={"price_list_id": id})


@post("/admin/price-lists/{id}/prices/batch", body_limit=BATCH_BODY_LIMIT)
async def change_prices(scope: AdminScope, id: str, data: PriceBatch, query: FieldParams) -> Answer:
    create, update = [price.as_new() for price in data.create], [price.as_changed() for price in data.update]
    done = await batch_price_list_prices(scope, id, create=create, update=update, delete=data.delete)
    return Answer.json(
        {
            "created": await _prices(scope, done.created, query),
            "updated": await _prices(scope, done.updated, query),
            "deleted": {"ids": done.deleted, "object": "price", "deleted": True},
        }
    )


async def _prices(scope: Scope, ids: list[str], query: FieldParams) -> msgspec.Raw:
    fields = PRICE.selected(scope, query)
    return msgspec.Raw(await scope.query.json("price", fields=fields, filters={"id": ids}) if ids else b"[]")


@post("/admin/price-lists/{id}/products")
async def change_products(scope: AdminScope, id: str, data: ProductsOfList, query: FieldParams) -> Answer:
    if not data.remove:
        raise InvalidData("No product ids passed to remove from price list")
    await remove_products_from_price_list(scope, id, data.remove)
    return await PRICE_LIST.one(scope, id, query)
