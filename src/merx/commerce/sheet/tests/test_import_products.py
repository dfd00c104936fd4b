"""A file, read, confirmed and written: what stands in the shop afterwards, and what is left when it goes wrong."""

from decimal import Decimal
from typing import Any

import pytest

from merx.commerce.notification import NotificationService
from merx.commerce.product import Product, ProductService
from merx.commerce.product.workflows import create_products
from merx.commerce.sheet import ImportConfirmed, Imported, ImportNotFound, SheetRefused, SheetService
from merx.commerce.sheet.tests.sheets import CUP, MUG, MUG_BLACK, everything, imported, sheet, shown, table
from merx.commerce.sheet.workflows import begin_import, confirm_import, parts_done
from merx.commerce.store.workflows import bootstrap
from merx.framework.app import App
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.testing.background import Background
from merx.framework.workflows import WorkflowService


async def test_nothing_is_written_before_it_is_confirmed(scope: Scope, background: Background) -> None:
    # when
    handle, preview = await begin_import(scope, sheet(MUG, MUG_BLACK, CUP), "products.csv")
    await background.drain()
    # then
    assert (preview.rows, preview.to_create, preview.to_update) == (3, 2, 0)
    assert await handle.status() == "waiting"
    assert await scope[ProductService].products.count() == 0


async def test_a_confirmed_file_is_in_the_shop_and_said_on_the_feed(scope: Scope, background: Background) -> None:
    # given
    await bootstrap(scope)
    # when
    handle, _ = await imported(scope, background, sheet(MUG, MUG_BLACK, CUP))
    # then
    assert await handle.result(1) == Imported(created=2, updated=0, unchanged=0)
    mug = await shown(scope, "mug")
    assert (mug["title"], mug["status"], [option["title"] for option in mug["options"]]) == ("Mug", "published", ["Colour"])
    facts = [(v["title"], v["sku"], v["options"][0]["value"], v["prices"][0]["amount"]) for v in sorted(mug["variants"], key=lambda v: v["variant_rank"])]
    assert facts == [("White", "MUG-W", "White", Decimal("12.5")), ("Black", "MUG-B", "Black", Decimal(13))]
    assert ((await shown(scope, "cup"))["status"], mug["shipping_profile"]["name"]) == ("draft", "Default Shipping Profile")
    (told,) = await scope[NotificationService].notifications.list(channel="feed")
    assert told.data == {"title": "Product import", "description": "products.csv was imported: 2 products created, 0 updated, 0 unchanged."}
    assert await scope[SheetService].parts.count() == 0


async def test_the_same_file_once_more_changes_nothing(scope: Scope, background: Background) -> None:
    # given
    await imported(scope, background, sheet(MUG, MUG_BLACK, CUP))
    before = await everything(scope)
    # when
    handle, preview = await imported(scope, background, sheet(MUG, MUG_BLACK, CUP))
    # then
    assert (preview.to_create, preview.to_update) == (0, 2)
    assert await handle.result(1) == Imported(created=0, updated=0, unchanged=2)
    assert await everything(scope) == before


async def test_what_the_file_says_otherwise_changes_and_the_rest_stays(scope: Scope, background: Background) -> None:
    # given
    await imported(scope, background, sheet(MUG, MUG_BLACK, CUP))
    await scope[ProductService].products.update_where({"handle": "mug"}, subtitle="Holds tea")
    # when
    handle, _ = await imported(scope, background, sheet("mug,Big mug,,Black,MUG-B,Colour,Black,14", "mug,,,Red,MUG-R,Colour,Red,15"))
    # then
    assert await handle.result(1) == Imported(created=0, updated=1, unchanged=0)
    mug = await shown(scope, "mug")
    assert (mug["title"], mug["subtitle"], mug["status"]) == ("Big mug", "Holds tea", "published")
    assert {v["sku"]: (v["options"][0]["value"], v["prices"][0]["amount"]) for v in mug["variants"]} == {
        "MUG-W": ("White", Decimal("12.5")),
        "MUG-B": ("Black", Decimal(14)),
        "MUG-R": ("Red", Decimal(15)),
    }


