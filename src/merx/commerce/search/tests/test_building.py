"""An index is built in chunks, beside the one that answers or in its place; given up, deleted and built anew."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from merx.commerce.product import ProductService
from merx.commerce.search import SearchIndexOf, SearchService
from merx.commerce.search.requests import Search
from merx.commerce.search.tests.conftest import Window
from merx.commerce.search.workflows import build, delete_index, ensure_index, find, refresh, refresh_documents, reindex
from merx.framework.scope import Scope
from merx.framework.testing.races import until_somebody_waits
from merx.framework.workflows import HookHandler


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "CHUNK", 2)
    monkeypatch.setattr(build, "CHUNK", 2)
    monkeypatch.setattr(refresh.ids_of, "__defaults__", (2,))


async def documents(scope: Scope) -> list[tuple[str, str]]:
    rows = await scope.rows("SELECT index_name, document ->> 'title' FROM search_document ORDER BY index_name, id")
    return [(row[0], row[1]) for row in rows]


async def silent(window: Window, *titles: str) -> list[str]:
    """Products that no event spoke of."""
    made = [await window.put(title) for title in titles]
    await window.scope.value("DELETE FROM procrastinate_jobs")
    return made


@pytest.mark.usefixtures("small_chunks")
async def test_many_products_are_indexed_in_the_background_in_chunks(window: Window) -> None:
    await silent(window, *(f"Shirt {number}" for number in range(5)))
    assert await ensure_index(window.scope, "product") is False
    assert (await find(window.scope, "product", Search(q="shirt"))).count == 0
    await window.background.drain()
    assert (await find(window.scope, "product", Search(q="shirt"))).count == 5
    (sync,) = await window.scope[SearchService].syncs.list()
    assert (sync.status, sync.documents_synced, sync.job_id is not None) == ("done", 5, True)


@pytest.mark.usefixtures("small_chunks")
async def test_what_changes_while_an_index_is_built_is_in_both(window: Window) -> None:
    made = await silent(window, *(f"Shirt {number}" for number in range(5)))
    await ensure_index(window.scope, "product")
    await window.background.drain()
    # given: a second version, of which nothing is there yet
    await reindex(window.scope, "product")
    await window.scope[ProductService].products.update(made[0], title="Scarf")
    await refresh.refresh_documents(window.scope, "product", [made[0]])
    assert ("product_1", "Scarf") in await documents(window.scope)
    assert ("product_2", "Scarf") in await documents(window.scope)
    await window.background.drain()
    assert await documents(window.scope) == [("product_2", title) for title in ("Scarf", "Shirt 1", "Shirt 2", "Shirt 3", "Shirt 4")]


@pytest.mark.usefixtures("small_chunks")
async def test_a_build_that_another_takes_the_place_of_is_canceled(window: Window) -> None:
    # given
    await silent(window, *(f"Shirt {number}" for number in range(5)))
    first = await reindex(window.scope, "product")
    # when
    second = await reindex(window.scope, "product")
    await window.background.drain()
    # then
    service = window.scope[SearchService]
    assert [(each.job_id, each.status) for each in await service.syncs.list(order="id")] == [(first, "canceled"), (second, "done")]
    assert [await window.scope.app.engine.status(run) for run in (first, second)] == ["done", "done"]
    assert [(each.physical_name, each.status, each.active) for each in await service.kept("product")] == [("product_2", "ready", True)]
    assert {index for index, _ in await documents(window.scope)} == {"product_2"}


@pytest.mark.parametrize("chunks", [0, 1])
@pytest.mark.usefixtures("small_chunks")
async def test_a_build_of_an_index_that_is_deleted_is_canceled(window: Window, chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    await silent(window, *(f"Shirt {number}" for number in range(5)))
    run = await reindex(window.scope, "product")
    asked: list[str] = []

    async def after_some_chunks(scope: Scope, index: SearchIndexOf, filters: Mapping[str, Any], after: str) -> list[str]:
        if len(asked) == chunks:
            await delete_index(window.scope, "product")
        asked.append(after)
        return await refresh.ids_of(scope, index, filters, after)

    monkeypatch.setattr(build, "ids_of", after_some_chunks)
    # when
    await window.background.drain()
    # then
    (sync,) = await window.scope[SearchService].syncs.list()
    assert (sync.status, await window.scope.app.engine.status(run)) == ("canceled", "done")
    assert (await documents(window.scope), await window.scope[SearchService].kept("product")) == ([], [])
    assert len(asked) == chunks + 1


async def test_documents_of_an_index_that_is_being_deleted_go_with_it(window: Window) -> None:
    # given
    made = await window.put("Shirt")
    await window.background.drain()
    app = window.scope.app
    async with app.scope().transaction() as writing:
        await refresh_documents(writing, "product", [made])
        # when
        deleting = asyncio.create_task(delete_index(app.scope(), "product"))
        await until_somebody_waits(app)
    # then
    assert await deleting == 1
    assert await documents(window.scope) == []


async def test_in_place_what_went_silently_goes_too(window: Window) -> None:
    made = await silent(window, "Shirt", "Scarf")
    await ensure_index(window.scope, "product")
    await window.scope[ProductService].products.soft_delete(made[0])
    await window.scope[ProductService].products.update(made[1], title="Cap")
    await reindex(window.scope, "product", swap=False)
    await window.background.drain()
    assert await documents(window.scope) == [("product_1", "Cap")]


async def test_since_and_filters_narrow_it(window: Window) -> None:
    made = await silent(window, "Shirt", "Scarf")
    await ensure_index(window.scope, "product")
    for each in made:
        await window.scope[ProductService].products.update(each, title="New")
    await reindex(window.scope, "product", filters={"id": made[1]})
    await window.background.drain()
    assert await documents(window.scope) == [("product_1", "Shirt"), ("product_1", "New")]


async def test_another_declaration_is_built_beside_the_old_one(window: Window) -> None:
    await silent(window, "Shirt")
    await ensure_index(window.scope, "product")
    await window.scope.value("UPDATE search_index_version SET definition_hash = 'of yesterday'")
    await ensure_index(window.scope, "product")
    assert await documents(window.scope) == [("product_2", "Shirt")]


async def test_the_hook_of_a_reindexing_is_called_when_the_index_answers(window: Window, admin: httpx.AsyncClient) -> None:
    # given
    heard: list[tuple[str, list[str], int]] = []

    async def hear(scope: Scope, *, job_id: str, indexes: list[str]) -> None:
        heard.append((job_id, indexes, len((await find(scope, "product", Search())).hits)))

    window.scope.app.hooks["search.build", "searchIndexesReindexed"] = [HookHandler("search.build", "searchIndexesReindexed", hear)]
    await silent(window, "Shirt", "Scarf")
    # when
    begun = (await admin.post("/admin/search-indexes/product/reindex", json={})).json()
    assert heard == []
    await window.background.drain()
    # then
    assert heard == [(begun["job_id"], ["product"], 2)]


async def test_administrators_see_delete_and_rebuild_an_index(window: Window, admin: httpx.AsyncClient) -> None:
    await window.put("Shirt")
    await window.background.drain()

    async def shown() -> dict[str, Any]:
        return (await admin.get("/admin/search-indexes")).json()["search_indexes"][0]

    assert {name: (await shown())[name] for name in ("name", "entity", "provider", "status")} == {
        "name": "product",
        "entity": "product",
        "provider": "search_postgres",
        "status": "ready",
    }
    gone = await admin.delete("/admin/search-indexes/product")
    assert gone.json() == {"id": "product", "object": "search_index", "deleted": True, "deleted_versions": 1}
    assert (await shown())["status"] == "pending"
    # then: neither events nor the job bring it back
    await window.put("Scarf")
    assert await window.titles() == []
    answer = await admin.post("/admin/search-indexes/product/reindex", json={})
    assert (answer.status_code, answer.json()["indexes"]) == (202, ["product"])
    assert await window.titles() == ["Shirt", "Scarf"]


REFUSED: list[tuple[str, str, Any, int, str]] = [
    ("POST", "/admin/search-indexes/nothing/reindex", {}, 404, "nothing"),
    ("DELETE", "/admin/search-indexes/nothing", None, 404, "nothing"),
    ("POST", "/admin/search-indexes/product/reindex", {"since": "yesterday"}, 400, "since"),
    ("POST", "/admin/search-indexes/product/reindex", {"filters": {"nothing": 1}}, 400, "nothing"),
    ("GET", "/admin/search?entity=secrets", None, 404, "secrets"),
    ("GET", "/admin/search?limit=101", None, 400, "limit"),
]


async def test_what_is_not_there_is_refused_by_its_name(window: Window, admin: httpx.AsyncClient) -> None:
    await window.put("Shirt")
    await window.background.drain()
    before = await window.scope.rows("SELECT * FROM search_index_version")
    for method, path, body, status, named in REFUSED:
        answer = await admin.request(method, path, json=body)
        assert (answer.status_code, named in answer.json()["message"]) == (status, True), answer.text
    assert await window.scope.rows("SELECT * FROM search_index_version") == before


async def test_administrators_search_everything_they_know(window: Window, admin: httpx.AsyncClient) -> None:
    draft = await window.put("Teapot of clay", status="draft", skus=["POT"])
    await window.background.drain()
    answer = (await admin.get("/admin/search", params={"q": "teapto", "entity": "product"})).json()
    assert answer["results"] == [
        {
            "entity": "product",
            "data": [{"id": draft, "title": "Teapot of clay", "handle": "teapot-of-clay", "thumbnail": None, "status": "draft"}],
            "count": 1,
            "offset": 0,
            "limit": 20,
        }
    ]
    groups = (await admin.get("/admin/search", params={"q": "POT", "limit": 3})).json()["results"]
    assert {group["entity"]: group["count"] for group in groups if group["count"]} == {"product": 1, "product_variant": 1, "inventory_item": 1}
