"""Every operator of a filter, on every kind of column; and values that cannot be meant."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from merx.framework.data import Repository
from merx.framework.errors import InvalidData

from .shop.pantry.models import Jar

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def filled(jars: Repository[Jar]) -> Repository[Jar]:
    await jars.create(
        [
            Jar(id="jar_1", code="A", name="50%_off plum", kind="jam", grams=250, price=Decimal("4.50"), tags=["red", "new"], metadata={"of": {"year": 2025}}),
            Jar(id="jar_2", code="B", name="Lime honey", kind="honey", grams=500, price=Decimal("4.5000"), is_sealed=True, filled_at=NOON, tags=["new"]),
            Jar(id="jar_3", code="c", name="lime jam", grams=None, price=Decimal(-1), metadata={"of": {"year": 2026}, "x": None}),
        ]
    )
    return jars


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "1 2 3"),
        ({"code": "A"}, "1"),
        ({"code": {"$eq": "A"}}, "1"),
        ({"code": ["A", "c", "Z"]}, "1 3"),
        ({"code": []}, ""),
        ({"code": {"$in": {"B"}}}, "2"),
        ({"code": {"$eq": ["A"]}}, "1"),
        ({"kind": None}, "3"),
        ({"kind": {"$ne": None}}, "1 2"),
        ({"kind": {"$ne": "jam"}}, "2 3"),
        ({"kind": {"$nin": ["jam"]}}, "2 3"),
        ({"kind": {"$ne": ["jam"]}}, "2 3"),
        ({"kind": {"$nin": []}}, "1 2 3"),
        ({"grams": {"$gt": 250}}, "2"),
        ({"grams": {"$gte": 250, "$lt": 500}}, "1"),
        ({"grams": {"$lte": "250"}}, "1"),
        ({"grams": {"$in": ["250", 500]}}, "1 2"),
        ({"price": "4.5"}, "1 2"),
        ({"price": {"$in": [Decimal(-1), "0"]}}, "3"),
        ({"price": {"$lt": 0}}, "3"),
        ({"is_sealed": "true"}, "2"),
        ({"is_sealed": False}, "1 3"),
        ({"filled_at": NOON}, "2"),
        ({"filled_at": {"$gt": "2026-11-21"}}, "2"),
        ({"filled_at": {"$gt": "2026-11-22"}}, ""),
        ({"filled_at": {"$gte": "2026-11-21T13:00:00+01:00"}}, "2"),
        ({"filled_at": {"$lte": datetime(2026, 11, 21, 12)}}, "2"),  # noqa: DTZ001 - without a zone means UTC
        ({"name": {"$like": "%jam"}}, "3"),
        ({"name": {"$like": "50\\%\\_off%"}}, "1"),
        ({"name": {"$ilike": "LIME%"}}, "2 3"),
        ({"grams": {"$like": "2%"}}, "1"),
        ({"name": {"$re": "^[Ll]ime"}}, "2 3"),
        ({"name": {"$re": r"^\w+ (jam|honey)$"}}, "2 3"),
        ({"name": {"$re": r"\\1"}}, ""),
        ({"name": {"$fulltext": "honey lime"}}, "2"),
        ({"tags": {"$contains": ["new"]}}, "1 2"),
        ({"tags": {"$contained": ["new", "old"]}}, "2 3"),
        ({"tags": {"$overlap": ["red", "blue"]}}, "1"),
        ({"metadata": {"$contains": {"of": {"year": 2026}}}}, "3"),
        ({"metadata": {"$contains": {"a": "\\u0000"}}}, ""),  # six letters, no NUL
        ({"metadata": None}, "2"),
        ({"$and": [{"code": "A"}, {"grams": 250}]}, "1"),
        ({"$or": [{"code": "A"}, {"grams": 500}]}, "1 2"),
        ({"$or": []}, ""),
        ({"$and": []}, "1 2 3"),
        ({"$not": {"code": "A"}}, "2 3"),
        ({"$not": {"$or": [{"code": "A"}, {"code": "B"}]}}, "3"),
        ({"kind": {"$or": [{"$eq": "jam"}, {"$eq": None}]}}, "1 3"),
        ({"code": "A", "grams": 500}, ""),
    ],
)
async def test_a_filter_finds_the_rows_that_fit_and_no_others(filled: Repository[Jar], filters: dict[str, Any], found: str) -> None:
    assert " ".join(jar.id.removeprefix("jar_") for jar in await filled.list(filters)) == found


async def test_a_row_is_not_after_the_time_it_is_shown_with(jars: Repository[Jar]) -> None:
    # given
    at = datetime(2026, 11, 21, 12, 0, 0, 335_678, tzinfo=UTC)
    jar = await jars.create(Jar(code="A", updated_at=at))
    shown = "2026-11-21T12:00:00.335Z"
    # then
    for op, found in (("$gt", []), ("$gte", [jar]), ("$lt", []), ("$lte", [jar])):
        assert await jars.list({"updated_at": {op: shown}}) == found, op
    # and code that knows the whole time asks exactly
    for op, found in (("$gt", []), ("$gte", [jar]), ("$lt", []), ("$lte", [jar])):
        assert await jars.list({"updated_at": {op: at}}) == found, op
    assert await jars.list({"updated_at": {"$gt": at.replace(microsecond=335_677)}}) == [jar]
    assert await jars.list({"updated_at": {"$gt": at.replace(microsecond=335_000)}}) == [jar]
    # and the last moment there is can be asked about
    assert await jars.list({"updated_at": {"$gt": "9999-12-31T23:59:59.999Z"}}) == []


async def test_a_value_is_never_sql(filled: Repository[Jar]) -> None:
    # when
    found = await filled.list({"name": "' OR true; DROP TABLE jar; --"})
    # then
    assert found == []
    assert await filled.count() == 3


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"grams": "many"}, "grams"),
        ({"grams": 1.5}, "grams"),
        ({"grams": {"$gt": None}}, "grams"),
        ({"grams": {"$in": [1, "x"]}}, "grams"),
        ({"grams": {"$in": 5}}, "grams"),
        ({"grams": 2**31}, "grams"),
        ({"grams": {"$in": [-(2**31) - 1]}}, "grams"),
        ({"price": "cheap"}, "price"),
        ({"price": "NaN"}, "price"),
        ({"price": "1e9999"}, "price"),
        ({"price": {"$in": "12"}}, "price"),
        ({"is_sealed": "perhaps"}, "is_sealed"),
        ({"kind": "chutney"}, "kind"),
        ({"filled_at": "yesterday"}, "filled_at"),
        ({"filled_at": {"$in": "2026-11-21"}}, "filled_at"),
        ({"code": 5}, "code"),
        ({"code": {"$in": "A"}}, "code"),
        ({"code": "a\0"}, "code"),
        ({"name": {"$ilike": "a\0"}}, "name"),
        ({"code": ["a\0"]}, "code"),
        ({"code": {"$re": "a\0"}}, "code"),
        ({"code": {"$re": r"^(.*)(.*)\1\2.$"}}, "code"),
        ({"code": {"$re": r"(.*)\\\\\1"}}, "code"),
        ({"metadata": {"$contains": {"a": "\0"}}}, "metadata"),
        ({"tags": {"$overlap": [1]}}, "tags"),
        ({"tags": {"$overlap": ["\0"]}}, "tags"),
    ],
)
async def test_a_value_that_cannot_be_meant_is_refused_by_the_name_of_its_field(filled: Repository[Jar], filters: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidData, match=f"^Invalid value for field '{field}': "):
        await filled.list(filters)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"weight": 5}, r"^'jar' has no field 'weight'\. It has: id, "),
        ({"grams": {"$about": 5}}, r"^Unknown operator '\$about' for field 'grams'\. Use one of: \$contained, \$contains, \$eq, "),
        ({"grams": {"$contains": 5}}, r"^'\$contains' compares JSON, and 'grams' holds none$"),
        ({"$or": {"code": "A"}}, r"^'\$or' takes a list of filters$"),
        ({"$and": ["A"]}, r"^A filter is an object of fields, not 'A'$"),
        ({"$not": "A"}, r"^A filter is an object of fields, not 'A'$"),
        ({"stickers": {"$some": {"text": "A"}}}, r"^A filter on 'stickers' goes through a relation: use query\.graph$"),
        ({"shelf.label": "Top"}, r"^'jar' has no field 'shelf\.label'\. "),
    ],
)
async def test_a_filter_that_cannot_be_meant_says_what_is_wrong(filled: Repository[Jar], filters: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidData, match=message):
        await filled.list(filters)
