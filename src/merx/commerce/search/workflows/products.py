"""The index of products: what is found in the shop's own catalogue."""

from collections.abc import Sequence
from typing import Any

from merx.commerce.search.definitions import IndexField, SearchIndexOf
from merx.framework.scope import Scope

_FIELDS = (
    *("id", "title", "subtitle", "handle", "description", "status", "thumbnail", "is_giftcard", "collection_id", "type_id", "created_at", "updated_at"),
    *("collection.title", "type.value", "tags.value", "categories.name", "categories.is_active", "categories.is_internal", "sales_channels.id"),
    *("variants.title", "variants.sku", "variants.barcode", "variants.ean", "variants.upc", "variants.options.value"),
)


async def product_documents(scope: Scope, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What shoppers may find products by; in categories that are internal or not active they do not stand for them."""
    rows = await scope.query.graph("product", fields=_FIELDS, filters={"id": list(ids)}, limit=len(ids))
    return [_document(row) for row in rows]


def _document(row: dict[str, Any]) -> dict[str, Any]:
    variants: list[dict[str, Any]] = row["variants"]
    categories = [each for each in row["categories"] if each["is_active"] and not each["is_internal"]]
    plain = ("id", "title", "subtitle", "handle", "description", "status", "thumbnail", "is_giftcard", "collection_id", "type_id", "created_at", "updated_at")
    return {
        **{name: row[name] for name in plain},
        "collection": row["collection"]["title"] if row["collection"] else None,
        "type": row["type"]["value"] if row["type"] else None,
        "tag_ids": [each["id"] for each in row["tags"]],
        "tags": [each["value"] for each in row["tags"]],
        "category_ids": [each["id"] for each in categories],
        "categories": [each["name"] for each in categories],
        "options": sorted({option["value"] for each in variants for option in each["options"]}),
        "variant_ids": [each["id"] for each in variants],
        "variants": list(dict.fromkeys(each["title"] for each in variants)),
        **{name: [each[name] for each in variants if each[name]] for name in ("sku", "barcode", "ean", "upc")},
        "sales_channel_ids": [each["id"] for each in row["sales_channels"]],
    }


def _shown(channels: list[str] | None) -> dict[str, Any]:
    return {"status": "published"} if channels is None else {"status": "published", "sales_channels": {"id": channels}}


def _narrowed(channels: list[str] | None) -> dict[str, Any]:
    return {"status": "published"} if channels is None else {"status": "published", "sales_channel_ids": {"$overlaps": channels}}


PRODUCTS = SearchIndexOf(
    "product",
    entity="product",
    documents=product_documents,
    shown=_shown,
    narrowed=_narrowed,
    fields=(
        IndexField("id", filterable=True),
        IndexField("title", type="text", weight="A", sortable=True),
        IndexField("subtitle", type="text", weight="C"),
        IndexField("description", type="text", weight="D"),
        IndexField("handle", weight="C", filterable=True, sortable=True),
        IndexField("status", filterable=True, facetable=True, store=False),
        IndexField("thumbnail"),
        IndexField("is_giftcard", type="boolean", filterable=True),
        IndexField("collection_id", filterable=True, facetable=True),
        IndexField("collection", type="text", weight="C", facetable=True),
        IndexField("type_id", filterable=True, facetable=True),
        IndexField("type", type="text", weight="C", facetable=True),
        IndexField("tag_ids", filterable=True, facetable=True, many=True),
        IndexField("tags", type="text", weight="C", filterable=True, facetable=True, many=True),
        IndexField("category_ids", filterable=True, facetable=True, many=True),
        IndexField("categories", type="text", weight="C", facetable=True, many=True),
        IndexField("options", type="text", weight="C", filterable=True, facetable=True, many=True),
        IndexField("variant_ids", filterable=True, many=True),
        IndexField("variants", type="text", weight="C", many=True),
        IndexField("sku", weight="B", filterable=True, many=True),
        IndexField("barcode", weight="B", many=True),
        IndexField("ean", weight="B", many=True),
        IndexField("upc", weight="B", many=True),
        IndexField("sales_channel_ids", filterable=True, facetable=True, many=True, store=False),
        IndexField("created_at", type="date", filterable=True, sortable=True, facetable=True),
        IndexField("updated_at", type="date", filterable=True, sortable=True, facetable=True),
    ),
)
