"""What becomes of a link's rows: seen from both sides, deleted with a side, joined and parted in workflows, told to who asks."""

from typing import Any

import pytest

from merx.framework.data import Link, Model, link, shortcut
from merx.framework.data.graph import Graph
from merx.framework.errors import Misconfigured, NotAllowed
from merx.framework.scope import Scope

from .shop.kitchen.models import Cook, Feather, Hat, Recipe
from .shop.kitchen.service import KitchenService
from .shop.links import cook_hat, jar_cook, pairing
from .shop.pantry.models import Jar
from .shop.pantry.service import PantryService
from .shop.workflows import change_cook


@pytest.fixture
async def kitchen(scope: Scope) -> KitchenService:
    """Ada cooked two jars, one in 1990, Bob one; Ada has two hats, one with a feather, Bob one."""
    service = scope[KitchenService]
    await scope[PantryService].jars.create([Jar(id=f"jar_{n}", code=code) for n, code in ((1, "A"), (2, "B"), (3, "C"))])
    await service.cooks.create([Cook(id="cook_a", name="Ada"), Cook(id="cook_b", name="Bob")])
    await service.hats.create([Hat(id="hat_1", size=50), Hat(id="hat_2", size=60), Hat(id="hat_3", size=70)])
    await service.feathers.create(Feather(id="feather_1", hat_id="hat_1"))
    await jar_cook.add(scope, [("jar_1", "cook_a")], since=1990)
    await jar_cook.add(scope, [("jar_2", "cook_a"), ("jar_3", "cook_b")])
    await cook_hat.add(scope, [("cook_a", "hat_1"), ("cook_a", "hat_2"), ("cook_b", "hat_3")])
    return service


async def ids(scope: Scope, entity: str, **filters: Any) -> list[str]:
    return [row["id"] for row in await scope.query.graph(entity, fields=("id",), filters=filters)]


@pytest.mark.usefixtures("kitchen")
async def test_a_link_is_one_row_from_one_side_and_a_list_from_the_other(scope: Scope) -> None:
    # when
    (jar,) = await scope.query.graph("jar", fields=("cook.name",), filters={"id": "jar_1"})
    (cook,) = await scope.query.graph("cook", fields=("name", "jars.code", "hats.size", "hats.feathers.id"), filters={"id": "cook_a"})
    # then
    assert jar == {"id": "jar_1", "cook": {"id": "cook_a", "name": "Ada"}}
    assert cook == {
        "id": "cook_a",
        "name": "Ada",
        "jars": [{"id": "jar_1", "code": "A"}, {"id": "jar_2", "code": "B"}],
        "hats": [{"id": "hat_1", "size": 50, "feathers": [{"id": "feather_1"}]}, {"id": "hat_2", "size": 60, "feathers": []}],
    }


@pytest.mark.usefixtures("kitchen")
async def test_filters_go_through_a_link_from_both_sides(scope: Scope) -> None:
    assert await ids(scope, "jar", cook={"name": "Ada"}) == ["jar_1", "jar_2"]
    assert await ids(scope, "jar", cook={"hats": {"size": {"$gt": 60}}}) == ["jar_3"]
    assert await ids(scope, "cook", jars={"code": ["B", "C"]}) == ["cook_a", "cook_b"]
    assert await ids(scope, "hat", cook={"jars": {"code": "C"}}) == ["hat_3"]


@pytest.mark.usefixtures("kitchen")
async def test_a_links_own_columns_are_selected_and_filtered_from_both_sides(scope: Scope) -> None:
    # when
    (jar,) = await scope.query.graph("jar", fields=("cook_link.since", "cook_link.cook.name"), filters={"id": "jar_1"})
    (cook,) = await scope.query.graph("cook", fields=("jar_links.since", "jar_links.jar.code"), filters={"id": "cook_b"})
    # then
    assert (jar["cook_link"]["since"], jar["cook_link"]["cook"]["name"]) == (1990, "Ada")
    assert [(each["since"], each["jar"]["code"]) for each in cook["jar_links"]] == [(2000, "C")]
    assert await ids(scope, "jar", cook_link={"since": {"$lt": 2000}}) == ["jar_1"]
    assert await ids(scope, "cook", jar_links={"since": 2000, "jar": {"code": "B"}}) == ["cook_a"]
    assert [row["id"] for row in await scope.query.graph("jar", fields=("id",), order="cook_link.since", limit=1)] == ["jar_1"]


