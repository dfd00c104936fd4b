"""What the rest of the shop hears of products that come and go, and what is left of them."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.factories import SmallShop, open_shop
from merx.commerce.inventory.workflows import LineToReserve, delete_items, reserve_inventory
from merx.commerce.product import ProductService
from merx.commerce.product.links import product_sales_channels, product_shipping_profile
from merx.commerce.product.workflows import (
    NewOption,
    NewProduct,
    NewVariant,
    create_products,
    create_variants,
    delete_option,
    delete_products,
    update_variants,
)
from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.testing.races import until_somebody_waits

SIZES = [NewOption(title="Size", values=["S", "M", "L"])]


def a_cap(**more: Any) -> NewProduct:
    variants = [NewVariant(title=size, sku=f"cap-{size}", options={"Size": size}) for size in ("S", "M")]
    return NewProduct(title="Cap", options=SIZES, variants=variants, **more)


async def told(scope: Scope) -> Counter[str]:
    """How often what was said since the last time."""
    rows = await scope.rows("DELETE FROM event RETURNING name")
    return Counter(row["name"] for row in rows)


async def test_products_variants_and_their_items_are_told_one_by_one(scope: Scope) -> None:
    # when
    (cap,) = await create_products(scope, [a_cap()])
    # then
    assert await told(scope) == {"product.created": 1, "product-variant.created": 2, "inventory-item.created": 2}
    # when
    uncounted = NewVariant(title="L", options={"Size": "L"}, manage_inventory=False)
    await create_variants(scope, {cap.id: [uncounted]})
    # then
    assert await told(scope) == {"product-variant.created": 1}
    # when
    await delete_products(scope, [cap.id])
    # then
    assert await told(scope) == {"product.deleted": 1, "product-option.deleted": 1, "inventory-item.deleted": 2}


async def test_hooks_hear_of_variants_by_the_contracts_names_wherever_they_come_from(scope: Scope, app: App) -> None:
    # given
    heard: list[tuple[str, list[str], Any]] = []

    async def created(_: Scope, *, product_variants: list[Any], additional_data: Any) -> None:
        heard.append(("created", [each.title for each in product_variants], additional_data))

    async def updated(_: Scope, *, product_variants: list[Any], additional_data: Any) -> None:
        heard.append(("updated", [each.title for each in product_variants], additional_data))

    async def gone(_: Scope, *, ids: list[str]) -> None:
        heard.append(("options gone", ids, None))

    app.hooks[("product.create_variants", "productVariantsCreated")] = [create_variants.hook("productVariantsCreated")(created)]
    app.hooks[("product.update_variants", "productVariantsUpdated")] = [update_variants.hook("productVariantsUpdated")(updated)]
    app.hooks[("product.delete_option", "productOptionsDeleted")] = [delete_option.hook("productOptionsDeleted")(gone)]
    # when
    (cap,) = await create_products(scope, [a_cap()], additional_data={"note": 1})
    variants = await scope.query.graph("product_variant", fields=["id"], filters={"product_id": cap.id, "title": "S"})
    options = await scope.query.graph("product_option", fields=["id"])
    await update_variants(scope, [{"id": variants[0]["id"], "title": "Small"}], additional_data={"note": 2})
    await delete_products(scope, [cap.id])
    # then
    assert heard == [("created", ["S", "M"], {"note": 1}), ("updated", ["Small"], {"note": 2}), ("options gone", [options[0]["id"]], None)]


async def test_a_deleted_product_stands_nowhere_and_holds_nothing(scope: Scope) -> None:
    # given
    shop = await open_shop(scope, {"teapot": 1})
    product = shop.products["teapot"]
    # when
    await delete_products(scope, [product])
    # then
    assert await product_sales_channels.pairs(scope, left=product) == []
    assert await product_shipping_profile.pairs(scope, left=product) == []


async def test_a_deleted_product_is_brought_back_in_code(scope: Scope) -> None:
    # given
    (cap,) = await create_products(scope, [a_cap(images=["https://x/cap.jpg"])])
    service = scope[ProductService]
    (option,) = await service.options.list()
    shown = ["title", "options.title", "images.url", "variants.title", "variants.options.value"]
    before = await scope.query.graph("product", fields=shown)
    await delete_products(scope, [cap.id])
    assert await scope.query.graph("product", fields=shown) == []
    # when
    await service.products.restore(cap.id)
    await service.options.restore(option.id)
    # then
    assert await scope.query.graph("product", fields=shown) == before


async def test_whoever_deletes_waits_for_whoever_reserves(app: App) -> None:
    # given
    shop = await open_shop(app.scope(), {"teapot": 1})
    # when
    refused = await _bought_and_withdrawn_at_once(app, shop)
    # then
    assert isinstance(refused, InvalidData)
    assert refused.message == f"Cannot remove following inventory item(s) since they have reservations: [{shop.inventory_items['teapot']}]."
    assert await _products(app) == ["Teapot"]


async def test_without_the_lock_it_takes_away_what_was_just_promised(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    async def nothing(*_: Any) -> None: ...

    shop = await open_shop(app.scope(), {"teapot": 1})
    monkeypatch.setitem(delete_items.function.__globals__, "hold_items", nothing)
    # when
    refused = await _bought_and_withdrawn_at_once(app, shop)
    # then
    assert refused is None
    assert await _products(app) == []


async def _bought_and_withdrawn_at_once(app: App, shop: SmallShop) -> BaseException | None:
    """Somebody reserves the teapot, and holds it until somebody who deletes it waits; what the latter was told."""
    reserved, asked = asyncio.Event(), asyncio.Event()

    async def buy() -> None:
        scope = app.scope()
        async with scope.transaction():
            line = LineToReserve(line_item_id="ordli_1", variant_id=shop.variants["teapot"], quantity=Decimal(1))
            await reserve_inventory(scope, shop.sales_channel_id, [line])
            reserved.set()
            await asked.wait()
            await until_somebody_waits(app)

    async def withdraw() -> None:
        await reserved.wait()
        asked.set()
        await delete_products(app.scope(), [shop.products["teapot"]])

    bought, refused = await asyncio.gather(buy(), withdraw(), return_exceptions=True)
    assert bought is None
    return refused


async def _products(app: App) -> list[str]:
    return [row["title"] for row in await app.scope().query.graph("product", fields=["title"])]
