"""Reading rows: all, one page, the first, one by key."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from merx.framework.app import App
from merx.framework.data import Repository
from merx.framework.errors import InvalidData, NotFound

from .shop.pantry.models import Jar, Spoon
from .shop.pantry.service import PantryService

AT = datetime(2026, 11, 21, 10, 49, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def three(jars: Repository[Jar]) -> list[Jar]:
    """Two jars in sight, one out of sight."""
    return await jars.create(
        [
            Jar(id="jar_1", code="A", grams=250, price=Decimal("4.50")),
            Jar(id="jar_2", code="B", grams=500, price=Decimal("4.50")),
            Jar(id="jar_3", code="C", grams=100, deleted_at=AT),
        ]
    )


def codes(rows: list[Jar]) -> list[str]:
    return [row.code for row in rows]


async def test_a_row_comes_back_as_it_was_written_digit_by_digit(jars: Repository[Jar]) -> None:
    # given
    jar = Jar(
        code="A",
        name='"quince" \\ ñ 🍯',
        kind="jam",
        grams=-1,
        price=Decimal("12345678901234567890.000000000000000001"),
        is_sealed=True,
        filled_at=AT,
        tags=["a", ""],
        metadata={"n": 1.5, "none": None, "list": [{}]},
    )
    # when
    await jars.create(jar)
    # then
    (found,) = await jars.list()
    assert found == jar
    assert found.number == 1


@pytest.mark.usefixtures("three")
async def test_without_an_order_rows_come_by_key_and_those_out_of_sight_only_when_asked_for(jars: Repository[Jar]) -> None:
    assert codes(await jars.list()) == ["A", "B"]
    assert codes(await jars.list(with_deleted=True)) == ["A", "B", "C"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("order", "found"),
    [("grams", ["C", "A", "B"]), ("-grams", ["B", "A", "C"]), (("price", "-grams"), ["C", "B", "A"]), ((), ["A", "B", "C"])],
)
async def test_rows_come_in_the_order_asked_for(jars: Repository[Jar], order: str | tuple[str, ...], found: list[str]) -> None:
    assert codes(await jars.list(order=order, with_deleted=True)) == found


@pytest.mark.usefixtures("three")
async def test_an_order_by_a_field_that_does_not_exist_names_it(jars: Repository[Jar]) -> None:
    with pytest.raises(InvalidData, match=r"^'jar' has no field 'weight'\. It has: id, created_at, "):
        await jars.list(order="-weight")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("limit", "offset", "found"), [(1, 0, ["A"]), (1, 1, ["B"]), (0, 0, []), (9, 2, []), (None, 1, ["B"])])
async def test_a_page_is_cut_after_the_order_and_the_count_ignores_it(jars: Repository[Jar], limit: int | None, offset: int, found: list[str]) -> None:
    rows, count = await jars.list_and_count(order="code", limit=limit, offset=offset)
    assert (codes(rows), count) == (found, 2)


@pytest.mark.usefixtures("three")
async def test_filters_and_equals_must_both_fit(jars: Repository[Jar]) -> None:
    assert codes(await jars.list({"grams": {"$gt": 100}}, price=Decimal("4.50"))) == ["A", "B"]
    assert await jars.list({"grams": {"$gt": 250}}, code="A") == []
    assert await jars.count({"grams": {"$gt": 250}}) == 1
    assert await jars.count(with_deleted=True) == 3


@pytest.mark.usefixtures("three")
async def test_the_first_is_the_least_key_that_fits_or_none(jars: Repository[Jar]) -> None:
    first = await jars.first(price=Decimal("4.50"))
    assert first is not None
    assert first.id == "jar_1"
    assert await jars.first(code="C") is None


@pytest.mark.usefixtures("three")
async def test_one_row_by_its_key_or_not_found(jars: Repository[Jar]) -> None:
    assert (await jars.retrieve("jar_2")).code == "B"
    assert (await jars.retrieve("jar_3", with_deleted=True)).code == "C"
    with pytest.raises(NotFound, match=r"^Jar with id: jar_3 was not found$"):
        await jars.retrieve("jar_3")


async def test_a_record_is_read_by_the_key_it_declares(pantry: PantryService) -> None:
    # given
    await pantry.spoons.create(Spoon(size="tea", millilitres=5))
    # when / then
    assert await pantry.spoons.retrieve("tea") == Spoon(size="tea", millilitres=5)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("held", "to_write", "to_share"),
    [
        ({"for_update": True}, ["jar_2"], ["jar_2"]),
        ({"for_share": True}, ["jar_2"], ["jar_1", "jar_2"]),
        ({}, ["jar_1", "jar_2"], ["jar_1", "jar_2"]),
    ],
)
async def test_rows_read_for_update_or_to_share_are_locked_until_the_transaction_ends(
    app: App, held: dict[str, bool], to_write: list[str], to_share: list[str]
) -> None:
    # given
    unlocked = "SELECT id FROM jar WHERE deleted_at IS NULL ORDER BY id FOR {} SKIP LOCKED"
    ours, other = app.scope(), app.scope()
    async with ours.transaction():
        # when
        await ours[PantryService].jars.retrieve("jar_1", **held)
        # then
        assert [row["id"] for row in await other.rows(unlocked.format("NO KEY UPDATE"))] == to_write
        assert [row["id"] for row in await other.rows(unlocked.format("SHARE"))] == to_share
    assert [row["id"] for row in await other.rows(unlocked.format("UPDATE"))] == ["jar_1", "jar_2"]