async def test_rows_of_one_product_need_not_be_neighbours(scope: Scope, background: Background) -> None:
    # given: more rows than a part holds between them
    between = [f"p{number},P{number},draft,P{number},P{number},,,1" for number in range(250)]
    # when
    _, preview = await imported(scope, background, sheet(MUG, *between, MUG_BLACK))
    # then
    assert (preview.rows, preview.to_create, preview.parts) == (252, 251, 3)
    assert [v["sku"] for v in (await shown(scope, "mug"))["variants"]] == ["MUG-W", "MUG-B"]


async def test_all_that_is_wrong_is_told_with_its_lines_and_nothing_is_kept(scope: Scope) -> None:
    # given
    wrong = [
        "mug,Mug,publisht,White,MUG,Colour,White,cheap",
        ",Nobody,,,,,,",
        "cup,Cup,draft,Cup,CUP,Size,S,1",
        "cup,,draft,Cup,CUP,Size,,1",
        "cup,Other,draft,Cup,CUP-2,Size,S,1",
        "b d,Bad,draft,Bad,,,,",
        "new,,draft,New,,,,",
    ]
    # when
    with pytest.raises(SheetRefused) as refused:
        await begin_import(scope, sheet(*wrong), "products.csv")
    # then
    assert refused.value.message.splitlines() == [
        "Nothing was imported: the file has 10 problems.",
        "line 2: Product Status is 'publisht'; expected one of draft, proposed, published, rejected",
        "line 2: Variant Price EUR is 'cheap'; expected an amount such as 12.50",
        "line 3: Product Handle is empty, and so is Product Id",
        "line 5: Missing option value: Variant Option 1 Value is empty",
        "line 5: Variant SKU 'CUP' stands at line 4 too",
        "line 5: the variant has no options, and those of the product are Size",
        "line 6: Product Title is another one than at line 4, of the same product",
        "line 6: the variant has the same options as the one at line 4",
        "line 7: Invalid product handle 'b d'. It must contain URL safe characters",
        "line 8: Product Title is empty, and there is no product 'new' yet",
    ]
    assert await scope[SheetService].parts.count() == 0
    assert await scope[WorkflowService].runs.count() == 0


@pytest.mark.parametrize(
    ("heading", "row", "message"),
    [
        ("Product Handle,Product Title,Product Tag 1", "x,X,new", "line 2: there is no tag 'new'"),
        ("Product Handle,Product Title,Product Type Id", "x,X,new", "line 2: there is no type 'new'"),
        ("Product Handle,Product Title,Product Collection Id", "x,X,new", "line 2: there is no collection 'new'"),
        ("Product Handle,Product Title,Product Category 1", "x,X,new", "line 2: there is no category 'new'"),
        ("Product Handle,Product Title,Product Sales Channel 1", "x,X,new", "line 2: there is no sales channel 'new'"),
        ("Product Handle,Product Title,Shipping Profile Id", "x,X,new", "line 2: there is no shipping profile 'new'"),
        ("Product Handle,Product Title,Variant Title,Variant Price Mars [EUR]", "x,X,X,3", "line 2: there is no region 'Mars'"),
        ("Product Handle,Product Title,Variant SKU", "x,X,CUP", "line 2: another variant in the shop has the SKU 'CUP'"),
        ("Product Handle,Variant Title,Variant SKU,Variant Option 1 Name,Variant Option 1 Value", "mug,B,,Size,B", "line 2: the variant has the options Size"),
    ],
)
async def test_what_the_shop_has_against_it_is_told(scope: Scope, background: Background, heading: str, row: str, message: str) -> None:
    # given
    await imported(scope, background, sheet(MUG, CUP))
    # when
    with pytest.raises(SheetRefused) as refused:
        await begin_import(scope, sheet(row, heading=heading), "products.csv")
    # then
    assert refused.value.message.splitlines()[1].startswith(message)


async def test_a_confirmation_counts_once_and_for_an_import_only(scope: Scope, background: Background) -> None:
    # given
    handle, _ = await imported(scope, background, sheet(CUP))
    # when
    with pytest.raises(ImportConfirmed):
        await confirm_import(scope, handle.id)
    with pytest.raises(ImportNotFound):
        await confirm_import(scope, "run_x")
    # then
    assert await scope[ProductService].products.count() == 1


