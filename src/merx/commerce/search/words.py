"""Text as it is compared: words without case, accents and punctuation, in any script."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 64
MOST = 10_000
"""Words of one document that are searched: a text of some fifty pages."""

# Scripts that put no space between words: each sign is a word of its own.
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f])")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`Crème BRÛLÉE` is `creme brulee`, `Straße` is `strasse`; Korean stays in one piece."""
    plain = text.casefold()
    if not plain.isascii():
        marked = unicodedata.normalize("NFKD", plain)
        plain = unicodedata.normalize("NFKC", "".join(sign for sign in marked if not unicodedata.combining(sign))).casefold()
    return plain


def words_of(text: str) -> list[str]:
    """The words in it, folded, in their order."""
    return [word[:LONGEST] for word in _WORD.findall(_UNSPACED.sub(r" \1 ", folded(text)))]


def distinct(texts: Iterable[str]) -> list[str]:
    """Every word of these, once, `MOST` at most."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(words_of(text)))
        if len(found) > MOST:
            break
    return list(found)[:MOST]


def mistakes_allowed(word: str) -> int:
    """None in short words and in numbers, where another letter is another thing; one from four letters, two from nine."""
    if len(word) < 4 or any(sign.isdigit() for sign in word):  # noqa: PLR2004 - the rule above
        return 0
    return 1 if len(word) < 9 else 2  # noqa: PLR2004 - the rule above


def mistakes(left: str, right: str) -> int:
    """How many letters are left out, added, wrong or swapped with their neighbour between the two (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]
