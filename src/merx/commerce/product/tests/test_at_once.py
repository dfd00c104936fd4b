"""What many do to one product at once: no two of its variants, or of its options, are ever the same, and it stands in nothing that is gone."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

import pytest

from merx.commerce.product import DuplicateOptions, GroupNotFound, ProductNotFound, ProductService, VariantExists
from merx.commerce.product.workflows import (
    NewOption,
    NewProduct,
    NewVariant,
    create_collection,
    create_products,
    create_types,
    create_variants,
    delete_collection,
    delete_products,
    delete_type,
    offer_options,
    update_variants,
)
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.testing.races import until_somebody_waits

Made: TypeAlias = Callable[[Scope, str], Awaitable[str]]

LARGE = NewVariant(title="Large", options={"Size": "L"})
BRIM = NewOption(title="Brim", values=["wide"])


async def cap(app: App) -> str:
    """A cap of which there are a small and a medium one, and may be a large one."""
    sold = [NewVariant(title=title, options={"Size": title[0]}) for title in ("Small", "Medium")]
    (made,) = await create_products(app.scope(), [NewProduct(title="Cap", options=[NewOption(title="Size", values=["S", "M", "L"])], variants=sold)])
    return made.id


async def ended(app: App, product_id: str, *asked: Coroutine[Any, Any, Any]) -> list[type[BaseException]]:
    """With what each ended that did not do what was asked: all have begun, and wait, while somebody still holds the product."""
    scope = app.scope()
    async with scope.transaction():
        await scope.value("SELECT id FROM product WHERE id = $1 FOR UPDATE", product_id)
        tasks = [asyncio.ensure_future(each) for each in asked]
        await until_somebody_waits(app, len(tasks))
    return [type(each) for each in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(each, BaseException)]


async def titles(app: App, entity: str, **filters: Any) -> list[str]:
    return [row["title"] for row in await app.scope().query.graph(entity, fields=["title"], filters=filters, order="title")]


async def test_of_three_who_make_the_same_variant_one_does(app: App) -> None:
    # given
    key = await cap(app)
    # when
    refused = await ended(app, key, *(create_variants(app.scope(), {key: [LARGE]}) for _ in range(3)))
    # then
    assert refused == [VariantExists, VariantExists]
    assert await titles(app, "product_variant", product_id=key) == ["Large", "Medium", "Small"]


async def test_without_the_lock_all_three_do(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    async def nothing(*_: Any) -> None: ...

    key = await cap(app)
    monkeypatch.setattr(ProductService, "hold", nothing)
    # when
    refused = await ended(app, key, *(create_variants(app.scope(), {key: [LARGE]}) for _ in range(3)))
    # then
    assert refused == []
    assert await titles(app, "product_variant", product_id=key) == ["Large", "Large", "Large", "Medium", "Small"]


async def test_of_two_variants_that_are_to_become_the_same_one_does(app: App) -> None:
    # given
    key = await cap(app)
    variants = await app.scope()[ProductService].variants.list(product_id=key)
    # when
    refused = await ended(app, key, *(update_variants(app.scope(), [{"id": each.id, "options": {"Size": "L"}}]) for each in variants))
    # then
    assert refused == [VariantExists]
    taken = await app.scope().query.graph("product_variant", fields=["options.value"], filters={"product_id": key})
    assert sorted(option["value"] for each in taken for option in each["options"]).count("L") == 1


async def test_of_two_who_offer_the_same_option_one_does(app: App) -> None:
    # given
    key = await cap(app)
    # when
    refused = await ended(app, key, *(offer_options(app.scope(), key, [BRIM]) for _ in range(2)))
    # then
    assert refused == [DuplicateOptions]
    assert await titles(app, "product_option", products={"id": key}) == ["Brim", "Size"]


async def test_what_is_deleted_gets_no_variant_meanwhile(app: App) -> None:
    # given
    key = await cap(app)
    # when
    refused = await ended(app, key, delete_products(app.scope(), [key]), create_variants(app.scope(), {key: [LARGE]}))
    # then: whichever came first
    assert refused in ([], [ProductNotFound])
    assert await titles(app, "product_variant") == []
    assert await titles(app, "inventory_item") == []


async def begun(app: App, first: Callable[[Scope], Coroutine[Any, Any, Any]], then: Callable[[Scope], Coroutine[Any, Any, Any]]) -> BaseException | None:
    """How the second ended that began when the first was done and not yet committed."""
    scope = app.scope()
    async with scope.transaction():
        await first(scope)
        late = asyncio.ensure_future(then(app.scope()))
        await until_somebody_waits(app)
    (outcome,) = await asyncio.gather(late, return_exceptions=True)
    return outcome if isinstance(outcome, BaseException) else None


async def a_type(scope: Scope, name: str) -> str:
    (made,) = await create_types(scope, [{"value": name}])
    return made.id


async def a_collection(scope: Scope, name: str) -> str:
    return (await create_collection(scope, {"title": name})).id


@pytest.mark.parametrize(("field", "made", "delete"), [("type_id", a_type, delete_type), ("collection_id", a_collection, delete_collection)])
async def test_what_a_product_is_put_into_is_not_gone_when_it_stands_there(app: App, field: str, made: Made, delete: Any) -> None:
    # given
    hats, scarves = await made(app.scope(), "Hats"), await made(app.scope(), "Scarves")
    cap, shawl = NewProduct(title="Cap", **{field: hats}), NewProduct(title="Shawl", **{field: scarves})
    # when
    after = await begun(app, lambda scope: create_products(scope, [cap]), lambda scope: delete(scope, hats))
    before = await begun(app, lambda scope: delete(scope, scarves), lambda scope: create_products(scope, [shawl]))
    # then
    assert (after, type(before)) == (None, GroupNotFound)
    assert [(row["title"], row[field]) for row in await app.scope().query.graph("product", fields=["title", field])] == [("Cap", None)]
