"""What a query answers: bytes for clients, data for code, one statement each."""

import functools
import json
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope

from .shop.catalog.models import Tin
from .shop.catalog.service import CatalogService


async def test_a_page_is_one_statement_with_nested_relations_the_count_and_the_page(stocked: Scope, app: App) -> None:
    # given
    before = app.database.statements
    fields = ("title", "picked_at", "tins.sku", "tins.price", "flavours.name", "label.text", "shelf.label")
    # when
    page = await stocked.query.page("tea", "teas", fields=fields, order="-title", limit=1, offset=0)
    # then
    assert app.database.statements == before + 1
    assert json.loads(page, parse_float=Decimal) == {
        "teas": [
            {
                "id": "tea_1",
                "title": "Assam",
                "picked_at": "2026-11-21T10:49:00.123Z",
                "shelf_id": "shelf_1",
                "tins": [{"id": "tin_2", "sku": "A-050", "price": 5}, {"id": "tin_1", "sku": "A-100", "price": Decimal("9.50")}],
                "flavours": [{"id": "flavour_2", "name": "honey"}, {"id": "flavour_1", "name": "malt"}],
                "label": {"id": "label_1", "text": "fine"},
                "shelf": {"id": "shelf_1", "label": "Top"},
            }
        ],
        "count": 2,
        "offset": 0,
        "limit": 1,
    }


@pytest.mark.parametrize(("limit", "offset", "ids"), [(0, 0, []), (5, 7, []), (1, 1, ["tea_2"]), (None, 1, ["tea_2"])])
async def test_the_count_ignores_the_page(stocked: Scope, limit: int | None, offset: int, ids: list[str]) -> None:
    rows, count = await stocked.query.graph_and_count("tea", fields=("id",), limit=limit, offset=offset)
    assert ([row["id"] for row in rows], count) == (ids, 2)


async def test_a_star_is_every_column_and_nothing_else(stocked: Scope) -> None:
    (country,) = await stocked.query.graph("country")
    (tea,) = await stocked.query.graph("tea", fields=("*", "-rating", "-label"), filters={"id": "tea_1"})
    assert country == {"code": "de", "name": "Germany"}
    assert tea == {
        "id": "tea_1",
        "created_at": "2026-11-21T10:49:00.123Z",
        "updated_at": "2026-11-21T10:49:00.123Z",
        "deleted_at": None,
        "title": "Assam",
        "kind": None,
        "is_loose": False,
        "picked_at": "2026-11-21T10:49:00.123Z",
        "shelf_id": "shelf_1",
        "metadata": {"a": {"b": "c"}},
    }


async def test_links_are_walked_like_relations_in_both_directions(stocked: Scope) -> None:
    # when
    (tin,) = await stocked.query.graph(
        "tin",
        fields=("stock_items.name", "stock_links.needed", "stock_links.stock_item.name", "sale_lines.sale.country.name", "levels.place"),
        filters={"id": "tin_1"},
    )
    # then
    assert tin == {
        "id": "tin_1",
        "stock_items": [{"id": "sitem_1", "name": "Assam 100 g"}, {"id": "sitem_2", "name": "box"}],
        "stock_links": [
            {
                "id": tin["stock_links"][0]["id"],
                "tin_id": "tin_1",
                "stock_item_id": "sitem_1",
                "needed": 2,
                "stock_item": {"id": "sitem_1", "name": "Assam 100 g"},
            },
            {"id": tin["stock_links"][1]["id"], "tin_id": "tin_1", "stock_item_id": "sitem_2", "needed": 2, "stock_item": {"id": "sitem_2", "name": "box"}},
        ],
        "sale_lines": [{"id": "line_1", "sale_id": "sale_1", "sale": {"id": "sale_1", "country_code": "de", "country": {"code": "de", "name": "Germany"}}}],
        "levels": [{"id": "level_1", "place": "here"}, {"id": "level_2", "place": "there"}],
    }


async def test_a_shortcut_reaches_each_row_once_however_many_ways_lead_there(stocked: Scope) -> None:
    # given a sale whose two lines are tins of one tea
    (sale,) = await stocked.query.graph("sale", fields=("flavours.name", "lines.tea.title"))
    # then
    assert [flavour["name"] for flavour in sale["flavours"]] == ["honey", "malt"]
    assert [line["tea"]["title"] for line in sale["lines"]] == ["Assam", "Assam"]


async def test_soft_deleted_rows_are_out_of_sight_unless_asked_for(stocked: Scope) -> None:
    seen = await stocked.query.graph("tea", fields=("tins.id",), filters={"id": ["tea_1", "tea_3"]})
    everything = await stocked.query.graph("tea", fields=("tins.id",), filters={"id": ["tea_1", "tea_3"]}, with_deleted=True)
    assert seen == [{"id": "tea_1", "tins": [{"id": "tin_2"}, {"id": "tin_1"}]}]
    assert everything == [{"id": "tea_1", "tins": [{"id": "tin_3"}, {"id": "tin_2"}, {"id": "tin_1"}]}, {"id": "tea_3", "tins": []}]


