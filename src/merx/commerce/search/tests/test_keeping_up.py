"""Documents follow what they hold: products, variants, groups, channels; whatever comes late, twice or in another order."""

import asyncio

from merx.commerce.product import ProductCategory, ProductCollection, ProductService, ProductTag
from merx.commerce.product.workflows import (
    delete_products,
    delete_tag,
    update_category,
    update_collection,
    update_products,
    update_tag,
    update_variants,
)
from merx.commerce.sales_channel.workflows import change_products
from merx.commerce.search import SearchService
from merx.commerce.search.subscribers import Ref, products_changed
from merx.commerce.search.tests.conftest import Window
from merx.commerce.search.workflows import ensure_index, refresh_documents
from merx.framework.data import create_all, utcnow
from merx.framework.events import Event


async def test_a_product_that_changes_is_found_by_what_it_is_now(window: Window) -> None:
    made = await window.put("Shirt", handle="a-handle")
    assert await window.titles("shirt") == ["Shirt"]
    await update_products(window.scope, [{"id": made, "title": "Scarf"}])
    assert await window.titles("shirt") == []
    assert await window.titles("scarf") == ["Scarf"]
    await delete_products(window.scope, [made])
    assert await window.titles("scarf") == []
    assert await window.scope.value("SELECT count(*) FROM search_document") == 0


async def test_variants_are_found_as_they_are_now(window: Window) -> None:
    made = await window.put("Shirt", skus=["OLD"])
    assert await window.titles("old") == ["Shirt"]
    (variant,) = await window.scope[ProductService].variants.list(product_id=made)
    await update_variants(window.scope, [{"id": variant.id, "sku": "NEW", "title": "NEW"}])
    assert await window.titles("new") == ["Shirt"]


async def test_a_tag_a_collection_and_a_category_are_found_under_their_new_name_and_not_when_gone(window: Window) -> None:
    tag, collection = ProductTag(value="summer"), ProductCollection(title="Lisbon", handle="lisbon")
    category = ProductCategory(name="Kitchen", handle="kitchen", mpath="x", is_active=True)
    await create_all(window.scope, [tag, collection, category])
    await window.put("Shirt", tag_ids=[tag.id], collection_id=collection.id, category_ids=[category.id])
    assert await window.titles("summer lisbon kitchen") == ["Shirt"]
    await update_tag(window.scope, tag.id, {"value": "winter"})
    await update_collection(window.scope, collection.id, {"title": "Porto"})
    await update_category(window.scope, category.id, {"name": "Garden"})
    assert await window.titles("winter porto garden") == ["Shirt"]
    assert await window.titles("summer", search_options={"typo_tolerance": False}) == []
    await update_category(window.scope, category.id, {"is_internal": True})
    await delete_tag(window.scope, tag.id)
    assert await window.titles("garden") == []
    assert await window.titles("winter") == []


async def test_what_is_sold_in_a_channel_from_now_on_is_found_there(window: Window) -> None:
    made = await window.put("Shirt", sales_channel_ids=[])
    assert await window.titles("shirt") == []
    await change_products(window.scope, window.channel, add=[made])
    assert await window.titles("shirt") == ["Shirt"]
    await change_products(window.scope, window.channel, remove=[made])
    assert await window.titles("shirt") == []


async def test_an_event_may_come_twice_late_and_in_any_order(window: Window) -> None:
    made = await window.put("Shirt", skus=["ONE"])
    await window.background.drain()
    (variant,) = await window.scope[ProductService].variants.list(product_id=made)
    before = await window.scope.rows("SELECT id, words, facts, document FROM search_document")
    said = (("product.created", made), ("product-variant.updated", variant.id), ("product.deleted", made))  # it is there, whatever is said
    events = [Event(id="evt_1", name=name, data=Ref(key), created_at=utcnow()) for name, key in said]
    for some in ([events[0]], [events[1]], events, [events[2]]):
        await products_changed(window.scope, some)
    assert await window.scope.rows("SELECT id, words, facts, document FROM search_document") == before


async def test_of_two_that_come_at_once_the_later_rows_stay(window: Window) -> None:
    made = await window.put("Shirt")
    await window.background.drain()
    for round_ in range(5):
        await window.scope[ProductService].products.update(made, title=f"Shirt {round_}")
        scopes = [window.scope.app.scope() for _ in range(4)]
        await asyncio.gather(*(refresh_documents(scope, "product", [made]) for scope in scopes))
        assert await window.scope.value("SELECT document ->> 'title' FROM search_document") == f"Shirt {round_}"


async def test_the_first_products_are_found_though_nobody_built_an_index(window: Window) -> None:
    await window.put("Shirt")
    assert await window.titles("shirt") == ["Shirt"]
    (version,) = await window.scope[SearchService].kept("product")
    assert (version.physical_name, version.status, version.active) == ("product_1", "ready", True)
    assert await ensure_index(window.scope, "product") is True
    assert len(await window.scope[SearchService].kept("product")) == 1