async def test_rows_of_one_model_are_joined_to_each_other(scope: Scope) -> None:
    # given
    await scope[KitchenService].recipes.create([Recipe(id="recipe_1", title="Jam"), Recipe(id="recipe_2", title="Tart")])
    # when
    await pairing.add(scope, [("recipe_1", "recipe_2")])
    # then
    rows = await scope.query.graph("recipe", fields=("goes_with.title", "goes_to.title"))
    assert [([each["title"] for each in row["goes_with"]], [each["title"] for each in row["goes_to"]]) for row in rows] == [(["Tart"], []), ([], ["Jam"])]


async def test_a_link_that_says_part_goes_with_either_side_and_comes_back_with_it(kitchen: KitchenService, scope: Scope) -> None:
    # when
    await scope[PantryService].jars.soft_delete("jar_1")
    # then
    assert await jar_cook.pairs(scope) == [("jar_2", "cook_a"), ("jar_3", "cook_b")]
    assert len(await kitchen.cooks.list()) == 2
    # when
    await scope[PantryService].jars.restore("jar_1")
    # then
    assert await jar_cook.pairs(scope) == [("jar_1", "cook_a"), ("jar_2", "cook_a"), ("jar_3", "cook_b")]


async def test_a_link_that_says_cascade_takes_the_other_side_along_in_one_statement(kitchen: KitchenService, scope: Scope) -> None:
    # given
    before = scope.app.database.statements
    # when
    assert await kitchen.cooks.soft_delete("cook_a") == ["cook_a"]
    # then
    assert scope.app.database.statements - before == 1
    assert [hat.id for hat in await kitchen.hats.list()] == ["hat_3"]
    assert await kitchen.feathers.list() == []
    assert await cook_hat.pairs(scope) == [("cook_b", "hat_3")]
    assert await jar_cook.pairs(scope) == [("jar_3", "cook_b")]
    assert len(await scope[PantryService].jars.list()) == 3
    # when
    await kitchen.cooks.restore("cook_a")
    # then
    assert [hat.id for hat in await kitchen.hats.list()] == ["hat_1", "hat_2", "hat_3"]
    assert len(await kitchen.feathers.list()) == 1
    assert (len(await cook_hat.pairs(scope)), len(await jar_cook.pairs(scope))) == (3, 3)


async def test_what_is_deleted_for_good_takes_along_what_its_links_say_in_one_statement(kitchen: KitchenService, scope: Scope) -> None:
    # given: a hat that is out of sight already
    await kitchen.hats.soft_delete("hat_2")
    before = scope.app.database.statements
    # when
    assert await kitchen.cooks.delete(["cook_a", "cook_x"]) == ["cook_a"]
    # then
    assert scope.app.database.statements - before == 1
    assert [hat.id for hat in await kitchen.hats.list(with_deleted=True)] == ["hat_3"]
    assert await kitchen.feathers.list(with_deleted=True) == []
    assert [tuple(row) for row in await scope.rows("SELECT cook_id, hat_id FROM cook_hat")] == [("cook_b", "hat_3")]
    assert [tuple(row) for row in await scope.rows("SELECT jar_id, cook_id FROM jar_cook")] == [("jar_3", "cook_b")]
    assert len(await scope[PantryService].jars.list()) == 3
    # when: a side that only parts
    assert await kitchen.hats.delete("hat_3") == ["hat_3"]
    # then
    assert await scope.value("SELECT count(*) FROM cook_hat") == 0
    assert [cook.id for cook in await kitchen.cooks.list()] == ["cook_b"]
    assert await kitchen.cooks.delete("cook_a") == []


async def test_what_was_parted_before_does_not_come_back(kitchen: KitchenService, scope: Scope) -> None:
    # given
    await kitchen.hats.soft_delete("hat_1")
    await kitchen.cooks.soft_delete("cook_a")
    # when
    await kitchen.cooks.restore("cook_a")
    # then
    assert [hat.id for hat in await kitchen.hats.list()] == ["hat_2", "hat_3"]
    assert await cook_hat.pairs(scope, left="cook_a") == [("cook_a", "hat_2")]
    # when
    await cook_hat.add(scope, [("cook_a", "hat_1")])
    # then
    assert await cook_hat.pairs(scope, left="cook_a") == [("cook_a", "hat_1"), ("cook_a", "hat_2")]


