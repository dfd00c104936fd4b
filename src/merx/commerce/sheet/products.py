"""From rows to products: what a file says by itself, whatever the shop holds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from merx.commerce.sheet import cells
from merx.commerce.sheet.columns import Column, Heading
from merx.commerce.sheet.schemas import SheetPrice, SheetProduct, SheetVariant
from merx.framework.tabular import Problem, plain

MOST_VARIANTS = 5_000
_SKU = {"sku": "Variant SKU", "barcode": "Variant Barcode", "ean": "Variant EAN", "upc": "Variant UPC"}


class Problems:
    """What is wrong so far, with bounds: the rest is counted."""

    KEPT = 1_000

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Problem] = []

    def add(self, line: int, message: str) -> None:
        self.count += 1
        if len(self._kept) < self.KEPT:
            self._kept.append(Problem(line, message))

    @property
    def by_line(self) -> list[Problem]:
        return sorted(self._kept, key=lambda problem: problem.line)


def key_of(heading: Heading, cells: Sequence[str]) -> str | None:
    """What the rows of one product have in common: its id, else its handle; None for a row that has neither."""
    for title in ("Product Id", "Product Handle"):
        place = heading.place_of(title)
        if place is not None and place < len(cells) and cells[place].strip():
            return f"{title}:{cells[place].strip()}"
    return None


class Group(Struct):
    """A product while its rows are read: the line that each of its product's cells comes from."""

    product: SheetProduct
    said: dict[str, tuple[int, Any]]


def products_of(heading: Heading, rows: Iterable[tuple[int, Sequence[str]]], problems: Problems) -> list[SheetProduct]:
    """The products of some rows, of which those of one product need not be neighbours. What is wrong goes to `problems`."""
    groups: dict[str, Group] = {}
    for line, row in rows:
        key = key_of(heading, row)
        if key is None:
            problems.add(line, "Product Handle is empty, and so is Product Id")
            continue
        group = groups.setdefault(key, Group(SheetProduct(line=line), {}))
        _Row(heading, line, row, problems).add_to(group)
    products = [group.product for group in groups.values()]
    for product in products:
        _check_options(product, problems)
    return products


class _Row:
    def __init__(self, heading: Heading, line: int, row: Sequence[str], problems: Problems) -> None:
        self.heading, self.line, self.problems = heading, line, problems
        self.cells = [plain(cell.strip()) for cell in row]
        self.cells += [""] * (len(heading.titles) - len(self.cells))
        if len(row) > len(heading.titles):
            problems.add(line, f"{len(row)} cells, and the heading has {len(heading.titles)} columns")

    def add_to(self, group: Group) -> None:
        product = group.product
        said = {column.field: value for column, value in self._read(self.heading.product)}
        lists = {name: [self.cells[place] for place in places if self.cells[place]] for name, places in self.heading.lists.items()}
        titles = {column.field: column.title for _, column in self.heading.product}
        for field, value in {**said, **lists}.items():
            self._say(group, field, titles.get(field, f"Product {field.replace('_', ' ')}"), value)
        variant = self._variant()
        if variant is None:
            return
        if len(product.variants) >= MOST_VARIANTS:
            self.problems.add(self.line, f"the product has more than {MOST_VARIANTS} variants")
            return
        product.variants.append(variant)

    def _say(self, group: Group, field: str, title: str, value: Any) -> None:
        """A later row may leave the product's cells empty, or repeat them."""
        line, before = group.said.get(field, (0, None))
        if value in (None, []) and line:
            return
        if line and before not in (None, []) and before != value:
            self.problems.add(self.line, f"{title} is another one than at line {line}, of the same product")
            return
        group.said[field] = self.line, value
        setattr(group.product, field, value)

    def _read(self, columns: Iterable[tuple[int, Column]]) -> Iterable[tuple[Column, Any]]:
        for place, column in columns:
            cell = self.cells[place]
            if not cell:
                if not column.needed:
                    yield column, None
                continue
            try:
                yield column, column.read(cell)
            except ValueError as error:
                self.problems.add(self.line, f"{column.title} is '{cell[:80]}'; {error}")

    def _variant(self) -> SheetVariant | None:
        columns = {column.field: value for column, value in self._read(self.heading.variant)}
        options = self._options()
        prices = [price for price in self._prices() if price is not None]
        if not options and all(value is None for value in columns.values()) and all(price.amount is None for price in prices):
            return None
        return SheetVariant(line=self.line, options=options, prices=prices, **columns)

    def _options(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name_at, value_at in self.heading.options:
            name, value = self.cells[name_at], self.cells[value_at]
            if bool(name) != bool(value):
                self.problems.add(self.line, f"Missing option {'value' if name else 'name'}: {self.heading.titles[name_at if value else value_at]} is empty")
            elif name in found:
                self.problems.add(self.line, f"the option '{name}' is there twice")
            elif name:
                found[name] = value
        return found

    def _prices(self) -> Iterable[SheetPrice | None]:
        for place, column in self.heading.prices:
            cell = self.cells[place]
            try:
                amount = cells.amount(cell) if cell else None
            except ValueError as error:
                self.problems.add(self.line, f"{column.title} is '{cell[:80]}'; {error}")
                continue
            yield SheetPrice(currency_code=column.currency_code, region=column.region, amount=amount)


def _check_options(product: SheetProduct, problems: Problems) -> None:
    """Variants of one product have values of the same options, no two the same ones. Those without any may be found by id or SKU."""
    seen: dict[frozenset[tuple[str, str]], int] = {}
    chosen = [variant for variant in product.variants if variant.options]
    for variant in chosen:
        if variant.options.keys() != chosen[0].options.keys():
            names, others = ", ".join(variant.options), ", ".join(chosen[0].options)
            problems.add(variant.line, f"the variant has the options {names}, and at line {chosen[0].line} the product's are {others}")
        line = seen.setdefault(frozenset(variant.options.items()), variant.line)
        if line != variant.line:
            problems.add(variant.line, f"the variant has the same options as the one at line {line}")


class Uniques:
    """What may stand in a file once: which line had it first. Of the whole file, so it holds short texts and numbers alone."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], int] = {}

    def check(self, products: Iterable[SheetProduct], problems: Problems) -> None:
        for product in products:
            if isinstance(product.handle, str):
                self._once("Product Handle", product.handle, product.line, problems)
            for variant in product.variants:
                self._once("Variant Id", variant.id, variant.line, problems)
                for field, title in _SKU.items():
                    value: Any = getattr(variant, field)
                    self._once(title, value if isinstance(value, str) else None, variant.line, problems)

    def once(self, what: str, value: str, line: int) -> int:
        """The line that had this first; `line` itself if it is the first."""
        return self._lines.setdefault((what, value), line)

    def _once(self, title: str, value: str | None, line: int, problems: Problems) -> None:
        if value is None:
            return
        first = self.once(title, value, line)
        if first != line:
            problems.add(line, f"{title} '{value[:80]}' stands at line {first} too")


def lines_by_field(products: Iterable[SheetProduct], field: str) -> Mapping[str, int]:
    """The lines of variants by what they have in `field`, one of sku, barcode, ean, upc."""
    return {value: variant.line for product in products for variant in product.variants if isinstance(value := getattr(variant, field), str)}