async def test_one_json_is_the_first_row_or_none(stocked: Scope) -> None:
    assert await stocked.query.one_json("tea", fields=("title",), filters={"id": "tea_1"}) == b'{"id":"tea_1","title":"Assam"}'
    assert await stocked.query.one_json("tea", fields=("title",), filters={"id": "tea_9"}) is None


async def test_names_that_do_not_exist_are_ignored_in_fields_and_refused_in_filters_and_order(stocked: Scope) -> None:
    assert await stocked.query.graph("tea", fields=("nonsense", "*nothing", "tins.nonsense", "title.x"), limit=1) == [
        {"id": "tea_1", "tins": [{"id": "tin_2"}, {"id": "tin_1"}]}
    ]
    for arguments in ({"filters": {"tins": {"x": 1}}}, {"order": "tins.x"}):
        with pytest.raises(InvalidData, match=r"'tin' has no field 'x'"):
            await stocked.query.graph("tea", **arguments)


NONSENSE = 'x"; DROP TABLE tea; --'


@pytest.mark.parametrize(
    "arguments",
    [
        {"filters": {NONSENSE: 1}},
        {"filters": {"tins": {NONSENSE: 1}}},
        {"filters": {"id": {f"${NONSENSE}": 1}}},
        {"filters": {"rating": NONSENSE}},
        {"filters": {"rating": 10**30}},
        {"filters": {"title": "\0"}},
        {"filters": {"title": {"$re": "("}}},
        {"filters": {"title": {"$like": "\\"}}},
        {"filters": {"$and": ["x"]}},
        {"filters": {"$some": {"id": "x"}}},
        {"filters": {"tins." * 20 + "id": 1}},
        {"filters": {"$or": [{"id": "x"}] * 300}},
        {"filters": functools.reduce(lambda inner, _: {"$not": inner}, range(40), {"id": "x"})},
        {"filters": {"tins": {"stock_links": "x"}}},
        {"filters": {"title": {"$contains": "x"}}},
        {"filters": {"rating": {"$in": 3}}},
        {"filters": {"tins": {"price": "1e999999999"}}},
        {"filters": {"created_at": {"$gt": "yesterday"}}},
        {"order": NONSENSE},
        {"order": "tins"},
        {"order": "tins.tea." * 20 + "id"},
        {"limit": -1},
        {"limit": 2**70},
        {"offset": -1},
        {"q": "w " * 17},
        {"q": "\0"},
        {"filters": {"$q": "\0"}},
        {"filters": {"$q": ["x"]}},
        {"filters": {"tins": {"$q": "w " * 17}}},
        {"filters": {"$or": [{"$q": "w " * 9}, {"tins": {"$q": "w " * 8}}]}},
        {"fields": ("tins.tea." * 20 + "id",)},
    ],
)
async def test_nonsense_is_refused_before_or_by_the_server(stocked: Scope, arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidData):
        await stocked.query.graph("tea", **arguments)
    assert len(await stocked.query.graph("tea")) == 2


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"title": {"$re": "("}}, "title"),
        ({"is_loose": False, "tins": {"sku": {"$like": "\\"}}}, "tins.sku"),
        ({"title": "x", "rating": {"$gt": 10**12}}, "rating"),
        ({"tins": {"price": "cheap"}}, "tins.price"),
        ({"label": {"$eq": 5}}, "label"),
    ],
)
async def test_whoever_refuses_a_value_its_field_is_named(stocked: Scope, filters: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidData) as refused:
        await stocked.query.graph("tea", filters=filters)
    assert refused.value.message.startswith(f"Invalid value for field '{field}': ")


async def test_nonsense_in_fields_and_q_finds_nothing(stocked: Scope) -> None:
    assert await stocked.query.graph("tea", fields=(NONSENSE, f"tins.{NONSENSE}"), limit=1) == [{"id": "tea_1", "tins": [{"id": "tin_2"}, {"id": "tin_1"}]}]
    assert await stocked.query.graph("tea", q=NONSENSE) == []


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("assam", ["tea_1"]),
        ("ASS a-1", ["tea_1"]),
        ("top", ["tea_1", "tea_2"]),
        ("%_o", ["tea_2"]),
        ("_", ["tea_2"]),
        ("\\", ["tea_2"]),
        ("assam darjeeling", []),
        ("  ", ["tea_1", "tea_2"]),
        ("a-old", []),
    ],
)
async def test_each_word_of_q_is_found_somewhere_and_means_only_itself(stocked: Scope, q: str, ids: list[str]) -> None:
    assert [row["id"] for row in await stocked.query.graph("tea", fields=("id",), q=q)] == ids
    # Inside a filter it is called `$q`.
    assert [row["id"] for row in await stocked.query.graph("tea", fields=("id",), filters={"$or": [{"$q": q}, {"id": "tea_9"}]})] == ids