@pytest.mark.usefixtures("kitchen")
async def test_who_asks_for_it_is_told_what_was_joined_and_parted(scope: Scope) -> None:
    # given
    await scope.rows("DELETE FROM event")
    # when
    await jar_cook.add(scope, [("jar_3", "cook_a")])
    await jar_cook.dismiss(scope, left="jar_3")
    await jar_cook.dismiss(scope, left="jar_3")
    await cook_hat.dismiss(scope, left="cook_a")
    # then
    told = [(row["name"], row["jar"], row["cook"]) for row in await scope.rows(_TOLD)]
    assert told == [
        ("LinkCook.attached", "jar_3", "cook_a"),
        ("LinkCook.detached", "jar_3", "cook_a"),
        ("LinkCook.detached", "jar_3", "cook_b"),
    ]


_TOLD = "SELECT name, data->>'jar_id' AS jar, data->>'cook_id' AS cook FROM event ORDER BY created_at, name, data->>'cook_id'"


@pytest.mark.usefixtures("kitchen")
async def test_a_durable_run_joins_and_parts_and_takes_both_back(scope: Scope) -> None:
    # given
    before = await state(scope)
    # when
    with pytest.raises(NotAllowed):
        await change_cook(scope, "jar_1", "cook_b", is_good=False)
    # then
    assert await state(scope) == before
    # when
    await change_cook(scope, "jar_1", "cook_b", is_good=True)
    # then
    assert await state(scope) == [("jar_1", "cook_a", 1990), ("jar_1", "cook_b", 2026), ("jar_3", "cook_b", 2026)]


async def state(scope: Scope) -> list[tuple[str, str, int]]:
    return [(row.jar_id, row.cook_id, row.since) for row in await jar_cook.linked(scope)]


class Ticket(Model):
    title: str


class Stub(Model):
    title: str


def both_ways(left: str, right: str) -> list[Link]:
    return [link(Ticket, Stub, on_left_delete=left, on_right_delete=right)]


def test_deleting_in_a_circle_is_refused() -> None:
    assert Graph([Ticket, Stub], both_ways("cascade", "part")).cascade is not None
    with pytest.raises(Misconfigured) as refused:
        Graph([Ticket, Stub], both_ways("cascade", "cascade"))
    line = both_ways.__code__.co_firstlineno + 1
    assert str(refused.value) == (
        f"{__file__}:{line}: deleting goes in a circle: the link between 'ticket' and 'stub' says 'cascade', and 'ticket' goes with 'stub' already. "
        "Let one of the links on this way say 'part' or 'keep' (on_left_delete, on_right_delete)."
    )


def test_a_link_that_cannot_be_meant_says_why() -> None:
    with pytest.raises(Misconfigured, match=r"^The link recipe -> jar is read-only, so it deletes nothing\. Remove on_left_delete and on_right_delete\.$"):
        link(Recipe.jar_id, Jar, read_only=True, on_right_delete="cascade")
    with pytest.raises(Misconfigured, match=r"^The link recipe -> recipe joins 'recipe' to itself: tell its sides apart with left_column="):
        link(Recipe, Recipe, name="goes_with")


def test_shortcuts_may_go_over_each_other_in_any_order_but_not_in_a_circle() -> None:
    links = [link(Ticket, Stub, name="stub", back="tickets", back_many=True)]
    # when
    graph = Graph([Ticket, Stub], links, [shortcut(Ticket, "siblings", "again.tickets"), shortcut(Ticket, "again", "stub.tickets.stub")])
    # then
    found = graph.relation("ticket", "siblings")
    assert found is not None
    assert (found.target, found.many) == ("ticket", True)
    with pytest.raises(Misconfigured) as refused:
        Graph([Ticket, Stub], links, [shortcut(Ticket, "a", "stub.b"), shortcut(Stub, "b", "tickets.a")])
    assert str(refused.value) == "Shortcuts go in a circle: ticket.a -> stub.b -> ticket.a. Let one of them go over relations that are there without it."
    with pytest.raises(Misconfigured, match=r"^'ticket\.a' is declared twice\."):
        Graph([Ticket, Stub], links, [shortcut(Ticket, "a", "stub"), shortcut(Ticket, "a", "stub")])
