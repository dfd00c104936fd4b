"""Shoppers search in the words of their language, and read them in what they find."""

import pytest

from merx.commerce.product import ProductCollection, ProductTag
from merx.commerce.product.workflows import delete_products
from merx.commerce.search.tests.conftest import Window
from merx.commerce.store import StoreLocale, StoreService
from merx.commerce.translation.workflows import NewTranslation, create_translations, delete_translations, update_translations
from merx.framework.data import create_all


@pytest.fixture(autouse=True)
async def _languages(window: Window) -> None:
    await window.scope[StoreService].locales.create(StoreLocale(store_id=None, locale_code=code) for code in ("de-DE", "ru-RU"))


async def said(window: Window, reference: str, key: str, locale: str, **words: str) -> str:
    (made,) = await create_translations(window.scope, [NewTranslation(reference=reference, reference_id=key, locale_code=locale, translations=words)])
    return made.id


async def test_a_product_is_found_by_its_words_in_any_language(window: Window) -> None:
    # given
    teapot = await window.put("Teapot", description="Keeps tea warm", skus=["BIG"])
    await window.put("Teacup", description="Goes with a Teekanne")
    # when
    german = await said(window, "product", teapot, "de-DE", title="Teekanne", description="Hält warm")
    await said(window, "product", teapot, "ru-RU", title="Чайник")
    # then: what is called so comes first
    assert await window.titles("teekanne") == ["Teapot", "Teacup"]
    for typed in ("чайник", "hält warm", "teapot", "teekane"):
        assert (await window.titles(typed))[0] == "Teapot", typed
    # when
    await update_translations(window.scope, [{"id": german, "translations": {"title": "Kännchen"}}])
    # then
    assert await window.titles("teekanne") == ["Teacup"]
    assert await window.titles("kannchen") == ["Teapot"]
    # when
    await delete_translations(window.scope, [german])
    # then
    assert await window.titles("kannchen") == []


async def test_what_stands_around_a_product_is_found_in_any_language_too(window: Window) -> None:
    # given
    tag, collection = ProductTag(value="summer"), ProductCollection(title="Kitchen", handle="kitchen")
    await create_all(window.scope, [tag, collection])
    made = await window.put("Teapot", tag_ids=[tag.id], collection_id=collection.id, skus=["BIG"])
    variants = await window.scope.query.graph("product_variant", fields=["id", "options.id"], filters={"product_id": made})
    # when
    await said(window, "product_tag", tag.id, "de-DE", value="Sommer")
    await said(window, "product_collection", collection.id, "de-DE", title="Küche")
    await said(window, "product_variant", variants[0]["id"], "de-DE", title="Groß")
    await said(window, "product_option_value", variants[0]["options"][0]["id"], "de-DE", value="Riesig")
    # then
    for typed in ("sommer", "küche", "groß", "riesig", "sommer teapot"):
        assert await window.titles(typed) == ["Teapot"], typed


async def test_what_is_found_is_read_in_the_shoppers_language(window: Window) -> None:
    # given
    made = await window.put("Teapot", subtitle="Of copper", description="Keeps tea warm")
    await said(window, "product", made, "de-DE", title="Teekanne", description="Hält warm")
    # when
    original = (await window.found("teapot"))["hits"][0]["document"]
    window.client.headers["x-medusa-locale"] = "de-DE"
    (german,) = (await window.found("teekanne"))["hits"]
    (some,) = (await window.found("teekanne", fields=["title", "handle"]))["hits"]
    # then
    assert [original[name] for name in ("title", "subtitle", "description")] == ["Teapot", "Of copper", "Keeps tea warm"]
    assert [german["document"][name] for name in ("title", "subtitle", "description")] == ["Teekanne", "Of copper", "Hält warm"]
    assert some["document"] == {"id": made, "title": "Teekanne", "handle": "teapot"}
    assert not [name for name in german["document"] if name.startswith("translated")]


async def test_a_search_in_a_language_takes_no_statement_more(window: Window) -> None:
    # given
    made = await window.put("Teapot")
    await said(window, "product", made, "de-DE", title="Teekanne")
    await window.found("teapot")
    database, counts = window.scope.app.database, list[int]()
    # when
    for locale in ("", "de-DE"):
        window.client.headers["x-medusa-locale"] = locale
        before = database.statements
        assert (await window.ask(filters={"q": "teekanne"})).status_code == 200
        counts.append(database.statements - before)
    # then
    assert counts[0] == counts[1]
    # and: what is gone is not found in any language
    await delete_products(window.scope, [made])
    assert await window.titles("teekanne") == []
