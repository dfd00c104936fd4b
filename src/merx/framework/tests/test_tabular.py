"""Cells that a spreadsheet would compute, and lines in the encodings of spreadsheets."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merx.framework.errors import InvalidData
from merx.framework.tabular import harmless, lines_of, plain, records


@given(st.text(st.sampled_from("'=+-@\t\ra")))
def test_what_is_made_harmless_is_read_as_it_was(text: str) -> None:
    assert plain(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_rows_know_the_lines_they_begin_at() -> None:
    # given
    lines = lines_of(io.BytesIO(b'a,b\r\n"1\n2",3\r\n\r\n4,5'))
    # then
    assert list(records(lines)) == [(1, ["a", "b"]), (2, ["1\n2", "3"]), (5, ["4", "5"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-be", "utf-16"])
def test_an_encoding_is_told_by_its_mark(encoding: str) -> None:
    text = "ä,ö\u2028\nü,€"
    marked = ("\ufeff" if encoding == "utf-16-be" else "") + text
    assert "".join(lines_of(io.BytesIO(marked.encode(encoding)))) == text


def test_a_line_without_an_end_is_not_read_to_it() -> None:
    for file in (io.BytesIO(b"a\n" + b"x" * 100), io.BytesIO(("a\n" + "x" * 100).encode("utf-16"))):
        with pytest.raises(InvalidData, match=r"^line 2 is longer than 10 bytes: this is no CSV$"):
            list(lines_of(file, longest=10))
        file.close()
