"""The category tree: ranks without gaps, no circles, whatever is done to it and by how many at once."""

import asyncio
import random
from collections.abc import Iterator

import httpx
import pytest

from merx.commerce.product import CategoryHasChildren, CategoryLoop, ProductService
from merx.commerce.product.workflows import create_category, delete_category, update_category
from merx.framework.app import App
from merx.framework.scope import Scope

CATEGORIES = "/admin/product-categories"
Tree = dict[str | None, list[str]]


async def tree_of(scope: Scope) -> Tree:
    """What stands below what, in the order of ranks; sees that ranks are 0 to n-1 and that paths say where each stands."""
    rows = {row.id: row for row in await scope[ProductService].categories.list()}
    found: Tree = {}
    for row in sorted(rows.values(), key=lambda each: each.rank):
        found.setdefault(row.parent_category_id, []).append(row.id)
        above = rows[row.parent_category_id].mpath + "." if row.parent_category_id else ""
        assert row.mpath == above + row.id
        assert row.id not in above
    for children in found.values():
        assert [rows[each].rank for each in children] == list(range(len(children)))
    return found


def below(tree: Tree, category: str) -> Iterator[str]:
    for child in tree.get(category, ()):
        yield child
        yield from below(tree, child)


class Shelf:
    """The same tree as plain lists, which know nothing of ranks and paths."""

    def __init__(self, seed: int) -> None:
        self.tree: Tree = {}
        self.chance = random.Random(seed)

    @property
    def all(self) -> list[str]:
        return [each for children in self.tree.values() for each in children]

    def put(self, category: str, parent: str | None, rank: int | None) -> None:
        children = self.tree.setdefault(parent, [])
        children.insert(len(children) if rank is None else rank, category)

    def take(self, category: str) -> None:
        self.tree = {parent: kept for parent, children in self.tree.items() if (kept := [each for each in children if each != category])}

    def somewhere(self) -> tuple[str | None, int | None]:
        return self.chance.choice([None, *self.all]), self.chance.choice([None, 0, 1, 2, 50])

    def parent_of(self, category: str) -> str | None:
        return next(parent for parent, children in self.tree.items() if category in children)


async def act(scope: Scope, shelf: Shelf, number: int) -> None:
    """One thing, done to the shop and to the shelf."""
    parent, rank = shelf.somewhere()
    what = shelf.chance.choice(["create", "move", "move", "rank", "delete"]) if shelf.all else "create"
    if what == "create":
        place = {"parent_category_id": parent} | ({} if rank is None else {"rank": rank})
        shelf.put((await create_category(scope, {"name": f"Category {number}", **place})).id, parent, rank)
        return
    category = shelf.chance.choice(shelf.all)
    if what == "rank":
        await update_category(scope, category, {"rank": rank or 0})
        parent = shelf.parent_of(category)
        shelf.take(category)
        shelf.put(category, parent, rank or 0)
    elif what == "delete" and shelf.tree.get(category):
        with pytest.raises(CategoryHasChildren):
            await delete_category(scope, category)
    elif what == "delete":
        await delete_category(scope, category)
        shelf.take(category)
    elif parent == category or parent in below(shelf.tree, category):
        with pytest.raises(CategoryLoop):
            await update_category(scope, category, {"parent_category_id": parent})
    elif parent != shelf.parent_of(category):
        await update_category(scope, category, {"parent_category_id": parent} | ({} if rank is None else {"rank": rank}))
        shelf.take(category)
        shelf.put(category, parent, rank)


@pytest.mark.parametrize("seed", range(4))
async def test_after_anything_that_is_done_ranks_have_no_gaps_and_nothing_stands_below_itself(scope: Scope, seed: int) -> None:
    shelf = Shelf(seed)
    for number in range(40):
        # when
        await act(scope, shelf, number)
        # then
        assert await tree_of(scope) == shelf.tree, number


async def branch(scope: Scope, name: str) -> list[str]:
    """Three categories, one below the other."""
    ids: list[str] = []
    for depth in range(3):
        ids.append((await create_category(scope, {"name": f"{name} {depth}", "parent_category_id": ids[-1] if ids else None})).id)
    return ids


async def crossed(app: App, number: int) -> list[None | BaseException]:
    """Two categories, each moved below a child of the other at the same moment; there is no row that both moves would lock."""
    (_, one, below_one), (_, other, below_other) = [await branch(app.scope(), f"{side} {number}") for side in "AB"]
    moves = (update_category(app.scope(), each, {"parent_category_id": target}) for each, target in ((one, below_other), (other, below_one)))
    return await asyncio.gather(*moves, return_exceptions=True)


