"""Rows that live elsewhere are part of the same graph: selected through links from both sides, one call for each place."""

import json
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import External, Repository, Service, Wanted, link, source
from merx.framework.data.graph import Graph
from merx.framework.errors import InvalidData, Misconfigured
from merx.framework.query import View, elsewhere
from merx.framework.scope import Scope

from .editors.cms.models import Article, Author
from .editors.cms.service import CmsService
from .editors.links import article_flavours, tea_author
from .shop.catalog.models import Flavour, Tea

asked = CmsService.asked


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(f"{__package__}.shop", f"{__package__}.editors"))


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


async def test_a_page_costs_one_statement_and_one_call(stocked: Scope, app: App) -> None:
    # given
    before = app.database.statements
    # when
    teas = await stocked.query.graph("tea", fields=("title", "articles.title"), order="id")
    # then
    assert teas == [
        {"id": "tea_1", "title": "Assam", "articles": [{"id": "art_1", "title": "Malt"}, {"id": "art_3", "title": "Hills"}]},
        {"id": "tea_2", "title": "50%_off \\ Darjeeling", "articles": [{"id": "art_2", "title": "Frost"}]},
    ]
    assert asked == [("Article", "tea_id", ["tea_1", "tea_2"], ["id", "tea_id", "title"])]
    assert app.database.statements - before == 1


async def test_they_stand_below_relations_and_below_each_other_and_lead_back_to_ours(stocked: Scope, app: App) -> None:
    # given
    before = app.database.statements
    # when
    (sale,) = await stocked.query.graph("sale", fields=("lines.tin.tea.articles.author.name", "lines.tin.tea.articles.tea.title"))
    # then
    article = sale["lines"][0]["tin"]["tea"]["articles"][0]
    assert article == {"id": "art_1", "author": {"id": "aut_2", "name": "Bob"}, "tea": {"id": "tea_1", "title": "Assam"}}
    assert [(kind, column, values) for kind, column, values, _ in asked] == [
        ("Article", "tea_id", ["tea_1"]),
        ("Author", "id", ["aut_1", "aut_2"]),
    ]
    assert app.database.statements - before == 2


async def test_a_table_of_pairs_joins_them_to_ours_from_both_sides(stocked: Scope) -> None:
    # given
    await article_flavours.add(stocked, [("art_1", "flavour_1"), ("art_3", "flavour_1"), ("art_1", "flavour_2"), ("art_gone", "flavour_2")], strength=3)
    await tea_author.add(stocked, [("tea_1", "aut_2")])
    # when
    flavours = await stocked.query.graph("flavour", fields=("name", "articles.title", "article_links.strength", "article_links.article.title"))
    articles = await stocked.query.graph("article", fields=("flavours.name",), filters={"id": ["art_1", "art_2"]})
    (tea,) = await stocked.query.graph("tea", fields=("expert.name",), filters={"id": "tea_1"})
    # then
    assert [(each["name"], [article["title"] for article in each["articles"]]) for each in flavours] == [("malt", ["Malt", "Hills"]), ("honey", ["Malt"])]
    assert [(row["strength"], (row["article"] or {}).get("title")) for row in flavours[1]["article_links"]] == [(3, "Malt"), (3, None)]
    assert articles == [
        {"id": "art_1", "flavours": [{"id": "flavour_2", "name": "honey"}, {"id": "flavour_1", "name": "malt"}]},
        {"id": "art_2", "flavours": []},
    ]
    assert tea == {"id": "tea_1", "expert": {"id": "aut_2", "name": "Bob"}}


async def test_amounts_and_times_look_like_all_others_and_what_is_not_there_is_null(stocked: Scope) -> None:
    # when
    page = json.loads(
        await stocked.query.page("article", "articles", fields=("*", "-title", "tea.title", "author.name"), filters={"id": {"$in": ["art_1", "art_4"]}}),
        parse_float=Decimal,
    )
    # then
    assert page == {
        "articles": [
            {
                "id": "art_1",
                "tea_id": "tea_1",
                "author_id": "aut_2",
                "fee": Decimal("99.90"),
                "written_at": "2026-01-02T03:04:05.678Z",
                "tea": {"id": "tea_1", "title": "Assam"},
                "author": {"id": "aut_2", "name": "Bob"},
            },
            {"id": "art_4", "tea_id": None, "author_id": "aut_9", "fee": 0, "written_at": None, "tea": None, "author": None},
        ],
        "count": 2,
        "offset": 0,
        "limit": None,
    }


class Writer(View, of=Author):
    name: str


class Story(View, of=Article):
    title: str
    author: Writer | None


class TeaWithStories(View, of=Tea):
    title: str
    articles: list[Story]


async def test_they_are_asked_for_with_a_type(stocked: Scope) -> None:
    assert await stocked.query.one(Story, "art_2") == Story(title="Frost", author=Writer(name="Ada"))
    assert await stocked.query.one(TeaWithStories, "tea_2") == TeaWithStories(
        title="50%_off \\ Darjeeling", articles=[Story(title="Frost", author=Writer(name="Ada"))]
    )


