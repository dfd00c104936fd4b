"""What every search provider must do, as tests to inherit:

    class TestPigeons(SearchProviderContract):
        @pytest.fixture
        def provider(self) -> Pigeons: ...

The fixture `scope` is that of a shop with the search module. A provider that writes later than it says waits in `settled`.
"""

from collections.abc import Sequence
from typing import Any

import pytest_asyncio

from merx.commerce.search.definitions import Document, IndexField, SearchIndexOf
from merx.commerce.search.providers import Physical, SearchProvider
from merx.commerce.search.requests import Facet, Filter, Search
from merx.framework.scope import Scope


async def _no_documents(scope: Scope, ids: Sequence[str]) -> list[Document]:  # noqa: ARG001 - the index's; these tests write their own
    return []


TEAS = SearchIndexOf(
    "teas",
    entity="tea",
    documents=_no_documents,
    fields=(
        IndexField("id", filterable=True),
        IndexField("title", type="text", weight="A", sortable=True),
        IndexField("code", weight="B", many=True),
        IndexField("text", type="text", weight="D"),
        IndexField("kinds", filterable=True, facetable=True, many=True),
        IndexField("grams", type="number", filterable=True, sortable=True, facetable=True),
        IndexField("is_loose", type="boolean", filterable=True),
        IndexField("picked_at", type="date", filterable=True, sortable=True),
    ),
)


def tea(key: str, title: str, **more: Any) -> Document:
    """A document with all its fields; `more` replaces some."""
    rest: dict[str, Any] = {"code": [], "text": "", "kinds": [], "grams": 100, "is_loose": True, "picked_at": "2026-01-01T00:00:00.000Z"}
    return {"id": key, "title": title, **rest, **more}


FILTERS: tuple[tuple[Filter, list[str]], ...] = (
    ({"id": "assam"}, ["assam"]),
    ({"id": ["assam", "sencha"]}, ["assam", "sencha"]),
    ({"kinds": "black"}, ["assam", "ceylon"]),
    ({"kinds": {"$contains": ["black", "strong"]}}, ["assam"]),
    ({"kinds": {"$overlaps": ["strong", "green"]}}, ["assam", "sencha"]),
    ({"kinds": {"$nin": ["black"]}}, ["sencha"]),
    ({"kinds": {"$ne": "green"}}, ["assam", "ceylon"]),
    ({"grams": {"$gt": 50, "$lte": 250}}, ["assam", "ceylon"]),
    ({"grams": {"$lt": 100}}, ["sencha"]),
    ({"grams": None}, []),
    ({"is_loose": False}, ["ceylon"]),
    ({"picked_at": {"$gte": "2026-05-01T02:00:00+02:00"}}, ["sencha"]),
    ({"$or": [{"id": "assam"}, {"is_loose": False}]}, ["assam", "ceylon"]),
    ({"$and": [{"kinds": "black"}, {"grams": 250}]}, ["ceylon"]),
    ({"$not": {"kinds": "black"}}, ["sencha"]),
    ({"$or": []}, []),
    ({"id": []}, []),
)


