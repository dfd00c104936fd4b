"""Rows go for good, or out of sight with what belongs to them, and come back."""

import asyncpg
import pytest

from merx.framework.data import Repository, create_all, utcnow
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope

from .shop.pantry.models import Jar, Note, Shelf, Spoon, Sticker
from .shop.pantry.service import PantryService


@pytest.fixture
async def full(scope: Scope, pantry: PantryService) -> PantryService:
    """A shelf with two jars, a sticker on each, and a note; another shelf with a jar."""
    await create_all(
        scope,
        [
            *(Shelf(id="shelf_1", label="Top"), Shelf(id="shelf_2", label="Low")),
            *(Jar(id="jar_1", code="A", shelf_id="shelf_1"), Jar(id="jar_2", code="B", shelf_id="shelf_1"), Jar(id="jar_3", code="C", shelf_id="shelf_2")),
            *(Sticker(id="sticker_1", jar_id="jar_1"), Sticker(id="sticker_2", jar_id="jar_2"), Note(id="note_1", shelf_id="shelf_1")),
        ],
    )
    return pantry


async def in_sight(pantry: PantryService) -> str:
    rows = [*await pantry.shelves.list(), *await pantry.jars.list(), *await pantry.stickers.list(), *await pantry.notes.list()]
    return " ".join(row.id for row in rows)


ALL = "shelf_1 shelf_2 jar_1 jar_2 jar_3 sticker_1 sticker_2 note_1"


@pytest.mark.parametrize(
    ("which", "gone"),
    [("jar_1", ["jar_1"]), (["jar_1", "jar_3", "jar_x"], ["jar_1", "jar_3"]), ({"code": "B"}, ["jar_2"]), ([], []), ({"code": "Z"}, [])],
)
async def test_rows_are_deleted_by_key_by_keys_and_by_filter(full: PantryService, which: str | list[str] | dict[str, str], gone: list[str]) -> None:
    # when
    deleted = await full.jars.delete(which)
    # then
    assert sorted(deleted) == gone
    assert [jar.id for jar in await full.jars.list(with_deleted=True)] == [key for key in ("jar_1", "jar_2", "jar_3") if key not in gone]
    assert await full.jars.delete(which) == []


async def test_what_is_deleted_for_good_takes_along_what_its_foreign_keys_say(full: PantryService) -> None:
    # when
    await full.shelves.delete("shelf_1")
    # then
    assert await in_sight(full) == "shelf_2 jar_3 note_1"
    assert (await full.notes.retrieve("note_1")).shelf_id is None


async def test_a_record_is_deleted_by_the_key_it_declares(pantry: PantryService) -> None:
    # given
    await pantry.spoons.create([Spoon(size="tea", millilitres=5), Spoon(size="table", millilitres=15)])
    # when / then
    assert await pantry.spoons.delete("tea") == ["tea"]
    assert await pantry.spoons.list() == [Spoon(size="table", millilitres=15)]


async def test_what_belongs_to_a_row_goes_out_of_sight_with_it_and_comes_back_with_it(full: PantryService) -> None:
    # when
    hidden = await full.shelves.soft_delete("shelf_1")
    # then
    assert hidden == ["shelf_1"]
    assert await in_sight(full) == "shelf_2 jar_3 note_1"
    assert await full.shelves.soft_delete("shelf_1") == []
    # and when
    restored = await full.shelves.restore({"label": "Top"})
    # then
    assert restored == ["shelf_1"]
    assert await in_sight(full) == ALL
    assert await full.shelves.restore("shelf_1") == []


async def test_what_went_out_of_sight_before_stays_there(full: PantryService) -> None:
    # given
    await full.jars.soft_delete("jar_1")
    # when
    await full.shelves.soft_delete("shelf_1")
    await full.shelves.restore("shelf_1")
    # then
    assert await in_sight(full) == "shelf_1 shelf_2 jar_2 jar_3 sticker_2 note_1"
    assert await full.jars.restore(["jar_1"]) == ["jar_1"]
    assert await in_sight(full) == ALL


async def test_rows_that_go_together_bear_one_time_stamp(full: PantryService) -> None:
    # given
    before = utcnow()
    # when
    await full.shelves.soft_delete("shelf_1")
    # then
    jars, stickers = await full.jars.list(with_deleted=True), await full.stickers.list(with_deleted=True)
    (moment,) = {row.deleted_at for row in (*jars, *stickers) if row.deleted_at is not None}
    assert before <= moment <= utcnow()


async def test_a_row_does_not_come_back_where_another_has_taken_its_place(full: PantryService) -> None:
    # given
    await full.jars.soft_delete("jar_1")
    await full.jars.create(Jar(code="A"))
    # when / then
    with pytest.raises(asyncpg.UniqueViolationError):
        await full.jars.restore("jar_1")
    assert (await full.stickers.retrieve("sticker_1", with_deleted=True)).deleted_at is not None


async def test_a_record_without_deleted_at_cannot_go_out_of_sight(pantry: PantryService) -> None:
    spoons: Repository[Spoon] = pantry.spoons
    with pytest.raises(InvalidData, match=r"^Spoon has no deleted_at: use delete$"):
        await spoons.soft_delete("tea")
    with pytest.raises(InvalidData, match=r"^Spoon has no deleted_at: use delete$"):
        await spoons.restore("tea")
