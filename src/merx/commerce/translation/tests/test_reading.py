"""Shoppers read in their language what was translated, and the originals where nothing was."""

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from merx.commerce.factories import SmallShop
from merx.commerce.product.workflows import create_category, create_collection, create_tags, create_types, update_products
from merx.commerce.translation.tests.conftest import Say
from merx.framework.app import App
from merx.framework.data.filters import parse
from merx.framework.query.statement import Request, build
from merx.framework.scope import Scope

GERMAN = {"x-medusa-locale": "de-DE"}


async def words_of(client: httpx.AsyncClient, url: str, **options: Any) -> dict[str, Any]:
    answer = await client.get(url, **options)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_product_and_what_is_below_it_are_in_the_language_asked_for(customer: httpx.AsyncClient, say: Say, ids: Mapping[str, str]) -> None:
    # given
    await say("product", ids["product"], title="Teekanne", description="Aus Ton")
    await say("product_variant", ids["product_variant"], title="Einheitsgröße")
    await say("product_option", ids["product_option"], title="Größe")
    await say("product_option_value", ids["product_option_value"], value="Einheitlich")
    fields = "title,subtitle,description,handle,*variants,*variants.options,*options,*options.values"
    for options in ({"headers": GERMAN}, {"headers": {"x-medusa-locale": "fr-FR"}, "params": {"locale": "de_de"}}):
        # when
        params = {"fields": fields, **options.get("params", {})}
        (product,) = (await words_of(customer, "/store/products", params=params, headers=options["headers"]))["products"]
        one = (await words_of(customer, f"/store/products/{ids['product']}", params=params, headers=options["headers"]))["product"]
        # then
        assert one == product
        assert (product["title"], product["subtitle"], product["description"], product["handle"]) == ("Teekanne", None, "Aus Ton", "teapot")
        assert [(each["title"], [value["value"] for value in each["options"]]) for each in product["variants"]] == [("Einheitsgröße", ["Einheitlich"])]
        assert [(each["title"], [value["value"] for value in each["values"]]) for each in product["options"]] == [("Größe", ["Einheitlich"])]


async def test_what_is_not_translated_or_empty_or_deleted_is_shown_as_it_is(
    customer: httpx.AsyncClient, admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str]
) -> None:
    # given
    url = f"/store/products/{ids['product']}?fields=title,material,variants.title"
    said = await say("product", ids["product"], title="", material="Ton")
    await say("product", ids["product"], "fr-FR", title="Théière")
    # when
    german = (await words_of(customer, url, headers=GERMAN))["product"]
    french = (await words_of(customer, f"{url}&locale=fr-FR"))["product"]
    other = (await words_of(customer, f"{url}&locale=ja-JP"))["product"]
    plain = (await words_of(customer, url))["product"]
    await admin.post("/admin/translations/batch", json={"delete": [said]})
    after = (await words_of(customer, url, headers=GERMAN))["product"]
    # then
    assert (german["title"], german["material"], german["variants"][0]["title"]) == ("Teapot", "Ton", "One size")
    assert (french["title"], french["material"]) == ("Théière", None)
    assert plain == other == after


async def test_categories_collections_tags_types_and_regions_are_translated_at_any_depth(
    customer: httpx.AsyncClient, scope: Scope, say: Say, ids: Mapping[str, str]
) -> None:
    # given
    above = await create_category(scope, {"name": "Kitchen", "is_active": True})
    below = await create_category(scope, {"name": "Tea", "is_active": True, "parent_category_id": above.id})
    collection = await create_collection(scope, {"title": "Spring"})
    (tag,) = await create_tags(scope, [{"value": "new"}])
    (kind,) = await create_types(scope, [{"value": "pottery"}])
    labels = {"collection_id": collection.id, "type_id": kind.id, "tag_ids": [tag.id], "category_ids": [below.id]}
    await update_products(scope, [{"id": ids["product"], **labels}])
    await say("product_category", above.id, name="Küche")
    await say("product_category", below.id, name="Tee")
    await say("product_collection", collection.id, title="Frühling")
    await say("product_tag", tag.id, value="neu")
    await say("product_type", kind.id, value="Keramik")
    await say("region", ids["region"], name="Europa")
    # when
    tree = await words_of(customer, f"/store/product-categories/{below.id}", headers=GERMAN)
    product = (await words_of(customer, f"/store/products/{ids['product']}", headers=GERMAN))["product"]
    tags = (await words_of(customer, "/store/product-tags", headers=GERMAN))["product_tags"]
    regions = (await words_of(customer, "/store/regions?fields=name", headers=GERMAN))["regions"]
    # then
    assert (tree["product_category"]["name"], tree["product_category"]["parent_category"]["name"]) == ("Tee", "Küche")
    assert (product["collection"]["title"], product["type"]["value"], [each["value"] for each in product["tags"]]) == ("Frühling", "Keramik", ["neu"])
    assert ([each["value"] for each in tags], [each["name"] for each in regions]) == (["neu"], ["Europa"])


