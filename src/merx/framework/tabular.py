"""Rows of CSV files and the lines they stand at, in bounded memory: one line and one row at a time, whatever the file's size.

What cannot be read is an `InvalidData` that names the line.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

import msgspec

from merx.framework.errors import InvalidData

LONGEST_CELL = 2**24
"""Characters: descriptions may carry pictures."""

LONGEST_LINE = 2**25
"""Bytes, or characters of UTF-16, up to the end of a line. A cell may go over several."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Problem(msgspec.Struct, frozen=True):
    """Something about one row; `line` is where the row starts in the file, the heading being line 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


def lines_of(file: BinaryIO, *, name: str | None = None, longest: int = LONGEST_LINE) -> Iterator[str]:
    """The lines of a file in UTF-8, with a byte order mark or without, or in UTF-16 with one; each with its end.

    Raises `InvalidData`, which begins with `name`, for a line that is longer than `longest` or in another encoding.
    """
    start = file.read(2)
    file.seek(-len(start), io.SEEK_CUR)
    where = f"{name}: " if name else ""
    return _wide_lines(file, where, longest) if start in _WIDE else _narrow_lines(file, where, longest)


def _narrow_lines(file: BinaryIO, where: str, longest: int) -> Iterator[str]:
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise _too_long(where, number, longest)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise InvalidData(f"{where}line {number} is not UTF-8. Export it again as CSV, or save it with the encoding UTF-8.") from error


def _wide_lines(file: BinaryIO, where: str, longest: int) -> Iterator[str]:
    text: TextIO = io.TextIOWrapper(file, "utf-16", newline="")
    number = 0
    try:
        while line := text.readline(longest + 1):
            number += 1
            if len(line) > longest:
                raise _too_long(where, number, longest)
            yield line
    except UnicodeError as error:
        raise InvalidData(f"{where}line {number + 1} or one after it is not UTF-16. Save the file with the encoding UTF-8.") from error
    finally:
        text.detach()  # the file is the caller's to close


def _too_long(where: str, number: int, longest: int) -> InvalidData:
    return InvalidData(f"{where}line {number} is longer than {longest} bytes: this is no CSV")


def records(lines: Iterable[str], *, delimiter: str = ",", longest_cell: int = LONGEST_CELL) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it starts at; rows without a single character are left out. Raises `InvalidData` for broken quotes."""
    csv.field_size_limit(longest_cell)
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    start = 1
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise InvalidData(f"line {start}: this is no readable CSV: {error}") from error


def harmless(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute: what looks like a formula gets an apostrophe. `plain` takes it off."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
