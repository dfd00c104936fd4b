"""How many statements a request sends does not depend on how much it answers."""

from decimal import Decimal

import httpx
import pytest

from merx.commerce.cart.workflows import NewCart, NewItem, create_cart
from merx.commerce.factories import open_shop
from merx.commerce.pricing import NewPrice
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_products
from merx.commerce.translation import Translation, TranslationService
from merx.framework.app import App

PRODUCT_FIELDS = "*variants.calculated_price,+variants.inventory_quantity,*categories"


async def statements_of(app: App, client: httpx.AsyncClient, path: str, key: str) -> int:
    before = app.database.statements
    answer = await client.get(path, headers={"x-publishable-api-key": key})
    assert answer.status_code == 200, answer.text
    return app.database.statements - before


@pytest.mark.parametrize("products", [1, 100])
async def test_a_product_list_with_everything_is_three_statements_at_most(app: App, client: httpx.AsyncClient, products: int) -> None:
    # given
    shop = await open_shop(app.scope(), {f"thing-{number}": 5 for number in range(products)})
    path = f"/store/products?limit=100&region_id={shop.region_id}&fields={PRODUCT_FIELDS}"
    # when
    sent = await statements_of(app, client, path, shop.publishable_key)
    answer = (await client.get(path, headers={"x-publishable-api-key": shop.publishable_key})).json()
    # then
    assert len(answer["products"]) == answer["count"] == products
    assert {product["variants"][0]["calculated_price"]["calculated_amount"] for product in answer["products"]} == {100}
    assert {product["variants"][0]["inventory_quantity"] for product in answer["products"]} == {5}
    assert sent <= 3


@pytest.mark.parametrize("products", [1, 100])
async def test_a_product_list_in_another_language_is_three_statements_at_most(app: App, client: httpx.AsyncClient, products: int) -> None:
    # given
    scope = app.scope()
    shop = await open_shop(scope, {f"thing-{number}": 5 for number in range(products)})
    words = {"reference": "product", "locale_code": "de-DE"}
    await scope[TranslationService].translations.create(
        Translation(reference_id=each, translations={"title": f"Ding {name}"}, **words) for name, each in shop.products.items()
    )
    path = f"/store/products?limit=100&region_id={shop.region_id}&fields={PRODUCT_FIELDS}&locale=de-DE"
    # when
    sent = await statements_of(app, client, path, shop.publishable_key)
    answer = (await client.get(path, headers={"x-publishable-api-key": shop.publishable_key})).json()
    # then
    assert [product["title"] for product in answer["products"]] == [f"Ding {name}" for name in shop.products]
    assert sent <= 3


@pytest.mark.parametrize("lines", [1, 50])
async def test_a_cart_is_three_statements_at_most(app: App, client: httpx.AsyncClient, lines: int) -> None:
    # given
    names = [f"thing-{number}" for number in range(lines)]
    shop = await open_shop(app.scope(), dict.fromkeys(names, 5))
    items = [NewItem(variant_id=shop.variants[name], quantity=2) for name in names]
    cart = await create_cart(app.scope(), NewCart(region_id=shop.region_id, sales_channel_id=shop.sales_channel_id, items=items))
    # when
    sent = await statements_of(app, client, f"/store/carts/{cart.id}", shop.publishable_key)
    answer = (await client.get(f"/store/carts/{cart.id}", headers={"x-publishable-api-key": shop.publishable_key})).json()["cart"]
    # then
    assert len(answer["items"]) == lines
    assert answer["total"] == pytest.approx(lines * 2 * 119)
    assert sent <= 3


@pytest.mark.parametrize("variants", [1, 2_000])
async def test_a_product_opens_in_one_statement_however_many_variants_it_has(
    app: App, client: httpx.AsyncClient, admin: httpx.AsyncClient, variants: int
) -> None:
    # given
    shop = await open_shop(app.scope(), {"thing": 5})
    choices = tuple(f"V{number}" for number in range(variants))
    made = [NewVariant(title=each, sku=each, options={"Kind": each}, prices=[NewPrice(currency_code="eur", amount=Decimal(12))]) for each in choices]
    new = NewProduct(
        title="Large", status="published", sales_channel_ids=[shop.sales_channel_id], options=[NewOption(title="Kind", values=choices)], variants=made
    )
    (product,) = await create_products(app.scope(), [new])
    # when
    bare = await statements_of(app, client, "/store/regions?limit=1", shop.publishable_key)
    path = f"/store/products/{product.id}?region_id={shop.region_id}&fields={PRODUCT_FIELDS}"
    priced = await statements_of(app, client, path, shop.publishable_key)
    shown = (await client.get(path, headers={"x-publishable-api-key": shop.publishable_key})).json()["product"]
    before = app.database.statements
    opened = (await admin.get(f"/admin/products/{product.id}")).json()["product"]
    # then
    assert priced == bare + 1  # the region's
    assert app.database.statements - before == 2  # who is asking, and the product
    assert len(shown["variants"]) == len(opened["variants"]) == variants
    assert {variant["calculated_price"]["calculated_amount"] for variant in shown["variants"]} == {12}
