"""A file, read and held against the shop before anything is written: its parts wait, or all that is wrong with it is told."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, asynccontextmanager
from typing import BinaryIO, TypeAlias

from msgspec import Struct

from merx.commerce.currency import world_currencies
from merx.commerce.sheet import Preview, SheetPart, SheetRefused, SheetService
from merx.commerce.sheet.columns import Heading, heading_of
from merx.commerce.sheet.products import Problems, Uniques, key_of, products_of
from merx.commerce.sheet.workflows.planning import Planner
from merx.framework.data import new_id
from merx.framework.errors import InvalidData
from merx.framework.scope import Scope
from merx.framework.tabular import lines_of, records

PART = 100
"""Rows in a transaction: few enough for the progress to move and for locks to be short. A product is not divided."""

PART_SIZE = 1_000_000
"""Characters, after which a part is as good as full."""

LARGEST_PART = 2**25
"""Characters, which a product must not pass: a part is in memory as a whole."""

LONGEST = 2**24
"""Bytes of a line, or characters of a cell."""

MOST_ROWS = 200_000
MOST_BYTES = 200_000_000
_SEPARATORS = ",;\t"

Row: TypeAlias = tuple[int, list[str]]


@asynccontextmanager
async def spooled(chunks: AsyncGenerator[bytes]) -> AsyncGenerator[BinaryIO]:
    """A file that can be read from its beginning, on disk and without a name. Raises `InvalidData` for more than `MOST_BYTES`."""
    with tempfile.TemporaryFile() as file:
        async with aclosing(chunks):
            async for chunk in chunks:
                await asyncio.to_thread(file.write, chunk)
                if file.tell() > MOST_BYTES:
                    raise InvalidData(f"The file is larger than {MOST_BYTES} bytes: divide it")
        file.seek(0)
        yield file


class Read(Struct):
    """What the first look at a file gave."""

    heading: Heading
    rows: int
    parts: int


async def stage_products(scope: Scope, file: BinaryIO, filename: str) -> Preview:
    """Read a file (seekable, at its beginning) and keep its products; call it in a transaction, or a refusal leaves rows behind.

    Memory is bounded: a part of the file at a time, and of the whole file what must be there once (handles, SKUs). Raises
    `InvalidData` for what is no product sheet, `SheetRefused` with all that is wrong in its rows, by line.
    """
    import_id = new_id("import")
    problems = Problems()
    read = await _Reading(scope, import_id, problems).read(file)
    planner, uniques = Planner(scope), Uniques()
    to_create = to_update = 0
    for number in range(read.parts):
        rows = await scope[SheetService].rows(import_id, number)
        products = products_of(read.heading, rows, problems)
        uniques.check(products, problems)
        plan = await planner.plan(products, problems)
        to_create, to_update = to_create + len(plan.new), to_update + plan.to_update
        await scope[SheetService].parts.delete({"import_id": import_id, "number": number})
        await scope[SheetService].parts.create(SheetPart(import_id=import_id, number=number, products=products))
    if problems.count:
        raise SheetRefused(problems.by_line, problems.count)
    return Preview(import_id=import_id, filename=filename, rows=read.rows, parts=read.parts, to_create=to_create, to_update=to_update)


class _Reading:
    """Deals the rows into parts. A row whose product stands in an earlier part already is put there."""

    def __init__(self, scope: Scope, import_id: str, problems: Problems) -> None:
        self._parts = scope[SheetService].parts
        self._import_id = import_id
        self._problems = problems
        self._part_of: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._open: list[Row] = []
        self._late: dict[int, list[Row]] = {}
        self._late_size = 0
        self._number = 0

    async def read(self, file: BinaryIO) -> Read:
        heading, rows = _opened(file)
        count, last = 0, None
        for count, (line, cells) in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise InvalidData(f"line {line}: the file has more than {MOST_ROWS} rows: divide it")
            key = key_of(heading, cells)
            if key is None or any("\0" in cell for cell in cells):
                self._problems.add(line, "Product Handle is empty, and so is Product Id" if key is None else "the row holds a NUL character")
                continue
            if key != last and (len(self._open) >= PART or self._sizes.get(self._number, 0) >= PART_SIZE):
                await self._close()
            last = key
            await self._put(key, (line, cells))
        await self._close()
        if not count:
            raise InvalidData("The file holds no products: line 1 is all there is")
        return Read(heading, count, self._number)

    async def _put(self, key: str, row: Row) -> None:
        number = self._part_of.setdefault(key, self._number)
        size = sum(map(len, row[1])) + len(row[1])
        self._sizes[number] = self._sizes.get(number, 0) + size
        if self._sizes[number] > LARGEST_PART:
            raise InvalidData(f"line {row[0]}: the rows of one product, or of neighbours, are larger than {LARGEST_PART} characters")
        if number == self._number:
            self._open.append(row)
            return
        self._late.setdefault(number, []).append(row)
        self._late_size += size
        if self._late_size >= PART_SIZE:
            await self._bring()

    async def _close(self) -> None:
        if self._open:
            await self._parts.create(SheetPart(import_id=self._import_id, number=self._number, rows=self._open))
            self._open, self._number = [], self._number + 1
        await self._bring()

    async def _bring(self) -> None:
        await self._parts.create([SheetPart(import_id=self._import_id, number=number, rows=rows) for number, rows in self._late.items()])
        self._late, self._late_size = {}, 0


def _opened(file: BinaryIO) -> tuple[Heading, Iterator[Row]]:
    """The heading, and the rows below it. The separator is the one that line 1 has most of."""
    lines = lines_of(file, longest=LONGEST)
    first = next(lines, "")
    separator = max(_SEPARATORS, key=first.count)
    rows = records(_again(first, lines), delimiter=separator, longest_cell=LONGEST)
    titles: list[str] = next((cells for _, cells in rows), list[str]())
    if not titles:
        raise InvalidData("The file is empty: line 1 must name its columns")
    return heading_of(titles, frozenset(currency.code for currency in world_currencies())), rows


def _again(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
