"""Products as a CSV file, one row a variant, that an import reads as no change."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Any

from merx.commerce.file import NewFile, StoredFile
from merx.commerce.file.workflows import upload_files
from merx.commerce.sheet import cells
from merx.commerce.sheet.columns import LISTS, PRODUCT, VARIANT
from merx.commerce.sheet.workflows.present import PresentPrice, PresentProduct, PresentVariant
from merx.commerce.sheet.workflows.telling import MIME_TYPE, Errand, begin, tell
from merx.commerce.sheet.writing import Shelf
from merx.framework.app import App
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow

TITLE = "Product export"
FILENAME = "products.csv"
_NONE: Mapping[str, str] = {}
_SINGLES = {"type": "type_id", "collection": "collection_id"}


class Names:
    """Sales channels and regions by what people call them; by id where two are called the same, or a cell cannot say it."""

    def __init__(self, channels: Mapping[str, str], regions: Mapping[str, str]) -> None:
        self._channels, self._regions = channels, regions

    @classmethod
    async def of(cls, scope: Scope) -> "Names":
        """Two statements."""
        return cls(await _names(scope, "sales_channel"), await _names(scope, "region"))

    def channel(self, key: str) -> str:
        return self._channels.get(key, key)

    def column(self, price: PresentPrice) -> str | None:
        """The title of the column that the price stands in; None for one of no column."""
        if price.column is None:
            return None
        currency, region = price.column
        return f"Variant Price {currency.upper()}" if region is None else f"Variant Price {self._regions.get(region, region)} [{currency.upper()}]"


async def _names(scope: Scope, entity: str) -> dict[str, str]:
    rows = await scope.query.graph(entity, fields=["id", "name"])
    called = Counter(row["name"] for row in rows)
    return {row["id"]: row["name"] for row in rows if called[row["name"]] == 1 and _survives(row["name"])}


def _survives(name: str) -> bool:
    """Whether a cell holds it: cells are trimmed."""
    return name != "" and name == name.strip()


def rows_of(product: PresentProduct, names: Names) -> Iterator[dict[str, str]]:
    """A row for each variant, each with all that there is about the product; one row for a product without variants."""
    about = {column.title: cells.shown(_product_value(product, column.field)) for column in PRODUCT}
    lists = {
        "tags": [tag.value if _survives(tag.value) else tag.id for tag in product.tags],
        "images": [image.url for image in product.images],
        "sales_channels": [names.channel(channel.id) for channel in product.sales_channels],
        "categories": [category.handle for category in product.categories],
    }
    for field, title in LISTS.items():
        about |= {title.format(number): value for number, value in enumerate(lists[field], 1)}
    yield from ({**about, **_variant_row(variant, names)} for variant in product.variants)
    if not product.variants:
        yield about


def _product_value(product: PresentProduct, field: str) -> Any:
    if field == "shipping_profile":
        return product.shipping_profile.id if product.shipping_profile is not None else None
    return getattr(product, _SINGLES.get(field, field))


def _variant_row(variant: PresentVariant, names: Names) -> dict[str, str]:
    row = {column.title: cells.shown(getattr(variant, column.field)) for column in VARIANT}
    for number, taken in enumerate(variant.options, 1):
        row |= {f"Variant Option {number} Name": taken.option.title, f"Variant Option {number} Value": taken.value}
    # The first of several in one column, as an import sees it.
    for price in reversed(variant.prices):
        title = names.column(price)
        if title is not None:
            row[title] = cells.shown(price.amount)
    return row


def titles_of(found: Mapping[str, None]) -> list[str]:
    """The columns in an order that people read: those of each product, then those of variants, what is numbered by its number."""
    known = [column.title for column in PRODUCT]
    numbered = [[title for title in found if title.startswith(pattern.partition("{")[0])] for pattern in LISTS.values()]
    lists = [title for titles in numbered for title in sorted(titles, key=lambda title: (len(title), title))]
    options = sorted((title for title in found if title.startswith("Variant Option ")), key=lambda title: (len(title.rpartition(" ")[0]), title))
    prices = sorted(title for title in found if title.startswith("Variant Price "))
    return [*known, *lists, *(column.title for column in VARIANT), *options, *prices]


class ProductSheet:
    """The file's bytes, made when they are asked for, as often as they are. One statement, a few products in memory."""

    def __init__(self, app: App, filters: Mapping[str, Any] = _NONE, q: str | None = None) -> None:
        self._app, self._filters, self._q = app, filters, q

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        shelf = Shelf()
        try:
            scope = self._app.scope()
            names = await Names.of(scope)
            # All of it before the first byte: which columns there are, the last product may tell; and no transaction waits for a slow disk.
            async with aclosing(scope.query.stream(PresentProduct, self._filters, q=self._q)) as products:
                async for some in products:
                    shelf.add(row for product in some for row in rows_of(product, names))
            pieces = shelf.pieces(titles_of(shelf.titles))
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                yield piece
        finally:
            shelf.close()


@step("product.export.tell")
async def tell_of_export(scope: Scope, file: StoredFile) -> None:
    await tell(scope, TITLE, "The products are exported.", file)


@workflow("product.export", durable=True)
async def export_products(scope: Scope, filters: dict[str, Any], q: str | None = None) -> StoredFile:
    """The products that fit, in a private file whose link is told on the feed. Changes nothing; a failure is told too."""
    await begin(scope, Errand(title=TITLE, fails="The products could not be exported."))
    (file,) = await upload_files(scope, [NewFile(FILENAME, MIME_TYPE, ProductSheet(scope.app, filters, q), "private")])
    await tell_of_export(scope, file)
    return file