async def test_two_who_move_two_categories_below_each_other_do_not_make_a_circle(app: App) -> None:
    for number in range(5):
        # when
        answers = await crossed(app, number)
        # then
        assert [type(each) for each in answers if each is not None] == [CategoryLoop]
        await tree_of(app.scope())


async def test_without_the_lock_they_make_a_circle(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    async def unlocked(*_: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(Scope, "lock", unlocked)
    # when
    lost = [answers == [None, None] for answers in [await crossed(app, number) for number in range(10)]]
    # then
    assert any(lost)


async def test_many_who_add_at_once_get_a_rank_each(app: App) -> None:
    # when
    await asyncio.gather(*(create_category(app.scope(), {"name": f"Category {number}", "rank": 0}) for number in range(8)))
    # then
    assert [len(children) for children in (await tree_of(app.scope())).values()] == [8]


async def made(admin: httpx.AsyncClient, name: str, **more: str | int | bool | None) -> str:
    answer = await admin.post(CATEGORIES, json={"name": name, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["product_category"]["id"]


async def test_a_tree_is_shown_whole_in_both_directions(admin: httpx.AsyncClient, customer: httpx.AsyncClient) -> None:
    # given
    ids = [await made(admin, "Level 0", is_active=True)]
    for depth in range(1, 8):
        ids.append(await made(admin, f"Level {depth}", is_active=True, parent_category_id=ids[-1]))
    for client, path in ((admin, "/admin"), (customer, "/store")):
        # when
        down = (await client.get(f"{path}/product-categories/{ids[0]}?include_descendants_tree=true")).json()["product_category"]
        up = (await client.get(f"{path}/product-categories/{ids[-1]}?include_ancestors_tree=true")).json()["product_category"]
        top = (await client.get(f"{path}/product-categories?parent_category_id=null&include_descendants_tree=true")).json()
        # then
        seen_down, seen_up = [down["id"]], [up["id"]]
        while down.get("category_children"):
            (down,) = down["category_children"]
            seen_down.append(down["id"])
        while up.get("parent_category"):
            up = up["parent_category"]
            seen_up.append(up["id"])
        assert (seen_down, seen_up) == (ids, ids[::-1])
        assert ([each["id"] for each in top["product_categories"]], top["count"]) == ([ids[0]], 1)


async def test_a_category_moves_among_its_siblings_and_shoppers_see_what_is_meant_for_them(admin: httpx.AsyncClient, customer: httpx.AsyncClient) -> None:
    # given
    names = ["Cups", "Pots", "Plates"]
    ids = [await made(admin, name, is_active=True) for name in names]
    await made(admin, "First", rank=0, is_active=True)
    await made(admin, "Hidden", is_active=True, is_internal=True)
    await made(admin, "Not yet")
    # when
    moved = await admin.post(f"{CATEGORIES}/{ids[2]}?include_ancestors_tree=true", json={"rank": 1})
    listed = (await customer.get("/store/product-categories?order=rank")).json()["product_categories"]
    # then
    assert moved.json()["product_category"]["rank"] == 1
    assert [(each["name"], each["rank"]) for each in listed] == [("First", 0), ("Plates", 1), ("Cups", 2), ("Pots", 3)]


async def test_what_cannot_be_done_to_a_tree_is_refused_and_it_stays_as_it_is(admin: httpx.AsyncClient, scope: Scope) -> None:
    # given
    parent = await made(admin, "Parent")
    child = await made(admin, "Child", parent_category_id=parent)
    before = await tree_of(scope)
    # when
    nowhere = await admin.post(CATEGORIES, json={"name": "A", "parent_category_id": "pcat_nowhere"})
    moved = await admin.post(f"{CATEGORIES}/{child}", json={"parent_category_id": "pcat_nowhere"})
    itself = await admin.post(f"{CATEGORIES}/{child}", json={"parent_category_id": child})
    negative = await admin.post(f"{CATEGORIES}/{child}", json={"rank": -1})
    huge = await admin.post(f"{CATEGORIES}/{child}", json={"rank": 2**40})
    gone = await admin.delete(f"{CATEGORIES}/{parent}")
    absent = await admin.delete(f"{CATEGORIES}/pcat_nowhere")
    # then
    assert [answer.status_code for answer in (nowhere, moved, itself, negative, huge, gone, absent)] == [400, 400, 400, 400, 400, 400, 200]
    assert nowhere.json()["message"] == moved.json()["message"] == "Parent category with id: 'pcat_nowhere' does not exist"
    assert (gone.json()["type"], "rank" in negative.json()["message"]) == ("not_allowed", True)
    assert await tree_of(scope) == before