async def test_an_import_that_nobody_confirms_is_forgotten(scope: Scope, background: Background) -> None:
    # given
    handle, _ = await begin_import(scope, sheet(CUP), "products.csv")
    await background.drain()
    # when
    await background.pass_time(3 * 24 * 3600 + 60)
    # then
    assert await handle.status() == "reverted"
    assert await scope[SheetService].parts.count() == 0
    assert await scope[ProductService].products.count() == 0


async def test_a_shop_that_changed_before_the_confirmation_is_looked_at_again(scope: Scope, background: Background) -> None:
    # given
    handle, _ = await begin_import(scope, sheet(MUG, CUP), "products.csv")
    await imported(scope, background, table([{"Product Handle": "other", "Product Title": "Other", "Variant SKU": "CUP"}]))
    before = await everything(scope)
    # when
    await confirm_import(scope, handle.id)
    await background.drain()
    # then
    assert await handle.status() == "reverted"
    assert await everything(scope) == before
    told = [row.data or {} for row in await scope[NotificationService].notifications.list(resource_id=handle.id)]
    assert [each["description"] for each in told] == [
        "products.csv was not imported. Nothing was imported: the file has 1 problem.\nline 3: another variant in the shop has the SKU 'CUP'"
    ]


RICH: dict[str, str] = {
    "Product Handle": "mug",
    "Product Title": "Mug",
    "Product Status": "published",
    "Product Image 1 Url": "https://x/1.jpg",
    "Product Image 2 Url": "https://x/2.jpg",
    "Variant Title": "White",
    "Variant SKU": "MUG-W",
    "Variant Manage Inventory": "false",
    "Variant Option 1 Name": "Colour",
    "Variant Option 1 Value": "White",
    "Variant Price EUR": "12",
    "Variant Price USD": "13",
}
OTHERWISE: dict[str, str] = {
    **RICH,
    "Product Title": "Big mug",
    "Product Image 1 Url": "https://x/3.jpg",
    "Variant Manage Inventory": "true",
    "Variant Option 1 Value": "Snow",
    "Variant Price EUR": "14",
    "Variant Price USD": "",
}


@create_products.hook("productsCreated")
async def refuse_p150(_scope: Scope, *, products: list[Product], **_more: Any) -> None:
    if any(product.handle == "p150" for product in products):
        raise InvalidData("not this one")


async def test_when_one_part_is_refused_all_that_was_written_is_taken_back(scope: Scope, background: Background, app: App) -> None:
    # given: a product that the file changes in every way, and then a part that fails
    await imported(scope, background, table([RICH]))
    before = await everything(scope)
    app.hooks[("product.create", "productsCreated")] = [refuse_p150]
    more = [{"Product Handle": f"p{number}", "Product Title": "P", "Variant Title": "P"} for number in range(200)]
    extra = {**OTHERWISE, "Variant Title": "Red", "Variant SKU": "MUG-R", "Variant Option 1 Value": "Red"}
    # when
    handle, preview = await imported(scope, background, table([OTHERWISE, extra, *more]))
    # then
    assert (preview.parts, await parts_done(scope, handle.id)) == (3, 0)
    assert await handle.status() == "reverted"
    assert await everything(scope) == before
    # and once the reason is gone, the same file goes in
    app.hooks.clear()
    again, _ = await imported(scope, background, table([OTHERWISE, extra, *more]))
    assert await again.result(1) == Imported(created=200, updated=1, unchanged=0)
    mug = await shown(scope, "mug")
    assert [image["url"] for image in mug["images"]] == ["https://x/3.jpg", "https://x/2.jpg"]
    assert {v["sku"]: v["options"][0]["value"] for v in mug["variants"]} == {"MUG-W": "Snow", "MUG-R": "Red"}


async def test_new_products_show_when_all_of_them_are_there(scope: Scope, background: Background, app: App) -> None:
    # given
    seen: list[set[str]] = []

    @create_products.hook("productsCreated")
    async def look(_scope: Scope, *, products: list[Product], **_more: Any) -> None:
        seen.append({product.status for product in products})

    app.hooks[("product.create", "productsCreated")] = [look]
    rows = [f"p{number},P{number},published,P{number},P{number},,,1" for number in range(150)]
    # when
    await imported(scope, background, sheet(*rows))
    # then
    assert seen == [{"draft"}, {"draft"}]
    assert await scope[ProductService].products.count(status="published") == 150
