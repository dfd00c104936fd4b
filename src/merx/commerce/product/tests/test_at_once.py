"""What many do to one product at once: no two of its variants, or of its options, are ever the same."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from merx.commerce.product import DuplicateOptions, ProductNotFound, ProductService, VariantExists
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_products, create_variants, delete_products, offer_options, update_variants
from merx.framework.app import App

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
        await _until_all_wait(app, len(tasks))
    return [type(each) for each in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(each, BaseException)]


async def _until_all_wait(app: App, how_many: int) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(500):
        if await app.scope().value(waiting) == how_many:
            return
        await asyncio.sleep(0.01)
    pytest.fail("not all of them wait")


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
