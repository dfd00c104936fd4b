"""Reading a product export of Shopify: CSV, one row a variant or image, grouped by `Handle`.

Pure: text in, products and problems out. Facts of the format: only a product's first row has its title and options; a
row with an `Option1 Value` is a variant, a row with only an `Image Src` a further picture; a single variant without
choices is called "Default Title"; barcodes that spreadsheets would spoil carry a leading apostrophe; weights are grams.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

import msgspec

from merx.commerce.product.errors import BadHandle
from merx.commerce.product.handles import checked, plain
from merx.framework.errors import InvalidData
from merx.framework.tabular import Problem, records

Row: TypeAlias = dict[str, str]

NEEDED = ("Handle", "Title", "Option1 Name", "Option1 Value", "Variant Price")
HIGHEST_PRICE = Decimal(10) ** 12
MOST_PIECES = 2**31 - 1


class ShopifyVariant(msgspec.Struct, kw_only=True):
    """A variant; `price` and `compare_at` in major units, `quantity` in pieces, `grams` its weight."""

    line: int
    options: list[str]
    sku: str | None
    barcode: str | None
    price: Decimal
    compare_at: Decimal | None
    grams: int | None
    is_tracked: bool
    quantity: int
    allow_backorder: bool
    requires_shipping: bool
    image: str | None
    duplicate_sku: str | None = None
    """The SKU it had, where another variant has it too; the barcode likewise."""
    duplicate_barcode: str | None = None


class ShopifyProduct(msgspec.Struct, kw_only=True):
    """A product with its variants and pictures in the order of the file."""

    line: int
    handle: str
    title: str
    description: str | None
    vendor: str | None
    type: str | None
    tags: list[str]
    is_published: bool
    is_giftcard: bool
    seo_title: str | None
    seo_description: str | None
    option_names: list[str]
    variants: list[ShopifyVariant] = []
    images: list[str] = []


class Export(msgspec.Struct, kw_only=True):
    """What a file says: `errors` are rows that cannot be taken, `warnings` what was taken otherwise than it stands.

    Each of `products` has a variant at least.
    """

    products: list[ShopifyProduct]
    errors: list[Problem]
    warnings: list[Problem]


def read_export(lines: Iterable[str]) -> Export:
    """The products of a CSV file (its lines, decoded). Raises `InvalidData` for a file that is no Shopify export."""
    reader = _Reader()
    for line, row in _rows(lines):
        try:
            reader.take(line, row)
        except ValueError as wrong:
            reader.refuse(line, row, str(wrong))
    return reader.export()


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, Row]]:
    rows = records(lines)
    heading = [name.strip().lstrip("\ufeff") for name in next((cells for _, cells in rows), list[str]())]
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise InvalidData(f"This is no product export of Shopify: line 1 lacks the column(s) {', '.join(missing)}")
    for line, cells in rows:
        yield line, dict(zip(heading, (cell.strip() for cell in cells), strict=False))


class _Reader:
    """What was read so far. `take` raises `ValueError` with what is wrong with a row."""

    def __init__(self) -> None:
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self._products: dict[str, ShopifyProduct] = {}
        self._refused: dict[str, int] = {}
        self._marred: set[str] = set()
        self._handles: set[str] = set()
        self._skus: dict[str, int] = {}
        self._barcodes: dict[str, int] = {}

    def export(self) -> Export:
        whole = [product for product in self._products.values() if product.variants]
        empty = [Problem(p.line, f"{p.handle}: the product has no variant") for p in self._products.values() if not (p.variants or p.handle in self._marred)]
        return Export(products=whole, errors=[*self.errors, *empty], warnings=self.warnings)

    def refuse(self, line: int, row: Row, why: str) -> None:
        self.errors.append(Problem(line, why))
        if row["Handle"] in self._products:
            self._marred.add(self._products[row["Handle"]].handle)

    def take(self, line: int, row: Row) -> None:
        handle = row.get("Handle", "")
        if not handle:
            raise ValueError("Handle is empty")
        if "\x00" in "".join(row.values()):
            raise ValueError(f"{handle}: the row holds a NUL character")
        if handle in self._refused:
            raise ValueError(f"{handle}: not taken, because the product's first row, at line {self._refused[handle]}, is wrong")
        product = self._products.get(handle) or self._begin(line, row)
        for column in ("Image Src", "Variant Image"):
            if row.get(column) and row[column] not in product.images:
                product.images.append(row[column])
        if row.get("Option1 Value"):
            variant = _variant(line, row, len(product.option_names))
            if any(other.options == variant.options for other in product.variants):
                raise ValueError(f"{handle}: the options {' / '.join(variant.options)} stand in an earlier row already")
            self._tell_apart(variant)
            product.variants.append(variant)

    def _begin(self, line: int, row: Row) -> ShopifyProduct:
        try:
            product = _product(line, row)
            product.handle = self._safe_handle(line, product.handle)
        except ValueError:
            self._refused[row["Handle"]] = line
            raise
        self._handles.add(product.handle)
        return self._products.setdefault(row["Handle"], product)

    def _safe_handle(self, line: int, handle: str) -> str:
        # Shopify takes any letters; where a URL would have to spell them out, ours are plain.
        with suppress(BadHandle):
            if handle.isascii():
                return checked(handle)
        taken = plain(handle)
        if not taken or taken in self._handles:
            raise ValueError(f"{handle}: the handle cannot be part of a URL; expected letters, digits and hyphens")
        self.warnings.append(Problem(line, f"{handle}: the handle cannot be part of a URL; taken as '{taken}'"))
        return taken

    def _tell_apart(self, variant: ShopifyVariant) -> None:
        # Shopify lets variants share a SKU or barcode, we do not; leaving the variant out would lose what the merchant sells.
        if variant.sku is not None and self._is_taken(self._skus, "SKU", variant.sku, variant.line):
            variant.sku, variant.duplicate_sku = None, variant.sku
        if variant.barcode is not None and self._is_taken(self._barcodes, "Barcode", variant.barcode, variant.line):
            variant.barcode, variant.duplicate_barcode = None, variant.barcode

    def _is_taken(self, known: dict[str, int], what: str, value: str, line: int) -> bool:
        first = known.setdefault(value, line)
        if first != line:
            self.warnings.append(Problem(line, f"{what} '{value}' stands at line {first} already; this variant is taken without one"))
        return first != line


def _product(line: int, row: Row) -> ShopifyProduct:
    title = row.get("Title", "")
    if not title:
        raise ValueError(f"{row['Handle']}: Title is empty in the product's first row")
    names = [row[name] for name in ("Option1 Name", "Option2 Name", "Option3 Name") if row.get(name)]
    if len(set(names)) < len(names):
        raise ValueError(f"{row['Handle']}: two options have the same name: {', '.join(names)}")
    return ShopifyProduct(
        line=line,
        handle=row["Handle"],
        title=title,
        description=row.get("Body (HTML)") or None,
        vendor=row.get("Vendor") or None,
        type=row.get("Type") or None,
        tags=list(dict.fromkeys(tag for tag in (each.strip() for each in row.get("Tags", "").split(",")) if tag)),
        is_published=_flag(row, "Published", default=True),
        is_giftcard=_flag(row, "Gift Card", default=False),
        seo_title=row.get("SEO Title") or None,
        seo_description=row.get("SEO Description") or None,
        option_names=names or ["Title"],
    )


def _variant(line: int, row: Row, options: int) -> ShopifyVariant:
    values = [row.get(f"Option{number} Value", "") for number in range(1, options + 1)]
    if not all(values):
        raise ValueError(f"{row['Handle']}: the variant has {sum(map(bool, values))} option values, the product {options} options")
    price = _price(row, "Variant Price")
    if price is None:
        raise ValueError(f"{row['Handle']}: Variant Price is empty")
    return ShopifyVariant(
        line=line,
        options=values,
        sku=row.get("Variant SKU") or None,
        barcode=row.get("Variant Barcode", "").lstrip("'") or None,
        price=price,
        compare_at=_price(row, "Variant Compare At Price"),
        grams=_whole(row, "Variant Grams") or None,
        is_tracked=bool(row.get("Variant Inventory Tracker")),
        # Oversold variants stand below zero there; on the shelf there is nothing.
        quantity=max(_whole(row, "Variant Inventory Qty") or 0, 0),
        allow_backorder=row.get("Variant Inventory Policy") == "continue",
        requires_shipping=_flag(row, "Variant Requires Shipping", default=True),
        image=row.get("Variant Image") or None,
    )


def _price(row: Row, column: str) -> Decimal | None:
    text = row.get(column, "")
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount <= HIGHEST_PRICE:
        raise ValueError(f"{row['Handle']}: {column} is '{text}'; expected an amount such as 12.50")
    return amount


def _whole(row: Row, column: str) -> int | None:
    text = row.get(column, "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > MOST_PIECES:
        raise ValueError(f"{row['Handle']}: {column} is '{text}'; expected a whole number")
    return int(number)


def _flag(row: Row, column: str, *, default: bool) -> bool:
    text = row.get(column, "").lower()
    if text not in ("", "true", "false", "active", "draft", "archived"):
        raise ValueError(f"{row['Handle']}: {column} is '{row[column]}'; expected true or false")
    return default if not text else text in ("true", "active")
