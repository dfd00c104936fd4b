"""The index of products: what is found in the shop's own catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from merx.commerce.search.definitions import IndexField, SearchIndexOf
from merx.commerce.search.workflows.translated import translations_of
from merx.framework.scope import Scope

_FIELDS = (
    *("id", "title", "subtitle", "handle", "description", "status", "thumbnail", "is_giftcard", "collection_id", "type_id", "created_at", "updated_at"),
    *("collection.title", "type.value", "tags.value", "categories.name", "categories.is_active", "categories.is_internal", "sales_channels.id"),
    *("variants.title", "variants.sku", "variants.barcode", "variants.ean", "variants.upc", "variants.options.value"),
)


async def product_documents(scope: Scope, ids: Sequence[str]) -> list[dict[str, Any]]:
    """What shoppers may find products by, in all languages; in categories that are internal or not active they do not stand for them."""
    rows = await scope.query.graph("product", fields=_FIELDS, filters={"id": list(ids)}, limit=len(ids))
    for row in rows:
        row["categories"] = [each for each in row["categories"] if each["is_active"] and not each["is_internal"]]
    translations = await translations_of(scope, {key for row in rows for key in (row["id"], *_around(row))})
    return [{**_document(row), **_translated(row, translations)} for row in rows]


def _around(row: dict[str, Any]) -> Iterable[str]:
    """The ids of what a product is found by beside its own words."""
    near = [row["collection"], row["type"], *row["tags"], *row["categories"], *row["variants"]]
    return [each["id"] for each in (*near, *(option for variant in row["variants"] for option in variant["options"])) if each]


def _translated(row: dict[str, Any], translations: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[str]]:
    own = translations.get(row["id"], ())
    near = [text for key in dict.fromkeys(_around(row)) for words in translations.get(key, ()) for text in words.values()]
    return {
        "translated_titles": [words["title"] for words in own if "title" in words],
        "translated_words": [*(words["subtitle"] for words in own if "subtitle" in words), *near],
        "translated_texts": [words["description"] for words in own if "description" in words],
    }


def _document(row: dict[str, Any]) -> dict[str, Any]:
    variants: list[dict[str, Any]] = row["variants"]
    categories: list[dict[str, Any]] = row["categories"]
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
        IndexField("translated_titles", type="text", weight="A", many=True, returned=False, store=False),
        IndexField("translated_words", type="text", weight="C", many=True, returned=False, store=False),
        IndexField("translated_texts", type="text", weight="D", many=True, returned=False, store=False),
        IndexField("created_at", type="date", filterable=True, sortable=True, facetable=True),
        IndexField("updated_at", type="date", filterable=True, sortable=True, facetable=True),
    ),
)
