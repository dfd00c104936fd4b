"""Sheets for tests: a few lines of CSV, and what the shop holds in the end."""

import csv
import io
from typing import Any

from merx.commerce.sheet import Preview
from merx.commerce.sheet.workflows import begin_import, confirm_import, import_products
from merx.framework.scope import Scope
from merx.framework.testing.background import Background
from merx.framework.workflows import Handle

HEADING = "Product Handle,Product Title,Product Status,Variant Title,Variant SKU,Variant Option 1 Name,Variant Option 1 Value,Variant Price EUR"
MUG = "mug,Mug,published,White,MUG-W,Colour,White,12.50"
MUG_BLACK = "mug,,,Black,MUG-B,Colour,Black,13"
CUP = "cup,Cup,draft,Cup,CUP,,,3"


def sheet(*rows: str, heading: str = HEADING) -> io.BytesIO:
    return io.BytesIO("\n".join([heading, *rows, ""]).encode())


def table(rows: list[dict[str, str]]) -> io.BytesIO:
    """A sheet from rows by column, whatever their columns are."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


async def imported(scope: Scope, background: Background, file: io.BytesIO) -> tuple[Handle[Any], Preview]:
    """Read, confirm, and have it done."""
    handle, preview = await begin_import(scope, file, "products.csv")
    await confirm_import(scope, handle.id)
    await background.drain()
    return handle, preview


async def shown(scope: Scope, handle: str) -> dict[str, Any]:
    fields = [
        *("*", "type.value", "collection.handle", "tags.value", "images.url", "categories.handle", "options.title", "options.values.value"),
        *("sales_channels.name", "shipping_profile.name", "variants.*", "variants.options.value", "variants.prices.amount", "variants.prices.currency_code"),
    ]
    (found,) = await scope.query.graph("product", fields=fields, filters={"handle": handle})
    return found


async def everything(scope: Scope) -> dict[str, Any]:
    """All that an import may touch, every column of every row in sight."""
    entities = [
        *("product", "product_variant", "product_image", "product_option", "product_option_value", "price", "price_rule", "price_set", "inventory_item"),
    ]
    rows = {entity: await scope.query.graph(entity, fields=["*"], order="id") for entity in entities}
    joined = ["id", "tags.id", "categories.id", "sales_channels.id", "shipping_profile.id", "images.id", "images.variants.id", "product_options.values.id"]
    rows["joined"] = await scope.query.graph(
        "product", fields=[*joined, "variants.id", "variants.options.id", "variants.price_set.id", "variants.inventory.id"]
    )
    return rows


__all__ = ["CUP", "HEADING", "MUG", "MUG_BLACK", "everything", "import_products", "imported", "sheet", "shown", "table"]