async def test_the_list_is_as_many_statements_in_every_language_and_the_same_text_in_none(
    app: App, customer: httpx.AsyncClient, say: Say, ids: Mapping[str, str], shop: SmallShop
) -> None:
    # given
    await say("product", ids["product"], title="Teekanne")
    url = f"/store/products?region_id={shop.region_id}&fields=*variants.calculated_price"
    counts: dict[str, int] = {}
    for locale in ("", "&locale=de-DE", "", "&locale=de-DE"):
        before = app.database.statements
        # when
        await words_of(customer, url + locale)
        counts[locale] = app.database.statements - before
    # then
    assert counts[""] == counts["&locale=de-DE"] <= 3
    request = Request(parse({})[0], (), (), 20, is_limited=True, is_skipping=False, with_deleted=False, given=frozenset(), is_below=False, key=None)
    plain = app.compiler.prepare("product", ("title", "*variants"), request)
    assert plain.statement.text == build(app.graph, plain.plan.tree, request, (), ()).text
    german = app.compiler.prepare("product", ("title", "*variants"), msgspec.structs.replace(request, given=frozenset({"locale"})))
    assert [text.count("translation AS") for text in (plain.statement.text.sql, german.statement.text.sql)] == [0, 2]


async def test_a_page_stays_in_its_order_whatever_language_it_is_in(customer: httpx.AsyncClient, admin: httpx.AsyncClient, say: Say) -> None:
    # given
    names = [f"Cup {number:02}" for number in range(30)]
    made = await admin.post("/admin/product-tags", json={"value": "a first one"})
    assert made.status_code == 200
    for name in names:
        answer = await admin.post("/admin/product-tags", json={"value": name})
        await say("product_tag", answer.json()["product_tag"]["id"], value=f"Tasse {99 - int(name[4:])}")
    # when
    tags = (await words_of(customer, "/store/product-tags?order=-value&limit=30&fields=value", headers=GERMAN))["product_tags"]
    # then
    assert [each["value"] for each in tags] == ["a first one", *(f"Tasse {99 - number}" for number in range(29, 0, -1))]


async def test_nonsense_is_no_language(customer: httpx.AsyncClient, shop: SmallShop) -> None:
    for options in (
        {"params": {"locale": "de'; DROP TABLE product"}},
        {"params": {"locale": "x" * 36}},
        {"params": {"locale": "de\0"}},
        {"headers": {"x-medusa-locale": "../../etc"}},
        {"params": [("locale", "de"), ("locale", "fr")]},
    ):
        # when
        answer = await customer.get("/store/products", **options)  # pyright: ignore[reportArgumentType] - of either kind
        # then
        assert (answer.status_code, answer.json()["type"], "locale" in answer.json()["message"]) == (400, "invalid_data", True), answer.text
    assert (await customer.get("/store/products?locale=")).json()["products"][0]["title"] == "Teapot"
    assert (await customer.get(f"/store/regions/{shop.region_id}?locale=de")).status_code == 200


async def test_an_administrator_reads_the_originals(admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str]) -> None:
    # given
    await say("product", ids["product"], title="Teekanne")
    # when
    read = await admin.get(f"/admin/products/{ids['product']}", headers=GERMAN)
    # then
    assert read.json()["product"]["title"] == "Teapot"
