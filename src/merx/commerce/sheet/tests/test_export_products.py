"""Exports: what stands in the file, and that it is read as no change."""

import csv
import io
from decimal import Decimal

from merx.commerce.file.workflows import read_file
from merx.commerce.fulfillment import ShippingProfile
from merx.commerce.inventory import InventoryItem, InventoryLevel
from merx.commerce.notification import NotificationService
from merx.commerce.pricing import NewPrice, NewRule
from merx.commerce.product import ProductCategory, ProductCollection, ProductService, ProductTag, ProductType
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant, create_products, delete_products
from merx.commerce.region import Region
from merx.commerce.sales_channel import SalesChannel
from merx.commerce.sheet import Imported
from merx.commerce.sheet.tests.sheets import everything, imported
from merx.commerce.sheet.workflows import ProductSheet, export_inventory, export_products
from merx.commerce.stock_location import StockLocation
from merx.framework.app import App
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.testing.background import Background

NASTY = [
    "=1+1",
    "'=1+1",
    "+44 20",
    "-5",
    "@SUM(A1)",
    '"quoted", and comma;',
    "two\r\nlines\nand\rmore",
    "''",
    "ends with '",
    "\u2028separator",
    "Crème brûlée 🍮",
    " padded ",
    "a\ttab",
]


async def bytes_of(app: App) -> bytes:
    return b"".join([piece async for piece in ProductSheet(app)])


async def a_whole_shop(scope: Scope) -> None:
    """Products with all that a sheet can say, and with some of what it cannot."""
    tag, padded, kind, collection = (
        ProductTag(value="-new"),
        ProductTag(value=" padded "),
        ProductType(value="Kitchen"),
        ProductCollection(title="Winter", handle="winter"),
    )
    category = ProductCategory(name="Cups", handle="cups", mpath="cups")
    channels = [SalesChannel(id="sc_1", name=" Web"), SalesChannel(id="sc_2", name="Twin"), SalesChannel(id="sc_3", name="Twin")]
    region, profile = Region(name="Europe [EU]", currency_code="eur"), ShippingProfile(name="Heavy", type="custom")
    await create_all(scope, [tag, padded, kind, collection, category, *channels, region, profile])
    variants = [
        NewVariant(
            title=text or "none",
            sku=f"SKU-{number}",
            barcode=f"00{number}",
            options={"Size ": f" S{number}", "=Colour": "White"},
            prices=[
                NewPrice(amount=Decimal("12.50") + number, currency_code="eur"),
                NewPrice(amount=Decimal(9), currency_code="eur", rules=(NewRule(attribute="region_id", value=region.id),)),
                NewPrice(amount=Decimal(8), currency_code="usd", min_quantity=Decimal(10)),
            ],
            weight=Decimal("0.5"),
            metadata={"text": text, "list": [1, 2.5, None]},
            allow_backorder=number % 2 == 0,
        )
        for number, text in enumerate(NASTY)
    ]
    options = [NewOption(title="Size ", values=[f" S{number}" for number in range(len(NASTY))]), NewOption(title="=Colour", values=["White"])]
    full = NewProduct(
        title="=HYPERLINK(1)",
        handle="full",
        subtitle="",
        description="\n".join(NASTY),
        status="published",
        tag_ids=[tag.id, padded.id],
        type_id=kind.id,
        collection_id=collection.id,
        category_ids=[category.id],
        sales_channel_ids=["sc_1", "sc_3"],
        shipping_profile_id=profile.id,
        images=["https://x/1.jpg", "https://x/2.jpg", "https://x/1.jpg"],
        weight=Decimal("1.250"),
        metadata={"a": {"b": [True]}, "n": 3},
        options=options,
        variants=variants,
    )
    await create_products(
        scope, [full, NewProduct(title="Bare", handle="bare"), NewProduct(title="Plain", handle="plain", variants=[NewVariant(title="Plain")])]
    )