class SearchProviderContract:
    """Inherit it as `TestYourProvider`, with the fixture that the module's docstring names."""

    async def settled(self) -> None:
        """Returns when what was written is found."""

    @pytest_asyncio.fixture
    async def index(self, scope: Scope, provider: SearchProvider) -> Physical:
        """Three teas in it."""
        index = Physical("teas_1", TEAS)
        await provider.create_index(scope, index)
        teas = [
            tea("assam", "Assam", code=["A-100"], text="Malty, for milk", kinds=["black", "strong"]),
            tea("ceylon", "Ceylon", code=["C-250"], text="Grown like Assam, but higher", kinds=["black"], grams=250, is_loose=False),
            tea("sencha", "Sencha", code=["S-050"], text="Grassy", kinds=["green"], grams=50, picked_at="2026-05-01T00:00:00.000Z"),
        ]
        await provider.upsert_documents(scope, index, teas)
        await self.settled()
        return index

    async def ids(self, scope: Scope, provider: SearchProvider, index: Physical, search: Search) -> list[str]:
        return [hit.id for hit in (await provider.search(scope, index, search)).hits]

    async def test_words_are_found_by_their_beginning_the_better_field_first(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        assert await self.ids(scope, provider, index, Search(q="assam")) == ["assam", "ceylon"]
        assert await self.ids(scope, provider, index, Search(q="gras")) == ["sencha"]
        assert await self.ids(scope, provider, index, Search(q="C-250")) == ["ceylon"]
        assert await self.ids(scope, provider, index, Search(q="assam higher")) == ["ceylon"]
        assert await self.ids(scope, provider, index, Search(q="nowhere")) == []

    async def test_a_letter_too_few_still_finds_unless_typos_are_off(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        assert await self.ids(scope, provider, index, Search(q="ceyon")) == ["ceylon"]
        assert await self.ids(scope, provider, index, Search(q="ceyon", typos=False)) == []

    async def test_filters_hold(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        for filters, expected in FILTERS:
            assert sorted(await self.ids(scope, provider, index, Search(filters=filters))) == expected, filters

    async def test_what_narrows_holds_whatever_the_filters_say(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        around = Search(narrowed={"kinds": "black"}, filters={"$or": [{"kinds": "green"}, {"$not": {"kinds": "black"}}]})
        assert await self.ids(scope, provider, index, around) == []

    async def test_pages_and_orders(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        assert await self.ids(scope, provider, index, Search(order=[("grams", True)])) == ["ceylon", "assam", "sencha"]
        assert await self.ids(scope, provider, index, Search(order=[("title", False)], skip=1, take=1)) == ["ceylon"]
        found = await provider.search(scope, index, Search(take=1))
        assert (len(found.hits), found.count) == (1, 3)
        assert (await provider.search(scope, index, Search(count="none"))).count is None

    async def test_a_document_is_answered_as_it_was_written(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        (hit,) = (await provider.search(scope, index, Search(filters={"id": "ceylon"}))).hits
        expected = tea("ceylon", "Ceylon", code=["C-250"], text="Grown like Assam, but higher", kinds=["black"], grams=250, is_loose=False)
        assert hit.document == expected

    async def test_values_are_counted(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        found = await provider.search(scope, index, Search(facets=[Facet(field="kinds", limit=1), Facet(field="grams", type="stats")]))
        assert found.facets == {
            "kinds": {"type": "value", "values": [{"value": "black", "count": 2}], "other_count": 2},
            "grams": {"type": "stats", "min": 50, "max": 250, "avg": 133.33333333333334, "sum": 400, "count": 3},
        }

    async def test_writing_again_replaces_and_deleting_twice_is_no_mistake(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        await provider.upsert_documents(scope, index, [tea("assam", "Darjeeling")])
        await provider.delete_documents(scope, index, ["sencha", "never"])
        await provider.delete_documents(scope, index, ["sencha"])
        await self.settled()
        assert await self.ids(scope, provider, index, Search(q="darjeeling")) == ["assam"]
        assert await provider.known_ids(scope, index, "", 10) == ["assam", "ceylon"]
        assert await provider.known_ids(scope, index, "assam", 10) == ["ceylon"]
        assert await provider.known_ids(scope, index, "", 10, ("kinds", "black")) == ["ceylon"]

    async def test_versions_do_not_see_each_other(self, scope: Scope, provider: SearchProvider, index: Physical) -> None:
        other = Physical("teas_2", TEAS)
        await provider.create_index(scope, other)
        await provider.upsert_documents(scope, other, [tea("oolong", "Oolong")])
        await self.settled()
        assert await self.ids(scope, provider, other, Search()) == ["oolong"]
        await provider.delete_index(scope, index.name)
        await provider.delete_index(scope, index.name)
        await self.settled()
        assert await self.ids(scope, provider, index, Search()) == []
        assert await self.ids(scope, provider, other, Search()) == ["oolong"]
