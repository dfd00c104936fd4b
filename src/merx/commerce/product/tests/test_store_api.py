"""The catalogue over HTTP, as a shopper's client asks for it."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from msgspec import Struct

from merx.commerce.api_key import ApiKey
from merx.commerce.api_key.links import publishable_key_sales_channels
from merx.commerce.cart import Address, Cart, LineItem
from merx.commerce.inventory import InventoryLevel
from merx.commerce.pricing import NewPrice, NewRule
from merx.commerce.product import ProductCategory, ProductCollection, ProductService, ProductTag, ProductType
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_products
from merx.commerce.region import Region
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.sales_channel.links import sales_channel_locations
from merx.commerce.stock_location import StockLocation
from merx.commerce.tax import NewTaxRate, TaxRate, TaxRegion, TaxService
from merx.commerce.tax.workflows import create_tax_rate
from merx.framework.data import create_all
from merx.framework.http import create_app
from merx.framework.scope import Scope

pytestmark = pytest.mark.filterwarnings("ignore")


class Shop(Struct):
    scope: Scope
    client: httpx.AsyncClient
    channel: SalesChannel
    region: Region
    category: ProductCategory
    location: StockLocation

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(path, params=params)

    async def fill(self, count: int, **more: Any) -> list[Any]:
        """Products in two sizes and two colours, twelve euros and a half (in France ten), five pieces each."""
        made = await create_products(self.scope, [self._product(number, **more) for number in range(count)])
        parts = await self.scope.query.graph(
            "product_variant", fields=["inventory_items.inventory_item_id"], filters={"product_id": [each.id for each in made]}
        )
        items = [link["inventory_item_id"] for variant in parts for link in variant["inventory_items"]]
        await create_all(self.scope, [InventoryLevel(inventory_item_id=item, location_id=self.location.id, stocked_quantity=Decimal(5)) for item in items])
        return made

    def _product(self, number: int, **more: Any) -> NewProduct:
        prices = [
            NewPrice(currency_code="eur", amount=Decimal("12.5")),
            NewPrice(currency_code="eur", amount=Decimal(10), rules=(NewRule(attribute="region_id", value=self.region.id),)),
        ]
        variants = [
            NewVariant(title=f"{size}/{colour}", sku=f"shirt-{number}-{size}-{colour}", options={"Size": size, "Colour": colour}, prices=prices)
            for size in ("S", "M")
            for colour in ("red", "blue")
        ]
        settings: dict[str, Any] = {"status": "published", "sales_channel_ids": [self.channel.id], "category_ids": [self.category.id], **more}
        return NewProduct(
            title=f"Shirt {number}",
            images=["https://example.com/a.jpg", "https://example.com/b.jpg"],
            options=[NewOption(title="Size", values=["S", "M"]), NewOption(title="Colour", values=["red", "blue"])],
            variants=variants,
            **settings,
        )


@pytest.fixture
async def shop(scope: Scope) -> Any:
    channel, region, location = SalesChannel(name="Web"), Region(name="France", currency_code="eur"), StockLocation(name="Shelf")
    category = ProductCategory(name="Shirts", handle="shirts", mpath="shirts", is_active=True)
    key = ApiKey(token="pk_test", redacted="pk_***est", title="Web", type="publishable", salt="", created_by="test")
    tax = TaxRegion(country_code="fr", provider_id=None)
    rate = TaxRate(tax_region_id=tax.id, name="TVA", code="fr", rate=Decimal(20), is_default=True)
    await create_all(scope, [channel, region, location, category, key, tax, rate])
    await publishable_key_sales_channels.add(scope, [(key.id, channel.id)])
    await sales_channel_locations.add(scope, [(channel.id, location.id)])
    transport = httpx.ASGITransport(app=create_app(scope.app))
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers={"x-publishable-api-key": "pk_test"}) as client:
        yield Shop(scope, client, channel, region, category, location)


STORY = "*variants.calculated_price,+variants.inventory_quantity,*categories"


async def test_a_list_shows_prices_pieces_and_everything_else(shop: Shop) -> None:
    # given
    await shop.fill(1)
    # when
    answer = await shop.get("/store/products", limit=20, region_id=shop.region.id, fields=STORY)
    # then
    assert answer.status_code == 200, answer.text
    body = answer.json()
    (product,) = body["products"]
    assert {key: body[key] for key in ("count", "offset", "limit")} == {"count": 1, "offset": 0, "limit": 20}
    assert (product["title"], product["handle"], product["thumbnail"]) == ("Shirt 0", "shirt-0", "https://example.com/a.jpg")
    assert [image["url"] for image in product["images"]] == ["https://example.com/a.jpg", "https://example.com/b.jpg"]
    assert [(option["title"], [value["value"] for value in option["values"]]) for option in product["options"]] == [
        ("Size", ["S", "M"]),
        ("Colour", ["red", "blue"]),
    ]
    assert [category["name"] for category in product["categories"]] == ["Shirts"]
    variant = product["variants"][0]
    assert (variant["title"], variant["sku"], variant["manage_inventory"], variant["inventory_quantity"]) == ("S/red", "shirt-0-S-red", True, 5)
    price = variant["calculated_price"]
    assert (price["calculated_amount"], price["original_amount"], price["currency_code"]) == (10, 10, "eur")
    assert "calculated_amount_with_tax" not in price


@pytest.mark.parametrize("count", [1, 100])
async def test_a_list_is_three_statements_whatever_its_length(shop: Shop, count: int) -> None:
    # given
    await shop.fill(count)
    before = shop.scope.app.database.statements
    # when
    answer = await shop.get("/store/products", limit=100, region_id=shop.region.id, fields=STORY)
    # then: the key, the region, the products
    assert len(answer.json()["products"]) == count
    assert shop.scope.app.database.statements - before == 3


async def test_one_product_with_taxes(shop: Shop) -> None:
    # given
    (made,) = await shop.fill(1)
    # when
    answer = await shop.get(f"/store/products/{made.id}", region_id=shop.region.id, country_code="fr", fields=STORY)
    # then
    assert answer.status_code == 200, answer.text
    price = answer.json()["product"]["variants"][0]["calculated_price"]
    names = ("calculated_amount", "calculated_amount_with_tax", "calculated_amount_without_tax", "original_amount_with_tax")
    assert [price[name] for name in names] == [10, 12, 10, 12]


@pytest.mark.parametrize("reference", ["product", "product_type"])
async def test_the_tax_of_a_price_is_the_same_whatever_else_is_asked_for(shop: Shop, reference: str) -> None:
    # given a rate for the product, or for its type, beside the default of 20 %
    kind = ProductType(value="Books")
    await create_all(shop.scope, [kind])
    (made,) = await shop.fill(1, type_id=kind.id)
    (region,) = await shop.scope[TaxService].regions.list()
    rules = [(reference, made.id if reference == "product" else kind.id)]
    await create_tax_rate(shop.scope, region.id, NewTaxRate(code="less", name="Less", rate=Decimal(5), rules=rules))
    asked: dict[str, Any] = {"region_id": shop.region.id, "country_code": "fr"}
    # when
    whole = (await shop.get(f"/store/products/{made.id}", **asked, fields=STORY)).json()["product"]["variants"]
    slim = (await shop.get("/store/products", **asked, fields="id,*variants.calculated_price")).json()["products"][0]["variants"]
    variants = (await shop.get("/store/product-variants", **asked, fields="id,*calculated_price")).json()["variants"]
    one = (await shop.get(f"/store/product-variants/{variants[0]['id']}", **asked, fields="id,*calculated_price,product.id")).json()["variant"]
    # then
    assert {each["calculated_price"]["calculated_amount_with_tax"] for each in (*whole, *slim, *variants, one)} == {10.5}


async def test_a_cart_says_where_prices_and_taxes_are_for(shop: Shop) -> None:
    # given a cart that is sent to France, and one that nobody knows where to send
    await shop.fill(1)
    address = Address(country_code="fr")
    sent, lost = Cart(currency_code="eur", region_id=shop.region.id, shipping_address_id=address.id), Cart(currency_code="eur", region_id=shop.region.id)
    await create_all(shop.scope, [address, sent, lost])
    # when
    answers = [await shop.get("/store/products", cart_id=cart.id, fields="*variants.calculated_price") for cart in (sent, lost)]
    nobodys = await shop.get("/store/products", cart_id="cart_x", fields="*variants.calculated_price")
    # then
    taxed, untaxed = [answer.json()["products"][0]["variants"][0]["calculated_price"] for answer in answers]
    assert (taxed["calculated_amount"], taxed["calculated_amount_with_tax"]) == (10, 12)
    assert (untaxed["calculated_amount"], "calculated_amount_with_tax" in untaxed) == (10, False)
    assert (nobodys.status_code, nobodys.json()["message"]) == (400, "Missing required pricing context to calculate prices - region_id")


async def test_drafts_and_other_channels_products_are_not_there(shop: Shop) -> None:
    # given
    other = SalesChannel(name="Other")
    await create_all(shop.scope, [other])
    (draft,) = await shop.fill(1, status="draft")
    # when
    listed, one = await shop.get("/store/products"), await shop.get(f"/store/products/{draft.id}")
    foreign = await shop.get("/store/products", sales_channel_id=other.id)
    # then
    assert listed.json()["count"] == 0
    assert (one.status_code, one.json()) == (404, {"type": "not_found", "message": f"Product with id: {draft.id} was not found"})
    assert (foreign.status_code, foreign.json()["message"]) == (400, "Requested sales channel is not part of the publishable key")


async def test_prices_need_a_region_that_is_there(shop: Shop) -> None:
    await shop.fill(1)
    without = await shop.get("/store/products", fields="*variants.calculated_price")
    wrong = await shop.get("/store/products", fields="*variants.calculated_price", region_id="reg_x")
    assert (without.status_code, without.json()) == (
        400,
        {"type": "invalid_data", "message": "Missing required pricing context to calculate prices - region_id"},
    )
    assert (wrong.status_code, wrong.json()["message"]) == (400, "Region with id reg_x not found when populating the pricing context")


async def test_products_are_found_by_what_they_are_joined_to(shop: Shop) -> None:
    # given
    (made,) = await shop.fill(1)
    value = (await shop.scope.query.graph("product_option_value", fields=["id"], filters={"value": "red"}))[0]["id"]
    hidden = ProductCategory(name="Hidden", handle="hidden", mpath="hidden")
    await create_all(shop.scope, [hidden])
    # when
    found = {
        name: (await shop.get("/store/products", **params)).json()["count"]
        for name, params in {
            "category": {"category_id[]": shop.category.id},
            "hidden category": {"category_id": hidden.id},
            "value": {"option_value_id": value},
            "handle": {"handle": "shirt-0"},
            "other handle": {"handle": "shirt-1"},
            "words": {"q": "shirt 0"},
            "other words": {"q": "shirt trousers"},
            "sku": {"variants[sku]": "shirt-0-S-red"},
            "id": {"id[0]": made.id},
            "time": {"created_at[$gt]": "2100-01-01T00:00:00Z"},
        }.items()
    }
    # then
    assert found == {
        "category": 1,
        "hidden category": 0,
        "value": 1,
        "handle": 1,
        "other handle": 0,
        "words": 1,
        "other words": 0,
        "sku": 1,
        "id": 1,
        "time": 0,
    }


async def test_variants_categories_and_collections_answer_too(shop: Shop) -> None:
    await shop.fill(1)
    variants = await shop.get("/store/product-variants", region_id=shop.region.id, fields="+calculated_price")
    assert (variants.json()["count"], variants.json()["variants"][0]["calculated_price"]["calculated_amount"]) == (4, 10)
    for path in ("product-categories", "collections", "product-tags", "product-types", "product-options"):
        answer = await shop.get(f"/store/{path}")
        assert answer.status_code == 200, answer.text


async def test_no_filter_leads_to_what_a_shopper_may_not_see(shop: Shop) -> None:
    # given
    (made,) = await shop.fill(1)
    (variant, *_) = await shop.scope[ProductService].variants.list(product_id=made.id)
    cart = Cart(email="ada@example.com", currency_code="eur", sales_channel_id=shop.channel.id)
    line = LineItem(cart_id=cart.id, variant_id=variant.id, title="Shirt", quantity=1, unit_price=Decimal(10))
    await create_all(shop.scope, [cart, line])
    ways = ("variants[cart_items][cart][email]", "variants[cart_items.cart.email]", "$or[0][variants][cart_items.cart.email]")
    # when
    guesses = [await shop.get("/store/products", **{way: email}) for way in ways for email in ("ada@example.com", "bob@example.com")]
    keys = [await shop.get("/store/products", **{"variants[product][sales_channels][publishable_api_keys][token][$like]": f"pk_{letter}%"}) for letter in "tx"]
    options = [
        await shop.get("/store/product-variants", **{"options[variants][cart_items][cart][email]": email}) for email in ("ada@example.com", "bob@example.com")
    ]
    # then: what is not a shopper's to ask makes no difference
    for right, wrong in zip((*guesses[::2], keys[0], options[0]), (*guesses[1::2], keys[1], options[1]), strict=True):
        assert (right.status_code, right.json().get("count"), right.json().get("message")) == (
            wrong.status_code,
            wrong.json().get("count"),
            wrong.json().get("message"),
        )


async def test_below_tags_collections_and_categories_shoppers_see_what_is_meant_for_them(shop: Shop) -> None:
    # given
    elsewhere, tag, collection = SalesChannel(name="Trade fair"), ProductTag(value="new"), ProductCollection(title="Summer", handle="summer")
    hidden = ProductCategory(name="Staff", handle="staff", mpath="shirts.staff", parent_category_id=shop.category.id)
    await create_all(shop.scope, [elsewhere, tag, collection, hidden])
    joined: dict[str, Any] = {"tag_ids": [tag.id], "collection_id": collection.id, "category_ids": [shop.category.id, hidden.id]}
    (shown,) = await shop.fill(1, **joined)
    drafts = [NewProduct(title="Draft", options=[], variants=[], sales_channel_ids=[shop.channel.id], **joined)]
    others = [NewProduct(title="Other", options=[], variants=[], status="published", sales_channel_ids=[elsewhere.id], **joined)]
    await create_products(shop.scope, drafts + others)
    # when
    answers = {
        name: (await shop.get(f"/store/{path}", fields="*products")).json()
        for name, path in {
            "product_tags": "product-tags",
            "collections": "collections",
            "product_categories": "product-categories",
            "product_tag": f"product-tags/{tag.id}",
            "collection": f"collections/{collection.id}",
            "product_category": f"product-categories/{shop.category.id}",
        }.items()
    }
    category = (await shop.get(f"/store/product-categories/{shop.category.id}", include_descendants_tree=True)).json()["product_category"]
    product = (await shop.get(f"/store/products/{shown.id}", fields="*categories")).json()["product"]
    # then
    for name, answer in answers.items():
        (row,) = answer[name] if name.endswith("s") else [answer[name]]
        assert [each["id"] for each in row["products"]] == [shown.id], name
    assert category["category_children"] == []
    assert [each["id"] for each in product["categories"]] == [shop.category.id]
