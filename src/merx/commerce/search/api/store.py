"""Shoppers search: published products of the key's sales channels, and what a shop opens to them beside."""

from time import perf_counter
from typing import Any

from merx.commerce.search.api.reading import result_of, search_of, searches_of
from merx.commerce.search.api.schemas import StoreSearch
from merx.commerce.search.workflows import find_for_shopper
from merx.framework.errors import InvalidData
from merx.framework.http import StoreScope, post


@post("/store/search")
async def search_store(scope: StoreScope, data: StoreSearch) -> dict[str, Any]:
    if not scope.sales_channel_ids:
        raise InvalidData("Publishable key needs to have a sales channel configured")
    channels = None if scope.is_only_channel else scope.sales_channel_ids
    results: list[dict[str, Any]] = []
    for each in searches_of(data):
        search, started = search_of(each), perf_counter()
        found = await find_for_shopper(scope, each.entity, search, channels)
        results.append(result_of(found, search, scored=each.search_options.include_score, started=started))
    return {"results": results}
