"""Writing rows: created, changed, put over one another."""

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from merx.framework.data import ChangedTwice, Repository, create_all
from merx.framework.errors import InvalidData, NotFound
from merx.framework.scope import Scope

from .shop.kitchen.models import Recipe
from .shop.kitchen.service import KitchenService
from .shop.pantry.models import Jar, Place, Shelf, Spoon, Sticker
from .shop.pantry.service import PantryService


async def test_one_row_or_many_are_created_and_given_back_with_the_numbers_the_database_gave(jars: Repository[Jar]) -> None:
    # when
    one = await jars.create(Jar(code="A"))
    many = await jars.create(Jar(code=code) for code in "BC")
    # then
    assert [jar.number for jar in (one, *many)] == [1, 2, 3]
    assert await jars.list(order="number") == [one, *many]
    assert await jars.create([]) == []


def test_an_id_tells_its_kind_and_sorts_by_creation() -> None:
    ids = [Jar(code="A").id for _ in range(1000)]
    assert {(key[:4], len(key)) for key in ids} == {("jar_", len("jar_") + 26)}
    assert sorted(set(ids)) == ids


async def test_rows_of_many_kinds_are_created_together_whatever_refers_to_what(scope: Scope, pantry: PantryService) -> None:
    # given
    shelf = Shelf(label="Top")
    jar = Jar(code="A", shelf_id=shelf.id)
    sticker = Sticker(jar_id=jar.id)
    # when
    await create_all(scope, [sticker, jar, Recipe(id="recipe_1", title="Jam"), shelf])
    await create_all(scope, [])
    # then
    assert await pantry.shelves.list() == [shelf]
    assert await pantry.jars.list() == [jar]
    assert jar.number == 1
    assert await pantry.stickers.list() == [sticker]
    assert (await scope[KitchenService].recipes.retrieve("recipe_1")).title == "Jam"


async def test_when_one_row_is_refused_none_is_created(scope: Scope, pantry: PantryService) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await create_all(scope, [Shelf(label="Top"), Jar(code="A"), Sticker(jar_id="jar_nowhere")])
    assert await pantry.shelves.count() == 0
    assert await pantry.jars.count() == 0


async def test_a_unique_index_refuses_a_second_row_in_sight_and_ignores_those_out_of_sight(jars: Repository[Jar]) -> None:
    # given
    first = await jars.create(Jar(code="A"))
    # when
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await jars.create([Jar(code="B"), Jar(code="A")])
    # then
    assert refused.value.detail == "Key (code)=(A) already exists."
    assert await jars.list() == [first]
    # and when
    await jars.soft_delete(first.id)
    second = await jars.create(Jar(code="A"))
    assert await jars.list() == [second]


async def test_a_change_leaves_the_rest_and_moves_updated_at(jars: Repository[Jar]) -> None:
    # given
    jar = await jars.create(Jar(code="A", grams=250, kind="jam"))
    # when
    changed = await jars.update(jar.id, grams=None, price=Decimal("0.1"))
    # then
    assert changed == await jars.retrieve(jar.id)
    assert (changed.code, changed.kind, changed.grams, changed.price) == ("A", "jam", None, Decimal("0.1"))
    assert changed.created_at == jar.created_at
    assert changed.updated_at > jar.updated_at


async def test_many_changes_each_with_columns_of_its_own_come_back_in_their_order(jars: Repository[Jar]) -> None:
    # given
    one, two, three = await jars.create([Jar(code=code, grams=1) for code in "ABC"])
    # when
    changed = await jars.update([{"id": three.id, "grams": 3}, {"id": one.id, "name": "one"}, {"id": two.id, "grams": 2}])
    # then
    assert [(jar.code, jar.grams, jar.name) for jar in changed] == [("C", 3, ""), ("A", 1, "one"), ("B", 2, "")]
    assert await jars.update([]) == []


async def test_a_row_that_does_not_exist_is_not_found_and_no_other_is_changed(jars: Repository[Jar]) -> None:
    # given
    jar = await jars.create(Jar(code="A"))
    # when
    with pytest.raises(NotFound, match=r"^Jar with id: jar_nowhere was not found$"):
        await jars.update([{"id": jar.id, "name": "changed"}, {"id": "jar_nowhere", "name": "changed"}, {"id": jar.id, "grams": 5}])
    with pytest.raises(NotFound, match=r"^Jar with id: jar_nowhere was not found$"):
        await jars.update("jar_nowhere", name="changed")
    # then
    assert await jars.list() == [jar]


