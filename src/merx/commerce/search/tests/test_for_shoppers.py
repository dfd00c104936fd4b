"""Shoppers find what the catalogue shows them, and nothing else."""

from typing import Any

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.product import ProductService
from merx.commerce.product.links import product_sales_channels
from merx.commerce.search.tests.conftest import Window


async def test_drafts_and_what_is_sold_elsewhere_are_not_found(window: Window) -> None:
    await window.put("Shirt")
    await window.put("Draft shirt", status="draft")
    await window.put("Outlet shirt", sales_channel_ids=[window.other_channel])
    await window.put("Nowhere shirt", sales_channel_ids=[])
    found = await window.found("shirt")
    assert [hit["document"]["title"] for hit in found["hits"]] == ["Shirt"]
    assert found["metadata"]["count"] == 1


TRICKS: list[dict[str, Any]] = [
    {"$or": [{"handle": "x"}, {"$not": {"id": "x"}}]},
    {"$not": {"id": {"$in": ["x"]}}},
    {"$or": [{}, {}]},
    {"$and": [{"id": {"$ne": "x"}}]},
]


async def test_no_filter_gets_around_what_may_be_seen(window: Window) -> None:
    await window.put("Draft shirt", status="draft")
    await window.put("Outlet shirt", sales_channel_ids=[window.other_channel])
    for trick in TRICKS:
        assert await window.titles(filters=trick) == [], trick


async def test_what_was_just_withdrawn_is_not_shown_however_old_the_index(window: Window) -> None:
    drafted, parted, kept = await window.put("Shirt one"), await window.put("Shirt two"), await window.put("Shirt three")
    await window.background.drain()
    # given: rows that changed without a word
    await window.scope[ProductService].products.update(drafted, status="draft")
    await product_sales_channels.dismiss(window.scope, left=parted, right=window.channel)
    assert [hit["id"] for hit in (await window.found("shirt"))["hits"]] == [kept]


HIDDEN: list[dict[str, Any]] = [
    {"filters": {"status": "draft"}},
    {"filters": {"$or": [{"sales_channel_ids": "sc_1"}]}},
    {"filters": {"$not": {"$and": [{"status": "draft"}]}}},
    {"fields": ["sales_channel_ids"]},
    {"search_options": {"facets": ["sales_channel_ids"]}},
    {"search_options": {"highlight": {"fields": ["status"]}}},
    {"search_options": {"attributes_to_search_on": ["status"]}},
    {"pagination": {"order": {"status": "ASC"}}},
]


async def test_fields_that_are_not_for_shoppers_are_refused(window: Window) -> None:
    await window.put("Shirt")
    await window.background.drain()
    for asked in HIDDEN:
        answer = await window.ask(**asked)
        assert answer.status_code == 400, asked
        assert "status" in answer.json()["message"] or "sales_channel_ids" in answer.json()["message"]


async def test_what_is_answered_holds_nothing_of_channels_and_statuses(window: Window) -> None:
    await window.put("Shirt", sales_channel_ids=[window.channel, window.other_channel])
    for fields in ([], ["*"]):
        (hit,) = (await window.found("shirt", fields=fields))["hits"]
        assert {"status", "sales_channel_ids"}.isdisjoint(hit["document"])


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"entity": "order"}, "order"),
    ({"filters": {"secret": 1}}, "secret"),
    ({"filters": {"id": {"$re": ".*"}}}, "$re"),
    ({"filters": {"q": ["x"]}}, "q"),
    ({"filters": {"q": "a b c d e f g h i j k l m n o p q"}}, "q"),
    ({"filters": {"created_at": {"$gt": "yesterday"}}}, "created_at"),
    ({"filters": {"is_giftcard": "yes"}}, "is_giftcard"),
    ({"filters": {"$and": "x"}}, "$and"),
    ({"fields": ["metadata"]}, "metadata"),
    ({"pagination": {"order": {"description": "ASC"}}}, "description"),
    ({"pagination": {"order": {"title'; DROP TABLE product; --": "ASC"}}}, "DROP TABLE"),
    ({"pagination": {"cursor": "?"}}, "cursor"),
    ({"pagination": {"take": 101}}, "take"),
    ({"search_options": {"facets": [{"field": "title"}]}}, "title"),
    ({"search_options": {"facets": [{"field": "created_at", "type": "stats"}]}}, "created_at"),
    ({"search_options": {"vector": {"query": "x"}}}, "vector"),
    ({"search_options": {"distinct": "type_id"}}, "distinct"),
    ({"search_options": {"disjunctive_facets": True}}, "disjunctive_facets"),
    ({"search_options": {"attributes_to_search_on": ["sku"]}}, "barcode"),
    ({"unknown": 1}, "unknown"),
]


async def test_what_cannot_be_meant_is_refused_by_its_name(window: Window) -> None:
    await window.put("Shirt")
    await window.background.drain()
    for body, named in REFUSED:
        answer = await window.ask(**body)
        assert answer.status_code == (404 if "entity" in body else 400), answer.text
        assert named in answer.json()["message"], answer.text


async def test_a_key_without_a_channel_is_told_so(window: Window) -> None:
    key = await create_api_key(window.scope, "Bare", "publishable", "test")
    window.client.headers["x-publishable-api-key"] = key.token
    answer = await window.ask()
    assert (answer.status_code, answer.json()["message"]) == (400, "Publishable key needs to have a sales channel configured")
