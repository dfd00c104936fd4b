"""Whatever is asked, the one statement answers as the slow reference does."""

import json
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merx.framework.app import App
from merx.framework.data.graph import Graph
from merx.framework.scope import Scope

from .reference import Reference, load
from .shop.catalog.models import Country, Flavour, Label, Shelf, Tea, TeaFlavour, Tin
from .shop.catalog.service import CatalogService
from .shop.links import tin_stock
from .shop.sales.models import Sale, SaleLine
from .shop.sales.service import SalesService
from .shop.stock.models import Level, StockItem
from .shop.stock.service import StockService

DEEPEST = 3
ENTITIES = ("shelf", "tea", "tin", "label", "flavour", "tea_flavour", "country", "stock_item", "level", "tin_stock_item", "sale", "sale_line")
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
async def world(app: App) -> Scope:
    """Some of everything: with and without relations, with nulls and ties, some of it soft-deleted."""
    scope, dice = app.scope(), random.Random(11)

    def times() -> dict[str, Any]:
        at = START + timedelta(days=dice.randrange(5), milliseconds=dice.randrange(3))
        return {"created_at": at, "updated_at": at, "deleted_at": at if dice.random() < 0.2 else None}

    def some(ids: list[str]) -> str:
        return dice.choice(ids)

    def maybe(value: Any) -> Any:
        return None if dice.random() < 0.3 else value

    ids = {name: [f"{name}_{n}" for n in range(size)] for name, size in {"shelf": 3, "tea": 12, "tin": 18, "flavour": 4, "item": 5, "sale": 5}.items()}
    catalog, stock, sales = scope[CatalogService], scope[StockService], scope[SalesService]
    await catalog.shelves.create([Shelf(id=i, label=dice.choice("xyz"), **times()) for i in ids["shelf"]])
    await catalog.teas.create(
        [
            Tea(
                id=i,
                title=dice.choice("abcd"),
                kind=maybe(dice.choice(("black", "green"))),
                rating=maybe(dice.randrange(4)),
                is_loose=dice.random() < 0.5,
                picked_at=maybe(START + timedelta(days=dice.randrange(3))),
                shelf_id=maybe(some(ids["shelf"])),
                metadata=maybe({"n": dice.randrange(3)}),
                **times(),
            )
            for i in ids["tea"]
        ]
    )
    await catalog.tins.create(
        [
            Tin(
                id=i,
                tea_id=some(ids["tea"]),
                sku=maybe(dice.choice("pqr")),
                price=Decimal(dice.randrange(20)) / 4,
                tin_rank=maybe(dice.randrange(3)),
                **times(),
            )
            for i in ids["tin"]
        ]
    )
    await catalog.labels.create(
        [Label(id=f"label_{n}", tea_id=tea, text=dice.choice("uv"), **times()) for n, tea in enumerate([*ids["tea"][:6], *ids["tea"][:2]])]
    )
    await catalog.flavours.create([Flavour(id=i, name=dice.choice("mn"), rank=dice.randrange(2), **times()) for i in ids["flavour"]])
    pairs = {(some(ids["tea"]), some(ids["flavour"])) for _ in range(20)}
    await catalog.tea_flavours.create([TeaFlavour(tea_id=tea, flavour_id=flavour) for tea, flavour in sorted(pairs)])
    await catalog.countries.create([Country(code="de", name="Germany"), Country(code="at", name="Austria")])
    await stock.items.create([StockItem(id=i, name=dice.choice("gh"), **times()) for i in ids["item"]])
    await stock.levels.create(
        [Level(id=f"level_{n}", stock_item_id=some(ids["item"]), place=dice.choice("hi"), quantity=Decimal(dice.randrange(9)), **times()) for n in range(9)]
    )
    await tin_stock.add(scope, sorted({(some(ids["tin"]), some(ids["item"])) for _ in range(25)}), needed=2)
    await scope.rows("UPDATE tin_stock_item SET created_at = $1, updated_at = $1", START)  # the reference sees milliseconds only
    await sales.sales.create([Sale(id=i, email=dice.choice("jk"), country_code=maybe(dice.choice(("de", "at", "fr"))), **times()) for i in ids["sale"]])
    await sales.lines.create(
        [
            SaleLine(
                id=f"line_{n}",
                sale_id=some(ids["sale"]),
                tin_id=some(ids["tin"]),
                quantity=dice.randrange(1, 4),
                unit_price=Decimal(dice.randrange(9)),
                **times(),
            )
            for n in range(14)
        ]
    )
    return scope


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "rating": st.integers(-1, 4),
    "rank": st.integers(0, 2),
    "tin_rank": st.integers(0, 2),
    "quantity": st.integers(0, 5),
    "needed": st.integers(1, 3),
    "price": st.integers(0, 20).map(lambda n: Decimal(n) / 4),
    "unit_price": st.integers(0, 9).map(Decimal),
    "is_loose": st.booleans(),
    "title": st.sampled_from("abcd"),
    "label": st.sampled_from("xyz"),
    "sku": st.sampled_from("pqr"),
    "place": st.sampled_from("hi"),
    "kind": st.sampled_from(("black", "green", "white")),
    "id": st.sampled_from(("tea_1", "tin_2", "shelf_0", "item_1", "sale_2")),
    "code": st.sampled_from(("de", "at")),
    "country_code": st.sampled_from(("de", "at", "fr")),
}


