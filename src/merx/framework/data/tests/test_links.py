"""Links: pairs of rows of two modules, with columns of their own."""

import pytest

from merx.framework.data import Index, link
from merx.framework.data.model import entity_of
from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope

from .shop.kitchen.models import Recipe
from .shop.kitchen.service import KitchenService
from .shop.links import favourite, jar_recipe
from .shop.pantry.models import Jar
from .shop.pantry.service import PantryService

PAIRS = [("jar_1", "recipe_1"), ("jar_1", "recipe_2"), ("jar_2", "recipe_1")]


@pytest.fixture
async def linked(scope: Scope) -> Scope:
    await scope[PantryService].jars.create([Jar(id="jar_1", code="A"), Jar(id="jar_2", code="B")])
    await scope[KitchenService].recipes.create([Recipe(id="recipe_1", title="Jam"), Recipe(id="recipe_2", title="Tart")])
    await jar_recipe.add(scope, PAIRS, spoons=3)
    return scope


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (None, None, PAIRS),
        ("jar_1", None, PAIRS[:2]),
        (None, "recipe_1", [PAIRS[0], PAIRS[2]]),
        (["jar_1", "jar_2"], ["recipe_2"], [PAIRS[1]]),
        ("jar_2", "recipe_2", []),
        ([], None, []),
    ],
)
async def test_pairs_are_found_from_either_side(
    linked: Scope, left: str | list[str] | None, right: str | list[str] | None, found: list[tuple[str, str]]
) -> None:
    assert await jar_recipe.pairs(linked, left=left, right=right) == found


async def test_pairs_whose_own_columns_differ_are_joined_or_changed_in_one_statement(linked: Scope) -> None:
    # given
    database = linked.app.database
    before = database.statements
    # when
    await jar_recipe.put(linked, [jar_recipe.row("jar_1", "recipe_1", spoons=7), jar_recipe.row("jar_2", "recipe_2", spoons=9)])
    # then
    assert database.statements - before == 1
    found = await jar_recipe.linked(linked)
    assert {(row.jar_id, row.recipe_id): row.spoons for row in found} == {**dict.fromkeys(PAIRS, 3), PAIRS[0]: 7, ("jar_2", "recipe_2"): 9}


async def test_a_link_s_own_columns_are_asked_for_with_its_rows(linked: Scope) -> None:
    rows = await linked.query.graph("jar_recipe", fields=["spoons", "jar.code", "recipe.title"], filters={"jar_id": "jar_2"})
    assert [(row["spoons"], row["jar"]["code"], row["recipe"]["title"]) for row in rows] == [(3, "B", "Jam")]


async def test_joining_the_same_pair_again_changes_its_columns_and_keeps_its_id(linked: Scope) -> None:
    # given
    before = await linked.rows("SELECT id, created_at FROM jar_recipe WHERE jar_id = 'jar_1' ORDER BY recipe_id")
    # when
    await jar_recipe.add(linked, [PAIRS[0], PAIRS[0]], spoons=5)
    # then
    assert await jar_recipe.pairs(linked) == PAIRS
    after = await linked.rows("SELECT id, created_at, spoons FROM jar_recipe WHERE jar_id = 'jar_1' ORDER BY recipe_id")
    assert [tuple(row) for row in after] == [(*before[0], 5), (*before[1], 3)]


def test_an_index_for_the_way_back_stands_in_place_of_the_usual_one() -> None:
    # given
    unique = Index(("recipe_id",), unique=True)
    wide = Index(("recipe_id", "jar_id"))
    # when
    made = link(Jar, Recipe, table="jar_best_recipe", indexes=[unique, wide])
    # then
    assert made.record is not None
    assert entity_of(made.record).indexes == (unique, wide)


async def test_nothing_joined_is_nothing_done(linked: Scope) -> None:
    await jar_recipe.add(linked, [])
    await jar_recipe.dismiss(linked)
    assert await jar_recipe.pairs(linked) == PAIRS


@pytest.mark.parametrize(
    ("left", "right", "left_over"),
    [("jar_1", None, PAIRS[2:]), (None, ["recipe_1"], [PAIRS[1]]), ("jar_1", "recipe_1", PAIRS[1:]), ("jar_x", None, PAIRS), ([], None, PAIRS)],
)
async def test_pairs_are_parted_from_either_side_or_both(
    linked: Scope, left: str | list[str] | None, right: str | list[str] | None, left_over: list[tuple[str, str]]
) -> None:
    await jar_recipe.dismiss(linked, left=left, right=right)
    await jar_recipe.dismiss(linked, left=left, right=right)
    assert await jar_recipe.pairs(linked) == left_over


async def test_single_pairs_are_parted_and_what_lies_between_them_stays(linked: Scope) -> None:
    # given both jars are joined to both recipes
    await jar_recipe.add(linked, [("jar_2", "recipe_1")])
    for _ in range(2):
        # when
        before = linked.app.database.statements
        await jar_recipe.dismiss_pairs(linked, [("jar_1", "recipe_1"), ("jar_2", "recipe_2"), ("jar_x", "recipe_1")])
        # then
        assert linked.app.database.statements - before <= 2
        assert await jar_recipe.pairs(linked) == [("jar_1", "recipe_2"), ("jar_2", "recipe_1")]
    await jar_recipe.dismiss_pairs(linked, [])


async def test_a_link_over_a_column_is_written_by_its_column_only(linked: Scope) -> None:
    # when
    await linked[KitchenService].recipes.update("recipe_1", jar_id="jar_2")
    # then
    (recipe,) = await linked.query.graph("recipe", fields=["title", "jar.code"], filters={"jar.code": "B"})
    assert (recipe["title"], recipe["jar"]["code"]) == ("Jam", "B")
    with pytest.raises(Misconfigured, match=r"^The link recipe -> jar is read-only: change its column"):
        await favourite.dismiss(linked, left="recipe_1")
    with pytest.raises(Misconfigured, match=r"^The link recipe -> jar is read-only: change its column"):
        await favourite.add(linked, [("recipe_1", "jar_1")])