async def test_words_are_searched_below_a_relation_and_beside_other_conditions(stocked: Scope) -> None:
    async def found(filters: dict[str, object]) -> list[str]:
        return [row["id"] for row in await stocked.query.graph("tea", fields=("id",), filters=filters)]

    assert await found({"tins": {"$q": "A-1"}}) == ["tea_1"]
    assert await found({"tins": {"$q": "A-1", "sku": "A-2"}}) == []
    assert await found({"$and": [{"$q": "top"}, {"id": "tea_2"}]}) == ["tea_2"]
    assert await found({"$not": {"$q": "assam"}}) == ["tea_2"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"tins": {"sku": "A-100", "tin_rank": 1}}, []),
        ({"tins": {"sku": "A-100", "tin_rank": {"$gt": 1}}}, ["tea_1"]),
        ({"$and": [{"tins": {"sku": "A-100"}}, {"tins": {"tin_rank": 1}}]}, ["tea_1"]),
        ({"tins.sku": "A-OLD"}, []),
        ({"tins": {"$none": {"sku": {"$like": "A%"}}}}, ["tea_2"]),
        ({"tins": {"$every": {"sku": "A-100"}}}, ["tea_2"]),
        ({"tins": {"$some": {"stock_items": {"levels": {"place": "there", "quantity": {"$lt": 1}}}}}}, ["tea_1"]),
        ({"tins": {"sale_lines": {"sale": {"country": {"name": "Germany"}}}}}, ["tea_1"]),
        ({"tins": "tin_1"}, ["tea_1"]),
        ({"tins": None}, ["tea_2"]),
        ({"flavours": {"$nin": ["flavour_1"]}}, ["tea_2"]),
        ({"metadata": {"a": {"b": "c"}}}, ["tea_1"]),
        ({"metadata.a.b": {"$ne": "c"}}, ["tea_2"]),
        ({"$not": {"kind": "black"}}, ["tea_1"]),
        ({"$or": [{"kind": "black"}, {"label": {"text": "fine"}}]}, ["tea_1", "tea_2"]),
        ({"created_at": {"$lte": "2026-11-21T10:49:00.124Z"}, "id": {"$in": ["tea_1"]}}, ["tea_1"]),
        ({"picked_at": {"$gte": "2026-11-21"}}, ["tea_1"]),
        ({"tins": {"$or": [{"sku": "A-100"}, {"sku": "A-050"}], "tin_rank": 2, "$none": {"sku": "A-OLD"}}}, ["tea_1"]),
        ({"tins": {"$or": [{"sku": "A-050"}], "tin_rank": 2, "$none": {"sku": "A-OLD"}}}, []),
        ({"metadata": {"$contains": {"a": {"b": "c"}}}}, ["tea_1"]),
        ({"title": {"$fulltext": "DARJEELING"}}, ["tea_2"]),
        ({"title": {"$re": "^A.s"}}, ["tea_1"]),
    ],
)
async def test_filters_go_through_any_relation(stocked: Scope, filters: dict[str, object], ids: list[str]) -> None:
    rows, count = await stocked.query.graph_and_count("tea", fields=("id",), filters=filters)
    assert ([row["id"] for row in rows], count) == (ids, len(ids))


@pytest.mark.parametrize(
    ("order", "ids"),
    [("tins.sku", ["tea_1", "tea_2"]), ("-tins.sku", ["tea_2", "tea_1"]), (("shelf.label", "-title"), ["tea_1", "tea_2"]), ("title", ["tea_2", "tea_1"])],
)
async def test_rows_stand_in_the_order_of_a_path(stocked: Scope, order: str | tuple[str, ...], ids: list[str]) -> None:
    assert [row["id"] for row in await stocked.query.graph("tea", fields=("id",), order=order)] == ids


async def test_of_related_rows_those_without_a_value_are_not_what_is_ordered_by(stocked: Scope) -> None:
    # given teas whose highest ranks are 2 and 3, and a tin of the first that has none
    await stocked[CatalogService].tins.create([Tin(id="tin_8", tea_id="tea_1"), Tin(id="tin_9", tea_id="tea_2", tin_rank=3)])
    # then
    assert [row["id"] for row in await stocked.query.graph("tea", fields=("id",), order="-tins.tin_rank")] == ["tea_2", "tea_1"]