def conditions(graph: Graph, entity: str, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    columns = {name: _condition(name) for name in graph.entity(entity).columns if name in VALUES}
    options = dict[str, st.SearchStrategy[Any]](columns)
    if depth < DEEPEST:
        deeper = st.deferred(lambda: conditions(graph, entity, depth + 1))
        options |= {"$and": st.lists(deeper, min_size=1, max_size=2), "$or": st.lists(deeper, max_size=3), "$not": deeper}
        for relation in graph.relations[entity].values():
            options[relation.name] = _through(graph, relation.target, depth)
    if not options:
        return st.just({})
    # Mostly one thing alone: all together fits nothing, and then any mistake is right.
    relations = sorted(set(options) - set(columns) - {"$and", "$or", "$not"})
    names = st.one_of(*(st.sampled_from(sorted(each)) for each in (columns, columns, relations, set(options) - set(columns)) if each))
    several = st.sampled_from([1, 1, 1, 1, 2, 3]).flatmap(lambda most: st.lists(names, min_size=1, max_size=most, unique=True))
    return several.flatmap(lambda names: st.fixed_dictionaries({n: options[n] for n in names}))


def _through(graph: Graph, target: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    below = st.deferred(lambda: conditions(graph, target, depth + 1))
    quantified = st.dictionaries(st.sampled_from(("$none", "$some", "$every")), below, min_size=1, max_size=2)
    return st.one_of(below, quantified, st.builds(lambda a, b: {**a, **b}, below, quantified))


def _condition(name: str) -> st.SearchStrategy[Any]:
    value = VALUES[name]
    operators = dict.fromkeys(("$eq", "$ne", *(("$gt", "$gte", "$lt", "$lte") if name != "is_loose" else ())), value)
    operators |= {"$in": st.lists(value, max_size=2), "$nin": st.lists(value, max_size=2)}
    mapping = st.lists(st.sampled_from(sorted(operators)), min_size=1, max_size=2, unique=True).flatmap(
        lambda ops: st.fixed_dictionaries({op: operators[op] for op in ops})
    )
    return st.one_of(value, value, mapping, mapping, mapping, st.lists(value, max_size=2), st.none())


@st.composite
def paths(draw: st.DrawFn, graph: Graph, entity: str) -> str:
    names: list[str] = []
    for _ in range(draw(st.integers(0, DEEPEST))):
        relation = draw(st.sampled_from(sorted(graph.relations[entity]))) if graph.relations[entity] else None
        if relation is None:
            break
        names.append(relation)
        entity = graph.relations[entity][relation].target
    last = draw(st.sampled_from(["*", "nonsense", *graph.entity(entity).columns, *graph.relations[entity]]))
    return draw(st.sampled_from(("", "", "", "-"))) + ".".join([*names, last])


@st.composite
def orders(draw: st.DrawFn, graph: Graph, entity: str) -> str:
    names: list[str] = []
    for _ in range(draw(st.integers(0, 2))):
        if graph.relations[entity]:
            names.append(draw(st.sampled_from(sorted(graph.relations[entity]))))
            entity = graph.relations[entity][names[-1]].target
    column = draw(st.sampled_from([name for name in graph.entity(entity).columns if name != "metadata"]))
    return draw(st.sampled_from(("", "-"))) + ".".join([*names, column])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
async def test_any_query_answers_as_the_reference_does(world: Scope, data: st.DataObject) -> None:
    # given
    graph = world.graph
    tables = await load(world, ENTITIES)
    entity = data.draw(st.sampled_from(ENTITIES), label="entity")
    asked: dict[str, Any] = {
        "fields": tuple(data.draw(st.lists(paths(graph, entity), max_size=5), label="fields")),
        "filters": data.draw(st.just({}) | conditions(graph, entity) | conditions(graph, entity), label="filters"),
        "order": tuple(data.draw(st.lists(orders(graph, entity), max_size=2), label="order")),
        "limit": data.draw(st.sampled_from([None, None, 12, 3, 1, 0]), label="limit"),
        "offset": data.draw(st.sampled_from([0, 0, 0, 1, 4]), label="offset"),
    }
    with_deleted = data.draw(st.booleans(), label="with_deleted")
    before = world.app.database.statements
    # when
    page = json.loads(await world.query.page(entity, "rows", **asked, with_deleted=with_deleted), parse_float=Decimal)
    # then
    assert world.app.database.statements == before + 1
    rows, count = Reference(graph, tables, with_deleted=with_deleted).query(entity, **asked)
    assert page == {"rows": rows, "count": count, "offset": asked["offset"], "limit": asked["limit"]}
