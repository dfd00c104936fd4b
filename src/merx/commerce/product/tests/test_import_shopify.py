"""A small export, imported: what stands in the shop afterwards, and what a second import changes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merx.commerce.inventory import InventoryService
from merx.commerce.product import Product, ProductService
from merx.commerce.product.workflows import (
    Imported,
    NewProduct,
    NewVariant,
    ShopifyImport,
    ShopifyProduct,
    create_products,
    import_progress,
    import_shopify,
    key_of,
    read_export,
)
from merx.commerce.stock_location import StockLocationService
from merx.commerce.store import StoreService
from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.workflows import WorkflowService

FILE = Path(__file__).parent / "shopify.csv"
IN_EURO = ShopifyImport(currency_code="eur")
EURO: dict[str, Any] = {"currency_code": "eur", "region_id": None, "customer_group_ids": []}


def kettle_lamp_and_card() -> list[ShopifyProduct]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return read_export(file).products


async def shown(scope: Scope, handle: str) -> dict[str, Any]:
    fields = [
        *("*", "type.value", "tags.value", "images.url", "options.title", "options.values.value", "sales_channels.name", "shipping_profile.name"),
        *("variants.*", "variants.calculated_price.*", "variants.options.value", "variants.inventory_quantity", "variants.inventory.*"),
    ]
    (found,) = await scope.query.graph("product", fields=fields, filters={"handle": handle}, context=EURO)
    return found


async def test_a_product_comes_with_all_that_the_file_says(scope: Scope) -> None:
    # when
    done = await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    # then
    assert done == Imported(products=3, variants=5, images=4)
    kettle = await shown(scope, "kettle")
    assert {name: kettle[name] for name in ("title", "description", "status", "metadata", "thumbnail")} == {
        "title": "Kettle",
        "description": '<p>Holds "one" litre.</p>\n<p>Whistles.</p>',
        "status": "published",
        "metadata": {"vendor": "Fire & Water", "seo_title": "A kettle that whistles"},
        "thumbnail": "https://images.example.com/kettle-1.jpg",
    }
    assert (kettle["type"]["value"], sorted(tag["value"] for tag in kettle["tags"])) == ("Kitchen", ["gift", "steel"])
    assert [image["url"] for image in kettle["images"]] == ["https://images.example.com/kettle-1.jpg", "https://images.example.com/kettle-2.jpg"]
    assert ([each["name"] for each in kettle["sales_channels"]], kettle["shipping_profile"]["name"]) == (["Default Sales Channel"], "Default Shipping Profile")
    (variant,) = kettle["variants"]
    assert (variant["sku"], variant["barcode"], variant["weight"], variant["inventory_quantity"]) == ("KETTLE", "0012345678905", 850, 12)
    assert [(item["sku"], item["title"], item["requires_shipping"]) for item in variant["inventory"]] == [("KETTLE", "Kettle", True)]


async def test_a_price_to_compare_with_is_the_price_before_the_sale(scope: Scope) -> None:
    # when
    await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    # then
    (kettle,) = (await shown(scope, "kettle"))["variants"]
    price = kettle["calculated_price"]
    assert (price["calculated_amount"], price["original_amount"]) == (Decimal("39.5"), Decimal(49))
    assert price["calculated_price"]["price_list_type"] == "sale"
    for variant in (await shown(scope, "lamp"))["variants"]:  # one of them has a price to compare with that is no higher
        price = variant["calculated_price"]
        assert price["calculated_amount"] == price["original_amount"]
        assert price["is_calculated_price_price_list"] is False


async def test_variants_keep_their_options_pictures_and_ways_to_be_counted(scope: Scope) -> None:
    # when
    await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    # then
    lamp, card = await shown(scope, "lamp"), await shown(scope, "gift-card")
    assert {option["title"]: [value["value"] for value in option["values"]] for option in lamp["options"]} == {
        "Size": ["Small", "Large"],
        "Colour": ["White", "Black"],
    }
    facts = ("title", "sku", "metadata", "thumbnail", "manage_inventory", "allow_backorder", "inventory_quantity")
    black = "https://images.example.com/lamp-black.jpg"
    assert [tuple(variant[fact] for fact in facts) for variant in sorted(lamp["variants"], key=lambda v: v["variant_rank"])] == [
        ("Small / White", None, None, None, True, True, 3),
        ("Small / Black", "LAMP-S", None, black, True, True, 0),
        ("Large / Black", None, {"shopify_sku": "LAMP-S"}, black, True, False, 0),
    ]
    assert (lamp["status"], card["status"], card["is_giftcard"], card["discountable"]) == ("draft", "published", True, False)
    assert (card["variants"][0]["manage_inventory"], card["variants"][0]["inventory"]) == (False, [])


async def test_pieces_lie_in_a_warehouse_from_which_the_default_channel_sells(scope: Scope) -> None:
    # when
    await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    # then
    found = await scope.query.graph("stock_location", fields=["name", "sales_channels.name"])
    assert [(each["name"], [channel["name"] for channel in each["sales_channels"]]) for each in found] == [("Warehouse", ["Default Sales Channel"])]


async def test_the_same_file_once_more_changes_nothing(scope: Scope, app: App) -> None:
    # given
    first = await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    # when
    second = await import_shopify(app.scope(), kettle_lamp_and_card(), IN_EURO)
    # then
    assert second == first
    assert await scope[ProductService].products.count() == 3
    assert await scope[WorkflowService].runs.count() == 1


async def test_a_product_that_is_there_stays_as_it_is(scope: Scope) -> None:
    # given
    await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    (kettle,) = await scope[ProductService].products.list(handle="kettle")
    await scope[ProductService].products.update(kettle.id, title="My kettle")
    await scope[ProductService].products.soft_delete({"handle": "gift-card"})
    # when
    done = await import_shopify(scope, kettle_lamp_and_card(), ShopifyImport(currency_code="eur", again="once more"))
    # then
    assert done == Imported(products=1, variants=1, images=0, existing=["kettle", "lamp"])
    assert (await shown(scope, "kettle"))["title"] == "My kettle"
    assert await scope[StockLocationService].locations.count() == 1


async def test_a_sku_that_another_variant_in_the_shop_has_is_left_to_it(scope: Scope) -> None:
    # given
    await create_products(scope, [NewProduct(title="Other", variants=[NewVariant(title="Only", sku="KETTLE", barcode="0012345678905")])])
    # when
    done = await import_shopify(scope, kettle_lamp_and_card(), IN_EURO)
    # then
    assert done.notes == [
        "line 2: another variant in the shop has the SKU 'KETTLE'; this one is taken without",
        "line 2: another variant in the shop has the barcode '0012345678905'; this one is taken without",
    ]
    (variant,) = (await shown(scope, "kettle"))["variants"]
    assert (variant["sku"], variant["metadata"]) == (None, {"shopify_sku": "KETTLE", "shopify_barcode": "0012345678905"})


async def test_a_currency_new_to_the_store_is_added_and_said(scope: Scope) -> None:
    # when
    done = await import_shopify(scope, kettle_lamp_and_card(), ShopifyImport(currency_code="USD", location="Portland"))
    # then
    assert done.notes == ["The shop now deals in USD too"]
    assert {each.currency_code: each.is_default for each in await scope[StoreService].currencies.list()} == {"eur": True, "usd": False}
    assert [each.name for each in await scope[StockLocationService].locations.list()] == ["Portland"]


async def test_a_currency_that_does_not_exist_is_refused_and_nothing_stays(scope: Scope) -> None:
    with pytest.raises(InvalidData) as refused:
        await import_shopify(scope, kettle_lamp_and_card(), ShopifyImport(currency_code="eurodollar"))
    assert refused.value.message == "There is no currency 'eurodollar'; expected a code such as eur or usd"
    assert await scope[StockLocationService].locations.count() == 0


def many(count: int) -> list[ShopifyProduct]:
    rows = "\n".join(f"p{n},P{n},Title,Default Title,P{n},{n},shopify,1,tag" for n in range(1, count + 1))
    heading = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Tags"
    return read_export(f"{heading}\n{rows}\n".splitlines(keepends=True)).products


@create_products.hook("productsCreated")
async def refuse_p50(_scope: Scope, *, products: list[Product], **_more: Any) -> None:
    if any(product.handle == "p50" for product in products):
        raise InvalidData("not this one")


async def test_when_one_product_is_refused_all_are_taken_back(scope: Scope, app: App) -> None:
    # given: the third transaction of the run fails
    app.hooks[("product.create", "productsCreated")] = [refuse_p50]
    before = await scope[InventoryService].items.count()
    # when
    with pytest.raises(InvalidData) as refused:
        await import_shopify(scope, many(60), IN_EURO)
    # then
    assert refused.value.message == "not this one"
    run_id = f"product.import_shopify:{key_of(many(60), IN_EURO)}"
    assert await app.engine.status(run_id) == "reverted"
    assert await scope[ProductService].products.count() == 0
    assert await scope[ProductService].tags.count() == 0
    assert await scope[InventoryService].items.count() == before
    assert await scope[StockLocationService].locations.count() == 0
    # and once the reason is gone, the same file goes in
    app.hooks.clear()
    assert (await import_shopify(scope, many(60), IN_EURO)).products == 60
    assert await import_progress(scope, run_id) == 60
