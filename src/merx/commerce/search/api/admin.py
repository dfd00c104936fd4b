"""Administrators search everything they know by name, and look after the indexes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from merx.commerce.search import SearchProvider
from merx.commerce.search.requests import Search
from merx.commerce.search.workflows import PRODUCTS, declared, delete_index, find, index_of, reindex
from merx.framework.data.filters import Filters
from merx.framework.errors import NotFound
from merx.framework.http import UNSET, AdminScope, Answer, Body, Params, Unset, deleted, get, post
from merx.framework.http import delete as delete_route

ENTITIES: Mapping[str, tuple[str, ...]] = {
    "order": ("id", "display_id", "email", "status", "currency_code", "created_at"),
    "product": ("id", "title", "handle", "thumbnail", "status"),
    "product_variant": ("id", "title", "sku", "product_id", "thumbnail"),
    "product_category": ("id", "name", "handle"),
    "product_collection": ("id", "title", "handle"),
    "product_tag": ("id", "value"),
    "product_type": ("id", "value"),
    "customer": ("id", "email", "first_name", "last_name", "company_name"),
    "customer_group": ("id", "name"),
    "inventory_item": ("id", "title", "sku", "thumbnail"),
    "promotion": ("id", "code", "type", "status"),
    "campaign": ("id", "name", "campaign_identifier"),
    "price_list": ("id", "title", "status"),
    "user": ("id", "email", "first_name", "last_name"),
    "region": ("id", "name", "currency_code"),
    "tax_region": ("id", "country_code", "province_code"),
    "sales_channel": ("id", "name", "is_disabled"),
    "stock_location": ("id", "name"),
    "shipping_profile": ("id", "name"),
    "return_reason": ("id", "label", "value"),
    "api_key": ("id", "title", "redacted", "type"),
}
"""What an administrator may look for, and what is shown of it."""

Take = Annotated[int, msgspec.Meta(gt=0, le=100)]


class AdminSearchParams(Params):
    q: str | Unset = UNSET
    entity: list[str] | Unset = UNSET
    limit: Take = 20
    offset: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 0


class Reindex(Body):
    since: datetime | Unset = UNSET
    filters: dict[str, Any] | Unset = UNSET
    strategy: Literal["swap", "in_place"] = "swap"


@get("/admin/search")
async def search_admin(scope: AdminScope, query: AdminSearchParams) -> dict[str, Any]:
    known = [name for name in ENTITIES if name in scope.graph.entities]
    wanted = known if query.entity is UNSET else list(dict.fromkeys(query.entity))
    for name in wanted:
        if name not in known:
            raise NotFound(f'No search entity registered for "{name}". Registered entities: {", ".join(known)}')
    return {"results": [await _group(scope, name, query) for name in wanted]}


async def _group(scope: AdminScope, name: str, query: AdminSearchParams) -> dict[str, Any]:
    """A page of one entity. One statement, two for products: the index knows which."""
    filters: Filters = {}
    q = query.q if query.q is not UNSET and query.q.strip() else None
    if q is not None and name == "product":
        found = await find(scope, PRODUCTS.name, Search(q=q, fields=["id"], skip=query.offset, take=query.limit))
        ids = [hit.id for hit in found.hits]
        rows = {row["id"]: row for row in await scope.query.graph(name, fields=ENTITIES[name], filters={"id": ids})} if ids else {}
        data, count = [rows[each] for each in ids if each in rows], found.count or 0
    else:
        data, count = await scope.query.graph_and_count(name, fields=ENTITIES[name], filters=filters, q=q, limit=query.limit, offset=query.offset)
    return {"entity": name, "data": data, "count": count, "offset": query.offset, "limit": query.limit}


@get("/admin/search-indexes")
async def list_indexes(scope: AdminScope) -> dict[str, Any]:
    rows = await scope.query.graph("search_index", fields=["name", "active_version", "versions.version", "versions.provider", "versions.status"])
    kept = {row["name"]: row for row in rows}
    return {"search_indexes": [_shown(scope, name, kept.get(name)) for name in declared(scope.app)], "enabled": True}


def _shown(scope: AdminScope, name: str, row: dict[str, Any] | None) -> dict[str, Any]:
    index = index_of(scope.app, name)
    versions: list[dict[str, Any]] = row["versions"] if row is not None else []
    answering = next((each for each in versions if row is not None and each["version"] == row["active_version"]), None)
    last = answering or next(reversed(versions), None)
    fields = [
        {
            "name": field.name,
            "type": field.type,
            "searchable": field.weight is not None,
            "filterable": field.filterable,
            "sortable": field.sortable,
            "facetable": field.facetable,
        }
        for field in index.fields.values()
    ]
    provider = last["provider"] if last is not None else scope.app.providers.default(SearchProvider)
    return {"name": name, "entity": index.entity, "provider": provider, "status": last["status"] if last is not None else "pending", "fields": fields}


@delete_route("/admin/search-indexes/{id}")
async def delete_search_index(scope: AdminScope, id: str) -> Answer:
    index_of(scope.app, id)
    return deleted(id, "search_index", deleted_versions=await delete_index(scope, id))


@post("/admin/search-indexes/{id}/reindex", status=202)
async def reindex_search_index(scope: AdminScope, id: str, data: Reindex) -> dict[str, Any]:
    since = None if data.since is UNSET else data.since
    filters = None if data.filters is UNSET else data.filters
    return {"job_id": await reindex(scope, id, swap=data.strategy == "swap", filters=filters, since=since), "indexes": [id]}
