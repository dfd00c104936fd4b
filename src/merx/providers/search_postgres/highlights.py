"""Marking in a text what was found in it."""

import re
from collections.abc import Sequence
from typing import Any, cast

from merx.commerce.search import Highlight
from merx.commerce.search.words import words_of

_WORD = re.compile(r"[^\W_]+")


def marked(document: dict[str, Any], fields: Sequence[str], wanted: Sequence[tuple[str, ...]], how: Highlight) -> dict[str, list[str]]:
    """By field, its texts in which one of the words begins with one of `wanted`, with those words between the tags."""
    starts = tuple(word for group in wanted for word in group)
    found: dict[str, list[str]] = {}
    for name in fields if starts else ():
        value: Any = document.get(name)
        texts = cast("list[Any]", value) if isinstance(value, list) else [value] if isinstance(value, str) else []
        hits = [text for each in texts if (text := _marked(str(each), starts, how)) is not None]
        if hits:
            found[name] = hits
    return found


def _marked(text: str, starts: tuple[str, ...], how: Highlight) -> str | None:
    places = [match.span() for match in _WORD.finditer(text) if any(word.startswith(starts) for word in words_of(match[0]))]
    if not places:
        return None
    begin, end = (0, len(text)) if how.snippet is None else _window(text, places[0], how.snippet)
    parts, here = list[str](), begin
    for start, stop in places:
        if start >= begin and stop <= end:
            parts += [text[here:start], how.pre_tag, text[start:stop], how.post_tag]
            here = stop
    return "".join([*parts, text[here:end]])


def _window(text: str, place: tuple[int, int], length: int) -> tuple[int, int]:
    """So many characters with the place in the middle; the place itself is never cut."""
    spare = max(0, length - (place[1] - place[0]))
    begin = max(0, place[0] - spare // 2)
    end = min(len(text), max(place[1], begin + max(length, place[1] - place[0])))
    return max(0, min(begin, end - length)) if length else begin, end
