"""CSV that is written row by row: what is in memory is a few rows, what is on disk is without a name."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

import msgspec

from merx.framework.tabular import harmless

PIECE = 200
"""Rows that are handed on together."""


def csv_of(titles: Sequence[str], rows: Iterable[Mapping[str, str]], *, with_heading: bool = True) -> bytes:
    """Rows by title, as CSV in UTF-8. What looks like a formula is made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    if with_heading:
        writer.writerow(titles)
    writer.writerows([harmless(row.get(title, "")) for title in titles] for row in rows)
    return text.getvalue().encode()


class Shelf:
    """Rows that are laid aside until all columns are known. Close it."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.titles: dict[str, None] = {}

    def add(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Keep the cells that are not empty."""
        for row in rows:
            self.titles |= dict.fromkeys(row)
            self._file.write(msgspec.json.encode({title: cell for title, cell in row.items() if cell}) + b"\n")

    def pieces(self, titles: Sequence[str]) -> Iterator[bytes]:
        """The whole file, some rows at a time."""
        self._file.seek(0)
        yield csv_of(titles, ())
        rows: list[dict[str, str]] = []
        for line in self._file:
            rows.append(msgspec.json.decode(line))
            if len(rows) == PIECE:
                yield csv_of(titles, rows, with_heading=False)
                rows = []
        yield csv_of(titles, rows, with_heading=False)

    def close(self) -> None:
        self._file.close()
