"""Inventory items as a CSV file, one row an item and location."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from decimal import Decimal
from typing import Any

from merx.commerce.file import NewFile, StoredFile
from merx.commerce.file.workflows import upload_files
from merx.commerce.inventory import InventoryItem
from merx.commerce.sheet import cells
from merx.commerce.sheet.workflows.telling import MIME_TYPE, Errand, begin, tell
from merx.commerce.sheet.writing import csv_of
from merx.framework.app import App
from merx.framework.query import View
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow

TITLE = "Inventory export"
FILENAME = "inventory-items.csv"


class _Level(View):
    location_id: str
    stocked_quantity: Decimal
    reserved_quantity: Decimal
    incoming_quantity: Decimal


class _Item(View, of=InventoryItem):
    id: str
    sku: str | None
    title: str | None
    description: str | None
    requires_shipping: bool
    hs_code: str | None
    origin_country: str | None
    mid_code: str | None
    material: str | None
    weight: Decimal | None
    length: Decimal | None
    height: Decimal | None
    width: Decimal | None
    location_levels: list[_Level]


COLUMNS: Mapping[str, str] = {
    "Inventory Item Id": "id",
    "SKU": "sku",
    "Title": "title",
    "Description": "description",
    "Requires Shipping": "requires_shipping",
    "HS Code": "hs_code",
    "Origin Country": "origin_country",
    "MID Code": "mid_code",
    "Material": "material",
    "Weight": "weight",
    "Length": "length",
    "Height": "height",
    "Width": "width",
}
LEVEL = ("Location Id", "Location Name", "Stocked Quantity", "Reserved Quantity", "Incoming Quantity", "Available Quantity")


def _rows(item: _Item, locations: Mapping[str, str]) -> Iterator[dict[str, str]]:
    about = {title: cells.shown(getattr(item, field)) for title, field in COLUMNS.items()}
    for level in item.location_levels:
        available = level.stocked_quantity - level.reserved_quantity
        quantities = (level.stocked_quantity, level.reserved_quantity, level.incoming_quantity, available)
        here = (level.location_id, locations.get(level.location_id, ""), *map(cells.shown, quantities))
        yield {**about, **dict(zip(LEVEL, here, strict=True))}
    if not item.location_levels:
        yield about


class InventorySheet:
    """The file's bytes, made when they are asked for. One statement for the items, a few of them in memory."""

    def __init__(self, app: App, filters: Mapping[str, Any], q: str | None) -> None:
        self._app, self._filters, self._q = app, filters, q

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        scope, titles = self._app.scope(), (*COLUMNS, *LEVEL)
        locations = {row["id"]: row["name"] for row in await scope.query.graph("stock_location", fields=["id", "name"])}
        yield csv_of(titles, ())
        async with aclosing(scope.query.stream(_Item, self._filters, q=self._q)) as items:
            async for some in items:
                yield csv_of(titles, (row for item in some for row in _rows(item, locations)), with_heading=False)


@step("inventory.export.tell")
async def tell_of_export(scope: Scope, file: StoredFile) -> None:
    await tell(scope, TITLE, "The inventory items are exported.", file)


@workflow("inventory.export", durable=True)
async def export_inventory(scope: Scope, filters: dict[str, Any], q: str | None = None) -> StoredFile:
    """The items that fit, with what lies where, in a private file whose link is told on the feed. Changes nothing; a failure is told too."""
    await begin(scope, Errand(title=TITLE, fails="The inventory items could not be exported."))
    (file,) = await upload_files(scope, [NewFile(FILENAME, MIME_TYPE, InventorySheet(scope.app, filters, q), "private")])
    await tell_of_export(scope, file)
    return file
