"""The columns of a product sheet, and the heading of one."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from merx.commerce.sheet import cells
from merx.commerce.sheet.cells import Reader
from merx.framework.errors import InvalidData

MOST_COLUMNS = 1_000


class Column(Struct, frozen=True):
    """A column as it is called in the heading, the field it fills, and how its cells are read. One `needed` has no null."""

    title: str
    field: str
    read: Reader = cells.text
    needed: bool = False


_SIZES = tuple(Column(each.capitalize(), each, cells.number) for each in ("weight", "length", "width", "height"))
_CUSTOMS = (
    Column("HS Code", "hs_code"),
    Column("Origin Country", "origin_country"),
    Column("MID Code", "mid_code"),
    Column("Material", "material"),
)


def _titled(prefix: str, columns: Sequence[Column]) -> list[Column]:
    return [Column(f"{prefix} {column.title}", column.field, column.read, column.needed) for column in columns]


PRODUCT: tuple[Column, ...] = (
    Column("Product Id", "id"),
    Column("Product Handle", "handle", needed=True),
    Column("Product Title", "title", needed=True),
    Column("Product Subtitle", "subtitle"),
    Column("Product Description", "description"),
    Column("Product Status", "status", cells.status, needed=True),
    Column("Product Thumbnail", "thumbnail"),
    *_titled("Product", _SIZES),
    *_titled("Product", _CUSTOMS),
    Column("Shipping Profile Id", "shipping_profile"),
    Column("Product Collection Id", "collection"),
    Column("Product Type Id", "type"),
    Column("Product Discountable", "discountable", cells.flag, needed=True),
    Column("Product Is Giftcard", "is_giftcard", cells.flag, needed=True),
    Column("Product External Id", "external_id"),
    Column("Product Metadata", "metadata", cells.metadata),
)
VARIANT: tuple[Column, ...] = (
    Column("Variant Id", "id"),
    Column("Variant Title", "title", needed=True),
    Column("Variant SKU", "sku"),
    Column("Variant Barcode", "barcode"),
    Column("Variant EAN", "ean"),
    Column("Variant UPC", "upc"),
    Column("Variant Allow Backorder", "allow_backorder", cells.flag, needed=True),
    Column("Variant Manage Inventory", "manage_inventory", cells.flag, needed=True),
    Column("Variant Rank", "variant_rank", cells.rank),
    *_titled("Variant", _SIZES),
    *_titled("Variant", _CUSTOMS),
    Column("Variant Thumbnail", "thumbnail"),
    Column("Variant Metadata", "metadata", cells.metadata),
)
LISTS: Mapping[str, str] = {
    "tags": "Product Tag {}",
    "images": "Product Image {} Url",
    "sales_channels": "Product Sales Channel {}",
    "categories": "Product Category {}",
}
"""Columns that come several times, numbered from 1, by field."""

ALIASES: Mapping[str, str] = {
    "product shipping profile id": "Shipping Profile Id",
    "product shipping profile": "Shipping Profile Id",
    "product collection handle": "Product Collection Id",
    "product type": "Product Type Id",
    "variant variant rank": "Variant Rank",
}
IGNORED = frozenset(f"{of} {what} at" for of in ("product", "variant") for what in ("created", "updated", "deleted")) | {"variant product id"}
"""Columns that say what nobody can import."""

_BY_TITLE = {column.title.lower(): (kind, column) for kind, columns in (("product", PRODUCT), ("variant", VARIANT)) for column in columns}
_REPEATED = re.compile(r"product (?P<what>tag|image|sales channel|category) \d{1,4}(?P<more> url| name| id)?")
_LIST_OF = {"tag": "tags", "image": "images", "sales channel": "sales_channels", "category": "categories"}
_OPTION = re.compile(r"variant option (?P<number>\d{1,4}) (?P<part>name|value)")
_PRICE = re.compile(r"Variant Price (?:(?P<region>.+) \[(?P<inner>[A-Za-z]{3})\]|(?P<code>[A-Za-z]{3}))", re.IGNORECASE)


class PriceColumn(Struct, frozen=True):
    title: str
    currency_code: str
    region: str | None


class Heading(Struct, kw_only=True):
    """What stands in which column, by the column's place."""

    titles: list[str]
    product: list[tuple[int, Column]]
    variant: list[tuple[int, Column]]
    lists: dict[str, list[int]]
    options: list[tuple[int, int]]
    """Places of names and values."""
    prices: list[tuple[int, PriceColumn]]

    def place_of(self, title: str) -> int | None:
        """Where the product column of this title is."""
        return next((place for place, column in self.product if column.title == title), None)


def heading_of(titles: Sequence[str], currencies: frozenset[str]) -> Heading:
    """Read line 1. Raises `InvalidData` with all columns that are unknown, or there twice, or with those that are missing."""
    found = Heading(titles=[" ".join(title.split()) for title in titles], product=[], variant=[], lists={}, options=[], prices=[])
    if len(titles) > MOST_COLUMNS:
        raise InvalidData(f"line 1: {len(titles)} columns, expected {MOST_COLUMNS} at most")
    options: dict[str, dict[str, int]] = {}
    unknown = [title for place, title in enumerate(found.titles) if title and not _take(found, options, place, title)]
    wrong = [f"line 1: there is no currency '{each.currency_code}', as in '{each.title}'" for _, each in found.prices if each.currency_code not in currencies]
    if unknown:
        wrong.insert(0, f"line 1: unknown columns: {', '.join(title[:60] for title in unknown)}")
    wrong += [f"line 1: Variant Option {number} lacks its Name or Value column" for number, parts in options.items() if len(parts) < 2]  # noqa: PLR2004 - both
    wrong += _twice(found)
    if found.place_of("Product Id") is None and found.place_of("Product Handle") is None:
        wrong.append("line 1: the column Product Handle is missing, and so is Product Id")
    if wrong:
        raise InvalidData("\n".join(wrong))
    found.options = [(parts["name"], parts["value"]) for parts in options.values()]
    return found


def _take(heading: Heading, options: dict[str, dict[str, int]], place: int, title: str) -> bool:
    name = title.lower()
    kind, column = _BY_TITLE.get(ALIASES.get(name, title).lower(), (None, None))
    if column is not None:
        (heading.product if kind == "product" else heading.variant).append((place, column))
    elif repeated := _REPEATED.fullmatch(name):
        heading.lists.setdefault(_LIST_OF[repeated["what"]], []).append(place)
    elif option := _OPTION.fullmatch(name):
        options.setdefault(option["number"], {})[option["part"]] = place
    elif price := _PRICE.fullmatch(title):
        heading.prices.append((place, PriceColumn(title, (price["inner"] or price["code"]).lower(), price["region"])))
    else:
        return name in IGNORED
    return True


def _twice(heading: Heading) -> list[str]:
    fields = [f"{kind} {column.field}" for kind, columns in (("product", heading.product), ("variant", heading.variant)) for _, column in columns]
    titles = [title.lower() for title in heading.titles if title]
    twice = {title for title in titles if titles.count(title) > 1} | {field for field in fields if fields.count(field) > 1}
    return [f"line 1: columns that are there twice: {', '.join(sorted(twice))}"] if twice else []
