"""The provider that comes with Merx keeps the providers' contract; and what is its own."""

import msgspec
import pytest

from merx.commerce.search import Highlight, Physical, Search
from merx.commerce.search.testing import TEAS, SearchProviderContract, tea
from merx.commerce.search.words import mistakes, words_of
from merx.framework.config import Config
from merx.framework.scope import Scope
from merx.providers import search_postgres
from merx.providers.search_postgres import PostgresSearch, ranking


class TestPostgresSearch(SearchProviderContract):
    @pytest.fixture
    def provider(self) -> PostgresSearch:
        return PostgresSearch()

    async def test_of_very_many_matches_titles_are_ranked_first(
        self, scope: Scope, provider: PostgresSearch, index: Physical, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ranking, "REACH", 3)
        await provider.upsert_documents(scope, index, [*(tea(f"a{n}", f"Other {n}", text="assam") for n in range(9)), tea("z", "Assam too")])
        found = await provider.search(scope, index, Search(q="assam", take=3))
        assert ([hit.id for hit in found.hits][:2], found.count) == (["assam", "z"], 3)
        assert (await provider.search(scope, index, Search(q="assam", count="exact"))).count == 12

    async def test_snippets_are_cut_around_what_was_found(self, scope: Scope, provider: PostgresSearch, index: Physical) -> None:
        await provider.upsert_documents(scope, index, [tea("long", "Long", text=f"{'before ' * 20}needle{' after' * 20}")])
        found = await provider.search(scope, index, Search(q="needle", highlight=Highlight(fields=["text"], snippet=20)))
        assert found.hits[0].highlights == {"text": ["before <em>needle</em> after "]}


class TestInGerman:
    @pytest.fixture
    def merx_config(self, merx_config: Config) -> Config:
        return msgspec.structs.replace(merx_config, modules={**merx_config.modules, "search": {"language": "german"}})

    async def test_words_are_found_in_all_their_forms(self, scope: Scope) -> None:
        index = Physical("teas_1", TEAS)
        await search_postgres.postgres.upsert_documents(scope, index, [tea("cups", "Rote Tassen"), tea("cap", "Mützen")])

        async def ids(q: str) -> list[str]:
            return [hit.id for hit in (await search_postgres.postgres.search(scope, index, Search(q=q, typos=False))).hits]

        assert await ids("rotes") == ["cups"]
        assert await ids("tasse") == ["cups"]
        assert await ids("mütze") == ["cap"]
        assert await ids("taste") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("N0000-Blue/S 3.5", ["n0000", "blue", "s", "3", "5"]),
        ("Crème_Brûlée!", ["creme", "brulee"]),
        ("お茶 tea", ["お", "茶", "tea"]),
        ("ﬁne ½", ["fine", "1", "2"]),
    ],
)
def test_words_are_what_is_between_signs(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("left", "right", "count"), [("shirt", "shirt", 0), ("shrit", "shirt", 1), ("shrt", "shirt", 1), ("skort", "shirt", 2), ("", "abc", 3)]
)
def test_mistakes_are_counted_as_people_make_them(left: str, right: str, count: int) -> None:
    assert mistakes(left, right) == count