async def test_a_row_that_was_deleted_is_not_changed(jars: Repository[Jar]) -> None:
    # given
    gone, there = await jars.create(Jar(code=code) for code in "AB")
    await jars.soft_delete(gone.id)
    before = await jars.list(order="number", with_deleted=True)
    # when
    with pytest.raises(NotFound, match=f"Jar with id: {gone.id} was not found"):
        await jars.update([{"id": there.id, "code": "C"}, {"id": gone.id, "code": "D"}])
    # then
    assert await jars.list(order="number", with_deleted=True) == before


async def test_of_two_changes_of_one_row_neither_is_made(jars: Repository[Jar]) -> None:
    # given
    one, other = await jars.create(Jar(code=code) for code in "AB")
    # when
    with pytest.raises(ChangedTwice) as refused:
        await jars.update([{"id": one.id, "code": "C"}, {"id": other.id, "code": "D"}, {"id": one.id, "code": "E"}])
    # then
    assert refused.value.message == f"Each is changed once in a request; named twice: {one.id}"
    assert [jar.code for jar in await jars.list(order="number")] == ["A", "B"]


async def test_a_change_of_a_field_that_does_not_exist_names_it(jars: Repository[Jar]) -> None:
    # given
    jar = await jars.create(Jar(code="A"))
    # when
    with pytest.raises(InvalidData, match=r"^'jar' has no field 'weight'\. It has: id, "):
        await jars.update(jar.id, weight=5)
    with pytest.raises(InvalidData, match=r"^'jar' has no field 'weight'\. It has: id, "):
        await jars.update_where({}, weight=5)
    # then
    assert await jars.list() == [jar]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ({"a": 1, "b": 2}, {"b": 3, "c": {"d": None}}, {"a": 1, "b": 3, "c": {"d": None}}),
        ({"a": 1, "b": 2}, {"a": ""}, {"b": 2}),
        ({"a": 1}, {"a": "", "nowhere": ""}, {}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": ""}}, {"a": {"b": ""}}),
        ({"a": 1}, {"a": None}, {"a": None}),
        ({"a": 1}, {}, {"a": 1}),
        ({"a": 1}, None, None),
        (None, {"a": 1}, {"a": 1}),
        (None, {"a": ""}, {}),
        (None, None, None),
    ],
)
async def test_metadata_is_merged_key_by_key_where_an_empty_text_removes_and_null_clears(
    jars: Repository[Jar], before: dict[str, Any] | None, change: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    # given
    jar = await jars.create(Jar(code="A", metadata=before))
    # when / then
    assert (await jars.update(jar.id, metadata=change)).metadata == after
    # and the same by filter, from the same start
    other = await jars.create(Jar(code="B", metadata=before))
    assert await jars.update_where({"code": "B"}, metadata=change) == 1
    assert (await jars.retrieve(other.id)).metadata == after


async def test_every_row_in_sight_that_fits_is_changed_and_counted(jars: Repository[Jar]) -> None:
    # given
    one, two, gone = await jars.create([Jar(code=code, grams=1) for code in "ABC"])
    await jars.soft_delete(gone.id)
    # when
    changed = await jars.update_where({"grams": 1}, grams=2)
    # then
    assert changed == 2
    assert {jar.id: jar.grams for jar in await jars.list(with_deleted=True)} == {one.id: 2, two.id: 2, gone.id: 1}
    assert (await jars.retrieve(one.id)).updated_at > one.updated_at
    assert await jars.update_where({"grams": 1}, grams=2) == 0


async def test_an_upsert_inserts_what_is_new_and_overwrites_what_has_the_same_key(pantry: PantryService) -> None:
    # given
    await pantry.spoons.create(Spoon(size="tea", millilitres=4))
    # when
    written = await pantry.spoons.upsert([Spoon(size="tea", millilitres=5), Spoon(size="table", millilitres=15)])
    # then
    assert written == [Spoon(size="tea", millilitres=5), Spoon(size="table", millilitres=15)]
    assert await pantry.spoons.list() == [Spoon(size="table", millilitres=15), Spoon(size="tea", millilitres=5)]
    assert await pantry.spoons.upsert([]) == []


async def test_an_upsert_gives_back_rows_of_nothing_but_their_key_too(pantry: PantryService) -> None:
    # given
    await pantry.places.create(Place(side="left", position=1))
    # when
    written = await pantry.places.upsert([Place(side="left", position=1), Place(side="left", position=2)])
    # then
    assert written == await pantry.places.list() == [Place(side="left", position=1), Place(side="left", position=2)]


async def test_an_upsert_on_a_unique_column_keeps_the_id_the_number_and_the_time_of_creation(jars: Repository[Jar]) -> None:
    # given
    jar = await jars.create(Jar(code="A", grams=1))
    # when
    (written,) = await jars.upsert([Jar(code="A", grams=2)], on=("code",))
    # then
    assert (written.id, written.number, written.created_at, written.grams) == (jar.id, 1, jar.created_at, 2)
    assert await jars.list() == [written]