async def test_who_can_be_searched_is(stocked: Scope) -> None:
    rows, count = await stocked.query.graph_and_count("author", fields=("name", "articles.title"), order="-name", limit=1)
    assert (rows, count) == ([{"id": "aut_2", "name": "Bob", "articles": [{"id": "art_1", "title": "Malt"}]}], 2)
    assert await stocked.query.graph("author", fields=("id",), filters={"name": "Ada"}) == [{"id": "aut_1"}]
    with pytest.raises(InvalidData, match=r"^Authors are not found by age$"):
        await stocked.query.graph("author", filters={"age": 3})


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"filters": {"title": "Malt"}},
        {"filters": {"id": "a", "tea_id": "b"}},
        {"filters": {"id": {"$ne": "a"}}},
        {"filters": {"id": "a"}, "order": "title"},
    ],
)
async def test_who_cannot_is_found_by_one_of_its_columns_only(stocked: Scope, given: dict[str, object]) -> None:
    with pytest.raises(InvalidData) as refused:
        await stocked.query.graph("article", **given)
    assert str(refused.value) == ("'article' lives elsewhere and has nobody who searches it. It can be selected, and found by one of: id, tea_id, author_id.")
    assert asked == []


@pytest.mark.parametrize(
    "given",
    [{"filters": {"articles": {"title": "Malt"}}}, {"filters": {"articles.title": "Malt"}}, {"filters": {"articles": None}}, {"order": "articles.title"}],
)
async def test_our_rows_are_not_filtered_or_ordered_by_them(stocked: Scope, given: dict[str, object]) -> None:
    with pytest.raises(InvalidData) as refused:
        await stocked.query.graph("tea", **given)
    assert str(refused.value) == (
        "'article' lives elsewhere and is no part of the statement: 'tea' is not filtered or ordered by its 'articles'. "
        "It can be selected, and found by one of: id, tea_id, author_id."
    )


@pytest.mark.parametrize(
    ("entity", "filters", "found"),
    [
        ("tea", {"expert": {"name": "Bob"}}, ["tea_1"]),
        ("tea", {"expert.name": "Bob", "title": "Assam"}, ["tea_1"]),
        ("tea", {"expert": {"name": "Ada"}}, []),
        ("tea", {"$or": [{"expert": {"name": "Bob"}}, {"id": "tea_2"}]}, ["tea_1", "tea_2"]),
        ("tin", {"tea": {"expert": {"name": "Bob"}}}, ["tin_1", "tin_2"]),
        ("tin", {"tea.expert.name": "Bob", "sku": "A-100"}, ["tin_1"]),
        ("shelf", {"teas": {"$some": {"expert.name": "Bob"}}}, ["shelf_1"]),
        ("shelf", {"teas": {"$none": {"expert.name": "Bob"}}}, []),
    ],
)
async def test_our_rows_are_filtered_by_those_that_can_be_searched(stocked: Scope, entity: str, filters: dict[str, object], found: list[str]) -> None:
    await tea_author.add(stocked, [("tea_1", "aut_2"), ("tea_3", "aut_2")])
    assert [row["id"] for row in await stocked.query.graph(entity, fields=("id",), filters=filters)] == found


async def test_too_many_that_fit_are_refused(stocked: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "MOST_FOUND", 0)
    with pytest.raises(InvalidData, match=r"^'expert\.name': more than 0 'author' fit\. Narrow the filter\.$"):
        await stocked.query.graph("tea", filters={"expert.name": "Bob"})


async def test_an_empty_page_calls_nobody(stocked: Scope) -> None:
    assert await stocked.query.graph("tea", fields=("articles.title",), filters={"id": "x"}) == []
    assert await stocked.query.graph("article", fields=("author.name",), filters={"id": "x"}) == []
    assert [kind for kind, *_ in asked] == ["Article"]


async def test_deleted_rows_below_them_are_out_of_sight(stocked: Scope) -> None:
    # given
    await stocked.rows("UPDATE tea SET deleted_at = now() WHERE id = 'tea_1'")
    # then
    assert await stocked.query.graph("article", fields=("tea.title",), filters={"id": "art_1"}) == [{"id": "art_1", "tea": None}]
    (seen,) = await stocked.query.graph("article", fields=("tea.title",), filters={"id": "art_1"}, with_deleted=True)
    assert seen["tea"]["title"] == "Assam"


async def test_what_a_caller_may_not_see_below_others_stays_unseen_below_rows_from_elsewhere(stocked: Scope) -> None:
    asked_for = {"fields": ("tea.title",), "filters": {"id": ["art_1", "art_2"]}, "context": {"reader_of": "black"}}
    articles = await stocked.query.graph("article", **asked_for)
    assert [(each["id"], each["tea"] is not None) for each in articles] == [("art_1", False), ("art_2", True)]


class Lonely(External):
    id: str


async def fetch_nothing(scope: Scope, wanted: Wanted) -> list[Article]:
    del scope, wanted
    return []


def test_a_builders_mistakes_say_what_to_do() -> None:
    with pytest.raises(
        Misconfigured,
        match=r"test_elsewhere\.py:\d+: the link lonely -> flavour joins 'lonely', which no module of this shop has\..*declare a @source for it\.$",
    ):
        Graph([Flavour], [link(Lonely, Flavour)])
    with pytest.raises(Misconfigured, match=r"^The source of 'lonely' is found by 'name', which it lacks\. It has: id\.$"):
        source(Lonely, by=("name",))
    ours = source(Article)(fetch_nothing)
    with pytest.raises(Misconfigured, match=r"^'flavour\.articles' finds 'article' by its 'author_id', and its source only by id\. Add it to `by`"):
        Graph([Flavour], [link(Article.author_id, Flavour, back="articles", read_only=True)], sources=[ours])
    with pytest.raises(Misconfigured, match=r"^'article' has two sources\. Remove one of them\.$"):
        Graph([], sources=[ours, ours])


def test_there_is_no_repository_of_them(stocked: Scope) -> None:
    class LonelyService(Service):
        lonely: Repository[Lonely]

    with pytest.raises(Misconfigured, match=r"LonelyService\.lonely: Lonely lives elsewhere and has no table for a Repository\. Fetch it in a @source\.$"):
        LonelyService(stocked)