async def test_what_is_exported_is_imported_as_no_change(scope: Scope, app: App, background: Background) -> None:
    # given
    await a_whole_shop(scope)
    before, written = await everything(scope), await bytes_of(app)
    # when
    handle, preview = await imported(scope, background, io.BytesIO(written))
    # then
    assert (preview.to_create, preview.to_update) == (0, 3)
    assert await handle.result(1) == Imported(created=0, updated=0, unchanged=3)
    assert await everything(scope) == before
    assert await bytes_of(app) == written


async def test_an_export_makes_the_same_products_anew(scope: Scope, app: App, background: Background) -> None:
    # given
    await a_whole_shop(scope)
    written = await bytes_of(app)
    await delete_products(scope, [product.id for product in await scope[ProductService].products.list()])
    # when
    handle, preview = await imported(scope, background, io.BytesIO(written))
    # then
    assert (preview.to_create, await handle.result(1)) == (3, Imported(created=3, updated=0, unchanged=0))
    rows, again = (list(csv.DictReader(io.StringIO(text.decode(), newline=""))) for text in (written, await bytes_of(app)))
    trimmed = [{title: cell.strip() for title, cell in row.items() if not title.endswith(" Id")} for row in rows]
    found = [{title: cell.strip() for title, cell in row.items() if not title.endswith(" Id")} for row in again]
    assert sorted(found, key=str) == sorted(trimmed, key=str)


async def test_no_cell_begins_like_a_formula(scope: Scope, app: App) -> None:
    # given
    await a_whole_shop(scope)
    # when
    rows = list(csv.reader(io.StringIO((await bytes_of(app)).decode(), newline="")))
    # then
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert len(rows) == len(NASTY) + 3


async def test_an_export_is_one_statement_however_many_products(scope: Scope, app: App) -> None:
    # given
    await create_products(scope, [NewProduct(title=f"P{number}", variants=[NewVariant(title="P")]) for number in range(150)])
    before = app.database.statements
    # when
    lines = (await bytes_of(app)).count(b"\r\n")
    # then: and two for the names of channels and regions
    assert (lines, app.database.statements - before) == (151, 3)


async def test_a_run_keeps_the_file_and_tells_its_link_on_the_feed(scope: Scope, background: Background) -> None:
    # given
    await create_products(scope, [NewProduct(title="Mug", status="published"), NewProduct(title="Cup")])
    # when
    handle = await export_products.start(scope, {"status": ["published"]})
    await background.drain()
    # then
    file = await handle.result(1)
    (told,) = await scope[NotificationService].notifications.list(channel="feed")
    assert told.data == {
        "title": "Product export",
        "description": "The products are exported.",
        "file": {"filename": file.id, "url": file.url, "mimeType": "text/csv"},
    }
    assert file.id.startswith("private-")
    rows = list(csv.DictReader(io.StringIO(b"".join([piece async for piece in read_file(scope, file.id)]).decode())))
    assert [(row["Product Handle"], row["Product Status"]) for row in rows] == [("mug", "published")]


async def test_stock_is_exported_by_item_and_location(scope: Scope, background: Background) -> None:
    # given
    location, mug, cup = StockLocation(name="Shelf"), InventoryItem(sku="MUG", title="Mug"), InventoryItem(sku="CUP", title="@Cup")
    level = InventoryLevel(inventory_item_id=mug.id, location_id=location.id, stocked_quantity=Decimal(5), reserved_quantity=Decimal(2))
    await create_all(scope, [location, mug, cup, level])
    # when
    handle = await export_inventory.start(scope, {})
    await background.drain()
    # then
    file = await handle.result(1)
    rows = list(csv.DictReader(io.StringIO(b"".join([piece async for piece in read_file(scope, file.id)]).decode())))
    assert [(row["SKU"], row["Title"], row["Location Name"], row["Stocked Quantity"], row["Available Quantity"]) for row in rows] == [
        ("MUG", "Mug", "Shelf", "5", "3"),
        ("CUP", "'@Cup", "", "", ""),
    ]
